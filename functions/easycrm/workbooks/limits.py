"""How much one workbook may ask of the function that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from easycrm.workbooks.refusals import cell_too_long, too_many


@dataclass(frozen=True)
class Limits:
    """What a file may cost before it is refused with a sentence instead of a crash.

    `file_bytes`: the file as it is. `unpacked_bytes`: a container's parts, unpacked. `rows`, `columns`: of one
    worksheet. `cells`: of the whole workbook, the blank ones in a row's used width included. `cell_characters`: of one
    cell. `aside_characters`: of all comments and links of one worksheet. `memory_bytes`, `cpu_seconds`: of the process
    that decodes a container.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 2_000_000_000
    rows: int = 2_000_000
    columns: int = 1_000
    cells: int = 50_000_000
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


def check_cells(rows: Sequence[Sequence[str]], first: int, limits: Limits) -> None:
    """Refuses a cell that is too long; `first` is the number of the first row."""
    limit = limits.cell_characters
    if max(map(len, chain.from_iterable(rows)), default=0) > limit:
        row = first + next(index for index, row in enumerate(rows) if max(map(len, row), default=0) > limit)
        raise cell_too_long(row, limit)


def _refuse_above(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise too_many(what, limit)
