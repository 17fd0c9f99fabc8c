"""Exports: exactly the leads that the list counts, in a file that does no harm, under a link that ends."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from easycrm.errors import BadRequest
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.exports.export_format import EXPORT_HEADERS
from easycrm.leads.exports.export_store import S3ExportStore
from easycrm.leads.exports.exporting import ExportRequest, export_leads, parse_export
from easycrm.leads.exports.xlsx import LONGEST_TEXT
from easycrm.leads.list.publication import publish
from easycrm.leads.list.query import Filter, LeadsQuery
from easycrm.leads.list.reader import list_leads

AT = "2026-03-02T09:30:15.000000Z"
PEOPLE = {
    "L1": {"firstName": "Zoë", "company": "=Acme", "phone": "+6561234567"},
    "L2": {"firstName": "Adam", "company": "Acme", "phone": "0123"},
    "L3": {"firstName": "Li", "company": "王 & Co", "phone": "12345678901234567890"},
}


@pytest.fixture
def exports(s3):
    return S3ExportStore(s3, "data", 300)


@pytest.fixture
def reader(new_reader, snapshots, make_lead):
    publish([make_lead(name, **said) for name, said in PEOPLE.items()], snapshots)
    return new_reader()


@pytest.fixture
def export(reader, exports, s3):
    """A function: the answer to an export, and the bytes under its link; `decided`: what people did to columns."""

    def exported(file_format="csv", decided=NOTHING_DECIDED, **query):
        answer = export_leads(ExportRequest(file_format, LeadsQuery(**query)), reader, decided, exports, AT)
        key = urlsplit(answer["url"]).path.removeprefix("/data").lstrip("/")
        return answer, s3.get_object(Bucket="data", Key=key)["Body"].read()

    return exported


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "acme"},
        {"filters": (Filter("company", "equals", "acme"),)},
        {"sort_by": "firstName", "sort_order": "asc"},
        {"q": "nobody"},
    ],
    ids=str,
)
def test_an_export_has_exactly_the_rows_that_the_list_counts_in_its_order(query, export, reader):
    listed = list_leads(reader, LeadsQuery(**query))
    answer, content = export(**query)
    assert answer["count"] == listed["pagination"]["totalCount"]
    assert [row[0] for row in rows_of(content)[1:]] == [lead["leadId"] for lead in listed["leads"]]


def test_a_csv_is_utf_8_with_a_byte_order_mark_and_our_header_row(export):
    _, content = export()
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows_of(content)[0] == list(EXPORT_HEADERS)


def test_a_csv_is_safe_from_formulas_and_keeps_leading_zeros(export):
    _, content = export(sort_by="leadId", sort_order="asc")
    assert [(row[4], row[6]) for row in rows_of(content)[1:]] == [
        ("'=Acme", "'+6561234567"),
        ("Acme", "'0123"),
        ("王 & Co", "'12345678901234567890"),
    ]


def test_in_excel_every_cell_is_text_and_no_formula(export):
    _, content = export("xlsx", sort_by="leadId", sort_order="asc")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Leads"]
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == list(EXPORT_HEADERS)
    assert [(row[4].value, row[6].value) for row in rows] == [
        ("=Acme", "+6561234567"),
        ("Acme", "0123"),
        ("王 & Co", "12345678901234567890"),
    ]
    assert {(cell.data_type, cell.number_format) for row in rows for cell in row if cell.value} == {("s", "@")}


# Columns


@pytest.fixture
def with_columns(snapshots, make_lead):
    publish(
        [
            make_lead("L1", remarks={"Country": "Peru", "Rating": "3"}),
            make_lead("L2", remarks={"COUNTRY ": "Chile", "Land": "Chile"}),
            make_lead("L3", remarks={"Country": "=Peru"}),
        ],
        snapshots,
    )


def table_of(export, **query):
    """The columns of an export behind the fixed ones, with `Headers`: by lead, what its cells say by their heads."""
    header, *rows = rows_of(export(**query)[1])
    begin = len(EXPORT_HEADERS) - 1
    return {row[0]: dict(zip(header[begin:], row[begin:], strict=True)) for row in rows}


@pytest.mark.usefixtures("with_columns")
def test_an_export_has_a_column_for_each_column_of_its_leads(export):
    assert table_of(export) == {
        "L1": {"Headers": "", "Country": "Peru", "Land": "", "Rating": "'3"},
        "L2": {"Headers": '{"Country": "COUNTRY "}', "Country": "Chile", "Land": "Chile", "Rating": ""},
        "L3": {"Headers": "", "Country": "'=Peru", "Land": "", "Rating": ""},
    }


@pytest.mark.usefixtures("with_columns")
def test_columns_in_which_no_lead_of_the_export_has_a_value_are_not_in_it(export):
    found = table_of(export, filters=(Filter("column.country", "contains", "peru"),))
    assert {name: list(cells) for name, cells in found.items()} == {
        "L1": ["Headers", "Country", "Rating"],
        "L3": ["Headers", "Country", "Rating"],
    }


@pytest.mark.usefixtures("with_columns")
def test_an_export_is_sorted_by_a_column(export):
    assert list(table_of(export, sort_by="column.country", sort_order="asc")) == ["L3", "L2", "L1"]


@pytest.mark.usefixtures("with_columns")
def test_columns_have_the_names_that_people_gave_and_hidden_ones_are_left_out(export):
    decided = NOTHING_DECIDED | {
        "version": 1,
        "columns": {"country": {"name": "Nation"}, "land": {"joinedTo": "country"}, "rating": {"hidden": True}},
    }
    head = 'Headers {"Nation": "Country"}'
    several = '{"Nation": {"COUNTRY ": "Chile", "Land": "Chile"}}'
    assert table_of(export, decided=decided) == {
        "L1": {head: "", "Nation": "Peru"},
        "L2": {head: several, "Nation": "Chile"},
        "L3": {head: "", "Nation": "'=Peru"},
    }


@pytest.mark.usefixtures("with_columns")
def test_an_export_is_another_file_when_people_decided_something_else(export):
    first, _ = export()
    again, _ = export(decided=NOTHING_DECIDED | {"version": 1})
    assert urlsplit(first["url"]).path != urlsplit(again["url"]).path


def test_more_columns_than_a_worksheet_takes_are_said(snapshots, make_lead, export, monkeypatch):
    monkeypatch.setattr("easycrm.leads.exports.xlsx.MOST_COLUMNS", len(EXPORT_HEADERS) + 1)
    publish([make_lead("L9", remarks={"Notes": "x", "Hall": "7"})], snapshots)
    with pytest.raises(BadRequest, match=r"19 columns, and these leads have 20\. Please export as CSV"):
        export("xlsx")
    assert export("csv")[0]["count"] == 4


def test_columns_are_lettered_beyond_z(snapshots, make_lead, export):
    publish([make_lead("L9", remarks={f"Column {number}": str(number) for number in range(700)})], snapshots)
    sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx", filters=(Filter("leadId", "equals", "L9"),))[1]))["Leads"]
    assert sheet.max_column == len(EXPORT_HEADERS) + 700


def test_more_rows_than_a_worksheet_takes_go_to_a_further_one(export, monkeypatch):
    monkeypatch.setattr("easycrm.leads.exports.xlsx.MOST_ROWS", 3)
    answer, content = export("xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("Leads", 3), ("Leads (2)", 2)]
    assert {sheet["A1"].value for sheet in book} == {EXPORT_HEADERS[0]}
    assert answer["count"] == 3


def test_a_text_that_no_excel_cell_takes_is_said(snapshots, make_lead, export):
    publish([make_lead("L9", remarks={"Notes": "x" * (LONGEST_TEXT + 1)})], snapshots)
    with pytest.raises(BadRequest, match="export as CSV"):
        export("xlsx")
    assert export("csv")[0]["count"] == 4


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_without_leads_an_export_is_a_header_row(file_format, new_reader, exports):
    answer = export_leads(ExportRequest(file_format, LeadsQuery()), new_reader(), NOTHING_DECIDED, exports, AT)
    assert (answer["count"], answer["asOf"]) == (0, None)


def test_the_link_is_short_lived_and_saves_under_a_timestamped_name(export):
    answer, _ = export()
    asked = parse_qs(urlsplit(answer["url"]).query)
    assert answer["fileName"] == "leads-2026-03-02-093015.csv"
    assert asked["X-Amz-Expires"] == ["300"]
    assert asked["response-content-disposition"] == ['attachment; filename="leads-2026-03-02-093015.csv"']


def test_the_same_export_is_written_once_and_another_when_leads_were_published(
    export, snapshots, make_lead, s3, monkeypatch
):
    first, _ = export()
    with monkeypatch.context() as patched:
        patched.setattr(s3, "upload_file", None)
        assert export()[0]["count"] == first["count"]
    publish([make_lead("L4")], snapshots)
    assert export()[0]["count"] == 4


def test_an_export_in_another_order_is_another_file(export):
    assert export(sort_order="asc")[1] != export(sort_order="desc", sort_by="leadId")[1]


# What it takes


def test_an_export_takes_what_the_list_takes():
    body = {
        "format": "xlsx",
        "q": "zoe",
        "filters": {"company": "=Acme", "column.country": "*"},
        "match": "any",
        "sort": {"sortBy": "email", "sortOrder": "asc"},
    }
    filters = (Filter("company", "equals", "Acme"), Filter("column.country", "filled"))
    wanted = LeadsQuery(sort_by="email", sort_order="asc", q="zoe", filters=filters, match="any")
    assert parse_export(body) == ("xlsx", wanted)
    assert parse_export({"format": "csv"}) == ("csv", LeadsQuery())


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"format": "pdf"},
        {"format": ["csv"]},
        {"format": "csv", "page": "2"},
        {"format": "csv", "q": 1},
        {"format": "csv", "match": 1},
        {"format": "csv", "match": "some"},
        {"format": "csv", "filters": []},
        {"format": "csv", "filters": {"salary": "x"}},
        {"format": "csv", "filters": {"company": 1}},
        {"format": "csv", "sort": {"sortBy": "salary"}},
        {"format": "csv", "sort": {"by": "email"}},
        {"format": "csv", "sort": "email"},
    ],
    ids=str,
)
def test_what_an_export_does_not_take_is_refused(body):
    with pytest.raises(BadRequest):
        parse_export(body)
