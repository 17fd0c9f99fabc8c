"""The row report's lines about single cells: what was not stored as the cell says it."""

import json

import pytest

from easycrm.held import BATCH_FAILED
from easycrm.leads.exports.export_format import ROW_REPORT_COLUMNS
from easycrm.uploads.ending.row_report import LEAD_ID, sentence
from easycrm.uploads.tasks import parse_workbook as parsing
from easycrm.uploads.work_files.cell_findings import CellFindings
from tests.support.workbooks.build import edited

WORKSHEET, ROW, REASON = ROW_REPORT_COLUMNS
LOST = "Phone: The number 4.479E+11 has lost digits: spreadsheet programs keep 15. Format the column as text."
NONE = {"created": 0, "updated": 0, "unchanged": 0, "merged": 0, "held": 0, "skipped": 0}


def lines_of(an_import):
    """Row and reason of every line of the report."""
    return [(line[ROW], line[REASON]) for line in an_import.report()]


def workbook(path, *changes):
    """The content of an .xlsx with Ana, and what each change (cell, value, data type or None) makes of her row."""

    def edit(worksheet):
        for place, value, kind in changes:
            worksheet[place] = value
            worksheet[place].data_type = kind or worksheet[place].data_type

    return edited(path / "leads.xlsx", [["Name", "Email", "Notes"], ["Ana Li", "ana@example.com"]], edit).read_bytes()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ana Li,ana@example.com,4.479E+11,", LOST),
        (
            "Ana Li,ana@example.com,,R&amp;D",
            "Notes: Codes of web pages became the characters that they stand for: R&D",
        ),
        (
            "Ana Li,ana@example.com,,a\x07b",
            "Notes: Control characters, which nobody sees, were taken out of the cell.",
        ),
    ],
    ids=["digitsLost", "htmlEntity", "controlCharacter"],
)
def test_a_cell_of_a_text_file_that_is_stored_otherwise_is_named_by_its_column(line, reason, importing):
    fair = importing(f"Name,Email,Phone,Notes\nBob Ray,bob@example.com,+6561234567,plain\n{line}\n")
    assert fair.run()["result"] == NONE | {"created": 2, "rows": 2}
    ((row, told),) = lines_of(fair)
    assert row == "3"
    assert told.endswith(reason)
    assert told.startswith("Stored, but ")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("C2", "#REF!", "e"), "Stored, but Notes: The cell shows the error #REF!, so nothing was read from it."),
        (
            ("C2", "=1+1", None),
            "Stored, but Notes: The formula =1+1 has no stored result. "
            "Open and save the file in a spreadsheet program.",
        ),
        (("D2", "#N/A", "e"), "Stored, but Column D: The cell shows the error #N/A, so nothing was read from it."),
    ],
    ids=["errorValue", "formulaWithoutValue", "in no column of the table"],
)
def test_a_cell_of_a_workbook_of_which_nothing_could_be_read_is_told_of(change, reason, importing, tmp_path):
    book = importing(workbook(tmp_path, change), name="leads.xlsx")
    assert book.run()["result"] == NONE | {"created": 1, "rows": 1}
    assert lines_of(book) == [("2", reason)]


def test_a_link_whose_target_was_read_is_not_told_of_because_both_texts_are_kept(importing, tmp_path):
    def link(worksheet):
        worksheet["B2"].hyperlink = "mailto:ana@example.com"

    rows = [["Name", "Email"], ["Ana Li", "Write to Ana"]]
    book = importing(edited(tmp_path / "leads.xlsx", rows, link).read_bytes(), name="leads.xlsx")
    assert book.run()["report"] is False
    (worksheet,) = book.store.read("workbook.json")["worksheets"]
    assert [finding["code"] for finding in worksheet["findings"]] == ["linkTarget"]


def test_what_there_is_to_say_of_cells_follows_the_other_reasons_of_their_row(importing):
    fair = importing("Name,Email,Phone,Notes\nAna Li,ana@,,R&amp;D\nBo Ek,,4.479E+11,\n,,,R&amp;D\n")
    assert fair.run()["result"]["held"] == 1
    of_web = "Notes: Codes of web pages became the characters that they stand for: R&D"
    assert dict(lines_of(fair)) == {
        "2": f"{sentence('emailInvalid')} {of_web}",
        "3": f"{sentence('phoneUnverified')} {LOST}",
        "4": f"{sentence('noLeadFields')} {of_web}",
    }


def test_a_row_that_was_no_lead_row_or_could_not_be_read_keeps_its_one_reason(importing):
    header = "Name,Email,Notes\n"
    fair = importing(f"{header}Ana Li,ana@example.com,x\n{header}Bob,x,Ray,R&amp;D,bob@example.com\n")
    assert fair.run()["result"] == NONE | {"created": 1, "held": 1, "skipped": 1, "rows": 3}
    reasons = dict(lines_of(fair))
    assert reasons["3"].startswith("Skipped: ")
    assert reasons["4"].startswith("Held: Line 4 has 5 cells")


def test_the_rows_of_a_batch_that_failed_say_what_is_in_their_cells(importing):
    fair = importing("Name,Email,Phone\nAna Li,ana@example.com,4.479E+11\n").map()
    fair.choose()
    fair.finish()
    assert lines_of(fair) == [("2", f"{sentence(BATCH_FAILED)} {LOST}")]


def test_a_cell_that_was_joined_again_is_told_of_in_the_column_where_it_belongs(importing):
    rows = "Ana,Ruiz,Hooli,ana@example.com,+6561234567,\nBen,Tan,Initech,ben@example.com,+6561234568,\n"
    cut = "Cho,Lee,Acme, Inc.,cho@example.com,+6561234569,R&amp;D"
    fair = importing(f"First name,Last name,Company,Email,Phone,Notes\n{rows}{cut}\n")
    fair.run()
    assert dict(lines_of(fair))["4"].startswith("Stored, but Notes: Codes of web pages")


# Sent in again


@pytest.mark.parametrize("cell", ["4.479E+11", "R&amp;D", "a\x07b", "&amp;\x07\r\nx"])
def test_a_report_sent_in_as_it_is_changes_nothing(cell, importing):
    fair = importing(f'Name,Email,Notes\nAna Li,ana@example.com,"{cell}"\n')
    fair.run()
    (line,) = fair.report()
    again = importing(fair.report_text().encode(), upload_id="u2", name="u2.csv")
    assert again.run()["result"] == NONE | {"unchanged": 1, "rows": 1}
    assert [entry[2] for entry in again.results("rows")] == [line[LEAD_ID]]


def test_a_corrected_cell_mends_the_lead_and_is_told_of_no_more(importing):
    fair = importing("Name,Email,Phone\nAna Li,ana@example.com,4.479E+11\n")
    fair.run()
    report = fair.report_text().replace("4.479E+11\r\n", "+447911123456\r\n")
    again = importing(report.encode(), upload_id="u2", name="u2.csv")
    assert (again.run()["result"]["updated"], again.record["report"]) == (1, False)
    (lead_id,) = [entry[2] for entry in again.results("rows")]
    assert again.leads.get(lead_id).text("phone") == "+447911123456"


# How many


def test_cells_beyond_the_bound_are_counted_in_a_line_of_their_own(importing, monkeypatch):
    monkeypatch.setattr(parsing, "CellFindings", lambda: CellFindings(most=2))
    rows = "".join(f"Ana{n},ana{n}@example.com,R&amp;D\n" for n in range(5))
    fair = importing(f"Name,Email,Notes\n{rows}")
    assert fair.run()["result"]["created"] == 5
    assert [row for row, _ in lines_of(fair)] == ["2", "3", ""]
    assert fair.report()[-1][REASON].startswith("Stored, but 3 more cells are like those above")
    again = importing(fair.report_text().encode(), upload_id="u2", name="u2.csv")
    assert again.run()["result"] == NONE | {"unchanged": 2, "skipped": 1, "rows": 3}


def test_a_file_without_such_cells_has_no_file_of_them(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\n")
    fair.run()
    assert fair.store.names("findings") == []


def test_an_import_that_was_read_before_there_were_such_files_ends_as_it_would_have(importing):
    fair = importing("Name,Email,Phone\nAna Li,ana@example.com,4.479E+11\nBob Ray,bob@example.com,\n").map()
    before = fair.store.read("workbook.json")
    for table in before["tables"]:
        del table["rowsWithFindings"], table["moreFindings"]
    fair.store.write("workbook.json", before)
    fair.upsert().finish()
    assert (fair.record["status"], fair.record["result"]["created"]) == ("completed", 2)
    assert LOST not in json.dumps(lines_of(fair))
