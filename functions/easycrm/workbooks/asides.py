"""What hangs on a cell beside its value, comments and the targets of links, as columns of the table."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from easycrm.header_words import reaches
from easycrm.workbooks.tables import Finding, column_letters

_HEADERS = {"comment": "Comment on", "link": "Link of", "text": "Text of", "contact": "Contact of"}
_REMARKS = tuple(f"{_HEADERS[kind]} " for kind in ("comment", "link", "text"))
_MOST_NOTES = 100


class Aside(NamedTuple):
    """`column` from 0; `kind`: `comment`, `link` (an address) or `contact` (what a mailto: or tel: link dials)."""

    column: int
    kind: str
    text: str


Asides = dict[int, list[Aside]]
"""What hangs on the cells of a worksheet, by row, from 1. Who reads a row takes what is its."""


class AsideColumns:
    """The columns that a table has for what hangs on its cells: `Comment on Phone`, `Link of Name`.

    A contact takes the cell's place under a header such as `Email` or `Phone`, and what the cell shows goes to
    `Text of Email`; elsewhere the cell stays as it is, and the contact goes to `Contact of Name`.
    """

    def __init__(self, titles: Sequence[str], first_column: int) -> None:
        self._first_column = first_column
        self._reaching = [reaches(title) for title in titles]
        self._places: dict[tuple[int, str], int] = {}

    def survey(self, asides: Asides, first: int, last: int | None) -> None:
        """Makes a column for each kind of aside on each column of the rows from `first` to `last` (None: all)."""
        rows = (row for row in asides if first <= row and (last is None or row <= last))
        keys = {self._key(aside) for row in rows for aside in asides[row] if self._is_inside(aside)}
        self._places = {key: place for place, key in enumerate(sorted(keys))}

    def __len__(self) -> int:
        return len(self._places)

    def headers(self, labels: Mapping[int, str]) -> list[str]:
        """The headers of the columns; `labels`: those of the table's columns by their position on the worksheet."""
        return [
            f"{_HEADERS[kind]} {labels.get(place) or f'Column {column_letters(place)}'}"
            for place, kind in ((column + self._first_column, kind) for column, kind in self._places)
        ]

    def take(self, asides: list[Aside], row: list[str]) -> tuple[list[str], list[str], list[Aside]]:
        """The row with contacts in place, a cell for each column, and what hangs on cells outside of the table."""
        row = list(row)
        cells = [""] * len(self._places)
        outside = []
        for aside in asides:
            place = self._places.get(self._key(aside)) if self._is_inside(aside) else None
            if place is None:
                outside.append(aside)
            elif self._key(aside)[1] == "text":
                column = aside.column - self._first_column
                cells[place], row[column] = row[column], aside.text
            else:
                cells[place] = f"{cells[place]}\n{aside.text}" if cells[place] else aside.text
        return row, cells, outside

    def replaces(self, aside: Aside) -> bool:
        """Whether the aside takes the place of what its cell shows."""
        return self._is_inside(aside) and self._key(aside)[1] == "text"

    def _is_inside(self, aside: Aside) -> bool:
        return 0 <= aside.column - self._first_column < len(self._reaching)

    def _key(self, aside: Aside) -> tuple[int, str]:
        column = aside.column - self._first_column
        is_text = aside.kind == "contact" and 0 <= column < len(self._reaching) and self._reaching[column]
        return column, "text" if is_text else aside.kind


def is_remark_header(header: str) -> bool:
    """Whether a column has comments, links or shown texts: what it says goes to the remarks, whatever it looks like."""
    return header.startswith(_REMARKS)


def notes_of(worksheet: str, asides: Asides) -> list[Finding]:
    """Notes for the upload of what hangs on cells that are in no row of a table: headers, titles, blank cells."""
    places = [(row, aside) for row in sorted(asides) for aside in asides[row]]
    notes = [Finding(worksheet, row, aside.column, aside.kind, _sentence(row, aside)) for row, aside in places]
    if len(notes) > _MOST_NOTES:
        left = f"{len(notes) - _MOST_NOTES:,} more comments and links outside of the rows of leads were left out."
        notes[_MOST_NOTES:] = [Finding(worksheet, None, None, "asidesLeftOut", left)]
    return notes


def _sentence(row: int, aside: Aside) -> str:
    return f"{_HEADERS[aside.kind]} {column_letters(aside.column)}{row}: {aside.text}"
