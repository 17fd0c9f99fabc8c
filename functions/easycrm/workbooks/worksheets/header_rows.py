"""Where the header row is, by evidence: words that head columns, and values of another kind beneath them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from easycrm.header_grammar import PERSON, SOMEBODY_ELSE
from easycrm.header_vocabulary import words_of
from easycrm.header_words import has_noun, is_header, is_ordinary, objects_in, read_header
from easycrm.workbooks.worksheets.cell_shapes import is_email_value, is_label, is_phone, is_typed

WINDOW = 40
"""How many rows that are not blank are looked at, from where a table may begin."""
GROUP_SEPARATOR = " / "
"""Between the title of a group of columns and that of a column in it."""

_MOST_WORDS = 4
_OF_SOMEBODY = (PERSON, SOMEBODY_ELSE)


@dataclass(frozen=True)
class Header:
    """Where a table begins, in rows of the window: `first` to `last` are its header rows, `body` its first data row.

    Without a header `last` is None. `titles` are the cells of the header row; `assumed`: nothing speaks for it but
    its place.
    """

    first: int
    last: int | None
    body: int
    titles: tuple[str, ...] = ()
    assumed: bool = False


def find_header(rows: Sequence[list[str]], grouped: Sequence[list[str]]) -> Header:
    """The header of the table in a window of rows; `grouped`: the rows with merged cells filled to the right."""
    width = _usual_width(rows)
    candidates = range(_first_data_row(rows, width) + 1)
    points = {index: _points(rows, index, width) for index in candidates}
    known = (index for index in candidates if points[index] and _known_exactly(rows[index]) >= 2)
    best = next(known, max(points, key=lambda index: (points[index], -index)))
    if points[best] > 0:
        return _joined(rows, grouped, best)
    first = next((index for index in candidates if _filled(rows[index]) * 2 > width), 0)
    if any(is_typed(cell) for cell in rows[first]) or len(rows) == 1:
        return Header(first, None, first)
    return Header(first, first, first + 1, tuple(rows[first]), assumed=True)


def looks_like_header(row: Sequence[str]) -> bool:
    """Whether a row heads a table by its words alone."""
    filled = [cell for cell in row if cell]
    points = _points_by_words(filled)
    return len(filled) >= 2 and all(map(is_label, filled)) and points >= 2 and points * 2 >= len(filled)


def _filled(row: Sequence[str]) -> int:
    return len(row) - row.count("")


def _usual_width(rows: Sequence[list[str]]) -> int:
    """How many cells of a row are filled in most rows, the richer ones where it is a draw."""
    return max(Counter(map(_filled, rows)).items(), key=lambda item: (item[1], item[0]))[0]


def _first_data_row(rows: Sequence[list[str]], width: int) -> int:
    """The first row that can only be data: full, with an email or a phone number. No header comes after it."""
    for index, row in enumerate(rows):
        if _filled(row) * 10 >= width * 6 and any(is_email_value(cell) or is_phone(cell) for cell in row):
            return index
    return len(rows) - 1


def _points(rows: Sequence[list[str]], index: int, width: int) -> float:
    """How much speaks for the row as the header; 0 when nothing does or something speaks against it."""
    filled = [cell for cell in rows[index] if cell]
    below = rows[index + 1 : index + 11]
    if len(filled) * 2 < width or not _could_head(filled):
        return 0.0
    known = _points_by_words(filled)
    contrast = sum(1 for column, cell in enumerate(rows[index]) if cell and _mostly_typed(below, column))
    if known >= 2 or known * 2 >= len(filled):
        return 100 + known + contrast / 100
    return known + contrast if contrast or known >= 1 else 0.0


def header_points(text: str) -> float:
    """How surely a text is a header: 1 for one that is known, half for an everyday word, or for a word of one.

    >>> header_points("Work e-mail"), header_points("Last"), header_points("Date of visit"), header_points("Ida Holm")
    (1.0, 0.5, 0.5, 0.0)
    """
    if is_header(text):
        return 0.5 if is_ordinary(text) else 1.0
    is_short = len(words_of(text).split()) <= _MOST_WORDS
    return 0.5 if is_short and (objects_in(text) or has_noun(text)) else 0.0


def _points_by_words(filled: Sequence[str]) -> float:
    """The points of a row's cells together; none for everyday words alone, which stand in rows of data as well."""
    points = {cell: header_points(cell) for cell in filled}
    is_everyday = all(is_ordinary(cell) for cell in points if points[cell])
    return 0.0 if is_everyday else sum(points[cell] for cell in filled)


def _known_exactly(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell and header_points(cell) == 1)


def _could_head(filled: list[str]) -> bool:
    """Headers are labels; a few may be years or numbers, but none is an address or a phone number."""
    labels = sum(1 for cell in filled if is_label(cell))
    return labels * 10 >= len(filled) * 7 and not any(is_email_value(cell) or is_phone(cell) for cell in filled)


def _mostly_typed(below: Sequence[list[str]], column: int) -> bool:
    cells = [row[column] for row in below if column < len(row) and row[column]]
    return bool(cells) and sum(1 for cell in cells if is_typed(cell)) * 2 > len(cells)


def _joined(rows: Sequence[list[str]], grouped: Sequence[list[str]], best: int) -> Header:
    """The header at `best`, together with the row of group titles above or the row of titles beneath it."""
    for top in range(max(best - 1, 0), min(best + 1, len(rows) - 1)):
        groups = _groups(rows, grouped, top, is_header_beneath=top < best)
        if groups:
            return _two_rows(groups, rows[top + 1], top)
    return Header(best, best, best + 1, tuple(rows[best]))


def _groups(
    rows: Sequence[list[str]], grouped: Sequence[list[str]], top: int, is_header_beneath: bool
) -> Sequence[str]:
    """The title of each column's group by the row at `top`, if that row groups the columns of the row beneath."""
    above, beneath = rows[top], rows[top + 1]
    titles = [cell for cell in beneath if cell]
    if _merges_columns(rows, grouped, top):
        reads = is_header_beneath or (_could_head(titles) and any(map(header_points, titles)))
        return grouped[top] if reads else ()
    return _spread(above, beneath) if looks_like_header(beneath) and _heads_groups(above, beneath) else ()


def _merges_columns(rows: Sequence[list[str]], grouped: Sequence[list[str]], index: int) -> bool:
    """Whether merged cells of the row group columns; one that spans the whole table is a title, not a group."""
    return grouped[index] != rows[index] and len(set(grouped[index]) - {""}) > 1


def _heads_groups(above: Sequence[str], beneath: Sequence[str]) -> bool:
    """Whether a row without merged cells groups the columns of the header beneath it.

    Its words stand apart over columns that go on beneath them, or come again over each, or some have nothing beneath
    them, or themselves where cells are merged downwards. Most of those that head a group say what columns hold or
    whose they are, or the same titles come beneath several of them. A line about the whole file, such as
    `Exported by | Petra`, does neither.
    """
    groups, titles = ([cell for cell in row if cell] for row in (above, beneath))
    heads = [(group, title) for group, title in zip(above, beneath, strict=False) if group and title != group and title]
    is_apart = len(heads) < max(len(groups), len(titles)) or len(set(groups)) < len(groups)
    known = sum(1 for head, _ in heads if header_points(head) or read_header(head).whose in _OF_SOMEBODY)
    needs_groups = known * 2 > len(heads) or len(set(titles)) < len(titles)
    return len(set(groups)) > 1 and is_apart and needs_groups and all(map(is_label, groups))


def _spread(above: Sequence[str], beneath: Sequence[str]) -> list[str]:
    """The titles of groups over all of their columns: to the next title, or to where nothing stands beneath.

    >>> _spread(["ID", "Name", "", "", ""], ["", "First", "Last", "", "Booth"])
    ['ID', 'Name', 'Name', '', '']
    """
    groups: list[str] = []
    for group, title in zip_longest(above, beneath, fillvalue=""):
        groups.append(group or (groups[-1] if groups and title else ""))
    return groups


def _two_rows(groups: Sequence[str], beneath: Sequence[str], top: int) -> Header:
    """Titles as `Group / Title`; where a group and its title are one, or one is blank, the other alone."""
    pairs = zip_longest(groups, beneath, fillvalue="")
    titles = (GROUP_SEPARATOR.join(dict.fromkeys(filter(None, pair))) for pair in pairs)
    return Header(top, top + 1, top + 2, tuple(titles))
