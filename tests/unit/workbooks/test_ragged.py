"""Rows with too few or too many cells."""

from pathlib import Path

import pytest

from tests.support.workbooks.build import read_text

HEADER = "First,Last,Company,Email,Phone\n"
ROWS = "Ana,Ruiz,Hooli,ana@example.com,+65 6123 4567\nBen,Tan,Initech,ben@example.com,+65 6765 4321\n"


def test_missing_cells_at_the_end_are_blank(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEADER}{ROWS}Cho,Lee\n")
    assert read.cells[-1] == ("Cho", "Lee", "", "", "")
    assert read.reports["leads"].counts == {"shortRow": 1}


def test_surplus_cells_that_are_blank_are_none(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEADER}{ROWS}Cho,Lee,Hooli,cho@example.com,,,\n")
    assert read.cells[-1] == ("Cho", "Lee", "Hooli", "cho@example.com", "")
    assert read.reports["leads"].counts == {}


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Cho,Lee,Acme, Inc.,cho@example.com,+65 6111 2222", ("Cho", "Lee", "Acme, Inc.")),
        ("Cho,Lee,Acme,Inc.,cho@example.com,+65 6111 2222", ("Cho", "Lee", "Acme,Inc.")),
        ("Cho,Lee,Acme,Inc.,cho@example.com,", ("Cho", "Lee", "Acme,Inc.")),
        ("Cho,Lee, PhD,Acme,cho@example.com,+65 6111 2222", ("Cho", "Lee, PhD", "Acme")),
        ("Cho,Lee,Smith, Wong, Partners,cho@example.com,+65 6111 2222", ("Cho", "Lee", "Smith, Wong, Partners")),
    ],
)
def test_a_cut_cell_is_joined_where_email_and_phone_prove_it(tmp_path: Path, line: str, cells: tuple[str, ...]) -> None:
    read = read_text(tmp_path, f"{HEADER}{ROWS}{line}\n")
    assert read.cells[-1][:4] == (*cells, "cho@example.com")
    assert read.reports["leads"].counts == {"realigned": 1}


def test_the_only_free_column_before_the_email_is_where_a_cut_cell_belongs(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Company,Email,Note\nAcme,a@example.com,x\nHooli,h@example.com,y\nA,B,b@example.com,z\n")
    assert read.cells[-1] == ("A,B", "b@example.com", "z")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Cho,Lee,Acme,Initech,cho@example.com,+65 6111 2222", "tooManyCells"),
        ("Cho,Lee,Acme,Hooli,Initech,none", "tooManyCells"),
        ("Cho,cho@example.com", "tooFewCells"),
    ],
)
def test_a_row_is_held_when_nothing_proves_where_its_cells_belong(tmp_path: Path, line: str, code: str) -> None:
    read = read_text(tmp_path, f"{HEADER}{ROWS}{line}\nDev,Shah,Hooli,dev@example.com,\n")
    held = read.rows[2]
    assert held.held is not None
    assert (held.number, held.held.row, held.held.code, held.cells) == (4, 4, code, tuple(line.split(",")))
    assert (read.rows[3].cells[0], read.reports["leads"].rows) == ("Dev", 4)
    assert "Line 4" in held.held.message


def test_without_an_email_or_phone_column_nothing_is_proved(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Company,City\nAna,Hooli,Lima\nBen,Initech,Oslo\nCho,Acme, Inc.,Rome\n")
    assert [row.held is not None for row in read.rows] == [False, False, True]


@pytest.mark.parametrize("width", [1, 2, 3])
def test_narrow_tables_lose_their_totals_and_no_lead(tmp_path: Path, width: int) -> None:
    rows = [["Name", "Email", "Visits"], ["Ana", "a@example.com", "3"], ["Total", "", "3"], ["Ben", "", ""]]
    read = read_text(tmp_path, "\n".join(",".join(row[:width]) for row in rows))
    assert [row.cells[0] for row in read.rows] == ["Ana", "Ben"]


def test_a_header_with_fewer_cells_than_its_rows_hides_no_column(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Email\nAna,a@example.com,x\nBen,b@example.com,y\n")
    assert (read.labels, read.cells[0]) == (["Name", "Email", "Column C"], ("Ana", "a@example.com", "x"))
