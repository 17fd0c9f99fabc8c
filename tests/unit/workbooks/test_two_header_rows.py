"""Titles of groups above the header: each column is called by both, and no row of data is taken for a header."""

from pathlib import Path

import pytest

from tests.support.workbooks.build import Cells, Read, edited, read_text, xlsx

TITLES = ["First Name", "Last Name", "Primary Email", "Additional"]
JOINED = ["Name / First Name", "Name / Last Name", "Emails / Primary Email", "Emails / Additional"]
ANA = ["Ana", "Ruiz", "ana@example.com", "a.ruiz@example.com"]
BEN = ["Ben", "Tan", "ben@example.com", ""]


def lines(*rows: list[str]) -> str:
    return "".join(f"{','.join(row)}\n" for row in rows)


@pytest.mark.parametrize(
    "groups",
    [["Name", "", "Emails", ""], ["Name", "Name", "Emails", "Emails"], ["Name", "", "Emails"]],
    ids=["with gaps", "repeated", "without the last commas"],
)
def test_groups_that_are_not_merged_are_joined_with_the_titles_beneath(tmp_path: Path, groups: list[str]) -> None:
    read = read_text(tmp_path, lines(groups, TITLES, ANA, BEN))
    assert (read.labels, read.cells) == (JOINED, [tuple(ANA), tuple(BEN)])
    assert (read.tables[0][0].header_row, read.workbook.notes) == (2, [])


@pytest.mark.parametrize("groups", [["Guest", "", "Host", ""], ["Private", "", "Work", ""]])
def test_the_same_titles_beneath_two_groups_are_told_apart(tmp_path: Path, groups: list[str]) -> None:
    row = ["Ana", "ana@example.com", "Cho", "cho@example.com"]
    read = read_text(tmp_path, lines(groups, ["Name", "Email", "Name", "Email"], row))
    first, second = groups[0], groups[2]
    assert read.labels == [f"{first} / Name", f"{first} / Email", f"{second} / Name", f"{second} / Email"]


def test_groups_of_a_workbook_need_not_be_merged(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[["Name", None, "Emails", None], TITLES, ANA, BEN]))
    assert (read.labels, read.cells) == (JOINED, [tuple(ANA), tuple(BEN)])


def test_columns_of_no_group_keep_the_title_that_they_have_in_either_row(tmp_path: Path) -> None:
    """As SurveyMonkey writes it: the parts of an answer stand beneath the question, other columns are blank there."""
    first = ["Respondent ID", "Date", "Contact Information", "", "", "Comments"]
    second = ["", "", "Name", "Company", "Email Address", ""]
    row = ["11", "2025-03-04", "Ana Ruiz", "Acme", "ana@example.com", "none"]
    read = read_text(tmp_path, lines(first, second, row))
    parts = [f"Contact Information / {title}" for title in ("Name", "Company", "Email Address")]
    assert (read.labels, read.cells) == (["Respondent ID", "Date", *parts, "Comments"], [tuple(row)])


def test_a_group_of_one_column_is_a_group_where_others_have_nothing_beneath_them(tmp_path: Path) -> None:
    row = ["x7", "north", "Ana Ruiz", "ana@example.com"]
    titles = ["Kuku", "Lala", "Name / Full Name", "Emails / Primary Email"]
    read = read_text(tmp_path, lines(["Kuku", "Lala", "Name", "Emails"], ["", "", "Full Name", "Primary Email"], row))
    assert (read.labels, read.cells) == (titles, [tuple(row)])


def test_titles_of_no_group_may_be_merged_downwards(tmp_path: Path) -> None:
    rows: list[Cells] = [["Kuku", "Name", "Emails"], [None, "Full Name", "Primary Email"], ["x7", "Ana", "a@x.example"]]
    read = Read(edited(tmp_path / "a.xlsx", rows, lambda worksheet: worksheet.merge_cells("A1:A2")))
    assert read.labels == ["Kuku", "Name / Full Name", "Emails / Primary Email"]
    assert read.cells == [("x7", "Ana", "a@x.example")]


@pytest.mark.parametrize(
    "line",
    [
        ["Exported by", "Petra Quist", "", ""],
        ["Report", "", "Spring fair", ""],
        ["Leads", "", "2025-03-04", ""],
        ["Leads of the fair", "", "", ""],
    ],
)
def test_a_line_about_the_whole_file_groups_nothing(tmp_path: Path, line: list[str]) -> None:
    read = read_text(tmp_path, lines(line, TITLES, ANA, BEN))
    assert (read.labels, read.cells) == (TITLES, [tuple(ANA), tuple(BEN)])
    assert [note.row for note in read.workbook.notes] == [1]


@pytest.mark.parametrize(
    "row",
    [
        ["Ana", "Ruiz", "Acme", "Buyer"],
        ["Ana", "Ruiz", "", ""],
        ["Guest", "Last", "Office", "Direct"],
        ["Ana", "Ruiz", "Company", "Sales"],
    ],
)
def test_no_row_of_data_is_taken_for_the_titles_beneath_a_group(tmp_path: Path, row: list[str]) -> None:
    read = read_text(tmp_path, lines(["Name", "", "Company", "Title"], row, ["Ben", "Tan", "Initech", "CEO"]))
    assert (read.cells[0], len(read.cells)) == (tuple(row), 2)


def test_both_header_rows_are_left_out_where_they_come_again(tmp_path: Path) -> None:
    groups = ["Name", "", "Emails", ""]
    read = read_text(tmp_path, lines(groups, TITLES, ANA, groups, TITLES, BEN))
    assert (read.labels, read.cells) == (JOINED, [tuple(ANA), tuple(BEN)])
    assert read.reports["leads"].counts["headerAgain"] == 2
