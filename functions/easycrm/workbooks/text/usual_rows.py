"""What most lines of a list are like: how many cells they have, and which of them are emails or numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

_KINDS = (
    re.compile(r"[^@]*[^\s@]@[^\s@]+\.[^\s@]{2,}[^@]*"),
    re.compile(r"(?=(?:\D*\d){7})[+(]?[\d\s().\-/]{7,24}"),
    re.compile(r"[+-]?\d[\d.,:/ -]*"),
)
"""Emails, phone numbers, other numbers and dates."""
_PROOFS = _KINDS[:2]


@dataclass(frozen=True)
class UsualRow:
    """A row of the list: `width` is how many cells it has, `kinds` what the cells of some columns are like."""

    width: int
    kinds: dict[int, re.Pattern[str]]

    @classmethod
    def of(cls, rows: Sequence[list[str]], lines: Sequence[list[str]] = ()) -> Self:
        """What most of the rows are like, of which the first with the usual width may be a header.

        `lines` are the same rows read line by line, where marks astray have less power.
        """
        widths = Counter(len(row) for row in (*rows, *lines) if any(row))
        width = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))[0]
        regular = [[row for row in some if len(row) == width] for some in (rows, lines)]
        columns = list(zip(*chain.from_iterable(some[1:] for some in regular), strict=True))
        kinds = {column: kind for column, cells in enumerate(columns) if (kind := _kind(cells))}
        return cls(width, kinds)

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether these may be the cells of a row: as many, some of them filled, each of its column's kind or blank."""
        return (
            len(cells) == self.width
            and sum(map(bool, map(_text, cells))) >= min(2, self.width)
            and all(kind.fullmatch(text) for column, kind in self.kinds.items() if (text := _text(cells[column])))
        )

    def is_proved_by(self, cells: Sequence[str]) -> bool:
        """Whether these are a row for sure: they fit, and an email or a phone number is where it belongs."""
        return self.fits(cells) and any(_text(cells[column]) for column, kind in self.kinds.items() if kind in _PROOFS)


def _kind(cells: Sequence[str]) -> re.Pattern[str] | None:
    """What nearly all cells of a column are, those of them that say something."""
    filled = [text for cell in cells if (text := _text(cell))]
    return next(
        (kind for kind in _KINDS if sum(map(bool, map(kind.fullmatch, filled))) * 5 >= len(filled) * 4 > 0), None
    )


def _text(cell: str) -> str:
    """A cell without what a quotation mark astray may add to it."""
    return cell.strip("\"' ")
