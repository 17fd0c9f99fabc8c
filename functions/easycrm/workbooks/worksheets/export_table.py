"""Worksheets that our own product wrote: read as they are, without a search for tables and without cleaning."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from easycrm.workbooks.grids import Batch, Grid
from easycrm.workbooks.tables import Row, Table, WorksheetSummary, label_columns

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
    rest = Batch(first.numbers[1:], first.rows[1:])
    rows = _rows(chain([rest], grid.batches), len(first.rows[0]), summary)
    return Table(grid.name, summary.header_row, label_columns(first.rows[0]), rows)


def _rows(batches: Iterator[Batch], width: int, summary: WorksheetSummary) -> Iterator[Row]:
    for batch in batches:
        for number, cells in zip(batch.numbers, batch.rows, strict=True):
            if any(cells):
                summary.rows += 1
                yield Row(number, tuple([*cells, *[""] * width][:width]))
            else:
                summary.blank_rows += 1
