"""Exports that are imported: unchanged, edited, or corrected in a row report; in the form of today and the former."""

import csv
import io
import json
from pathlib import Path

import pytest

from easycrm.leads.columns.keys import column_key
from easycrm.leads.exports.export_format import EXPORT_HEADERS, EXPORTED, ROW_REPORT_COLUMNS
from easycrm.leads.exports.exporting import write_csv, write_excel
from easycrm.leads.exports.lead_rows import ExportRows
from easycrm.leads.exports.spellings import HEADERS, heads_of
from easycrm.leads.lead import remarks_of
from easycrm.leads.list.entries import entry_of
from tests.support import former_exports
from tests.support.columns import DrawnColumn

FAIR = (
    "Name,Email,Country,Row,COUNTRY,Notes\n"
    "Ana Li,ana@example.com,Peru,7,,=1+1\nBob Ray,bob@example.com,Peru,8,Chile,\nCid Ong,cid@example.com,,,CHILE,\n"
)
SAME = {"created": 0, "updated": 0, "unchanged": 3, "merged": 0, "held": 0, "skipped": 0, "rows": 3}
ANA, BOB, CID = "ana@example.com", "bob@example.com", "cid@example.com"


@pytest.fixture
def fair(importing):
    an_import = importing(FAIR)
    an_import.run()
    return an_import


@pytest.fixture
def stored(fair):
    """A function: the stored leads, by email."""

    def leads():
        return {
            lead.text("email"): lead for lead in fair.leads.get_many(row[2] for row in fair.results("rows")).values()
        }

    return leads


@pytest.fixture
def export(stored, tmp_path):
    """A function: all leads as an export; `former` is the form of former versions."""

    def exported(suffix="csv", former=False):
        path = tmp_path / f"leads.{suffix}"
        leads = list(stored().values())
        if former:
            former_exports.write(path, leads)
        else:
            (write_csv if suffix == "csv" else write_excel)(path, *_table(leads))
        return path

    return exported


@pytest.fixture
def imported(importing):
    """A function: imports a file; what came of it."""

    def run(content, upload_id="u2", **options):
        content = content.read_bytes() if isinstance(content, Path) else content
        again = importing(content, upload_id=upload_id, **options)
        again.run()
        return again

    return run


def _table(leads):
    """The header row and the rows of an export, whose columns are called as most of the leads call them."""
    columns: dict[str, list[str]] = {}
    for header in dict.fromkeys(header for lead in leads for header in remarks_of(lead.values)):
        columns.setdefault(column_key(header), []).append(header)
    drawn = [DrawnColumn(key, spellings[0], spellings) for key, spellings in columns.items()]
    rows = ExportRows(heads_of(drawn, drawn), {header: at for at, one in enumerate(drawn) for header in one.spellings})
    entries = map(entry_of, leads)
    fixed = ([", ".join(entry[name]) if name == "flags" else entry[name] for name in EXPORTED] for entry in entries)
    return rows.header, [
        rows.row(cells, remarks_of(lead.values).items()) for cells, lead in zip(fixed, leads, strict=True)
    ]


def _edited(path, email, **cells):
    """The CSV file with other cells in the row of that email, by the head that comes last."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    header = rows[0]
    row = next(row for row in rows if email in row)
    for head, text in cells.items():
        row[len(header) - 1 - header[::-1].index(head)] = text
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("former", [False, True], ids=["today", "former"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("existing", ["update", "replace"])
def test_an_export_that_is_imported_changes_nothing(suffix, existing, former, stored, export, imported):
    before = stored()
    again = imported(export(suffix, former), name=f"leads.{suffix}", existing=existing)
    assert again.record["result"] == SAME
    assert stored() == before


def test_a_row_says_under_which_headers_its_values_are_where_the_heads_do_not(export):
    rows = list(csv.DictReader(io.StringIO(export().read_text("utf-8-sig"), newline="")))
    assert {row["Email"]: (row["Country"], row[HEADERS] and json.loads(row[HEADERS])) for row in rows} == {
        ANA: ("Peru", ""),
        BOB: ("Peru; Chile", {"Country": {"Country": "Peru", "COUNTRY": "Chile"}}),
        CID: ("CHILE", {"Country": "COUNTRY"}),
    }


@pytest.mark.parametrize(
    ("email", "country", "remarks"),
    [
        (ANA, "Bolivia", {"Country": "Bolivia"}),
        (BOB, "Peru; Bolivia", {"Country": "Peru", "COUNTRY": "Bolivia"}),
        (BOB, "Bolivia", {"Country": "Bolivia", "COUNTRY": "Chile"}),
        (CID, "Bolivia", {"COUNTRY": "Bolivia"}),
        (CID, "", {"COUNTRY": "CHILE"}),
    ],
)
def test_an_edited_cell_corrects_what_the_lead_has_under_its_header(email, country, remarks, export, imported, stored):
    imported(_edited(export(), email, Country=country))
    had = remarks_of(stored()[email].values)
    assert {header: text for header, text in had.items() if column_key(header) == "country"} == remarks


@pytest.mark.parametrize(
    ("country", "remarks"), [("", {}), ("Chile", {"COUNTRY": "Chile"}), ("Bolivia", {"Country": "Bolivia"})]
)
def test_what_is_cleared_is_erased_where_the_import_replaces(country, remarks, export, imported, stored):
    imported(_edited(export(), BOB, Country=country), existing="replace")
    had = remarks_of(stored()[BOB].values)
    assert {header: text for header, text in had.items() if column_key(header) == "country"} == remarks


def test_a_column_that_somebody_adds_is_a_column_and_one_that_is_deleted_says_nothing(export, imported, stored):
    rows = list(csv.reader(io.StringIO(export().read_text("utf-8-sig"), newline="")))
    at = rows[0].index("Country")
    text = io.StringIO()
    added = zip(rows, ["Stand", "7", "8", ""], strict=True)
    csv.writer(text).writerows([*row[:at], *row[at + 1 :], cell] for row, cell in added)
    result = imported(text.getvalue(), existing="replace").record["result"]
    assert result == SAME | {"updated": 2, "unchanged": 1}
    ana, bob, _ = stored().values()
    assert remarks_of(bob.values) == {
        "Country": "Peru",
        "Row": "8",
        "COUNTRY": "Chile",
        "Stand": bob.text("remarks.Stand"),
    }
    assert {ana.text("remarks.Stand"), bob.text("remarks.Stand")} == {"7", "8"}


def test_what_somebody_writes_among_the_headers_is_kept(export, imported, stored):
    imported(_edited(export(), ANA, Headers="call her"))
    assert stored()[ANA].text("remarks.Headers") == "call her"


@pytest.mark.parametrize("former", [False, True], ids=["today", "former"])
def test_the_row_report_of_an_export_is_read_as_an_export(former, export, imported, stored):
    edited = _edited(export(former=former), ANA, Company="Acme")
    edited = edited.replace(b"bob@example.com", b"ana@example.com")
    first = imported(edited, existing="fill")
    report = first.report_text()
    header = next(csv.reader(io.StringIO(report.removeprefix("\ufeff"), newline="")))
    ours = former_exports.HEADERS if former else (*EXPORT_HEADERS, "Country", "Row", "Notes")
    assert tuple(header) == (*ROW_REPORT_COLUMNS, *ours)
    before = stored()
    again = imported(report.replace("ana@example.com", "bob@work.example"), upload_id="u3")
    assert again.record["result"] == SAME | {"updated": 1, "unchanged": 0, "rows": 1}
    changed = next(lead for email, lead in stored().items() if email == "bob@work.example")
    assert remarks_of(changed.values) == remarks_of(before[BOB].values)


def test_a_cell_beside_the_columns_is_not_lost_in_silence(export, imported):
    lines = export().read_bytes().splitlines(keepends=True)
    again = imported(b"".join([*lines[:-1], lines[-1].rstrip() + b",call him\r\n"]))
    assert again.record["result"] == SAME | {"unchanged": 2, "held": 1}
    (line,) = again.report()
    assert any("call him" in text for text in line.values())
