"""A worksheet before anybody has looked for tables on it: rows of text cells, in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from easycrm.held import HeldReason
from easycrm.workbooks.asides import Asides
from easycrm.workbooks.tables import Role

BATCH_ROWS = 1_000
"""Rows that travel together: enough for loops to run in C, few enough for a first batch at once."""


class CellFinding(NamedTuple):
    """A cell that deserves a finding: `row` from 1, `column` from 0, the finding's code, what the cell held."""

    row: int
    column: int
    code: str
    text: str


class Batch(NamedTuple):
    """Consecutive rows: `numbers[i]` is the number of `rows[i]`, from 1. Rows of spreadsheets are of equal length.

    `clean`: whether the cells are known to need no cleaning; `filled`: whether it is known that none is blank. `held`:
    why rows cannot be read as they are, by number.
    """

    numbers: Sequence[int]
    rows: list[list[str]]
    findings: Sequence[CellFinding] = ()
    clean: bool = False
    filled: bool = False
    held: Mapping[int, HeldReason] = MappingProxyType({})


class Merge(NamedTuple):
    """A merged range, ends included: rows from 1, columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Grid:
    """One worksheet.

    `set_aside` is the role of a worksheet that is not read (`hidden`, `pivot`, `chart`), else None; `alone`: no other
    worksheet of the workbook can be read; `messages`: code and message of what its owner should know of it as a whole;
    `asides`: what hangs on its cells, of which the reader of a row takes what is its.

    `batches` is read once, before the next grid is asked for. `delimiter` is set for delimited text, whose lines
    may have too many cells. `may_be_encoded_twice`: False where a look at its bytes has told that its text is not.
    """

    name: str
    batches: Iterator[Batch]
    set_aside: Role | None = None
    merges: list[Merge] = field(default_factory=list)
    delimiter: str | None = None
    alone: bool = True
    messages: list[tuple[str, str]] = field(default_factory=list)
    asides: Asides = field(default_factory=dict)
    may_be_encoded_twice: bool = True
