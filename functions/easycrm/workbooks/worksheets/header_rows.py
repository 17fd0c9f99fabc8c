"""Where the header of a table is, and what the lines above it are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from easycrm.workbooks.worksheets.cell_shapes import is_email_value, is_phone, is_typed
from easycrm.workbooks.worksheets.header_evidence import (
    NEXT,
    SURE,
    filled,
    is_belied,
    known_exactly,
    looks_like_header,
    points,
)
from easycrm.workbooks.worksheets.header_groups import titles_of_two_rows, with_row_above

WINDOW = 40
"""How many rows that are not blank are looked at, from where a table may begin."""

_FEWEST_ROWS = 4
"""So many rows of equally many cells, three or more, are a list, though nothing is known of its header."""


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

    def behind(self, rows: int) -> "Header":
        """The same header in a window that begins so many rows earlier."""
        last = None if self.last is None else self.last + rows
        return replace(self, first=self.first + rows, last=last, body=self.body + rows)


def find_header(rows: Sequence[list[str]], grouped: Sequence[list[str]]) -> Header:
    """The header of the table in a window of rows; `grouped`: the rows with merged cells filled to the right."""
    width = _usual_width(rows)
    candidates = range(_first_data_row(rows, width) + 1)
    by_row = {index: points(rows, index, width) for index in candidates}
    sound = [index for index in candidates if by_row[index] and not _is_of_data(rows, index)]
    if sound:
        by_row |= {index: 0.0 for index in candidates if index not in sound}
    known = (index for index in candidates if by_row[index] >= SURE and known_exactly(rows[index]) >= 2)
    best = next(known, max(by_row, key=lambda index: (by_row[index], -index)))
    above = list_of_unknown_header(rows[:best]) if looks_like_header(rows[best]) else None
    if by_row[best] > 0 and above is None:
        return _with_neighbours(rows, grouped, best)
    first = above if above is not None else next((at for at in candidates if filled(rows[at]) * 2 > width), 0)
    if any(is_typed(cell) for cell in rows[first]) or len(rows) == 1:
        return Header(first, None, first)
    return Header(first, first, first + 1, tuple(rows[first]), assumed=True)


def _is_of_data(rows: Sequence[list[str]], index: int) -> bool:
    """Whether a row that looks like a header is one of a list that begins above it."""
    is_first = all(filled(row) < 2 for row in rows[:index])
    return not is_first and looks_like_header(rows[index]) and is_belied(rows[index], rows[index + 1 : index + NEXT])


def list_of_unknown_header(rows: Sequence[list[str]]) -> int | None:
    """Where a list begins of which no header is known; None if the rows are none, but lines above a list."""
    widths = list(map(filled, rows))
    width, count = Counter(widths).most_common(1)[0] if rows else (0, 0)
    return widths.index(width) if width >= 3 and count >= _FEWEST_ROWS else None


def _usual_width(rows: Sequence[list[str]]) -> int:
    """How many cells of a row are filled in most rows, the richer ones where it is a draw.

    Where there are more rows than are looked at, those after the first half: what stands above a list is short.
    """
    sample = rows[WINDOW // 2 :] if len(rows) == WINDOW else rows
    return max(Counter(map(filled, sample)).items(), key=lambda item: (item[1], item[0]))[0]


def _first_data_row(rows: Sequence[list[str]], width: int) -> int:
    """The first row that can only be data: full, with an email or a phone number. No header comes after it."""
    for index, row in enumerate(rows):
        if filled(row) * 10 >= width * 6 and any(is_email_value(cell) or is_phone(cell) for cell in row):
            return index
    return len(rows) - 1


def _with_neighbours(rows: Sequence[list[str]], grouped: Sequence[list[str]], best: int) -> Header:
    """The header at `best`, together with the rows of group titles above or the rows of titles beneath it."""
    for top in range(max(best - 1, 0), min(best + 2, len(rows) - 1)):
        titles = titles_of_two_rows(rows, grouped, top, best)
        more = with_row_above(rows[top - 1], titles, rows[top + 2 :]) if titles and top else ()
        if more or (titles and top <= best):
            return Header(top - 1 if more else top, top + 1, top + 2, more or titles)
    return Header(best, best, best + 1, tuple(rows[best]))
