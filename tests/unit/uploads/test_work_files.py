"""What tasks hand on: every file is read as it was written, and lies where it always did."""

import ast
import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from easycrm.uploads.work_files.planned_batches import (
    PlannedRow,
    manifest_key,
    read_batch,
    read_manifest,
    write_batch,
    write_manifest,
    write_retry_manifest,
)
from easycrm.uploads.work_files.standardised_rows import (
    read_fates,
    read_standardised,
    write_ledger,
    write_standardised,
)
from hypothesis import given
from hypothesis import strategies as st

import easycrm
from easycrm.leads.strangers import Stranger
from easycrm.leads.table import to_item
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
from easycrm.uploads.work_files.stored_leads import (
    FlaggedRow,
    HeldRow,
    LeftValue,
    NameConflict,
    Place,
    Plan,
    RowOutcome,
    done_batches,
    leads_to_publish,
    read_plan,
    read_results,
    uncounted,
    write_plan,
    write_result,
)
from easycrm.workbooks.tables import Column, Finding, label_columns
from tests.support.fakes import InMemoryStore
from tests.support.statements import leads

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
    column = MappedColumn(0, "Name", "Name", "fullName", 1.0, "header", orders=Orders("familyFirst", "givenFirst"))
    table = mapped_table([column])
    del table["columns"][0]["nameOrders"]
    write_mapping([table], store)
    assert read_mapping(store) == [[column._replace(orders=Orders())]]


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
    first, second = [mapped_table([], "first")], [mapped_table([], "second")]
    write_mapping(first, store)
    assert write_mapping(second, store) == read_mapped_tables(store) == first


# Upsert batch


strangers = st.builds(Stranger, places, numbers, texts, texts, texts, numbers)
STRANGER = Stranger(0, 3, "ana@example.com", "Ana Li")
plans_of_batches = st.builds(
    Plan, st.dictionaries(texts, st.none() | leads, max_size=2), st.lists(strangers, max_size=2)
)
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


@given(st.lists(plans_of_batches, max_size=3))
def test_plans_come_back_with_the_leads_as_they_were(plans):
    store = InMemoryStore()
    batches = [f"{number:05}" for number in range(len(plans))]
    assert [read_plan(batch, store) for batch in batches] == [None] * len(plans)
    for batch, plan in zip(batches, plans, strict=True):
        assert write_plan(batch, plan, store) is plan
    assert [read_plan(batch, store) for batch in batches] == plans
    assert leads_to_publish(store) == list(dict.fromkeys(lead_id for plan in plans for lead_id in plan.before))


@given(st.none() | leads)
def test_whoever_comes_second_gets_the_first_plan(before):
    store = InMemoryStore()
    write_plan("00001", Plan({"LANN": before}, [STRANGER]), store)
    assert write_plan("00001", Plan({}), store) == Plan({"LANN": before}, [STRANGER])


@given(st.none() | leads)
def test_a_plan_of_an_earlier_release_holds_nobody(before):
    store = InMemoryStore()
    store.write("plans/00001.json", {"LANN": to_item(before) if before else None})
    assert read_plan("00001", store) == Plan({"LANN": before}, [])
    assert leads_to_publish(store) == ["LANN"]


@given(results, results)
def test_of_a_batch_whose_plan_is_gone_the_leads_of_its_result_are_published(lost, kept):
    store = InMemoryStore()
    write_result("00001", lost, store)
    write_result("00002", kept, store)
    write_plan("00002", Plan({"LBOB": None}), store)
    assert leads_to_publish(store) == list(dict.fromkeys(["LBOB", *(row.lead_id for row in lost["rows"])]))


@given(st.lists(results, max_size=3))
def test_results_come_back_as_the_rows_they_tell_of(written):
    store = InMemoryStore()
    batches = [f"{number:05}" for number, _ in zip(count(1), written, strict=False)]
    for batch, result in zip(batches, written, strict=True):
        assert write_result(batch, result, store) == result
    assert done_batches(store) == set(batches)
    read = list(read_results(batches, store))
    assert read == written
    assert all(isinstance(row, RowOutcome) for result in read for row in result["rows"])


def test_the_first_result_stays():
    store = InMemoryStore()
    write_result("00001", uncounted({"held": 1}), store)
    assert write_result("00001", uncounted({"held": 2}), store)["counts"] == {"held": 1}


def test_a_result_of_before_there_were_findings_of_its_kinds_has_none():
    store = InMemoryStore()
    store.write("results/00001.json", {"counts": {"created": 1}, "rows": [[0, 2, "LANN", "created"]], "held": []})
    (result,) = read_results(["00001"], store)
    assert result == uncounted({"created": 1}) | {"rows": [RowOutcome(0, 2, "LANN", "created")]}


# Names


NAMES = {
    **{"workbook.json": file_names.WORKBOOK, "mapping.json": file_names.MAPPING, "manifest.json": file_names.MANIFEST},
    **{"report.csv": file_names.ROW_REPORT, "plans": file_names.PLANS, "results": file_names.RESULTS},
    "tables/007.jsonl": file_names.table_rows(7),
    "held/007.jsonl": file_names.held_rows(7),
    "findings/007.jsonl": file_names.cell_findings(7),
    "manifest-r2.json": file_names.retry_manifest(2),
    "batches/a1b2/00003.jsonl": file_names.batch_rows("a1b2", "00003"),
    "standardised/00003.json": file_names.standardised("00003"),
    "ledgers/00003.json": file_names.ledger("00003"),
    "plans/00003.json": file_names.plan("00003"),
    "results/00003.json": file_names.result("00003"),
}
SPELLED = re.compile(
    r"workbook\.json|mapping\.json|manifest(-r.*)?\.json|report\.csv|"
    r"\b(tables|held|findings|batches|standardised|ledgers|plans|results)/|(plans|results)"
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
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(map(SPELLED.fullmatch, literals(path)))
    }
    assert spelling == {"uploads/work_files/file_names.py"}


@pytest.mark.parametrize("name", [name for name in NAMES if "." in name])
def test_the_list_of_work_files_names_each_with_its_module(name):
    pattern = re.sub(r"[0-9]+|a1b2", "[A-Z]+", re.escape(name))
    (line,) = re.findall(rf"^ +{pattern} .*", work_files.__doc__, re.MULTILINE)
    module = line.split()[1]
    assert (WORK_FILES / module).with_suffix(".py").is_file()
