"""Rows with too many or too few cells: put right when the row itself proves how, else held."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from easycrm.workbooks.worksheets.cell_shapes import is_email, is_number, is_phone

_ENDING = re.compile(
    r" ?(?:inc|llc|ltd|limited|corp|co|gmbh|ag|kg|s\.?a|sas|sarl|srl|bv|nv|pty|pte|plc|lp|llp|oy|ab|as|spa|ltda|kk|pt"
    r"|jr|sr|md|ph\.?d)\b.{0,20}",
    re.IGNORECASE,
)
"""What people and registers write after a comma: `Acme, Inc.`, `Novak, PhD`."""
Kind = Callable[[str], bool]


class Realigner:
    """Knows from a table's sample which columns hold emails, phone numbers or numbers, and mends rows by that."""

    def __init__(self, rows: Sequence[list[str]], width: int, delimiter: str) -> None:
        self.width = width
        self.delimiter = delimiter
        regular = [cell for row in rows if len(row) == width for cell in row]
        self.spaced = sum(cell[:1] == " " for cell in regular) * 10 > len(regular)
        self.kinds = {column: kind for column in range(width) if (kind := _kind_of_column(rows, column, width))}

    def mend(self, row: list[str]) -> list[str] | None:
        """The cells, one for every column; None when nothing proves where they belong."""
        fitted = row[: self.width] + [""] * (self.width - len(row))
        if any(cell.strip() for cell in row[self.width :]) or self._displaced(fitted):
            return self._rejoin(row) if len(row) > self.width else None
        return fitted

    def _rejoin(self, row: list[str]) -> list[str] | None:
        """One cell was cut by delimiters that belong to it: joined again if there is only one way to do so."""
        surplus = len(row) - self.width
        free = [column for column in range(self.width) if self.kinds.get(column) not in (is_email, is_phone)]
        ways = [column for column in free if self._proves(self._join(row, column, surplus))]
        if len(ways) > 1:
            ways = [column for column in ways if self._reads_on(row[column : column + surplus + 1])]
        return self._join(row, ways[0], surplus) if len(ways) == 1 else None

    def _join(self, row: list[str], column: int, surplus: int) -> list[str]:
        joined = self.delimiter.join(row[column : column + surplus + 1])
        return [*row[:column], joined, *row[column + surplus + 1 :]]

    def _reads_on(self, pieces: list[str]) -> bool:
        """Whether the pieces read as one text: `Acme` and ` Inc.`."""
        return all((piece[:1] == " " and not self.spaced) or _ENDING.fullmatch(piece) for piece in pieces[1:])

    def _proves(self, cells: list[str]) -> bool:
        """Whether every column of a known kind holds what it should, an email or a phone number among them."""
        known = [(kind, text) for column, kind in self.kinds.items() if (text := cells[column].strip())]
        return all(kind(text) for kind, text in known) and any(kind in (is_email, is_phone) for kind, _ in known)

    def _displaced(self, cells: list[str]) -> bool:
        """Whether the row has an email, but none where emails belong."""
        places = [column for column, kind in self.kinds.items() if kind is is_email]
        return bool(places) and any(map(is_email, cells)) and not any(is_email(cells[column]) for column in places)


def _kind_of_column(rows: Sequence[list[str]], column: int, width: int) -> Kind | None:
    cells = [text for row in rows if len(row) == width and (text := row[column].strip())]
    found = Counter(kind for cell in cells for kind in (is_email, is_phone, is_number) if kind(cell))
    return next((kind for kind in (is_email, is_phone, is_number) if found[kind] * 10 >= len(cells) * 9 > 0), None)
