"""The row report: every row that was not stored as it came, with the reason in words, to be corrected and sent in."""

import json
from typing import Any, get_args

import pytest

from easycrm.held import BATCH_FAILED, NO_LEAD_FIELDS, HeldReason
from easycrm.leads.exports.export_format import ROW_REPORT_COLUMNS
from easycrm.leads.flags import Flag
from easycrm.leads.items.lead_items import MAX_ITEM_BYTES
from easycrm.uploads.ending.row_report import LEAD_ID, Reasons, sentence, write_row_report
from easycrm.uploads.work_files.stored_leads import HeldRow, uncounted
from tests.integration.deciding import begin_retry, request_stop
from tests.support.fakes import InMemoryStore
from tests.support.workbooks.build import xlsx

WORKSHEET, ROW, REASON = ROW_REPORT_COLUMNS
STOP = {"as": "cancelled", "by": "mei@example.com", "at": "2026-03-02T09:05:00.000000Z"}


NOTES = "Notes,Booth,Hall,Interest,Source"
TOO_MUCH = ",".join(["x" * (MAX_ITEM_BYTES // 5)] * 5)  # a cell has at most 100,000 characters


def told(an_import):
    """The worksheet, row and reason of every row in the report."""
    return [(line[WORKSHEET], int(line[ROW]), line[REASON]) for line in an_import.report()]


def test_without_anything_to_tell_there_is_no_report(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n")
    assert fair.run()["report"] is False
    assert not fair.store.exists("report.csv")


def test_a_row_is_found_by_its_worksheet_and_row_with_all_its_cells(importing):
    fair = importing("\n\nName,Email,Hall\nAna Li,ana@example.com,B2\nBob Ray,bob@,C7\n")
    assert fair.run()["report"] is True
    (line,) = fair.report()
    assert (line.pop(WORKSHEET), line.pop(ROW)) == ("fair", "5")
    assert line.pop(REASON) == "Stored, but no valid email was found; what was typed is kept in the remarks."
    assert line.pop(LEAD_ID) in [lead_id for *_, lead_id, _ in fair.results("rows")]
    assert line == {"Name": "Bob Ray", "Email": "bob@", "Hall": "C7"}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (",,,only a note", "Held: the row names nobody"),
        ("{{name}},ana@example.com,,", "Held: the row is a test of a form, or a template"),
        ("Ana Li & Bo Ek,ana@example.com,,", "the row may speak of several people"),
        ("Ana Li,〃,,", "a ditto mark stands for"),
        ("Ana Li,ana@,,", "no valid email was found"),
        ("Ana Li,ana@example.com,12 34,", "the phone number could not be verified"),
        (f"Ana Li,ana@example.com,,{TOO_MUCH}", "Held: with this row the lead would be too large"),
    ],
    ids=["nobody", "test lead", "several people", "ditto mark", "email", "phone", "too large"],
)
def test_a_row_that_was_not_stored_as_it_came_says_why(cells, says, importing):
    fair = importing(f"Name,Email,Phone,{NOTES}\nBob Ray,bob@example.com\n{cells}\n")
    fair.run()
    ((worksheet, row, reason),) = told(fair)
    assert (worksheet, row) == ("fair", 3)
    assert says in reason


@pytest.mark.parametrize("code", [*get_args(HeldReason), *get_args(Flag)])
def test_every_code_has_a_sentence(code):
    assert code not in sentence(code)
    assert sentence(code).startswith(("Held: ", "Stored"))
    assert sentence(code).endswith(".")


def test_a_code_without_a_sentence_is_told_all_the_same():
    assert "surprise" in sentence("surprise")


def test_a_row_has_all_its_reasons_in_one_cell(importing):
    fair = importing("Name,Email,Phone\nBob Ray,bob@,12 34\n")
    fair.run()
    ((_, _, reason),) = told(fair)
    assert sentence("emailInvalid") in reason
    assert sentence("phoneUnverified") in reason


def test_a_row_that_is_held_is_not_said_to_be_stored(importing):
    fair = importing(f"Name,Email,Phone,{NOTES}\nAna Li,ana@example.com,12 34,{TOO_MUCH}\n")
    fair.run()
    ((_, _, reason),) = told(fair)
    assert "Stored" not in reason


def test_worksheets_with_different_columns_share_one_header(importing, tmp_path):
    fair = [["Name", "Email", "Hall"], ["Ana Li", "ana@", "B2"], ["Bob Ray", "bob@example.com", "B3"]]
    web = [["Email", "Company", "Name"], ["cid@example.com", "Acme", "Cid Ong"], ["dee@", "Globex", "Dee Fox"]]
    book = importing(xlsx(tmp_path / "leads.xlsx", Fair=fair, Web=web).read_bytes(), name="leads.xlsx")
    book.run()
    rows = [{name: text for name, text in line.items() if name not in (REASON, LEAD_ID)} for line in book.report()]
    nothing = {"Name": "", "Email": "", "Hall": "", "Company": ""}
    assert rows == [
        {WORKSHEET: "Fair", ROW: "2"} | nothing | {"Name": "Ana Li", "Email": "ana@", "Hall": "B2"},
        {WORKSHEET: "Web", ROW: "3"} | nothing | {"Name": "Dee Fox", "Email": "dee@", "Company": "Globex"},
    ]


RAGGED = "Name,Email,Hall\nAna Li,ana@example.com,B2\nBob Ray,bob@example.com,B3\n{}\n"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Cid,x,Ong,cid@example.com", ("Cid", "x", "Ong,cid@example.com")),
        ("cid@example.com,B4", ("cid@example.com", "B4", "")),
    ],
    ids=["too many cells", "too few cells"],
)
def test_a_row_that_does_not_fit_its_columns_is_reported_with_all_its_cells(line, cells, importing):
    fair = importing(RAGGED.format(line))
    fair.run()
    (told_of,) = fair.report()
    assert told_of[REASON].startswith("Held: Line 4 has ")
    assert (told_of["Name"], told_of["Email"], told_of["Hall"]) == cells


def test_a_row_that_does_not_fit_stands_under_its_columns_where_an_empty_one_is_left_out(importing):
    fair = importing("Name,,Email\nAna Li,,ana@example.com\nBob Ray,,bob@example.com\ncid@example.com,,B4,C5\n")
    fair.run()
    (line,) = fair.report()
    assert (line["Name"], line["Email"]) == ("cid@example.com", "B4,C5")


def test_a_row_that_is_no_lead_is_reported_as_skipped(importing):
    fair = importing("Name,Email,Hall\nAna Li,ana@example.com,B2\nName,Email,Hall\nBob Ray,bob@example.com,B3\n")
    fair.run()
    ((worksheet, row, reason),) = told(fair)
    assert (worksheet, row) == ("fair", 3)
    assert reason.startswith("Skipped: ")


def test_the_rows_are_as_many_as_those_that_are_held_skipped_flagged_or_left(importing):
    fair = importing(
        "Name,Email,Hall\nAna Li,ana@example.com,B2\nName,Email,Hall\n,,a note\nBob Ray,bob@,B3\n"
        "Cid,x,Ong,cid@example.com\n"
    )
    result = fair.run()["result"]
    assert (result["held"], result["skipped"], fair.record["flags"]["emailInvalid"]) == (2, 1, 1)
    assert sorted(row for _, row, _ in told(fair)) == [3, 4, 5, 6]


# Batches that failed, and imports that were stopped


def test_the_rows_of_a_batch_that_failed_are_in_the_report(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n").map(batch_rows=1).upsert("00001")
    fair.finish()
    assert told(fair) == [("fair", 3, sentence(BATCH_FAILED))]


def test_the_rows_of_a_slice_that_failed_are_in_the_report(importing):
    lines = "".join(f"Ana Li,ana{n}@example.com\n" for n in range(8))
    fair = importing(f"Name,Email\n{lines}").map(batch_rows=3, slice_rows=1).standardise()
    chosen = [*fair.choose()]
    fair.store_slices(*chosen[1:])
    fair.finish()
    stored = {row for _, row, *_ in fair.results("rows")}
    assert 0 < len(stored) < 8
    assert told(fair) == [("fair", row, sentence(BATCH_FAILED)) for row in range(2, 10) if row not in stored]


def test_all_rows_of_an_import_that_was_stopped_before_its_batches_are_in_the_report(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n").read()
    request_stop(fair.records, STOP, upload_id=fair.id)
    fair.finish(STOP)
    assert told(fair) == [("fair", row, sentence(BATCH_FAILED)) for row in (2, 3)]


def test_a_retry_that_stores_everything_leaves_nothing_to_report(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n").map(batch_rows=1).upsert("00001")
    fair.finish()
    begin_retry(fair.records, 1, fair.id)
    fair.records.register(fair.id, "arn:u1-r1", "arn:u1")
    fair.upsert("00002").finish()
    assert (fair.record["status"], fair.record["report"]) == ("completed", False)


# The file


@pytest.mark.parametrize("text", ["=1+1", "+65 1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'x", "＝1+1", "＠SUM"])
def test_no_cell_is_a_formula(text):
    store: Any = InMemoryStore()
    column = [0, text, text]
    table = {"name": "tables/000.jsonl", "worksheet": text, "columns": [column]}
    store.write("workbook.json", {"tables": [table], "worksheets": []})
    store.write_lines("tables/000.jsonl", [json.dumps([2, [text]])])
    store.write_lines("held/000.jsonl", [])
    reasons = Reasons()
    reasons.add(uncounted({}) | {"held": [HeldRow(0, 2, NO_LEAD_FIELDS)]})
    assert write_row_report(reasons, store)
    quoted = f'"\'{text}"' if text[0] in "\r\n" else f"'{text}"
    header = ",".join((*ROW_REPORT_COLUMNS, LEAD_ID, quoted))
    line = f"{quoted},2,{sentence(NO_LEAD_FIELDS)},,{quoted}"
    assert store.text("report.csv") == f"\ufeff{header}\r\n{line}\r\n".replace(
        sentence(NO_LEAD_FIELDS), f'"{sentence(NO_LEAD_FIELDS)}"'
    )


def test_the_file_is_utf_8_with_a_bom_so_that_spreadsheet_programs_read_it_right(importing, s3):
    fair = importing("Name,Email\nZoë Łuk,zoe@\n")
    fair.run()
    content = s3.get_object(Bucket="data", Key=fair.store.key("report.csv"))["Body"].read()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Zoë Łuk" in content.decode()


@pytest.fixture
def corrected(importing):
    """A function: imports the row report of a file with something in it replaced; both imports."""

    def correct(content, *replacements):
        fair = importing(content)
        fair.run()
        report = fair.report_text()
        for wrong, right in replacements:
            report = report.replace(wrong, right)
        again = importing(report.encode(), upload_id="u2", name="fair.csv.report.csv")
        again.run()
        return fair, again

    return correct


def test_a_corrected_report_mends_the_leads_of_its_rows(corrected):
    content = 'Name,Email,Phone,Notes\nBob Ray,bob@,12 34,"= a note, and\na line"\nCid Ong,cid@,,\n'
    fair, again = corrected(content, ("bob@", "bob@example.com"), ("cid@", "cid@example.com"), ("12 34", "+6561234567"))
    assert again.record["result"] == NONE | {"updated": 2, "rows": 2}
    lead = again.leads.get(fair.results("rows")[0][2])
    assert lead.flags == []
    assert {key: value.text for key, value in lead.values.items()} == {
        **{"firstName": "Bob", "lastName": "Ray", "email": "bob@example.com", "phone": "+6561234567"},
        **{"remarks.Notes": "= a note, and\na line", "remarks.Email": "bob@", "remarks.Phone": "12 34"},
    }


def test_a_corrected_report_whose_leads_are_of_several_slices_is_reported_in_the_order_of_its_rows(importing):
    lines = "".join(f"Ana Li,ana{n}@,{n}2 34\n" for n in range(12))
    fair = importing(f"Name,Email,Phone\n{lines}")
    fair.map(batch_rows=5, slice_rows=1).upsert().finish()
    assert len(fair.store.names("slice-results")) > 3
    assert [row for _, row, _ in told(fair)] == list(range(2, 14))
    report = fair.report_text()
    for n in range(12):
        report = report.replace(f"ana{n}@,", f"ana{n}@example.com,")
    again = importing(report.encode(), upload_id="u2", name="fair.csv.report.csv")
    again.map(batch_rows=5, slice_rows=1).upsert().finish()
    assert again.record["result"] == NONE | {"updated": 12, "rows": 12}
    assert len(again.store.names("slice-results")) > 3
    assert [line[LEAD_ID] for line in again.report()] == [line[LEAD_ID] for line in fair.report()]
    assert told(again) == [("fair.csv.report", row, sentence("phoneUnverified")) for row in range(2, 14)]


def test_a_row_that_was_held_becomes_a_lead_when_it_is_corrected(corrected):
    _, again = corrected("Name,Email,Notes\nAna Li,ana@example.com,\n,,only a note\n", (",,only", "Bob Ray,,only"))
    assert again.record["result"] == NONE | {"created": 1, "rows": 1}


def test_a_row_with_the_email_of_somebody_else_is_not_held_to_their_lead(corrected):
    others = "".join(f"{name} Ong,{name}@example.com\n" for name in "Abe Bea Cid Dan Eva Fay Gus Hal Ivy".split())
    content = f"Name,Email\nAna Li,ana@example.com\nBob Li,ana@example.com\n{others}"
    fair, again = corrected(content, ("Bob Li,ana@", "Bob Li,bob@"))
    assert [line[LEAD_ID] for line in fair.report()] == [""] * len(fair.report())
    assert again.record["result"]["created"] == 1


# The report sent in again


HEADER = "Name,Email,Phone\n"
MIXED = f"{HEADER}Ana Li,ana@example.com,\nBob Ray,bob@,12 34\n{HEADER}Cid Ong,cid@example.com,\nTotal,3,\n"
NONE = {"created": 0, "updated": 0, "unchanged": 0, "merged": 0, "held": 0, "skipped": 0}


@pytest.fixture
def sent_again(importing):
    """A function: imports an import's row report, as it is."""

    def send(an_import, upload_id):
        content = an_import.report_text().encode()
        return importing(content, upload_id=upload_id, name=f"{upload_id}.csv")

    return send


def test_a_report_sent_in_as_it_is_changes_nothing_and_skips_what_was_no_lead_row(importing, sent_again):
    fair = importing(MIXED)
    assert fair.run()["result"] == NONE | {"created": 3, "skipped": 2, "rows": 5}
    again = sent_again(fair, "u2")
    assert again.run()["result"] == NONE | {"unchanged": 1, "skipped": 2, "rows": 3}


def test_the_report_of_a_report_has_its_columns_once_and_its_cells_as_they_were(importing, sent_again):
    fair = importing(MIXED)
    fair.run()
    again = sent_again(fair, "u2")
    again.run()
    (line,) = again.report()
    header = again.report_text().removeprefix("\ufeff").splitlines()[0]
    assert header.split(",") == [WORKSHEET, ROW, REASON, LEAD_ID, "Name", "Email", "Phone"]
    assert [line["Phone"]] == [first["Phone"] for first in fair.report() if first["Name"] == "Bob Ray"]
    assert sent_again(again, "u3").run()["result"] == NONE | {"unchanged": 1, "rows": 1}
