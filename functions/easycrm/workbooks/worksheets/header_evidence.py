"""What speaks for a row as the header of a table: words that head columns, values of another kind beneath them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from easycrm.header_vocabulary import common_headers, english_headers, words_of
from easycrm.header_words import NAMING, REACHING, has_noun, is_header, is_ordinary, kind_of, meaning_of, objects_in
from easycrm.workbooks.worksheets.cell_shapes import is_email_value, is_label, is_phone, is_typed

_MOST_WORDS = 4
_FIRST = ("firstName", "lastName", "fullName", "company", "email")
SURE = 100
"""Points of a row whose words are those of headers, above all that values beneath can say."""
_YEAR = re.compile(r"(?:19|20)\d\d")
NEXT = 4
"""So many rows, itself included, tell whether a row that looks like a header is one."""
_EXPLANATION = re.compile(r"[(\[（【].*[)\]）】]", re.DOTALL)


def filled(row: Sequence[str]) -> int:
    """How many cells of a row are not blank."""
    return len(row) - row.count("")


def header_points(text: str) -> float:
    """How surely a text is a header: 1 for one that is known, half for an everyday word, or for a word of one.

    >>> header_points("Work e-mail"), header_points("Last"), header_points("Date of visit"), header_points("Ida Holm")
    (1.0, 0.5, 0.5, 0.0)
    """
    if is_header(text):
        return 0.5 if is_ordinary(text) else 1.0
    is_short = len(words_of(text).split()) <= _MOST_WORDS
    return 0.5 if is_short and (objects_in(text) or has_noun(text)) else 0.0


def looks_like_header(row: Sequence[str]) -> bool:
    """Whether a row heads a table by its words alone."""
    cells = [cell for cell in row if cell]
    if len(cells) < 2 or not all(map(is_label, cells)):
        return False
    points = points_by_words(cells)
    return points >= 2 and points * 2 >= len(cells)


def is_belied(row: Sequence[str], beneath: Sequence[Sequence[str]]) -> bool:
    """Whether the next rows show that a row is data in which words of headers are values: `Bo Ek | Contact | Email`.

    Another such word stands beneath `Email` or `Phone`, or the row neither begins like a header nor heads values. Where
    nothing is beneath, other words are enough.

    >>> is_belied(["Contact", "Bo Ek", "Email"], [["Company", "Nord", "Phone"]])
    True
    """
    if not beneath:
        return not _is_mostly_known(row)
    return _heads_words(row, beneath) or not (_begins_a_header(row) or _heads_values_of_people(row, beneath))


def _heads_words(row: Sequence[str], beneath: Sequence[Sequence[str]]) -> bool:
    below = beneath[0] if beneath else ()
    return any(title and is_header(value) and _reaches(title) for title, value in zip(row, below, strict=False)) and (
        not all(header_points(cell) for cell in below if cell)
    )


def _begins_a_header(row: Sequence[str]) -> bool:
    cells = [cell for cell in row if cell]
    says_who = len(NAMING.intersection(map(meaning_of, cells))) > 1
    return says_who or header_points(cells[0]) > 0 or _is_mostly_known(row)


def _is_mostly_known(row: Sequence[str]) -> bool:
    return points_by_words([cell for cell in row if cell]) * 4 >= filled(row) * 3


def _heads_values_of_people(row: Sequence[str], beneath: Sequence[Sequence[str]]) -> bool:
    return any(title and _reaches(title) and heads_values(beneath, column) for column, title in enumerate(row))


def _reaches(title: str) -> bool:
    return kind_of(meaning_of(title)) in REACHING


def points_by_words(cells: Sequence[str]) -> float:
    """The points of a row's cells together; none for everyday words alone, which stand in rows of data as well."""
    points = {cell: header_points(cell) for cell in cells}
    is_everyday = all(is_ordinary(cell) for cell in points if points[cell])
    return 0.0 if is_everyday else sum(points[cell] for cell in cells)


def known_exactly(row: Sequence[str]) -> int:
    """How many cells of a row are headers for certain."""
    return sum(1 for cell in row if cell and header_points(cell) == 1)


def could_head(cells: Sequence[str]) -> bool:
    """Headers are labels or years; a few may be numbers, but none is an address or a phone number."""
    labels = sum(1 for cell in cells if is_label(cell) or _YEAR.fullmatch(cell))
    return labels * 10 >= len(cells) * 7 and not any(is_email_value(cell) or is_phone(cell) for cell in cells)


def is_explanation(row: Sequence[str]) -> bool:
    """Whether a row beneath a header explains it, each cell in brackets: `(required)`, `[kg]`."""
    cells = [cell for cell in row if cell]
    return bool(cells) and all(map(_EXPLANATION.fullmatch, cells))


def points(rows: Sequence[list[str]], index: int, width: int) -> float:
    """How much speaks for the row as the header; 0 when nothing does or something speaks against it.

    `width`: how many cells of a row are filled in most rows.
    """
    cells = [cell for cell in rows[index] if cell]
    if len(cells) * 2 < width or not could_head(cells) or is_explanation(cells):
        return 0.0
    known = points_by_words(cells)
    below = [row for row in rows[index + 1 : index + 12] if not is_explanation(row)][:10]
    contrast = sum(1 for column, cell in enumerate(rows[index]) if cell and heads_values(below, column))
    typed = sum(map(is_typed, cells))  # dates and numbers stand in lines above the header
    if known >= 2 and header_points(cells[0]):
        typed -= sum(map(bool, map(_YEAR.fullmatch, cells)))  # years head columns as well
    if (known >= 2 or known * 2 >= len(cells)) and not typed:
        return SURE + known + contrast / 100
    return known + contrast - typed if contrast or known >= 1 else 0.0


def heads_values(below: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds values by their shape, from its first filled cell on."""
    cells = [row[column] for row in below if column < len(row) and row[column]]
    return bool(cells) and is_typed(cells[0]) and sum(map(is_typed, cells)) * 2 > len(cells)


@cache
def header_spellings() -> frozenset[str]:
    """Headers as they are mostly written: what makes a row worth a look."""
    return frozenset(spelling for text in common_headers() for spelling in _spellings(text))


@cache
def first_header_spellings() -> frozenset[str]:
    """Those few with which lists of people begin. Every row is compared with them, so more would take its time."""
    return frozenset(spelling for text in english_headers(_FIRST) for spelling in _spellings(text))


def _spellings(text: str) -> Iterator[str]:
    for word in {text, text.replace("email", "e-mail"), text.replace("e mail", "e-mail")}:
        yield from (word, word.upper(), word.title(), word.capitalize(), word.replace(" ", "_"))


def header_rows_in(rows: Sequence[Sequence[str]]) -> list[int]:
    """The rows that head a table by their words alone; fast, because others are hardly looked at."""
    known = header_spellings()
    return [
        index
        for index, row in enumerate(rows)
        if not known.isdisjoint(row) and looks_like_header(row) and not is_belied(row, rows[index + 1 : index + NEXT])
    ]
