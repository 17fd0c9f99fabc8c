"""Where the table is: headers by evidence, columns by position."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks.build import Cells, Read, edited, read_text, xlsx

HEADER = ["Name", "Email", "Phone", "Company"]
ANA = ["Ana Ruiz", "ana@example.com", "+65 6123 4567", "Acme"]
BEN = ["Ben Tan", "ben@example.com", "+65 6765 4321", "Initech"]


def test_lines_above_the_header_go_to_the_notes(tmp_path: Path) -> None:
    rows = [["Leads of the spring fair"], ["Exported by", "cho@example.com"], ["2024-05-01"], [], HEADER, ANA, BEN]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert (read.labels, read.tables[0][0].header_row, len(read.rows)) == (HEADER, 5, 2)
    assert [(note.row, note.code, note.message) for note in read.workbook.notes] == [
        (1, "preambleLine", "Leads of the spring fair"),
        (2, "preambleLine", "Exported by | cho@example.com"),
        (3, "preambleLine", "2024-05-01"),
    ]


def test_lines_above_the_header_of_a_text_file_go_to_the_notes(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Leads of the fair\nDate:,2024-05-01\n\nName,Email,City\nAna,a@example.com,Lima\n")
    assert (read.labels, read.cells) == (["Name", "Email", "City"], [("Ana", "a@example.com", "Lima")])
    assert [note.row for note in read.workbook.notes] == [1, 2]


@pytest.mark.parametrize("rows", [[ANA], [ANA, BEN], [["a@example.com"], ["b@example.com"]]])
def test_a_list_without_a_header_loses_no_row(tmp_path: Path, rows: list[list[str]]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert read.cells == [tuple(row) for row in rows]
    assert read.labels[0] == "Column A"
    assert (read.tables[0][0].header_row, read.reports["Leads"].counts["noHeader"]) == (None, 1)


def test_a_list_without_a_header_below_a_title_is_read(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[["Our leads"], [], ANA, BEN]))
    assert read.cells == [tuple(ANA), tuple(BEN)]
    assert read.workbook.notes[0].message == "Our leads"


@pytest.mark.parametrize(
    "header",
    [
        ["Nombre", "Correo electrónico", "Teléfono", "Empresa"],
        ["姓名", "邮箱", "电话", "公司"],
        ["氏名", "メールアドレス", "電話番号", "会社名"],
        ["Ad Soyad", "E-posta", "Tel.", "Şirket"],
        ["Name", "Email (such as ana@example.com)", "Phone", "What would you like to learn about?" * 4],
        ["Full name of attendee", "E-Mail\naddress", "Mobile No.", "Organisation"],
    ],
)
def test_headers_of_any_language_are_found(tmp_path: Path, header: list[str]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[header, ANA, BEN]))
    assert [column.header for column in read.tables[0][0].columns] == header
    assert read.cells == [tuple(ANA), tuple(BEN)]


def test_a_header_known_by_its_place_alone_is_said_so(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Kuku,Lala\nAna,Acme\nBen,Initech\n")
    assert (read.labels, len(read.rows)) == (["Kuku", "Lala"], 2)
    assert read.reports["leads"].counts == {"headerAssumed": 1}


def test_two_header_rows_under_merged_cells_are_joined(tmp_path: Path) -> None:
    def merge(worksheet: Any) -> None:
        worksheet.merge_cells("A1:A2")
        worksheet.merge_cells("B1:C1")
        worksheet.merge_cells("D1:D2")

    rows: list[Cells] = [["Name", "Contact", None, "Company"], [None, "Email", "Phone", None], ANA, BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, merge))
    assert read.labels == ["Name", "Contact / Email", "Contact / Phone", "Company"]
    assert (read.cells, read.tables[0][0].header_row) == ([tuple(ANA), tuple(BEN)], 2)


def test_two_header_rows_are_joined_under_group_titles_alone(tmp_path: Path) -> None:
    def merge(worksheet: Any) -> None:
        worksheet.merge_cells("A1:B1")
        worksheet.merge_cells("C1:D1")

    rows: list[Cells] = [["Person", None, "Work", None], ["Name", "Email", "Phone", "Company"], ANA, BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, merge))
    assert read.labels == ["Person / Name", "Person / Email", "Work / Phone", "Work / Company"]


def test_a_title_merged_over_the_table_is_no_header(tmp_path: Path) -> None:
    rows: list[Cells] = [["Contacts of the fair"], HEADER, ANA, BEN]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("A1:D1")))
    assert (read.labels, read.workbook.notes[0].message) == (HEADER, "Contacts of the fair")


def test_a_row_beneath_a_merged_header_cell_is_data_unless_it_reads_like_headers(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["Name", None, "Company", "Email"],
        ["Ana", "Ruiz", "Acme", None],
        ["Ben", "Tan", "Initech", "b@example.com"],
    ]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("A1:B1")))
    assert read.cells[0] == ("Ana", "Ruiz", "Acme", "")


def test_duplicate_and_empty_headers_keep_their_columns(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Notes,,Notes,Email\nAna,one,two,three,a@example.com\n")
    assert read.labels == ["Name", "Notes", "Column C", "Notes (2)", "Email"]
    assert [(column.index, column.header) for column in read.tables[0][0].columns][2:4] == [(2, ""), (3, "Notes")]
    assert read.cells == [("Ana", "one", "two", "three", "a@example.com")]


def test_blank_columns_are_left_out_and_the_others_keep_their_letters(tmp_path: Path) -> None:
    rows = [[None, "Name", None, "Email"], [None, "Ana", None, "a@example.com"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert [(column.index, column.label) for column in read.tables[0][0].columns] == [(1, "Name"), (3, "Email")]
    assert read.cells == [("Ana", "a@example.com")]
    assert read.reports["Leads"].counts["blankColumn"] == 2


def test_a_table_that_starts_in_the_middle_of_a_worksheet_has_its_addresses(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[[], [], [None, None, *HEADER], [None, None, *ANA]]))
    assert (read.tables[0][0].header_row, read.rows[0].number, read.rows[0].cells) == (3, 4, tuple(ANA))
    assert read.tables[0][0].columns[0].index == 2


def test_a_column_that_is_filled_far_below_is_not_lost(tmp_path: Path) -> None:
    rows = [f"Ana{n},a{n}@example.com,{'late' if n == 19_999 else ''}" for n in range(20_000)]
    read = read_text(tmp_path, "Name,Email,\n" + "\n".join(rows) + "\n")
    assert read.cells[-1] == ("Ana19999", "a19999@example.com", "late")


@pytest.mark.parametrize("header", ["Name,Email,2023,2024", "Company,Name,2023", "Company,2022,2023,2024"])
def test_years_may_be_headers(tmp_path: Path, header: str) -> None:
    width = header.count(",")
    read = read_text(tmp_path, f"{header}\nAna Ray{',5' * width}\nBo Ek{',7' * width}\n")
    assert (read.labels, len(read.cells)) == (header.split(","), 2)


def test_a_line_with_a_year_above_the_header_is_none(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Company,Nord AS,2024\nName,Email,Phone\nAna Ray,ana@example.com,61234567\n")
    assert (read.labels, len(read.cells)) == (["Name", "Email", "Phone"], 1)
