"""Export, then import the export: nothing is created, nothing is updated, whatever the leads say."""

from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.columns.keys import column_key
from easycrm.leads.exports.export_format import EXPORT_HEADERS, EXPORTED, is_export_header
from easycrm.leads.exports.exporting import write_csv, write_excel
from easycrm.leads.exports.lead_rows import ExportRows, lead_rows
from easycrm.leads.exports.spellings import heads_of
from easycrm.leads.identity import Identity, lead_id
from easycrm.leads.lead import FIELDS, Lead, Origin, Source, UploadRef, Value, remark_key, remarks_of
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.merge import merge
from easycrm.leads.statement import EXISTING_POLICIES, StandardisedRow, Upload, fold
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.cleaning import clean_cell
from easycrm.workbooks.reading import read_workbook
from tests.support import former_exports
from tests.support.columns import DrawnColumn

OLD = Origin("2026-01-01T09:00:00.000000Z", "u1", "Fair", 2)
LATER = UploadRef("2026-02-01T09:00:00.000000Z", "u2")
# fmt: off
ODD = ["=1+1", '=cmd|"/c calc"!A1', "+6561234567", "-", "@x", "'", "'=x", "''", "0123", "12345678901234567890", "1e5",
       "1/2", "＝1+1", "'＋1"]
ODD += ['say "hi"', '"', "a\nb", "a\tb", "a,b;c\td|e", "日本語", "👩‍💻", "é", "_x000D_", "_x0041_", "<b>&</b>", "NULL",
        "TRUE", "Total", "Email", "Lead ID", "n/a", "\\", "\\n", "a: b", "#REF!", "4.4E+11", "x" * 300]
# fmt: on

HEADERS = [
    *EXPORT_HEADERS,
    "flags",
    "row",
    "=",
    "&",
    "👍",
    "h" * 300,
    "Country",
    "COUNTRY",
    "country ",
    "Country (2)",
    "Land",
    "a\nb",
]
HEADERS += ["Headers {}", 'Headers {"Country": "Land"}', "EasyCRM row", "2026", "; "]

# what an import can store has been cleaned, and cleaning it again changes nothing
texts = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9).map(clean_cell).filter(
    bool
)
fields = st.dictionaries(st.sampled_from(FIELDS), texts | st.just(""), max_size=6)
headers = st.sampled_from(HEADERS) | texts
remarks = st.dictionaries(headers, texts | st.just("") | st.sampled_from(["A", "a", "A; B", "B"]), max_size=5)
several = st.lists(st.tuples(fields, remarks), min_size=1, max_size=4)


@st.composite
def columns_of(draw, people):
    """Their headers as columns, in which people may have joined, renamed and hidden whatever they like."""
    headers = sorted({header for _, remarked in people for header in remarked})
    places = draw(st.lists(st.integers(0, 3), min_size=len(headers), max_size=len(headers)))
    groups = [[header for header, at in zip(headers, places, strict=True) if at == place] for place in range(4)]
    return [
        DrawnColumn(str(place), draw(st.sampled_from(spellings) | texts), spellings, draw(st.integers(0, 4)) == 0)
        for place, spellings in enumerate(groups)
        if spellings
    ]


people_with_columns = several.flatmap(lambda people: st.tuples(st.just(people), columns_of(people)))


def stored(number, said, remarked):
    identity = Identity("", f"{number}@example.com", "", "", ())
    keyed = said | {remark_key(header): text for header, text in remarked.items()}
    values = {key: Value(text, OLD) for key, text in keyed.items()}
    return Lead(lead_id(identity), values, "u1", OLD.registered_at, Source(OLD, "fair.csv", "rules"), 1)


def fixed_cells(lead):
    entry = entry_of(lead)
    return [", ".join(entry[name]) if name == "flags" else entry[name] for name in EXPORTED]


def export_of(leads, columns):
    """The header row and the rows of an export of these leads, with these of their columns."""
    heads = heads_of([column for column in columns if not column.is_hidden], columns)
    exported = [column for column in columns if not column.is_hidden]
    places = {header: at for at, column in enumerate(exported) for header in column.spellings}
    rows = ExportRows(heads, places)
    return rows.header, [rows.row(fixed_cells(lead), remarks_of(lead.values).items()) for lead in leads]


def read_back(path, leads):
    """`{lead id: rows of the export that speak of it}`."""
    known = {lead.lead_id for lead in leads}
    found: dict[str, list[StandardisedRow]] = {}
    for table in read_workbook(path, path.name, is_export=is_export_header).tables():
        columns = map_columns(table.columns)
        for row in table.rows:
            assert row.held is None
            identity = identify(columns, row.cells, "SG")
            assert identity.stored_lead_id in known
            said = standardise(columns, row.cells, "SG", identity.stored_lead_id)
            assert said.speaks_of_someone
            read = StandardisedRow((0, row.number), table.worksheet, identity.stored_lead_id, said.values, said.blanks)
            found.setdefault(identity.stored_lead_id, []).append(read)
    return found


def plain(people):
    """People whose columns are called by their headers, each its own."""
    headers = dict.fromkeys(header for _, remarked in people for header in remarked)
    return people, [DrawnColumn(header, header, [header], False) for header in headers]


WRITERS = pytest.mark.parametrize(("write", "name"), [(write_csv, "leads.csv"), (write_excel, "leads.xlsx")])
SPELLED = {"Country": "A", "COUNTRY": "B", "country ": "a"}


@WRITERS
def test_an_export_that_is_imported_changes_nothing_whatever_the_policy(write, name):
    @settings(max_examples=60, deadline=None)
    @given(people_with_columns)
    @example(plain([({"firstName": ""}, {"Notes": "only a column"})]))
    @example(plain([({}, {})]))
    @example(plain([({"phone": text}, {text: text}) for text in ODD]))
    @example(plain([({}, dict.fromkeys(HEADERS, "x"))]))
    @example(plain([({}, {"'": "=1+1"})]))
    @example(plain([({}, {f"{number:0300}": "x" for number in range(500)})]))
    @example(([({}, SPELLED)], [DrawnColumn("country", "Country", [*SPELLED], False)]))
    @example(
        (
            [({}, SPELLED), ({}, {"Land": "x"})],
            [DrawnColumn("country", "Land", [*SPELLED], False), DrawnColumn("land", "Land", ["Land"], True)],
        )
    )
    def law(drawn):
        people, columns = drawn
        leads = [stored(number, *said) for number, said in enumerate(people)]
        hidden = {remark_key(header) for column in columns if column.is_hidden for header in column.spellings}
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path, *export_of(leads, columns))
            found = read_back(path, leads)
        assert set(found) == {lead.lead_id for lead in leads}
        for lead, existing in product(leads, EXISTING_POLICIES):
            (row,) = found[lead.lead_id]
            assert row.values == {
                key: value.text for key, value in lead.values.items() if value.text and key not in hidden
            }
            assert merge(lead, fold([row], Upload(LATER, name, existing))) is lead

    law()


@pytest.mark.parametrize("name", ["leads.csv", "leads.xlsx"])
def test_a_former_export_that_is_imported_changes_nothing_whatever_the_policy(name):
    @settings(max_examples=30, deadline=None)
    @given(several)
    @example([({"firstName": ""}, {"Notes": "only a remark"})])
    @example([({}, {})])
    @example([({"phone": text}, {text: text}) for text in ODD])
    def law(people):
        leads = [stored(number, *said) for number, said in enumerate(people)]
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            former_exports.write(path, leads)
            found = read_back(path, leads)
        assert set(found) == {lead.lead_id for lead in leads}
        for lead, existing in product(leads, EXISTING_POLICIES):
            assert merge(lead, fold(found[lead.lead_id], Upload(LATER, name, existing))) is lead

    law()


@st.composite
def decisions_on(draw, keys):
    """What people may decide on columns with these keys: names, joins and hiding."""
    first, *others = keys or [""]
    decided = {key: {"name": name} for key, name in draw(st.dictionaries(st.sampled_from(keys or [""]), texts)).items()}
    for key in others:
        decided.setdefault(key, {}).update(draw(st.sampled_from([{}, {"joinedTo": first}, {"hidden": True}])))
    return {**NOTHING_DECIDED, "version": 1, "columns": decided}


def keys_of(people):
    return sorted({column_key(header) for _, remarked in people for header, text in remarked.items() if text})


@WRITERS
def test_an_export_of_the_read_model_changes_nothing_whatever_people_decided_on_its_columns(write, name):
    @settings(max_examples=30, deadline=None)
    @given(several.flatmap(lambda people: st.tuples(st.just(people), decisions_on(keys_of(people)))))
    def law(drawn):
        people, decided = drawn
        leads = [stored(number, *values) for number, values in enumerate(people)]
        with TemporaryDirectory() as folder, closing(open_read_model(Path(folder) / "model")) as model:
            apply_entries(model, map(entry_of, leads))
            path = Path(folder) / name
            write(path, *lead_rows(model, LeadsQuery(), catalogue_of(model, decided)))
            rows = read_back(path, leads)
        for lead, existing in product(leads, EXISTING_POLICIES):
            assert merge(lead, fold(rows[lead.lead_id], Upload(LATER, name, existing))) is lead

    law()
