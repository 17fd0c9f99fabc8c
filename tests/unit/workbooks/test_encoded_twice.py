"""Text that was encoded twice is mended where most of a file was, and never where it is right."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.workbooks.encoded_twice import mend_cell
from tests.support.workbooks.build import Read, read_text, xlsx

ROWS = [
    ("Größe", "Email"),
    ("Käthe Grün", "k@example.com"),
    ("Björn Weiß", "b@example.com"),
    ("Łucja Żuk", "l@example.com"),
]


def twice(text: str) -> str:
    """The text as it is after its UTF-8 was read as what Windows takes for Western text."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def _read(path: Path, rows: Sequence[tuple[str, ...]], suffix: str) -> Read:
    if suffix == "csv":
        return read_text(path, "".join(",".join(row) + "\n" for row in rows))
    return Read(xlsx(path / "list.xlsx", List=rows))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_list_that_was_encoded_twice_is_mended_headers_included(tmp_path: Path, suffix: str) -> None:
    read = _read(tmp_path, [tuple(map(twice, row)) for row in ROWS], suffix)
    assert (read.labels, read.cells) == (["Größe", "Email"], ROWS[1:])
    assert [row.written for row in read.rows] == [{0: twice(row[0])} for row in ROWS[1:]]
    assert [finding.code for row in read.rows for finding in row.findings] == ["encodedTwice"] * 3
    assert [note.code for note in read.workbook.notes] == ["encodedTwice"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_cell_that_is_right_stays_right_beside_those_that_were_encoded_twice(tmp_path: Path, suffix: str) -> None:
    rows = [*[tuple(map(twice, row)) for row in ROWS], ("JOÃO DA CONCEIÇÃO", "j@example.com"), ("Zoë", "z@example.com")]
    read = _read(tmp_path, rows, suffix)
    assert read.cells[-2:] == rows[-2:]
    assert [row.written for row in read.rows[-2:]] == [{}, {}]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_single_cell_that_looks_encoded_twice_stays_in_a_list_that_was_not(tmp_path: Path, suffix: str) -> None:
    rows = [*ROWS, (twice("Möwe"), "m@example.com")]
    read = _read(tmp_path, rows, suffix)
    assert read.cells == rows[1:]
    assert not read.workbook.notes


def test_what_is_not_certain_of_a_cell_alone_is_believed_beside_those_that_are(tmp_path: Path) -> None:
    rows = [*ROWS, ("Doğan Şen", "d@example.com"), ("Åsa Måns", "a@example.com")]
    read = _read(tmp_path, [tuple(map(twice, row)) for row in rows], "csv")
    assert read.cells == rows[1:]


CAPITALS = [
    "SÃO PAULO",
    "JOÃO",
    "ÂNGELA",
    "Ângelo",
    "IRMÃ",
    "MÃE & IRMÃOS",
    "AÇÃO",
    "À LA CARTE",
    "CÉLINE",
    "ÅSA ÄNG",
    "Ñandú",
]


@pytest.mark.parametrize("cell", CAPITALS)
def test_words_with_letters_that_mending_looks_for_are_no_mistakes(cell: str) -> None:
    assert mend_cell(cell) == mend_cell(cell, beside="JÃ¶rg") == cell


@given(st.text("abcdefgh ÄÖÜäöüßéèêëàçñõãåæøœšžłńśżźćąęőűčřěů", min_size=1, max_size=12))
def test_what_is_right_is_mended_to_nothing_else(text: str) -> None:
    assert mend_cell(text) == text
