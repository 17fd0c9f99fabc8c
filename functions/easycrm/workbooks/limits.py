"""How much one workbook may ask of the function that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from sys import getsizeof

from easycrm.workbooks.refusals import cell_too_long, too_many, too_much_for_one_import

ROW_BYTES = 1_000
PLACE_BYTES = 8
CELL_BYTES = 64
TEXT_FACTOR = 1.2
"""What a row, a cell, a filled cell and the bytes of its text take in the memory of the task that holds all rows of a
file, as `benchmarks.memory` measures it with Python 3.11, whose texts are the larger ones, and a little more."""

OWN_BYTES = 350_000_000
"""What that task takes without rows: Python, the packages, what threads have in their hands, and some to spare."""


@dataclass(frozen=True)
class Limits:
    """What a file may cost before it is refused with a sentence instead of a crash.

    `file_bytes`: the file as it is. `unpacked_bytes`: a container's parts, unpacked. `rows`, `columns`: of one
    worksheet. `cells`: of the whole workbook, the blank ones in a row's used width included. `carried_bytes`: of the
    memory that all rows of leads take, see `memory_of_row`. `skipped`: rows of the whole workbook that are no leads,
    each of which is told with its reason. `cell_characters`: of one cell. `aside_characters`: of all comments and links
    of one worksheet. `memory_bytes`, `cpu_seconds`: of the process that decodes a container.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 2_000_000_000
    rows: int = 2_000_000
    columns: int = 1_000
    cells: int = 50_000_000
    carried_bytes: int = 1_400_000_000
    skipped: int = 200_000
    cell_characters: int = 100_000
    aside_characters: int = 20_000_000
    memory_bytes: int = 1_500_000_000
    cpu_seconds: int = 300


def carried_bytes(function_bytes: int) -> int:
    """What a function with so many bytes of memory has for the rows of a file."""
    return function_bytes - OWN_BYTES


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


def memory_of_row(cells: Sequence[str], line: str) -> int:
    """Bytes that a row takes in the memory of a task that holds all rows of a file; `line` is the row as JSON.

    At least as many as `benchmarks.memory` measures, for rows of every shape.
    """
    filled = len(cells) - cells.count("")
    return ROW_BYTES + PLACE_BYTES * len(cells) + CELL_BYTES * filled + int(TEXT_FACTOR * getsizeof(line))


class Room:
    """What is left of the memory that the rows of one workbook may take; raises UnreadableFile when nothing is."""

    def __init__(self, limits: Limits) -> None:
        self._left = limits.carried_bytes
        self._rows = 0

    def take(self, worksheet: str, row: int, cells: Sequence[str], line: str) -> None:
        """A row that will be held; `row` is its number, `line` the row as JSON."""
        self._left -= memory_of_row(cells, line)
        if self._left < 0:
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
