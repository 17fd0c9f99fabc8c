"""Cells lose what nobody typed, and only that."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.workbooks.cleaning import clean_cell, clean_rows, glance, lost_digits
from tests.support.workbooks.build import read_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("O&#39;Neil &amp; Sons", "O'Neil & Sons"),
        ("&amp;amp;amp; &lt;b&gt;", "& <b>"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&notanentity; &copy=1", "&notanentity; &copy=1"),
        ("&#xD800;", "&#xD800;"),
        ("Ana\u00a0Ruiz", "Ana Ruiz"),
        ("\u200bana@example.com\ufeff", "ana@example.com"),
        ("\u202a+65 6123 4567\u202c", "+65 6123 4567"),
        ("Ana\x00\x07 Ruiz\x1f", "Ana Ruiz"),
        ("  Ana \t", "Ana"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("佐藤\u3000花子", "佐藤 花子"),
        ("d\x92Orsay", "d’Orsay"),
        ("\x93Caf\xe9\x94 \x96 5 \x80", "“Café” – 5 €"),
        ("\x8aime &#142;ivko", "Šime Živko"),
        ("O\x81Neil\x8d", "ONeil"),
        ("and so on\x85", "and so on…"),
        ("wait\x85 what\x85", "wait… what…"),
        ("\x91one\x85two\x92", "‘one…two’"),
        ("Quay 1\x85Harbour", "Quay 1\nHarbour"),
    ],
)
def test_cells_lose_what_nobody_typed(cell: str, text: str) -> None:
    assert clean_cell(cell) == text


@given(st.text(max_size=60))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    assert clean_cell(clean_cell(text)) == clean_cell(text)


@pytest.mark.parametrize(
    ("cell", "code", "text"),
    [
        ("O&#39;Neil", "htmlEntity", "O'Neil"),
        ("O\x07Neil", "controlCharacter", "ONeil"),
        ("O\x92Neil", "windowsCharacter", "O’Neil"),
        ("O\x8dNeil", "controlCharacter", "ONeil"),
        ("O Neil\u00a0", None, "O Neil"),
    ],
)
def test_cells_that_were_cleaned_are_told_of_where_it_matters(
    tmp_path: Path, cell: str, code: str | None, text: str
) -> None:
    read = read_text(tmp_path, f"Name,Email\n{cell},o@example.com\n")
    assert read.cells == [(text, "o@example.com")]
    assert [finding.code for finding in read.rows[0].findings] == ([code] if code else [])


@given(st.lists(st.lists(st.text("aé姓 \u00a0\u200b&;1E+\x07", max_size=4), min_size=1, max_size=3), max_size=4))
def test_rows_are_cleaned_alike_together_and_cell_by_cell(rows: list[list[str]]) -> None:
    cleaned, _, filled = clean_rows(rows, range(len(rows)))
    assert cleaned == [[clean_cell(cell) for cell in row] for row in rows]
    assert not filled or all(cell for row in cleaned for cell in row)


@pytest.mark.parametrize(
    ("rows", "is_filled"),
    [
        ([["a", "b c"]], True),
        ([["a", ""]], False),
        ([["", "a"]], False),
        ([["a"], [], ["b"]], False),
        ([["a"], [""]], False),
    ],
)
def test_rows_without_a_blank_cell_are_known(rows: list[list[str]], is_filled: bool) -> None:
    assert clean_rows(rows, range(len(rows)))[2] is is_filled


CELLS = st.text("aé姓 \u00a0\u200b&;1E+\x07\t", max_size=4)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=4)


@given(ROWS)
def test_text_is_called_clean_or_filled_only_if_all_its_cells_are(rows: list[list[str]]) -> None:
    found = glance("".join(",".join(row) + "\n" for row in rows), ",")
    cells = [cell for row in rows for cell in row]
    assert not found.clean or all(clean_cell(cell) == cell and not lost_digits(cell) for cell in cells)
    assert not found.filled or all(cells)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b c\n", (True, True)),
        ("a,,b\n", (True, False)),
        (",b\n", (True, False)),
        ("a,b\n,c\n", (True, False)),
        ("a, b\n", (False, False)),
        ("a ,b\n", (False, False)),
        (" a,b\n", (False, False)),
        ("1E+3,b\n", (False, False)),
        ("&amp;,b\n", (False, False)),
    ],
)
def test_a_glance_tells_clean_text_from_other(text: str, found: tuple[bool, bool]) -> None:
    assert glance(text, ",") == found
