"""Worksheets that our own product wrote: read as they are, without a search for tables and without cleaning."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from easycrm.held import HELD, HeldReason
from easycrm.workbooks.grids import Batch, Grid
from easycrm.workbooks.tables import Finding, Row, Table, WorksheetSummary, label_columns

IsExport = Callable[[Sequence[str]], bool]
"""Whether a worksheet whose first row has these cells is read as it is."""


def nothing_is_export(_cells: Sequence[str]) -> bool:
    return False


def export_table(grid: Grid, summary: WorksheetSummary, is_export: IsExport) -> Table | None:
    """The worksheet as one table; None, and the grid as it was, for a worksheet that is somebody else's."""
    first = next(grid.batches, None)
    if first is None:
        return None
    if grid.set_aside or not first.rows or not is_export(first.rows[0]):
        grid.batches = chain([first], grid.batches)
        return None
    summary.header_row = first.numbers[0]
    rest = Batch(first.numbers[1:], first.rows[1:], held=first.held)
    rows = _rows(chain([rest], grid.batches), len(first.rows[0]), summary)
    return Table(grid.name, summary.header_row, label_columns(first.rows[0]), rows)


def _rows(batches: Iterator[Batch], width: int, summary: WorksheetSummary) -> Iterator[Row]:
    for batch in batches:
        for number, cells in zip(batch.numbers, batch.rows, strict=True):
            if not any(cells):
                summary.blank_rows += 1
                continue
            summary.rows += 1
            reason = batch.held.get(number) or ("tooManyCells" if any(cells[width:]) else None)
            yield _held(number, cells, width, reason, summary) if reason else Row(number, _fitting(cells, width))


def _fitting(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple([*cells, *[""] * width][:width])


def _held(number: int, cells: Sequence[str], width: int, code: HeldReason, summary: WorksheetSummary) -> Row:
    """A row with more cells than heads, or with cells of which nobody can tell where they end."""
    message = HELD[code].format(line=number, cells=len(cells), columns=width)
    finding = Finding(summary.name, number, None, code, message)
    summary.add(finding)
    return Row(number, tuple(cells), finding)
