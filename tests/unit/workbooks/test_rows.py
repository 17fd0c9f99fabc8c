"""Rows that are no leads, bands, merged cells, and several tables on one worksheet."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks.build import Cells, Read, edited, read_text, xlsx

HEADER = ["Name", "Email", "Phone", "Company"]
ANA = ["Ana Ruiz", "ana@example.com", "+65 6123 4567", "Acme"]
BEN = ["Ben Tan", "ben@example.com", "+65 6765 4321", "Initech"]
CHO = ["Cho Lee", "cho@example.com", "+65 6111 2222", "Hooli"]


def _accounted(read: Read, filled_rows: int) -> None:
    """Every row of the file is yielded, skipped, a header or a note."""
    tables = sum(len(rows) for _, rows in read.tables)
    headers = sum(1 for table, _ in read.tables if table.header_row)
    skipped = sum(len(report.skipped) for report in read.workbook.worksheets)
    assert tables + headers + skipped + len(read.workbook.notes) == filled_rows


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (HEADER, "headerAgain"),
        ([title.upper() for title in HEADER], "headerAgain"),
        (["Total", "", "", "2"], "totalRow"),
        (["", "Total:", "", ""], "totalRow"),
        (["Grand Total", "", "1,234.50", "12"], "totalRow"),
        (["Total leads: 2", "", "", ""], "totalRow"),
        (["合计", "", "", "2"], "totalRow"),
        (["Page 1 of 3", "", "", ""], "footer"),
        (["", "", "", "Page 2"], "footer"),
        (["Exported on 2024-05-01 by Cho", "", "", ""], "footer"),
        (["© 2024 Example Fairs", "", "", ""], "footer"),
        (["--- 2 ---", "", "", ""], "footer"),
    ],
)
def test_rows_that_are_no_leads_are_skipped_with_their_reason(tmp_path: Path, row: list[str], code: str) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, row, BEN]))
    assert read.cells == [tuple(ANA), tuple(BEN)]
    skipped = read.reports["Leads"].skipped
    assert [(finding.row, finding.code) for finding in skipped] == [(3, code)]
    assert next(cell for cell in row if cell) in skipped[0].message


@pytest.mark.parametrize(
    "row",
    [
        ["Total Energy", "", "", ""],
        ["Total", "total@example.com", "", ""],
        ["Page Turner", "page@example.com", "", ""],
        ["Ana", "", "", ""],
        ["", "lone@example.com", "", ""],
        ["", "", "", "Acme"],
        ["Sum Wong", "", "", "Acme"],
    ],
)
def test_rows_that_only_look_like_it_are_leads(tmp_path: Path, row: list[str]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, row, BEN]))
    assert read.cells == [tuple(ANA), tuple(row), tuple(BEN)]


def test_blank_rows_are_counted(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, [], [" "], BEN]))
    assert (read.cells, read.reports["Leads"].blank_rows) == ([tuple(ANA), tuple(BEN)], 2)


def test_band_rows_become_the_section_of_the_rows_beneath(tmp_path: Path) -> None:
    rows = [HEADER, ["Contacted"], ANA, BEN, ["To call:"], CHO]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert read.labels == [*HEADER, "Section"]
    assert read.cells == [(*ANA, "Contacted"), (*BEN, "Contacted"), (*CHO, "To call")]
    assert [(finding.row, finding.code) for finding in read.reports["Leads"].skipped] == [
        (2, "bandRow"),
        (5, "bandRow"),
    ]
    _accounted(read, 6)


def test_a_band_row_is_known_by_its_merged_cells(tmp_path: Path) -> None:
    rows: list[Cells] = [HEADER, ["Spring fair"], ANA, BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("A2:D2")))
    assert read.cells == [(*ANA, "Spring fair"), (*BEN, "Spring fair")]


def test_a_band_row_is_known_by_the_gap_above_it(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, [], ["Autumn fair"], BEN]))
    assert read.cells == [(*ANA, ""), (*BEN, "Autumn fair")]


def test_a_title_above_the_header_again_is_a_band(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, [], ["Week 2"], HEADER, BEN]))
    assert read.cells == [(*ANA, ""), (*BEN, "Week 2")]


def test_a_band_row_that_comes_too_late_for_its_column_is_listed(tmp_path: Path) -> None:
    rows = [f"Ana{n},a{n}@example.com,Acme" for n in range(20_000)]
    text = "\n".join(["Name,Email,Company", *rows, "Contacted,,", "Ben,ben@example.com,Acme", ""])
    read = read_text(tmp_path, text)
    assert read.cells[-1] == ("Ben", "ben@example.com", "Acme")
    assert [finding.code for finding in read.reports["leads"].skipped] == ["lateBandRow"]


def test_cells_merged_downwards_fill_their_rows_and_no_other(tmp_path: Path) -> None:
    rows: list[Cells] = [HEADER, ANA, [*BEN[:3], None], [*CHO[:3], None], ["Dev Shah", "dev@example.com", None, None]]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("D2:D3")))
    assert [cells[3] for cells in read.cells] == ["Acme", "Acme", "", ""]


def test_cells_merged_sideways_are_one_value_not_two(tmp_path: Path) -> None:
    rows: list[Cells] = [HEADER, ["Ana Ruiz", "ana@example.com", "on request", None], BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("C2:D2")))
    assert read.cells[0] == ("Ana Ruiz", "ana@example.com", "on request", "")


def test_a_merged_range_makes_no_row_of_its_own(tmp_path: Path) -> None:
    rows: list[Cells] = [HEADER, ANA, [], [], BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("D2:D4")))
    assert read.cells == [tuple(ANA), tuple(BEN)]


def test_a_second_table_below_is_read_as_its_own(tmp_path: Path) -> None:
    rows = [HEADER, ANA, BEN, [], ["Partners"], ["Company", "Email", "City"], ["Hooli", "hi@example.com", "Lima"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert [(table.header_row, len(rows)) for table, rows in read.tables] == [(1, 2), (6, 1)]
    second, leads = read.tables[1]
    assert ([column.label for column in second.columns], leads[0].number) == (["Company", "Email", "City"], 7)
    assert [(note.row, note.message) for note in read.workbook.notes] == [(5, "Partners")]
    assert read.reports["Leads"].rows == 3
    _accounted(read, 6)


def test_a_second_table_beside_is_read_as_its_own(tmp_path: Path) -> None:
    rows = [
        ["Name", "Email", None, "Name", "Phone"],
        ["Ana", "ana@example.com", None, "Ben", "+65 6765 4321"],
        ["Cho", "cho@example.com", None, "Dev", "+65 6111 2222"],
        ["Eve", "eve@example.com", None, None, None],
    ]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert [[column.index for column in table.columns] for table, _ in read.tables] == [[0, 1], [3, 4]]
    assert [row.cells[0] for _, rows in read.tables for row in rows] == ["Ana", "Cho", "Eve", "Ben", "Dev"]
    assert read.tables[1][1][0].number == 2


def test_a_blank_column_alone_makes_no_second_table(tmp_path: Path) -> None:
    rows = [["Name", "Email", None, "City", "Country"], ["Ana", "ana@example.com", None, "Lima", "Peru"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert read.cells == [("Ana", "ana@example.com", "Lima", "Peru")]


def test_a_list_of_meanings_beside_the_leads_is_left_out_and_listed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Email", None, "Code", "Meaning"]]
    rows += [[f"Ana{n}", f"a{n}@example.com", None, *(["H", "hot"] if n < 2 else [])] for n in range(12)]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert (len(read.tables), len(read.cells), len(read.cells[0])) == (1, 12, 2)
    assert read.reports["Leads"].counts["lookup"] == 1
