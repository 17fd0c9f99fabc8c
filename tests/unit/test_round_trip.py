"""Export, then import the export: nothing is created, nothing is updated, whatever the leads say."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from easycrm.leads.exports.export_format import EXPORT_HEADERS, is_export_header
from easycrm.leads.exports.exporting import write_csv, write_excel
from easycrm.leads.identity import Identity, lead_id
from easycrm.leads.lead import FIELDS, Lead, Origin, Source, UploadRef, Value, remark_key
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.read_model import entry_of
from easycrm.leads.merge import merge
from easycrm.leads.statement import EXISTING_POLICIES, StandardisedRow, Upload, fold
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.cleaning import clean_cell
from easycrm.workbooks.reading import read_workbook

OLD = Origin("2026-01-01T09:00:00.000000Z", "u1", "Fair", 2)
LATER = UploadRef("2026-02-01T09:00:00.000000Z", "u2")
# fmt: off
ODD = ["=1+1", '=cmd|"/c calc"!A1', "+6561234567", "-", "@x", "'", "'=x", "''", "0123", "12345678901234567890", "1e5",
       "1/2", "＝1+1", "'＋1"]
ODD += ['say "hi"', '"', "a\nb", "a\tb", "a,b;c\td|e", "日本語", "👩‍💻", "é", "_x000D_", "_x0041_", "<b>&</b>", "NULL",
        "TRUE", "Total", "Email", "Lead ID", "n/a", "\\", "\\n", "a: b", "#REF!", "4.4E+11", "x" * 300]
# fmt: on

# what an import can store has been cleaned, and cleaning it again changes nothing
texts = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9).map(clean_cell).filter(
    bool
)
fields = st.dictionaries(st.sampled_from(FIELDS), texts | st.just(""), max_size=6)
remarks = st.dictionaries(texts, texts | st.just(""), max_size=3)
several = st.lists(st.tuples(fields, remarks), min_size=1, max_size=4)


def stored(number, said, remarked):
    identity = Identity("", f"{number}@example.com", "", "", ())
    keyed = said | {remark_key(header): text for header, text in remarked.items()}
    values = {key: Value(text, OLD) for key, text in keyed.items()}
    return Lead(lead_id(identity), values, "u1", OLD.registered_at, Source(OLD, "fair.csv", "rules"), 1)


def rows_of(leads):
    for entry in map(entry_of, leads):
        yield [", ".join(entry[name]) if name == "flags" else entry[name] for name in COLUMNS]


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


@pytest.mark.parametrize(("write", "name"), [(write_csv, "leads.csv"), (write_excel, "leads.xlsx")])
def test_an_export_that_is_imported_changes_nothing_whatever_the_policy(write, name):
    @settings(max_examples=60, deadline=None)
    @given(several)
    @example([({"firstName": ""}, {"Notes": "only a remark"})])
    @example([({}, {})])
    @example([({"phone": text}, {text: text}) for text in ODD])
    def law(people):
        leads = [stored(number, *said) for number, said in enumerate(people)]
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path, rows_of(leads))
            found = read_back(path, leads)
        assert set(found) == {lead.lead_id for lead in leads}
        for lead, existing in product(leads, EXISTING_POLICIES):
            assert merge(lead, fold(found[lead.lead_id], Upload(LATER, name, existing))) is lead

    law()


def test_the_header_row_names_every_column_once():
    assert len(set(EXPORT_HEADERS)) == len(COLUMNS)
