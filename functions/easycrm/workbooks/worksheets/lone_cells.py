"""Rows of one cell beneath a wide header: the name of a group, the foot of a report, or perhaps a lead."""

from collections.abc import Callable, Sequence

from easycrm.workbooks.worksheets.cell_shapes import is_label, is_number, is_typed
from easycrm.workbooks.worksheets.header_evidence import filled, header_rows_in
from easycrm.workbooks.worksheets.look_ahead import RowSource
from easycrm.workbooks.worksheets.row_texts import (
    count_in,
    is_footer,
    is_labelled,
    is_labelled_count,
    is_labelled_pair,
    is_total,
    may_name_a_group,
    names_a_group,
    reaches_somebody,
)

_SAMPLE = 200
_WIDE = 3
_GROUP = 60
"""A total is looked for in so many rows beneath the name of a group."""
_FOOT_ROWS = 12
"""A foot has no more rows than this."""


class LoneCells:
    """Tells what the rows of a table are that have one cell, or a label and a cell.

    `columns`: how many the table has, `key`: the first that has a header; `header_kind`: whether a row is
    its `own` header again, or that of `another` table.
    """

    def __init__(self, source: RowSource, columns: int, key: int, header_kind: Callable[[int], str]) -> None:
        self._source = source
        self._columns = columns
        self._key = key
        self._header_kind = header_kind
        self._typed_key = self._is_sparse = False
        self._gaps_tell = self._ends_tell = True

    def survey(self) -> None:
        """Learns from the first rows of the table, at which the source stands, what is usual in it."""
        source, key = self._source, self._key
        body = self._body()
        self._typed_key = _is_typed_column([source.rows[index] for index in body], key)
        gaps = sum(1 for index in body[1:] if source.numbers[index] in source.gaps)
        self._gaps_tell = gaps * 3 <= len(body)
        self._ends_tell = not any(1 < len(source.raw[index]) < self._columns for index in body)
        self._is_sparse = self._has_sparse_rows(body)

    def kind(self, index: int) -> str | None:
        """`bandRow`, `totalRow`, `footer`, or None for what may be a lead."""
        row = self._source.rows[index]
        if filled(row) == 2 and is_labelled_pair(row):
            return "footer" if self._columns >= _WIDE and self._end_behind(index) == "table" else None
        if filled(row) != 1 or self._columns < 2 or reaches_somebody(max(row)):
            return None
        return self._kind_of_foot(index) or self._kind_of_middle(index)

    def may_be_title(self, index: int, is_apart: bool = False) -> bool:
        """Whether the row may be the title of another table that begins beneath it, or say something of it.

        A row that a gap sets apart (`is_apart`) may have two cells, if the table has more columns.
        """
        row = self._source.rows[index]
        if not is_apart and (self._is_sparse or not self._is_wide or filled(row) > 1):
            return False
        cells = [cell for cell in row if cell]
        if is_apart:
            is_label_first = cells[0].endswith((":", "：")) or not any(map(reaches_somebody, cells))
            return len(cells) < max(2, min(3, self._columns)) and is_label_first
        return is_label(cells[0]) and not reaches_somebody(cells[0])

    def _body(self) -> list[int]:
        """The rows of the sample, to where another table begins, without the foot as far as it is in sight."""
        source = self._source
        rows = source.rows[: source.position + _SAMPLE]
        others = [head for head in header_rows_in(rows) if self._header_kind(head) == "another"]
        end = min([len(rows), *others])
        if others or not source.has(len(rows)):
            while end > source.position and _is_of_foot(rows[end - 1]):
                end -= 1
        return list(range(source.position, end))

    def _has_sparse_rows(self, body: Sequence[int]) -> bool:
        """Whether several rows of one cell, which name no group, show that little is known of some leads."""
        lone = [index for index in body if filled(self._source.rows[index]) == 1]
        leads = sum(1 for index in lone if self._kind_of_middle(index) is None)
        return bool(leads) and leads * 10 >= len(body)

    def _kind_of_middle(self, index: int) -> str | None:
        """The kind of a row wherever it stands: the name of a group of rows, or the total of one."""
        text = max(self._source.rows[index])
        if self._is_wide and is_label(text) and self._is_band(index, text):
            return "bandRow"
        if not self._is_in_key(index):
            return None
        count = count_in(text)
        if count is not None and self._counts_above(index, text, count):
            return "totalRow"
        if self._is_wide and is_label(text) and self._heads_rows(index, text):
            return "bandRow"
        return "totalRow" if is_labelled_count(text) else None

    def _kind_of_foot(self, index: int) -> str | None:
        """The kind of a row behind which there is no full one; a label, a count, or what stands apart is no lead."""
        text = max(self._source.rows[index])
        is_count = count_in(text) is not None
        says_so = is_count or is_labelled(text) or text.endswith((":", "："))
        may_be_foot = says_so or (self._is_wide and not self._is_sparse)
        end = self._end_behind(index) if may_be_foot and self._is_in_key(index) else ""
        if end and is_count:
            return "totalRow"
        return "footer" if end == "table" and (says_so or self._is_apart(index)) else None

    @property
    def _is_wide(self) -> bool:
        return self._columns >= _WIDE

    def _is_in_key(self, index: int) -> bool:
        """Whether the cell is no farther right than the first column that has a header."""
        return any(self._source.rows[index][: self._key + 1])

    def _is_band(self, index: int, text: str) -> bool:
        """Whether a label names the rows beneath it, whatever they are.

        It does when it is merged across, when it is a usual word for that, when it ends with a colon, or when a gap
        sets it and the rows beneath apart.
        """
        source = self._source
        if 1 < source.span(index) > len(source.rows[index]) / 2 or names_a_group(text):
            return True
        if not source.has(index + 1):
            return False
        is_apart = source.numbers[index] in source.gaps and source.numbers[index + 1] not in source.gaps
        return self._header_kind(index + 1) == "own" or (is_apart and filled(source.rows[index + 1]) > 1)

    def _heads_rows(self, index: int, text: str) -> bool:
        """Whether fuller rows stand beneath a text that cannot be one of theirs, is in them, or has a total below."""
        source = self._source
        if not source.has(index + 1) or filled(source.rows[index + 1]) < 2:
            return False
        following = source.rows[index + 1]
        if is_total(following) or source.numbers[index + 1] in source.gaps:
            return False
        return (
            may_name_a_group(text)
            or self._typed_key
            or text.casefold() in map(str.casefold, following)
            or (not self._is_sparse and any(_sums_up(row, text) for row in source.rows[index + 1 : index + _GROUP]))
        )

    def _counts_above(self, index: int, text: str, count: int) -> bool:
        """Whether a count is that of the rows above, up to another lone cell, or is called like the row above."""
        start = first = max(index - 1, 0)
        while start >= 0 and filled(self._source.rows[start]) > 1:
            start -= 1
        names = [cell for cell in self._source.rows[first] if len(cell) > 1]
        return first - start == count or any(text.startswith(f"{name} ") for name in names)

    def _end_behind(self, index: int) -> str:
        """What ends behind the row, if only rows of a foot come first: the `table`, a `page` of it, or nothing."""
        source = self._source
        for ahead in range(index + 1, index + _FOOT_ROWS):
            if not source.has(ahead):
                return "table"
            if head := self._header_kind(ahead):
                return "page" if head == "own" else "table"
            if not _is_of_foot(source.rows[ahead]):
                return ""
        return ""

    def _is_apart(self, index: int) -> bool:
        """Whether a last row is no lead by its place.

        It is not where all other first cells are dates or ids, where it lacks all delimiters, and where a gap or a row
        that is a foot for certain is above it and below the last full row.
        """
        source = self._source
        if self._typed_key or self._is_short(index):
            return True
        while index and _is_of_foot(source.rows[index]):
            if self._gaps_tell and source.numbers[index] in source.gaps:
                return True
            index -= 1
            if _is_foot_by_itself(source.rows[index]):
                return True
        return False

    def _is_short(self, index: int) -> bool:
        """Whether the line has no delimiter at all, unlike other rows that end in blank cells."""
        return self._ends_tell and self._source.delimiter is not None and len(self._source.raw[index]) == 1


def _is_of_foot(row: Sequence[str]) -> bool:
    return filled(row) == 1 or is_total(row) or is_footer(row) or is_labelled_pair(row)


def _is_foot_by_itself(row: Sequence[str]) -> bool:
    text = max(row) if filled(row) == 1 else ""
    says_so = text and not reaches_somebody(text) and (count_in(text) is not None or is_labelled(text))
    return bool(says_so) or is_footer(row)


def _is_typed_column(rows: Sequence[list[str]], column: int) -> bool:
    """Whether the column holds values by their shape, such as dates or ids, in nearly all of the fuller rows."""
    cells = [row[column] for row in rows if filled(row) > 1 and column < len(row) and row[column]]
    return len(cells) > 1 and sum(map(is_typed, cells)) * 10 >= len(cells) * 9


def _sums_up(row: Sequence[str], group: str) -> bool:
    """Whether a row is the total of a group: its name and more words, and nothing but numbers."""
    cells = [cell for cell in row if cell]
    is_named = cells[0].startswith(group) and cells[0] != group
    return is_named and (count_in(cells[0]) is not None or len(cells) > 1) and all(map(is_number, cells[1:]))


def sums_up_above(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row is the total of the group above, which all its rows name: `Nord AS Total` and numbers."""
    column = next(column for column, cell in enumerate(row) if cell)
    group = above[column] if column < len(above) else ""
    if not group or not row[column].startswith(f"{group} "):
        return False
    numbers = [cell for cell in row[column + 1 :] if cell]
    return bool(numbers) and not any(reaches_somebody(cell) or not is_number(cell) for cell in numbers)
