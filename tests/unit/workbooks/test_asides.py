"""Comments and the targets of links are read from every container, and stay with their row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from easycrm.leads.lead import remark_key
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.containers.extras import link_at, says
from easycrm.workbooks.tables import filled_cells, label_columns
from tests.support.workbooks.build import Cells, Read, edited, rewritten, try_read, xlsx
from tests.support.workbooks.containers import ods, xls, xlsb, xlsb_record
from tests.support.workbooks.hanging import (
    COMMENTS,
    LINK,
    PEOPLE,
    THREADS,
    ods_cell,
    people,
    relations,
    threads,
    with_parts,
    xls_comment,
    xls_link,
    xlsb_comment,
    xlsb_link,
)

HEADER = ["Name", "Email", "Phone"]
ANA = ["Ana Ruiz", "ana@example.com", "+65 6123 4567"]
BEN = ["Ben Tan", "ben@example.com", "+65 6765 4321"]
ROWS = [HEADER, ANA, BEN]
TEXT = "Call after 5,\nnot before 姓"
PROFILE = "https://social.example/in/ana?a=1&b=2"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def _commented(worksheet: Any) -> None:
    worksheet["C2"].comment = Comment(TEXT, "Cho")
    worksheet["A3"].hyperlink = PROFILE


def _xlsx(path: Path) -> Path:
    return edited(path, ROWS, _commented)


def _xlsb(path: Path) -> Path:
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(
            ("rId1", LINK, PROFILE), ("rId2", COMMENTS, "../comments1.bin")
        ),
        "xl/comments1.bin": xlsb_comment(1, 2, TEXT),
    }
    return xlsb(path, ROWS, after=xlsb_link(2, 0, "rId1"), parts=parts)


def _xls(path: Path) -> Path:
    return xls(path, ROWS, after=xls_comment(1, 2, TEXT, pieces=3) + xls_link(2, 0, PROFILE, title="Ben"))


def _ods(path: Path) -> Path:
    rows = [HEADER, [*ANA[:2], ods_cell(ANA[2], comment=TEXT)], [ods_cell(BEN[0], link=PROFILE), *BEN[1:]]]
    return ods(path, Leads=rows)


@pytest.mark.parametrize("write", [_xlsx, _xlsb, _xls, _ods])
def test_comments_and_links_become_columns_of_their_rows(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    read = Read(write(tmp_path / "a"))
    assert read.labels == [*HEADER, "Link of Name", "Comment on Phone"]
    assert read.cells == [(*ANA, "", TEXT), (*BEN, PROFILE, "")]
    assert len({column.index for column in read.tables[0][0].columns}) == 5


def test_a_thread_is_read_with_its_authors_and_its_stand_in_is_not(tmp_path: Path) -> None:
    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["B2"], "comment", Comment("[Threaded]", "x")))
    parts = {
        SHEET_RELATIONS: relations(("t1", THREADS, "/xl/threadedComments/threadedComment1.xml")),
        "xl/_rels/workbook.xml.rels": relations(("p1", PEOPLE, "persons/person.xml")),
        "xl/threadedComments/threadedComment1.xml": threads([("B2", "{1}", "Still there?"), ("B2", "{2}", "Left")]),
        "xl/persons/person.xml": people({"{1}": "Cho Lee", "{2}": "Dev Rao"}),
    }
    assert Read(with_parts(file, parts)).cells[0] == (*ANA, "Cho Lee: Still there?\nDev Rao: Left")


@pytest.mark.parametrize(
    ("place", "said"), [("B1", "Comment on B1: VIP"), ("H2", "Comment on H2: VIP"), ("A9", "Comment on A9: VIP")]
)
def test_a_comment_outside_of_the_rows_of_leads_is_a_note(tmp_path: Path, place: str, said: str) -> None:
    read = Read(edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet[place], "comment", Comment("VIP", "C"))))
    assert (read.labels, [note.message for note in read.workbook.notes]) == (HEADER, [said])


@pytest.mark.parametrize("row", [["Contacted"], ["Total", 2], HEADER])
def test_a_comment_on_a_row_that_is_left_out_is_a_note(tmp_path: Path, row: list[object]) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["A3"].comment = Comment("since May", "Cho")

    read = Read(edited(tmp_path / "a.xlsx", [HEADER, ANA, row, BEN], edit))
    assert [note.message for note in read.workbook.notes] == ["Comment on A3: since May"]
    assert [row.number for row in read.rows] == [2, 4]


def test_comments_of_tables_below_and_beside_stay_with_their_own(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["Name", "Email", None, "Name", "Phone"],
        ["Ana", "ana@example.com", None, "Ben", "+65 6765 4321"],
        ["Cho", "cho@example.com"],
        ["Eve", "eve@example.com"],
        [],
        ["Company", "Email"],
        ["Hooli", "hi@example.com"],
    ]

    def edit(worksheet: Any) -> None:
        for place in ("E2", "B7"):
            worksheet[place].comment = Comment(place, "Cho")

    read = Read(edited(tmp_path / "a.xlsx", rows, edit))
    labels = [[column.label for column in table.columns][2:] for table, _ in read.tables]
    assert labels == [[], ["Comment on Email"], ["Comment on Phone"]]
    assert [rows[0].cells[-1] for _, rows in read.tables[1:]] == ["B7", "E2"]


def test_a_contact_takes_the_place_of_what_a_cell_shows_only_where_contacts_belong(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["A2"].hyperlink = "mailto:ana@example.com"
        worksheet["B2"].hyperlink = "MAILTO:%61na@example.com?subject=Hi"
        worksheet["C2"].hyperlink = "tel:+6561234567"

    read = Read(edited(tmp_path / "a.xlsx", [HEADER, ["Ana Ruiz", "Write to Ana", "+65 6123 4567"], BEN], edit))
    assert read.labels == [*HEADER, "Contact of Name", "Text of Email"]
    assert read.cells == [(*ANA, "ana@example.com", "Write to Ana"), (*BEN, "", "")]
    assert [(finding.column, finding.code) for finding in read.rows[0].findings] == [(1, "linkTarget")]


def test_a_link_on_a_range_counts_for_every_cell_of_it(tmp_path: Path) -> None:
    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["A2"], "hyperlink", PROFILE))
    widened = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b'ref="A2" r:id', b'ref="A2:A3" r:id')}
    assert [cells[-1] for cells in Read(rewritten(file, widened)).cells] == [PROFILE, PROFILE]


def test_a_link_by_formula_is_read(tmp_path: Path) -> None:
    rows = [[*HEADER, "Web"], [*ANA, '=HYPERLINK("https://ana.example/a""b","Site")']]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert (read.labels[-1], read.cells[0][-1]) == ("Link of Web", 'https://ana.example/a"b')


@pytest.mark.parametrize(
    ("shown", "target", "is_said"),
    [
        ("ana.example", "https://www.ana.example/", True),
        ("see HTTP://Ana.example/x", "http://ana.example/x", True),
        ("Profile", "https://ana.example", False),
        ("Ana@Example.com", "mailto:ana@example.com", True),
        ("+65 6123-4567", "tel:+6561234567", True),
        ("6123 4567", "tel:+6561234567", False),
    ],
)
def test_what_a_cell_shows_already_is_not_said_again(shown: str, target: str, is_said: bool) -> None:
    link = link_at(0, target)
    assert link is not None
    assert says(shown, link) is is_said


@pytest.mark.parametrize("target", ["", "#Sheet2!A1", "mailto:?subject=Hi"])
def test_a_link_to_nobody_is_none(target: str) -> None:
    assert link_at(0, target) is None


def test_columns_of_comments_and_links_never_mean_a_field() -> None:
    rows = [["ana@example.com", "ana.r@example.com", "+65 6123 4567", "https://example.com"]] * 3
    headers = ["Email", "Comment on Email", "Text of Phone", "Link of Company"]
    mapped = map_columns(label_columns(headers), gather(4, rows))
    assert [(column.field, column.also) for column in mapped] == [
        ("email", None),
        (None, None),
        (None, None),
        (None, None),
    ]


def test_comments_and_links_end_as_remarks_and_the_ledger_counts_them(tmp_path: Path) -> None:
    read = Read(_xlsx(tmp_path / "a.xlsx"))
    columns = map_columns(read.tables[0][0].columns, gather(len(read.labels), read.cells))
    values = [standardise(columns, row.cells, "SG", "L1").values for row in read.rows]
    assert [value.get(remark_key("Comment on Phone")) for value in values] == [TEXT, None]
    assert [value.get(remark_key("Link of Name")) for value in values] == [None, PROFILE]
    assert [value["email"] for value in values] == [ANA[1], BEN[1]]
    fates = [
        fates_of(row.cells, layout_of(columns).remark_keys, value, ())
        for row, value in zip(read.rows, values, strict=True)
    ]
    assert [fate.total() for fate in fates] == [filled_cells(row.cells) for row in read.rows]


def test_a_comment_leaves_out_how_its_words_are_pronounced(tmp_path: Path) -> None:
    def spoken(part: bytes) -> bytes:
        return part.replace(b"VIP</t>", "佐藤</t>".encode()).replace(
            b"</text>", "<rPh><t>サトウ</t></rPh></text>".encode()
        )

    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["A2"], "comment", Comment("VIP", "Cho")))
    assert Read(rewritten(file, {"xl/comments/comment1.xml": spoken})).cells[0][-1] == "佐藤"


def test_merged_cells_of_an_opendocument_spreadsheet_are_filled_within_the_merge(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    rows = [
        [*HEADER, "City"],
        [*ANA, ods_cell("Lima", span=(1, 2))],
        [*BEN, covered],
        ["Cho", "cho@example.com", "", ""],
    ]
    assert [cells[3] for cells in Read(ods(tmp_path / "a.ods", Leads=rows)).cells] == ["Lima", "Lima", ""]


def test_an_opendocument_spreadsheet_with_space_between_its_elements_is_read(tmp_path: Path) -> None:
    file = ods(tmp_path / "a.ods", Leads=[HEADER, [ods_cell("Ana <text:span>Ruiz</text:span>"), *ANA[1:]]])
    indented = {
        "content.xml": lambda part: part.replace(b"<table:", b"\n  <table:").replace(b"</table:", b"\n </table:")
    }
    assert Read(rewritten(file, indented)).cells == [tuple(ANA)]


def test_a_small_workbook_of_excel_97_shows_its_links(tmp_path: Path) -> None:
    read = Read(xls(tmp_path / "a.xls", ROWS, after=xls_link(1, 0, PROFILE), small=True))
    assert read.cells == [(*ANA, PROFILE), (*BEN, "")]


def test_a_binary_workbook_with_cells_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    read = try_read(xlsb(tmp_path / "a.xlsb", ROWS, after=xlsb_record(17, bytes(4) + b"\0" * 4)))
    assert not isinstance(read, Read)
    assert read.code == "corruptFile"
