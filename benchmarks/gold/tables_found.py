"""What becomes of the rows of made-up worksheets: lost, under the wrong header, other lines taken for rows."""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gold.made_lists import Line, Worksheet
from benchmarks.gold.worksheets import WORKSHEETS
from easycrm.workbooks.reading import Workbook, read_workbook

_WORKSHEETS = 40
"""Of each kind."""
_SECTION = "Section"

Found = list[dict[str, str]]
"""The rows of all tables, by header."""


def print_tables(rng: random.Random, misses: int) -> None:
    """The table of what is missed, by kind of worksheet."""
    print(f"\n{'Rows of tables':28} " + " ".join(f"{name:>{width}}" for name, width in _COLUMNS.items()))
    lines = []
    for kind, make in WORKSHEETS.items():
        counts: Counter[str] = Counter()
        for _ in range(_WORKSHEETS):
            lines += [f"{kind}: {miss}" for miss in _count(make(rng), rng.random() < 0.5, counts)]
        print(f"  {kind:26} " + " ".join(f"{counts[name]:{width}}" for name, width in _COLUMNS.items()))
    print(*(f"    missed {line}" for line in lines[:misses]), sep="\n")


_COLUMNS = {"rows": 6, "lost": 6, "as a foot": 10, "elsewhere": 10, "lines": 6, "as rows": 8}


def _count(sheet: Worksheet, is_padded: bool, counts: Counter[str]) -> Iterator[str]:
    """Counts what becomes of a worksheet's rows and lines; yields what is missed."""
    rows, said = _read(sheet, is_padded)
    texts = Counter(tuple(sorted(row.values())) for row in rows)
    counts["rows"] += len(sheet.leads)
    counts["lines"] += len(sheet.others)
    for lead in sheet.leads:
        if lead not in rows:
            fate = _fate(lead, texts, said)
            counts[fate] += 1
            yield f"{fate}: {list(lead.values())}"
    for what, line in sheet.others:
        if texts[tuple(sorted(filter(None, line)))]:
            counts["as rows"] += 1
            yield f"{what} as a row: {line}"


def _fate(lead: dict[str, str], texts: Counter[tuple[str, ...]], said: str) -> str:
    if texts[tuple(sorted(lead.values()))]:
        return "elsewhere"
    return "as a foot" if " | ".join(lead.values()) in said else "lost"


def _read(sheet: Worksheet, is_padded: bool) -> tuple[Found, str]:
    """The rows that are read, and all that is said of those that are none."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_padded(sheet.lines) if is_padded else sheet.lines)
        workbook = read_workbook(path, path.name)
        rows = [
            {column.header: cell for column, cell in zip(table.columns, row.cells, strict=False) if cell}
            for table in workbook.tables()
            for row in table.rows
        ]
    for row in rows:
        row.pop(_SECTION, None)
    return rows, _said(workbook)


def _said(workbook: Workbook) -> str:
    skipped = [finding.message for worksheet in workbook.worksheets for finding in worksheet.skipped]
    return "\n".join([*skipped, *(note.message for note in workbook.notes)])


def _padded(lines: Sequence[Line]) -> list[Line]:
    """The lines with as many cells as the longest, as spreadsheet programs write them."""
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]
