"""What a cell says that was mended or calmed stays with the values that it became."""

import pytest

from easycrm.leads.exports.export_format import FORMER_EXPORT_HEADERS
from easycrm.leads.remark_lines import remark_lines
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.second_look.looking import Source, look_again
from easycrm.workbooks.tables import label_columns
from tests.support.assistants import assistant_of

FIELDS = {"Name": "fullName", "Job": "title", "Company": "company", "Email": "email", "Phone": "phone", "Notes": None}
COLUMNS = [MappedColumn(at, header, header, field, 1.0, "header") for at, (header, field) in enumerate(FIELDS.items())]


def written(mended, **cells):
    """By key, what is written of a row whose cells are given by header; `mended` has those of the file."""
    row = [cells.get(header, "") for header in FIELDS]
    places = {list(FIELDS).index(header): text for header, text in mended.items()}
    return standardise(COLUMNS, row, "GB", "L1", places).written


def test_a_row_as_the_file_has_it_says_nothing_twice():
    assert written({}, Name="Zoë Ray", Company="Café Nord", Notes="x") == {}


@pytest.mark.parametrize(
    ("header", "cell", "original", "keys"),
    [
        ("Name", "Zoë Ray", "ZoÃ« Ray", {"firstName", "lastName"}),
        ("Job", "Buyer – Rail", "Buyer â€“ Rail", {"title"}),
        ("Company", "Café Nord", "CafÃ© Nord", {"company"}),
        ("Phone", "020 7946\u20130018", "020 7946â€“0018", {"phone"}),
        ("Notes", "naïve", "naÃ¯ve", {"remarks.Notes"}),
    ],
)
def test_a_mended_cell_is_told_beside_every_value_that_it_became(header, cell, original, keys):
    assert written({header: original}, **{"Email": "zoe@ray.example", header: cell}) == dict.fromkeys(keys, original)


def test_a_mended_cell_that_stays_a_remark_is_told_there_too():
    told = written({"Name": "Dr. ZoÃ« Ray"}, Name="Dr. Zoë Ray")
    assert told == dict.fromkeys(["firstName", "lastName", "remarks.Name"], "Dr. ZoÃ« Ray")


def test_a_mended_cell_is_not_told_beside_a_value_of_another_cell():
    columns = [*COLUMNS[:3], COLUMNS[2]._replace(index=3, label="Company (2)", field=None, also="company")]
    row = standardise(columns, ["Ana Ray", "", "Nord", "Süd"], "GB", "L1", {3: "SÃ¼d"})
    assert row.written == {"remarks.Company (2)": "SÃ¼d"}


def test_an_export_tells_what_was_mended_in_it():
    columns = map_columns(label_columns(FORMER_EXPORT_HEADERS))
    remarks, mended = (remark_lines({"Notes": text, "Hall": "7"}) for text in ("naïve", "naÃ¯ve"))
    cells = ["", "Zoë", "Ray", "", "", "", "", remarks, *[""] * (len(FORMER_EXPORT_HEADERS) - 8)]
    row = standardise(columns, cells, "GB", "L1", {1: "ZoÃ«", 7: mended})
    assert row.written == {"firstName": "ZoÃ«", "remarks.Notes": "naÃ¯ve"}


def test_a_second_look_keeps_what_was_written(deepseek):
    cells = ["", "Buyer – Rail", "", "ana.lindqvist@tin.example", "", ""]
    by_rules = standardise(COLUMNS, cells, "GB", "L1", {1: "Buyer â€“ Rail"})
    (row,) = look_again([Source(COLUMNS, cells, "L1", {1: "Buyer â€“ Rail"})], [by_rules], assistant_of(deepseek))
    assert (row.by, row.written) == ("deepseek", {"title": "Buyer â€“ Rail"})
