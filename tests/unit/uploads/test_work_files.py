"""What tasks hand on: every file is read as it was written, and lies where it always did."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import easycrm
from easycrm.leads.strangers import Stranger
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.values.names import Orders
from easycrm.uploads import work_files
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.mapped_columns import (
    column_entries,
    read_mapped_tables,
    read_mapping,
    read_worksheets,
    write_mapping,
)
from easycrm.uploads.work_files.parsed_tables import (
    finding_entry,
    held_line,
    is_parsed,
    read_held_rows,
    read_parsed,
    read_rows,
    row_line,
    write_held_rows,
    write_parsed,
    write_rows,
)
from easycrm.uploads.work_files.runs import (
    SliceItem,
    chosen_runs,
    read_batches_of_run,
    write_batches_of_run,
    write_slices_of_run,
)
from easycrm.uploads.work_files.sorted_rows import SharedRange
from easycrm.uploads.work_files.stored_leads import (
    FlaggedRow,
    HeldRow,
    LeftValue,
    NameConflict,
    Place,
    Plan,
    RowOutcome,
    SliceRun,
    done_slices,
    planned_runs,
    planned_slices,
    read_plan,
    read_results,
    uncounted,
    write_plan,
    write_result,
)
from easycrm.uploads.work_files.worksheet_batches import write_missing_batches
from easycrm.workbooks.tables import Column, Finding, label_columns
from tests.support.fakes import InMemoryStore
from tests.support.statements import leads, row

PACKAGE = Path(easycrm.__file__).parent
WORK_FILES = Path(work_files.__file__).parent

texts = st.text() | st.text('\\"\r\n\tr\u2028é', max_size=4)
cells = st.lists(texts, max_size=4)
numbers = st.integers(1, 1_000_000)
places = st.integers(0, 99)
findings = st.builds(Finding, texts, st.none() | numbers, st.none() | places, texts, texts)
written = st.dictionaries(places, texts, max_size=2)


def with_one_line_break(cells):
    return [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]


# Parse workbook


@given(cells=cells)
def test_a_line_is_what_the_json_module_would_write(cells: list[str]) -> None:
    assert row_line(7, tuple(cells)) == json.dumps([7, with_one_line_break(cells)], ensure_ascii=False)


@given(places, st.lists(st.tuples(numbers, cells), max_size=4))
def test_rows_of_a_table_of_the_release_before_come_back(table, rows):
    store = InMemoryStore()
    name = write_rows(table, (json.dumps(row) for row in rows), store)
    assert list(read_rows(name, store)) == [(number, cells, {}) for number, cells in rows]


@given(places, st.lists(st.tuples(numbers, cells, written), max_size=4))
def test_rows_of_a_table_come_back_in_order_with_one_kind_of_line_break(table, rows):
    store = InMemoryStore()
    name = write_rows(table, (row_line(*row) for row in rows), store)
    assert list(read_rows(name, store)) == [
        (number, with_one_line_break(cells), dict(zip(written, with_one_line_break(written.values()), strict=True)))
        for number, cells, written in rows
    ]


@given(places, st.lists(st.tuples(numbers, cells, findings), max_size=4))
def test_held_rows_come_back_with_the_reason(table, rows):
    store = InMemoryStore()
    write_held_rows(table, (held_line(*row) for row in rows), store)
    assert [(row, cells, Finding(**finding)) for row, cells, finding in read_held_rows(table, store)] == [
        (number, with_one_line_break(cells), finding) for number, cells, finding in rows
    ]


@given(st.lists(findings, max_size=3), st.lists(texts, min_size=1, max_size=4), places, places)
def test_what_was_read_of_a_workbook_comes_back(notes, headers, skipped, held):
    columns = list(label_columns(headers))
    table = {
        "name": file_names.table_rows(0),
        "worksheet": "Fair",
        "headerRow": 1,
        "columns": columns,
        "rows": 3,
        "held": 0,
    }
    sheet = {"name": "Fair", "role": "leads", "rows": 3, "headerRow": 1, "skipped": [], "findings": []}
    entries = [finding_entry(note) for note in notes]
    parsed: Any = {"format": "csv", "notes": entries, "tables": [table], "worksheets": [sheet]}
    parsed |= {"skipped": skipped, "held": held}
    store = InMemoryStore()
    assert not is_parsed(store)
    write_parsed(parsed, store)
    assert is_parsed(store)
    assert read_parsed(store) == parsed
    assert all(isinstance(column, Column) for column in read_parsed(store)["tables"][0]["columns"])


# Map columns


number_plans = st.lists(st.tuples(st.integers(1, 999), st.floats(0, 1)), max_size=2).map(tuple)
name_orders = st.sampled_from(["", "familyFirst", "givenFirst"])
mapped_columns = st.builds(
    MappedColumn,
    places,
    texts,
    texts,
    st.none() | texts,
    st.floats(0, 1),
    texts,
    st.none() | texts,
    st.booleans(),
    plans=number_plans,
    orders=st.builds(Orders, name_orders, name_orders),
)


COLUMN = MappedColumn(0, "Name", "Name", "fullName", 1.0, "header")


def mapped_table(columns, worksheet="Fair"):
    evidence = [ColumnEvidence(rows=4, filled=1, samples=("a", "b")) for _ in columns]
    entries = column_entries(columns, evidence)
    return {"name": "x", "worksheet": worksheet, "headerRow": 1, "columns": entries, "rows": 1, "held": 0}


@given(st.lists(st.tuples(texts, st.lists(mapped_columns, max_size=3)), max_size=3))
def test_a_mapping_comes_back_table_by_table(tables):
    store = InMemoryStore()
    written = [mapped_table(columns, worksheet) for worksheet, columns in tables]
    assert write_mapping(written, store) is written
    assert read_mapped_tables(store) == written
    assert read_mapping(store) == [columns for _, columns in tables]
    assert read_worksheets(store) == [worksheet for worksheet, _ in tables]


def test_a_mapping_that_knows_no_order_of_names_tells_none():
    store = InMemoryStore()
    table = mapped_table([COLUMN._replace(orders=Orders("familyFirst", "givenFirst"))])
    del table["columns"][0]["nameOrders"]
    write_mapping([table], store)
    assert read_mapping(store) == [[COLUMN]]


@given(st.lists(mapped_columns, max_size=3))
def test_a_mapping_of_the_release_before_comes_back(columns):
    store = InMemoryStore()
    table = mapped_table(columns, "Fair")
    for entry in table["columns"]:
        entry["shouts"] = True
    write_mapping([table], store)
    assert read_mapping(store) == [columns]


def test_the_first_mapping_stays():
    store = InMemoryStore()
    first, second = [mapped_table([COLUMN])], [mapped_table([COLUMN._replace(field="company")])]
    write_mapping(first, store)
    assert write_mapping(second, store) == read_mapped_tables(store) == first


@pytest.mark.parametrize(
    "tables",
    [
        [],
        [mapped_table([COLUMN], "Other")],
        [mapped_table([COLUMN]) | {"headerRow": None}],
        [mapped_table([COLUMN._replace(header="Full name")])],
        [mapped_table([COLUMN._replace(index=1)])],
        [mapped_table([COLUMN]), mapped_table([])],
    ],
    ids=["no table", "worksheet", "header row", "header", "place", "more tables"],
)
def test_a_mapping_of_other_tables_is_replaced(tables):
    store = InMemoryStore()
    write_mapping(tables, store)
    mapped = [mapped_table([COLUMN])]
    assert write_mapping(mapped, store) == read_mapped_tables(store) == mapped


# Choose slices


ITEM: SliceItem = {"slice": "s01", "run": 1, "ranges": [SharedRange("00001", 70, 30), SharedRange("00002", 90, 40)]}


def test_the_first_batches_of_a_run_stay():
    store = InMemoryStore()
    assert chosen_runs(store) == []
    assert write_batches_of_run(0, ["00001", "00003"], store) == ["00001", "00003"]
    assert write_batches_of_run(0, ["00001", "00002", "00003"], store) == ["00001", "00003"]
    assert read_batches_of_run(0, store) == ["00001", "00003"]


def test_a_run_whose_batches_are_not_chosen_has_not_come_so_far():
    store = InMemoryStore()
    write_missing_batches(3, [], store)
    for run in (10, 2, 0):
        write_batches_of_run(run, [], store)
        write_slices_of_run(run, [], store)
    assert chosen_runs(store) == [0, 2, 10]


def test_the_first_slices_of_a_run_stay_and_say_where_they_are():
    store = InMemoryStore()
    answer = {"key": "imports/u1/runs/1/slices.json", "slices": 1}
    assert write_slices_of_run(1, [ITEM], store) == answer
    assert write_slices_of_run(1, [], store) == answer
    assert store.read("runs/1/slices.json") == json.loads(json.dumps([ITEM]))


# Upsert slice


strangers = st.builds(Stranger, places, numbers, texts, texts, texts, numbers)
STRANGER = Stranger(0, 3, "ana@example.com", "Ana Li")
runs = st.none() | st.integers(0, 9)
plans_of_slices = st.builds(
    Plan, st.dictionaries(texts, st.none() | leads, max_size=2), st.lists(strangers, max_size=2), runs
)
many_slices = st.lists(st.builds(SliceRun, st.sampled_from(["s0", "s10", "s11"]), st.integers(0, 11)), unique=True)
results = st.fixed_dictionaries(
    {
        "rows": st.lists(
            st.builds(RowOutcome, places, numbers, texts, st.sampled_from(["created", "merged"])), max_size=2
        ),
        "held": st.lists(st.builds(HeldRow, places, numbers, texts), max_size=2),
        "strangers": st.lists(strangers, max_size=2),
        "flagged": st.lists(st.builds(FlaggedRow, places, numbers, cells), max_size=2),
        "left": st.lists(st.builds(LeftValue, places, numbers, texts, texts, texts), max_size=2),
        "conflicts": st.lists(st.builds(NameConflict, places, numbers, texts), max_size=2),
        "skipped": st.lists(st.builds(Place, places, numbers), max_size=2),
        "counts": st.dictionaries(st.sampled_from(["created", "held"]), numbers),
        "flags": st.dictionaries(texts, numbers, max_size=2),
    }
)


@given(st.lists(plans_of_slices, max_size=3))
def test_plans_come_back_with_the_leads_as_they_were(plans):
    store = InMemoryStore()
    for run, plan in enumerate(plans):
        assert write_plan(SliceRun("s", run), plan, store) is plan
    assert [read_plan(of, store) for of in planned_slices(store)] == plans


@given(many_slices)
def test_plans_are_listed_by_slice_and_run(written):
    store = InMemoryStore()
    for of in written:
        write_plan(of, Plan({}), store)
    assert planned_slices(store) == sorted(written)
    for name in ("s0", "s1", "s10"):
        assert planned_runs(name, store) == sorted(run for of, run in written if of == name)


@given(st.none() | leads)
def test_whoever_comes_second_gets_the_first_plan(before):
    store = InMemoryStore()
    write_plan(SliceRun("s", 2), Plan({"LANN": before}, [STRANGER], 0), store)
    assert write_plan(SliceRun("s", 2), Plan({}), store) == Plan({"LANN": before}, [STRANGER], 0)


def test_of_the_rows_those_of_strangers_are_not_spoken():
    rows = [row(number) for number in (2, 3, 4)]
    assert Plan({}, [STRANGER]).spoken(rows) == [rows[0], rows[2]]


@given(st.lists(results, max_size=3))
def test_results_come_back_as_the_rows_they_tell_of(written):
    store = InMemoryStore()
    slices = [SliceRun(f"s{number}", 0) for number, _ in enumerate(written)]
    for of, result in zip(slices, written, strict=True):
        assert write_result(of, result, store) == result
    read = list(read_results(slices, store))
    assert read == written
    assert all(isinstance(line, RowOutcome) for result in read for line in result["rows"])


@given(many_slices)
def test_a_slice_is_done_by_the_highest_of_its_runs(written):
    store = InMemoryStore()
    for of in written:
        write_result(of, uncounted({}), store)
    assert done_slices(store) == {
        name: max(run for of, run in written if of == name) for name in {of.slice for of in written}
    }


def test_the_first_result_stays():
    store = InMemoryStore()
    write_result(SliceRun("s", 0), uncounted({"held": 1}), store)
    assert write_result(SliceRun("s", 0), uncounted({"held": 2}), store)["counts"] == {"held": 1}


# Names


NAMES = {
    **{"workbook.json": file_names.WORKBOOK, "mapping.json": file_names.MAPPING, "report.csv": file_names.ROW_REPORT},
    **{"worksheet-batches.json": file_names.WORKSHEET_BATCHES, "failed-batches.json": file_names.FAILED_BATCHES},
    **{"published.json": file_names.PUBLISHED, "sorted": file_names.SORTED, "runs": file_names.RUNS},
    **{"slice-plans": file_names.SLICE_PLANS, "slice-results": file_names.SLICE_RESULTS},
    "slice-entries": file_names.SLICE_ENTRIES,
    "tables/007.jsonl": file_names.table_rows(7),
    "held/007.jsonl": file_names.held_rows(7),
    "findings/007.jsonl": file_names.cell_findings(7),
    "runs/2/missing.json": file_names.missing_batches(2),
    "runs/2/batches.json": file_names.batches_of_run(2),
    "runs/2/slices.json": file_names.slices_of_run(2),
    "sorted/00003.jsonl": file_names.sorted_rows("00003"),
    "slice-plans/s01.2.json": file_names.slice_plan("s01", 2),
    "slice-results/s01.2.json": file_names.slice_result("s01", 2),
    "slice-entries/s01.2.jsonl.gz": file_names.slice_entries("s01", 2),
}
FORMER = {"manifest.json", "plans", "results"}
"""Work files of uploads that began before rows were shared out twice."""
SPELLED = re.compile(
    r"(workbook|mapping|manifest|worksheet-batches|failed-batches|published|batches|slices|missing)\.json|"
    r"report\.csv|\b(tables|held|findings|sorted|runs|slice-plans|slice-results|slice-entries|plans|results)/|"
    r"sorted|(slice-)?(plans|results)|slice-entries"
)


@pytest.mark.parametrize(("name", "made"), NAMES.items())
def test_a_work_file_lies_where_imports_that_run_and_old_uploads_have_it(name, made):
    assert made == name


def literals(path):
    """The texts in a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.value


def test_no_other_module_spells_the_name_of_a_work_file():
    spelling = {
        path.relative_to(PACKAGE).as_posix(): {*filter(SPELLED.fullmatch, literals(path))}
        for path in PACKAGE.rglob("*.py")
        if any(map(SPELLED.fullmatch, literals(path)))
    }
    assert spelling.keys() == {"uploads/work_files/file_names.py", "uploads/work_files/former_form.py"}
    assert spelling["uploads/work_files/former_form.py"] == FORMER


@pytest.mark.parametrize("name", [name for name in NAMES if "." in name])
def test_the_list_of_work_files_names_each_with_its_module(name):
    pattern = re.sub(r"s01|[0-9]+", "[A-Z]+", re.escape(name))
    (line,) = re.findall(rf"^ +{pattern} .*", work_files.__doc__, re.MULTILINE)
    module = line.split()[1]
    assert (WORK_FILES / module).with_suffix(".py").is_file()
