"""Of Parse workbook: what the owner of the file should know of single cells, for the row report.

Lines are `[row, [[column, code, message], ...]]`, by row; `column` is the position on the worksheet, from 0. A table of
which nothing is to be told has no file, nor has any table of an import that began before there were such files.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from easycrm.bounds import REPORTED_CELLS
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.workbooks.tables import Row

TOLD_OF = frozenset(
    {
        "digitsLost",
        "errorValue",
        "formulaWithoutValue",
        "htmlEntity",
        "controlCharacter",
        "windowsCharacter",
        "strayQuote",
    }
)
"""Of these, what a cell says is stored otherwise or not at all. Not so a `linkTarget`: both its texts are kept."""


class CellFinding(NamedTuple):
    """What there is to say of one cell of a row."""

    column: int
    code: str
    message: str


class FindingCounts(TypedDict, total=False):
    """In a table's entry: how many lines its file has, and how many more cells there are to say something of."""

    rowsWithFindings: int
    moreFindings: int


class CellFindings:
    """Collects what is to be told of the cells of a file, table by table, as long as there is room."""

    def __init__(self, most: int = REPORTED_CELLS) -> None:
        self._room = most
        self._lines: list[str] = []
        self._more = 0

    def add(self, row: Row) -> None:
        """A row whole or not at all."""
        cells = [
            CellFinding(finding.column, finding.code, finding.message)
            for finding in row.findings
            if finding.column is not None and finding.code in TOLD_OF
        ]
        if len(cells) > self._room:
            self._more += len(cells)
        elif cells:
            self._room -= len(cells)
            self._lines.append(json.dumps([row.number, cells], ensure_ascii=False))

    def write(self, table: int, store: ImportStore) -> FindingCounts:
        """Writes what was added since the last table; returns what the table's entry says of it."""
        if self._lines:
            store.write_lines(file_names.cell_findings(table), self._lines)
        counts: FindingCounts = {"rowsWithFindings": len(self._lines), "moreFindings": self._more}
        self._lines, self._more = [], 0
        return counts


def read_findings(table: int, counts: FindingCounts, store: ImportStore) -> Iterator[tuple[int, list[CellFinding]]]:
    """What was written of a table's cells, row by row; `counts` are in the table's entry in the workbook."""
    for line in store.read_lines(file_names.cell_findings(table)) if counts.get("rowsWithFindings") else ():
        row, cells = json.loads(line)
        yield row, [CellFinding(*cell) for cell in cells]
