"""What a workbook is to the rest of the product: tables of text cells that know their address."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple


class Column(NamedTuple):
    """One column of a table.

    `index` is its position on the worksheet from 0 (A = 0); `header` the header cell's text, perhaps empty;
    `label` names the column to people and in remarks: the header, made unique and never empty
    (`Notes`, `Notes (2)`, `Column C`).
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks a column for
    header: str
    label: str


class Row(NamedTuple):
    """One row: `number` as the spreadsheet program or text editor shows it, from 1; a cell for every column.

    `held`: why the row cannot be read as a lead; its cells are then those of the file, however many they are.
    """

    number: int
    cells: tuple[str, ...]
    held: "Finding | None" = None


class Finding(NamedTuple):
    """Something its owner should know of one place of the file. `row` from 1, `column` from 0; None: not one place."""

    worksheet: str
    row: int | None
    column: int | None
    code: str
    message: str


@dataclass
class Table:
    """One table of leads. `rows` is read once, before the next table is asked for; blank rows do not appear."""

    worksheet: str
    header_row: int | None
    columns: tuple[Column, ...]
    rows: Iterator[Row]


@dataclass
class WorksheetReport:
    """What became of one worksheet; complete when the workbook's tables have been read.

    `role` is `leads`, or the code of why the worksheet holds none; `rows` counts the rows of its tables;
    `skipped` has a finding for every row that is no lead row (header again, total, footer).
    """

    name: str
    role: str = "leads"
    rows: int = 0
    header_row: int | None = None
    skipped: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def label_columns(headers: list[str]) -> tuple[Column, ...]:
    """Columns for the header cells of one table, each with a label of its own."""
    names = [" ".join(header.split()) or f"Column {column_letters(index)}" for index, header in enumerate(headers)]
    taken: set[str] = set()
    columns = []
    for index, (header, name) in enumerate(zip(headers, names, strict=True)):
        others = taken.union(names[index + 1 :])
        label = name if name not in taken else next(_numbered(name, others))
        taken.add(label)
        columns.append(Column(index, header, label))
    return tuple(columns)


def _numbered(name: str, others: set[str]) -> Iterator[str]:
    """`Notes (2)`, `Notes (3)` ...: those that no other column is called."""
    return (label for number in count(2) if (label := f"{name} ({number})") not in others)


def column_letters(index: int) -> str:
    """The letters a spreadsheet program gives to a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
