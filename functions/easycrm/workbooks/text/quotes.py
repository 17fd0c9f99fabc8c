"""Lines with quotation marks as rows: what is quoted as it should be, and what has marks astray.

A mark that is opened and never closed would take all that follows into one cell, and two of them pair up over the rows
between. Nothing of that is believed where the lines look like rows of the list themselves: those that prove that they
are rows are read line by line, and all others are held.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from easycrm.held import STRAY_QUOTE, HeldReason
from easycrm.workbooks.grids import Batch, CellFinding
from easycrm.workbooks.refusals import text_too_long
from easycrm.workbooks.text.dialects import Dialect
from easycrm.workbooks.text.lines import Line, cut_line
from easycrm.workbooks.text.usual_rows import UsualRow

if TYPE_CHECKING:
    import _csv

_OPEN_AT_END = "unexpected end of data"
"""What the csv module says of a text that ends inside of a quoted cell."""
_TOO_LONG = "field larger than field limit"


class QuotedLines:
    """Reads pieces of a file one after the other; `sample` gives lines of it that tell what its rows are like."""

    def __init__(self, dialect: Dialect, sample: Callable[[], Sequence[str]], longest: int) -> None:
        self._dialect = dialect
        self._sample = sample
        self._longest = longest
        self.is_holding = False
        """Whether lines are held until one comes that is a row."""

    def read(self, lines: Sequence[str], first: int, is_last: bool = False) -> tuple[Batch, int]:
        """The rows of a piece whose first line has the number `first`, and how many of its lines they take.

        Lines end with a newline. Those that are not taken belong to a cell that is still open at the end of the piece.
        """
        if not self.is_holding:
            try:
                rows = list(self._csv(lines))
            except csv.Error:
                rows = []
            if len(rows) == len(lines):
                return Batch(range(first, first + len(rows)), rows), len(lines)
        piece = _Piece(first)
        taken = self._read_carefully(lines, piece, is_last)
        return Batch(piece.numbers, piece.rows, piece.findings, held=piece.held), taken

    def _csv(self, lines: Iterable[str]) -> "_csv.Reader":
        dialect = self._dialect
        return csv.reader(
            lines, delimiter=dialect.separator, quotechar=dialect.quote, skipinitialspace=dialect.spaced, strict=True
        )

    def _read_carefully(self, lines: Sequence[str], piece: "_Piece", is_last: bool) -> int:
        at = 0
        while at < len(lines):
            if self.is_holding and not self._resumes(lines[at]):
                piece.hold(at, self._cut(lines[at]).cells)
                at += 1
                continue
            self.is_holding = False
            at, end = self._read_sound(lines, at, piece)
            if end is None and not is_last:
                if sum(map(len, lines[at:])) <= self._longest:
                    return at
                self._refuse_unless_row(lines[at], piece.first + at)
            if at < len(lines):
                at = self._settle(lines, at, end or at + 1, piece)
        return at

    def _read_sound(self, lines: Sequence[str], at: int, piece: "_Piece") -> tuple[int, int | None]:
        """Adds rows up to the first that is suspicious: where that begins and ends; None: it is open at the end."""
        reader = self._csv(islice(lines, at, None))
        start = at
        try:
            for row in reader:
                end = at + reader.line_num
                if end - start > 1 and self._swallows(row, lines[start:end]):
                    return start, end
                piece.add(start, row)
                start = end
        except csv.Error as error:
            if str(error) == _OPEN_AT_END:
                return start, None
            if str(error).startswith(_TOO_LONG):
                self._refuse_unless_row(lines[start], piece.first + start)
            return start, start + 1
        return start, start + 1

    def _settle(self, lines: Sequence[str], at: int, end: int, piece: "_Piece") -> int:
        """Reads the lines of a suspicious row one by one, or holds them; where to go on."""
        cuts = list(map(self._cut, lines[at:end]))
        if all(self._is_row(cut) for cut in cuts):
            for place, cut in enumerate(cuts, at):
                piece.add(place, cut.cells) if cut.is_closed else piece.add_stray(place, cut.cells, self._dialect.quote)
            return end
        for place, cut in enumerate(cuts, at):
            piece.hold(place, cut.cells)
        self.is_holding = end == at + 1
        return end

    def _refuse_unless_row(self, line: str, number: int) -> None:
        """A cell that is open for longer than cells may be: its line is a row of its own, or the file is not read."""
        if not self._is_row(self._cut(line)):
            raise text_too_long(f"After line {number} a cell", self._longest, row=number)

    def _is_row(self, line: Line) -> bool:
        return self._usual.fits(line.cells) if line.is_closed else self._usual.is_proved_by(line.cells)

    def _resumes(self, text: str) -> bool:
        """Whether a line is a row beyond doubt, so that the trouble above it is over."""
        line = self._cut(text)
        is_end = text.count(self._dialect.quote) % 2  # of a cell that began above
        return line.is_closed and not is_end and self._usual.fits(line.cells)

    def _swallows(self, row: list[str], lines: Sequence[str]) -> bool:
        """Whether a row over several lines holds what is rows of its own: its lines look like rows of the list."""
        cuts = [self._cut(line).cells for line in lines]
        proved = [self._usual.is_proved_by(cells) and not self._is_prose(cells) for cells in cuts]
        is_proved_within = any(proved[1:-1])
        likes = [
            (self._usual.fits(cells) and not self._is_prose(cells)) or self._has_delimiters(line)
            for cells, line in zip(cuts, lines, strict=True)
        ]
        within = likes[1:-1]
        if self._quotes_all and self._is_all_quoted("".join(lines)):
            is_one_cell = len(row) == 1 and all(map(self._usual.fits, cuts))
            return len(row) != self._usual.width and (is_one_cell or is_proved_within or all(proved))
        return (likes[0] and likes[-1]) or is_proved_within or (any(within) and sum(within) * 2 >= len(within))

    def _is_prose(self, cells: Sequence[str]) -> bool:
        """Whether a delimiter before a space parts the cells, which no other row has."""
        return not self._dialect.spaced and any(cell.startswith(" ") for cell in cells[1:])

    def _has_delimiters(self, line: str) -> bool:
        """Whether a line has as many delimiters as a row, those before a space, as in prose, apart."""
        separator, width = self._dialect.separator, self._usual.width
        pieces = line.count(separator) - line.count(f"{separator} ") * (not self._dialect.spaced) + 1
        return width > 1 and pieces == width

    def _is_all_quoted(self, text: str) -> bool:
        """Whether every cell of a row is quoted as it should be, which marks astray hardly ever bring about."""
        return bool(self._all_quoted.fullmatch(text))

    @cached_property
    def _all_quoted(self) -> re.Pattern[str]:
        quote, separator = re.escape(self._dialect.quote), re.escape(self._dialect.separator)
        cell = f"{quote}[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}"
        return re.compile(f"{cell}(?:{separator} ?{cell})*\n?")

    @cached_property
    def _quotes_all(self) -> bool:
        """Whether the list comes from a program that quotes every cell: those of the header, or of most lines."""
        lines = [line for line in self._sample() if line.strip()]
        text = "\n".join(lines)
        header = self._all_quoted.match(text)
        if header and (header.end() == len(text) or header[0].endswith("\n")):
            return True
        return sum(map(self._is_all_quoted, lines)) * 2 >= len(lines)

    @cached_property
    def _usual(self) -> UsualRow:
        lines = [self._cut(line).cells for line in self._sample()]
        try:
            rows = [row for row in self._csv(self._sample()) if any(row)]
        except csv.Error:
            rows = []
        return UsualRow.of(rows, lines) if len(rows) > 1 else UsualRow.of(lines)

    def _cut(self, line: str) -> Line:
        return cut_line(line.removesuffix("\n"), self._dialect.separator, self._dialect.quote)


class _Piece:
    """The rows of a piece as they are found; places are counted in lines from its first one."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.numbers: list[int] = []
        self.rows: list[list[str]] = []
        self.findings: list[CellFinding] = []
        self.held: dict[int, HeldReason] = {}

    def add(self, place: int, row: list[str]) -> None:
        self.numbers.append(self.first + place)
        self.rows.append(row)

    def add_stray(self, place: int, row: list[str], quote: str) -> None:
        """A row with a mark that is never closed, which is left out of its cell."""
        for column, cell in enumerate(row):
            if cell.strip().startswith(quote) and cell.count(quote) == 1:
                self.findings.append(CellFinding(self.first + place, column, "strayQuote", cell))
                row[column] = cell.replace(quote, "")
        self.add(place, row)

    def hold(self, place: int, row: list[str]) -> None:
        """A line that cannot be told from its neighbours; a blank one is none."""
        if any(map(str.strip, row)):
            self.held[self.first + place] = STRAY_QUOTE
        self.add(place, row)
