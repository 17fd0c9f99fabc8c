"""How much one workbook may ask of the function that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from easycrm.workbooks.refusals import cell_too_long, too_many, too_much_for_one_import


@dataclass(frozen=True)
class Limits:
    """What a file may cost before it is refused with a sentence instead of a crash.

    `file_bytes`: the file as it is. `unpacked_bytes`: a container's parts, unpacked. `leads`: rows of leads of the
    whole workbook, those that cannot be read with them; `lead_bytes`: what they take as JSON, passing by on the disk.
    `rows`, `columns`: of one worksheet, whatever they hold. `cells`: of the whole workbook, the blank ones in a row's
    used width included. `skipped`: rows of the whole workbook that are no leads, each of which is told with its reason.
    `cell_characters`: of one cell. `aside_characters`: of all comments and links of one worksheet. `memory_bytes`,
    `cpu_seconds`: of the process that decodes a container.
    """

    file_bytes: int = 1_000_000_000
    unpacked_bytes: int = 2_000_000_000
    leads: int = 5_000_000
    lead_bytes: int = 3_000_000_000
    rows: int = 10_000_000
    columns: int = 1_000
    cells: int = 100_000_000
    skipped: int = 200_000
    cell_characters: int = 100_000
    aside_characters: int = 20_000_000
    memory_bytes: int = 1_500_000_000
    cpu_seconds: int = 300


class Meter:
    """Counts what one workbook has used of its limits; raises UnreadableFile at the first one exceeded."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.cells = 0

    def next_worksheet(self) -> None:
        """Starts counting rows afresh; cells are counted over the whole workbook."""
        self.rows = 0

    def count(self, rows: Sequence[Sequence[str]]) -> None:
        """Adds consecutive rows of one worksheet."""
        widths = list(map(len, rows))
        self.rows += len(rows)
        self.cells += sum(widths)
        _refuse_above("columns", max(widths, default=0), self.limits.columns)
        _refuse_above("rows", self.rows, self.limits.rows)
        _refuse_above("cells", self.cells, self.limits.cells)


class Room:
    """What is left for the rows of leads of one workbook; raises UnreadableFile when nothing is."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = 0
        self._bytes = 0

    def take(self, worksheet: str, row: int, size: int) -> None:
        """A row of leads; `row` is its number, `size` what its line takes, in bytes."""
        self._bytes += size
        if self._rows == self._limits.leads or self._bytes > self._limits.lead_bytes:
            raise too_much_for_one_import(worksheet, row, self._rows)
        self._rows += 1


def check_cells(rows: Sequence[Sequence[str]], first: int, limits: Limits) -> None:
    """Refuses a cell that is too long; `first` is the number of the first row."""
    limit = limits.cell_characters
    if max(map(len, chain.from_iterable(rows)), default=0) > limit:
        row = first + next(index for index, row in enumerate(rows) if max(map(len, row), default=0) > limit)
        raise cell_too_long(row, limit)


def _refuse_above(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise too_many(what, limit)
