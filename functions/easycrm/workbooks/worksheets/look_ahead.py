"""The rows of a worksheet with a look ahead: what the search for tables works on."""

from collections.abc import Iterator, Sequence

from easycrm.held import HeldReason
from easycrm.workbooks.cleaning import clean_rows
from easycrm.workbooks.grids import Batch, CellFinding, Grid, Merge


class RowSource:
    """Reads a grid forward. Cells are clean, merged ranges are filled downwards, blank rows are left out.

    `numbers`, `rows` and `raw` are parallel lists of what has been read ahead, `position` is the next row in them;
    `raw` has the cells before cleaning, which tell where a delimiter was none; `filled`: none of them is blank, for
    certain. `gaps` are the numbers of rows below a blank one, `findings` those of the cells of a row, none for a row
    that has only asides; `held`: why rows cannot be read as they are.
    """

    def __init__(self, grid: Grid) -> None:
        self.numbers: list[int] = []
        self.rows: list[list[str]] = []
        self.raw: list[list[str]] = []
        self.position = 0
        self.blank_rows = 0
        self.filled = True
        self.gaps: set[int] = set()
        self.findings: dict[int, list[CellFinding]] = {}
        self.held: dict[int, HeldReason] = {}
        self.asides = grid.asides
        self._across = _across(grid.merges)
        self.delimiter = grid.delimiter
        self._filler = _MergeFiller(grid.merges)
        self._batches = grid.batches
        self._after_blank = False

    def has(self, index: int) -> bool:
        """Whether there is a row at `index`; reads ahead as far as needed and moves nothing."""
        while index >= len(self.rows):
            batch = next(self._batches, None)
            if batch is None:
                return False
            self._add(batch)
        return True

    def grouped(self, index: int) -> list[str]:
        """The row at `index` with the cells merged with their right neighbours filled to the right."""
        row = list(self.rows[index])
        for merge in self._across.get(self.numbers[index], ()):
            for column in range(merge.first_column + 1, min(merge.last_column + 1, len(row))):
                row[column] = row[column] or row[merge.first_column]
        return row

    def span(self, index: int) -> int:
        """How many columns the widest merged range takes that begins in the row at `index`."""
        merges = self._across.get(self.numbers[index], ())
        return max((merge.last_column - merge.first_column + 1 for merge in merges), default=1)

    def forget(self) -> None:
        """Drops the rows before `position`; indexes count from the new first row."""
        for number in self.numbers[: self.position] if self.gaps or self.findings or self.held else ():
            self.gaps.discard(number)
            self.held.pop(number, None)
            self.findings.pop(number, None)
        del self.numbers[: self.position], self.rows[: self.position], self.raw[: self.position]
        self.position = 0
        self.filled = self.filled or not self.rows

    def _add(self, batch: Batch) -> None:
        self._filler.fill(batch)
        cleaned, findings, filled = (
            (batch.rows, [], batch.filled) if batch.clean else clean_rows(batch.rows, batch.numbers)
        )
        self.held.update(batch.held)
        for finding in (*batch.findings, *findings):
            self.findings.setdefault(finding.row, []).append(finding)
        for number in batch.numbers if self.asides else ():
            if number in self.asides:
                self.findings.setdefault(number, [])
        self.filled = self.filled and filled
        if not self._after_blank and (filled or all(map(any, cleaned))):
            self.numbers.extend(batch.numbers)
            self.rows.extend(cleaned)
            self.raw.extend(batch.rows)
        else:
            self._add_filled(batch, cleaned)

    def _add_filled(self, batch: Batch, cleaned: list[list[str]]) -> None:
        for number, row, raw in zip(batch.numbers, cleaned, batch.rows, strict=True):
            if not any(row):
                self.blank_rows += 1
                self._after_blank = True
                continue
            if self._after_blank:
                self.gaps.add(number)
                self._after_blank = False
            self.numbers.append(number)
            self.rows.append(row)
            self.raw.append(raw)


class _MergeFiller:
    """Gives the value of a merged range to every row of it. Not to every column: one value is no two values."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._coming = sorted((merge for merge in merges if merge.last_row > merge.first_row), reverse=True)
        self._active: dict[int, tuple[Merge, str]] = {}

    def fill(self, batch: Batch) -> None:
        """Fills the ranges in a batch in place; rows that are otherwise blank stay blank."""
        if not self._coming and not self._active:
            return
        for number, row in zip(batch.numbers, batch.rows, strict=True):
            self._begin(number, row)
            if self._active and any(row):
                self._fill_row(number, row)

    def _begin(self, number: int, row: list[str]) -> None:
        while self._coming and self._coming[-1].first_row <= number:
            merge = self._coming.pop()
            if merge.first_column < len(row):
                self._active[merge.first_column] = (merge, row[merge.first_column])

    def _fill_row(self, number: int, row: list[str]) -> None:
        for column, (merge, value) in list(self._active.items()):
            if merge.last_row < number:
                del self._active[column]
            elif not row[column]:
                row[column] = value


def _across(merges: Sequence[Merge]) -> dict[int, list[Merge]]:
    """The merged ranges of several columns by their first row."""
    across: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.last_column > merge.first_column:
            across.setdefault(merge.first_row, []).append(merge)
    return across


def sliced(batches: Iterator[Batch], first: int, last: int) -> Iterator[Batch]:
    """The batches with the columns from `first` to `last` only."""
    for batch in batches:
        inside = (finding for finding in batch.findings if first <= finding.column <= last)
        findings = [finding._replace(column=finding.column - first) for finding in inside]
        yield Batch(batch.numbers, [row[first : last + 1] for row in batch.rows], findings, held=batch.held)
