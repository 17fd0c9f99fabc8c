"""Floods, bombs and damage in comments and links are bounded, told, and leave the rows alone."""

from pathlib import Path
from typing import Any

from openpyxl.comments import Comment

from easycrm.workbooks.limits import Limits
from tests.support.workbooks.build import Read, edited, rewritten, try_read

HEADER = ["Name", "Email", "Phone"]
ANA = ["Ana Ruiz", "ana@example.com", "+65 6123 4567"]
BEN = ["Ben Tan", "ben@example.com", "+65 6765 4321"]
ROWS = [HEADER, ANA, BEN]
PROFILE = "https://social.example/in/ana?a=1&b=2"


def test_comments_that_are_too_long_are_counted(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["A2"].comment = Comment("x" * 2_000, "Cho")
        worksheet["B2"].comment = Comment("short", "Cho")

    read = Read(edited(tmp_path / "a.xlsx", ROWS, edit), limits=Limits(cell_characters=1_000))
    assert read.labels == [*HEADER, "Comment on Email"]
    assert "1 comments" in read.reports["Leads"].findings[0].message


def test_all_comments_of_a_worksheet_together_have_a_limit(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        for row in range(2, 12):
            worksheet[f"A{row}"].comment = Comment("x" * 100, "Cho")

    rows = [HEADER, *[ANA] * 10]
    read = Read(edited(tmp_path / "a.xlsx", rows, edit), limits=Limits(aside_characters=350))
    assert sum(1 for cells in read.cells if cells[-1]) == 3
    assert read.reports["Leads"].counts["commentsNotRead"] == 1


def test_a_flood_of_links_on_the_same_cells_is_no_burden(tmp_path: Path) -> None:
    def flooded(part: bytes) -> bytes:
        start = part.index(b"<hyperlink ")
        end = part.index(b"/>", start) + 2
        return part[:start] + part[start:end].replace(b'ref="A2"', b'ref="A2:J1000"') * 1_000 + part[end:]

    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["A2"], "hyperlink", PROFILE))
    read = Read(rewritten(file, {"xl/worksheets/sheet1.xml": flooded}), limits=Limits(memory_bytes=400_000_000))
    assert read.cells[0][:6] == (*ANA, PROFILE, PROFILE, PROFILE)


def test_a_link_on_a_whole_worksheet_counts_for_its_first_cell(tmp_path: Path) -> None:
    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["A2"], "hyperlink", PROFILE))
    widened = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b'ref="A2" r:id', b'ref="A1:XFD1048576" r:id')}
    assert [note.message for note in Read(rewritten(file, widened)).workbook.notes] == [f"Link of A1: {PROFILE}"]


def test_an_entity_bomb_in_comments_does_not_go_off(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))
    file = edited(tmp_path / "a.xlsx", ROWS, lambda sheet: setattr(sheet["A2"], "comment", Comment("VIP", "Cho")))
    bomb = {
        "xl/comments/comment1.xml": lambda part: (
            b"<!DOCTYPE x [" + entities + b"]>" + part.replace(b">VIP<", b">&l11;<")
        )
    }
    read = try_read(rewritten(file, bomb), Limits(memory_bytes=400_000_000, cpu_seconds=5))
    assert isinstance(read, Read)
    assert (read.cells, list(read.reports["Leads"].counts)) == ([tuple(ANA), tuple(BEN)], ["formatsNotSeen"])


def test_many_comments_outside_of_the_rows_are_listed_up_to_a_hundred(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        for row in range(10, 130):
            worksheet[f"A{row}"].comment = Comment("x", "Cho")

    notes = Read(edited(tmp_path / "a.xlsx", ROWS, edit)).workbook.notes
    assert (len(notes), notes[-1].code, notes[-1].message[:7]) == (101, "asidesLeftOut", "20 more")


def test_damaged_comments_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["A2"].comment = Comment("x", "Cho")
        worksheet["C2"].number_format = "00000"

    file = edited(tmp_path / "a.xlsx", [HEADER, [*ANA[:2], 123]], edit)
    read = Read(rewritten(file, {"xl/comments/comment1.xml": lambda part: part[:-9]}))
    assert (read.cells, list(read.reports["Leads"].counts)) == ([(*ANA[:2], "00123")], ["formatsNotSeen"])
