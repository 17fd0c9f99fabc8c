"""Which delimiter, quotation mark and escapes a delimited file has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.workbooks.build import read_text

ROWS = [
    ["Name", "Company", "Email"],
    ["Siri O'Dowd", "Vik, Holt & Co", "siri@example.com"],
    ["Tor Ek", 'The "Fjord" Inn', "tor@example.com"],
    ["Liv Aas", "Bakke; Dahl", "liv@example.com"],
]


def _plain(delimiter: str) -> Callable[[list[str]], str]:
    return delimiter.join


def _quoted(delimiter: str, quote: str, inner: str) -> Callable[[list[str]], str]:
    return lambda row: delimiter.join(f"{quote}{cell.replace(quote, inner)}{quote}" for cell in row)


def _needed(row: list[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell for cell in row)


def _wrapped(row: list[str]) -> str:
    return '"' + _needed(row).replace('"', '""') + '"'


@pytest.mark.parametrize(
    "written",
    [
        *map(_plain, ["\t", "|", "~", "^", "\x1f", "||", "::"]),
        *(_quoted(delimiter, '"', '""') for delimiter in [",", ";", "\t", "~"]),
        *(_quoted(delimiter, '"', '\\"') for delimiter in [",", ";", "\t"]),
        *(_quoted(delimiter, "'", "''") for delimiter in [",", ";"]),
        _quoted(",", "'", "\\'"),
        _quoted(", ", '"', '""'),
        _needed,
        _wrapped,
    ],
)
def test_the_cells_are_those_that_were_written(tmp_path: Path, written: Callable[[list[str]], str]) -> None:
    read = read_text(tmp_path, "\n".join(map(written, ROWS)) + "\n")
    assert (read.labels, read.cells) == (ROWS[0], [tuple(row) for row in ROWS[1:]])
    assert [row.number for row in read.rows] == [2, 3, 4]


@pytest.mark.parametrize("end", ["\x1e", "\x1e\n"])
def test_records_may_end_with_a_character_of_their_own(tmp_path: Path, end: str) -> None:
    read = read_text(tmp_path, "".join("\x1f".join(row) + end for row in ROWS))
    assert (read.labels, read.cells) == (ROWS[0], [tuple(row) for row in ROWS[1:]])


def test_a_separator_line_may_declare_any_delimiter(tmp_path: Path) -> None:
    read = read_text(tmp_path, "sep=^\n" + "\n".join(map("^".join, ROWS)))
    assert read.cells == [tuple(row) for row in ROWS[1:]]


def test_backslashes_of_a_file_without_escapes_are_kept(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'Name,Folder,Email\nTor Ek,"C:\\new\\",tor@example.com\nLiv,D:\\x,liv@example.com\n')
    assert [cells[1] for cells in read.cells] == ["C:\\new\\", "D:\\x"]


@pytest.mark.parametrize("written", ['="00150"', '"=""00150"""'])
def test_a_formula_that_keeps_a_number_as_text_is_that_text(tmp_path: Path, written: str) -> None:
    read = read_text(tmp_path, f"Name,Zip,Email\nTor Ek,{written},tor@example.com\n")
    assert read.cells == [("Tor Ek", "00150", "tor@example.com")]


@pytest.mark.parametrize("name", ["O'Neil", "D'Arc, d'Or", "'t Hooft", "Jos'"])
def test_an_apostrophe_is_no_quotation_mark(tmp_path: Path, name: str) -> None:
    read = read_text(tmp_path, f"Name;Email\n{name};a@example.com\nTor Ek;tor@example.com\n")
    assert read.cells[0] == (name, "a@example.com")


def test_times_and_addresses_are_not_cut_at_colons(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Email\nhttps://a.example\nhttps://b.example\n")
    assert read.cells == [("https://a.example",), ("https://b.example",)]


def test_a_list_of_one_column_is_not_cut_at_the_commas_of_its_names(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name\nEk, Tor\nAas, Liv\nDahl, Siri\nVik, Odd\n")
    assert (read.labels, read.cells) == (["Name"], [("Ek, Tor",), ("Aas, Liv",), ("Dahl, Siri",), ("Vik, Odd",)])
