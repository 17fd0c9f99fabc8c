"""What each row of a table is, told from the rows around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat, zip_longest
from operator import itemgetter

from easycrm.workbooks.asides import AsideColumns
from easycrm.workbooks.worksheets.header_evidence import (
    NEXT,
    filled,
    first_header_spellings,
    header_spellings,
    is_belied,
    looks_like_header,
)
from easycrm.workbooks.worksheets.lone_cells import LoneCells, sums_up_above
from easycrm.workbooks.worksheets.look_ahead import RowSource
from easycrm.workbooks.worksheets.row_texts import TOTAL_WORDS, is_footer, is_total

_LOOK_AHEAD = 6
_SAMPLE = 200


@dataclass
class TableShape:
    """Which cells of a row belong to a table.

    `width`: how many cells a row has; `kept`: the positions of the columns that the table has; `header_rows`: its
    header, which may come again on every printed page; `first_column`: where its first cell is on the worksheet;
    `has_section`: whether a column after them carries the name of the band that a row stands in; `asides`: the
    columns after that.
    """

    width: int
    kept: Sequence[int]
    header_rows: Sequence[Sequence[str]]
    first_column: int = 0
    has_section: bool = False
    asides: AsideColumns = field(default_factory=lambda: AsideColumns((), 0))


class RowKinds:
    """Tells what the rows are that a source has read ahead; indexes are those of the source."""

    def __init__(self, source: RowSource, shape: TableShape) -> None:
        self._source = source
        self._width = shape.width
        self._has_header = bool(shape.header_rows)
        self._headers = [_without_end(title.casefold() for title in row) for row in shape.header_rows]
        self._begins = {title for row in self._headers for title in row[:1]}
        titled = [any(cells) for cells in zip_longest(*shape.header_rows, fillvalue="")]
        self._first = source.numbers[0] if source.numbers else 0
        self._key = titled.index(True) if True in titled else 0
        self._watched = self._worth_a_look(shape.header_rows)
        columns = sum(titled) if titled else shape.width
        self._lone = LoneCells(source, columns, self._key, self._header_kind)
        self._lone.survey()

    def _worth_a_look(self, header_rows: Sequence[Sequence[str]]) -> frozenset[str]:
        """First cells of totals and headers; those of headers are none where rows of the table begin with them."""
        sample = {row[self._key] for row in self._source.rows[:_SAMPLE] if self._key < len(row)}
        firsts = [row[self._key] for row in header_rows if self._key < len(row)]
        own = {spelt for title in firsts for spelt in (title, title.upper(), title.lower(), title.title()) if spelt}
        titles = {cell for row in header_rows for cell in row if cell}
        return (first_header_spellings() | titles) - sample | TOTAL_WORDS | own

    def suspects(self) -> list[int]:
        """The rows that may be something else than a plain row of the table."""
        width, key, watched = self._width, self._key, self._watched
        few = width // 2  # so many blank cells, or none of one column, make a row worth a look
        rows = self._source.rows
        if (
            set(map(len, rows)) <= {width}
            and (self._source.filled or max(map(list.count, rows, repeat("")), default=0) < few)
            and watched.isdisjoint(map(itemgetter(key), rows))
        ):
            suspects = []
        else:
            suspects = self._each_suspect(width, few)
        return self._with_special(suspects)

    def _each_suspect(self, width: int, few: int) -> list[int]:
        rows, key, watched = self._source.rows, self._key, self._watched
        return [
            index for index, row in enumerate(rows) if len(row) != width or row.count("") >= few or row[key] in watched
        ]

    def _with_special(self, suspects: list[int]) -> list[int]:
        """The suspects, special rows, and in the rows read first all that have a header's word."""
        special = self._source.gaps | self._source.findings.keys() | self._source.held.keys()
        more = {index for index, number in enumerate(self._source.numbers) if number in special} if special else set()
        if self._source.numbers[:1] == [self._first]:
            known = header_spellings()
            more |= {index for index, row in enumerate(self._source.rows) if not known.isdisjoint(row)}
        return sorted({*suspects, *more}) if more else suspects

    def kind(self, index: int) -> str:
        """What a row is: `row`, `ragged`, `held`, `table` (another table begins), or the code of a row to skip."""
        row = self._source.rows[index]
        if self._source.numbers[index] in self._source.held:
            return "held"
        if self._is_header(row):
            return "headerAgain"
        if is_total(row) or (index and sums_up_above(self._source.rows[index - 1], row)):
            return "totalRow"
        if is_footer(row):
            return "footer"
        if self._begins_table(index):
            return "table"
        if filled(row) <= 2 and (kind := self._lone.kind(index)):
            return kind
        return "ragged" if len(row) != self._width else "row"

    def _is_header(self, row: Sequence[str]) -> bool:
        is_like_one = bool(row) and row[0].casefold() in self._begins  # the cheaper question first
        return is_like_one and _without_end(cell.casefold() for cell in row) in self._headers

    def _header_kind(self, index: int) -> str:
        """Whether a row is the table's `own` header again, that of `another` one or its title, or none."""
        if self._is_header(self._source.rows[index]):
            return "own"
        return "another" if self._begins_table(index) else ""

    def _begins_table(self, index: int) -> bool:
        """Whether another header is here, or comes behind a title of its own or facts about it."""
        source = self._source
        row = source.rows[index]
        is_first = source.numbers[index] == self._first
        if not header_spellings().isdisjoint(row) and looks_like_header(row):
            source.has(index + NEXT)
            is_sound = not is_belied(row, source.rows[index + 1 : index + NEXT])
            return is_sound and not self._is_header(row) and (self._has_header or not is_first)
        is_apart = source.numbers[index] in source.gaps
        if is_first or not (is_apart or self._lone.may_be_title(index)):
            return False
        head = self._next_header(index)
        return head > 0 and all(self._lone.may_be_title(above, is_apart) for above in range(index, head))

    def _next_header(self, index: int) -> int:
        """The next row that is the header of another table, if it is near and not the table's own; else 0."""
        for ahead in range(index, index + _LOOK_AHEAD):
            if not self._source.has(ahead):
                return 0
            row = self._source.rows[ahead]
            if looks_like_header(row):
                return 0 if self._is_header(row) else ahead
        return 0


def _without_end(cells: Iterable[str]) -> list[str]:
    """The cells without the blank ones at the end of a row."""
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    return row
