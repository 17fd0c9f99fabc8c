"""What a workbook is to the rest of the product: tables of text cells that know their address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, NamedTuple

from easycrm.workbooks.limits import Limits
from easycrm.workbooks.refusals import too_many_skipped

EXAMPLES = 3
"""How many findings of one code a worksheet's summary shows."""

Role = Literal["leads", "empty", "hidden", "pivot", "lookup", "figures", "notes", "chart", "macro", "dialog", "form"]
"""What a worksheet, or a table on it, is: `leads`, or why it holds none."""

WHY_NO_LEADS: Mapping[str, str] = {
    "empty": "is empty",
    "hidden": "is hidden",
    "pivot": "is a pivot table, which sums up other rows",
    "lookup": "is a lookup list: it has no column with names, emails or phone numbers",
    "figures": "holds figures: it has no column with names, emails or phone numbers",
    "notes": "holds notes, not a table",
    "chart": "is a chart",
    "macro": "is a macro sheet",
    "dialog": "is a dialog sheet",
    "form": "is a form, or a list on its side, of which it is not certain who the leads are",
}
"""By role, to stand after the name of the worksheet in a sentence."""

AS_IN_THE_FILE: Mapping[int, str] = {}
"""What is written of a row whose cells are read as they stand in the file, as nearly all are."""


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
    `findings`: what its owner should know of single cells (`digitsLost`, `linkTarget`, `htmlEntity` ...).
    `written`: by position, the text in the file of the cells that say something else here, because they were mended.
    """

    number: int
    cells: tuple[str, ...]
    held: "Finding | None" = None
    findings: tuple["Finding", ...] = ()
    written: Mapping[int, str] = AS_IN_THE_FILE


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
class WorksheetSummary:
    """What became of one worksheet; complete when the workbook's tables have been read.

    `rows` counts the rows of its tables, the held ones too; `header_row` is that of its first table. `skipped` has a
    finding for every row that is no lead row (header again, total, footer, band). `counts` has the number of findings
    by code, `findings` the first three of each, `blank_rows` is a count.
    """

    name: str
    role: Role = "leads"
    rows: int = 0
    header_row: int | None = None
    skipped: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    blank_rows: int = 0
    most_skipped: int = Limits().skipped

    def skip(self, finding: Finding) -> None:
        """Leaves a row out, and says so; raises UnreadableFile when there are more than `most_skipped` of them."""
        if len(self.skipped) == self.most_skipped:
            raise too_many_skipped(self.name, finding.row)
        self.skipped.append(finding)
        self.add(finding)

    def add(self, finding: Finding) -> None:
        """Counts a finding and keeps it as an example of its code if there are fewer than three."""
        seen = self.counts.get(finding.code, 0)
        self.counts[finding.code] = seen + 1
        if seen < EXAMPLES:
            self.findings.append(finding)


def filled_cells(cells: Sequence[str]) -> int:
    """How many of the cells hold something."""
    return len(cells) - cells.count("") - sum(map(str.isspace, cells))


def label_columns(headers: Sequence[str], positions: Sequence[int] | None = None) -> tuple[Column, ...]:
    """Columns for the header cells of one table, each with a label of its own.

    `positions` are those of the columns on the worksheet, from 0; None: side by side from column A.

    >>> [column.label for column in label_columns(["Name", "Notes", "", "Notes"])]
    ['Name', 'Notes', 'Column C', 'Notes (2)']
    """
    places = range(len(headers)) if positions is None else positions
    names = [
        " ".join(header.split()) or f"Column {column_letters(index)}"
        for index, header in zip(places, headers, strict=True)
    ]
    taken: set[str] = set()
    columns = []
    for order, (index, header, name) in enumerate(zip(places, headers, names, strict=True)):
        others = taken.union(names[order + 1 :])
        label = name if name not in taken else next(_numbered(name, others))
        taken.add(label)
        columns.append(Column(index, header, label))
    return tuple(columns)


def _numbered(name: str, others: set[str]) -> Iterator[str]:
    """`Notes (2)`, `Notes (3)` ...: those that no other column is called."""
    return (label for number in count(2) if (label := f"{name} ({number})") not in others)


def column_letters(index: int) -> str:
    """The letters a spreadsheet program gives to a column: 0 is A, 26 is AA.

    >>> column_letters(0), column_letters(26)
    ('A', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
