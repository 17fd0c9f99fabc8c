"""Cuts the rows of a workbook into worksheet batches, once it is known how many rows there are and how heavy."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from easycrm.leads.slices import slices_for
from easycrm.uploads.work_files.worksheet_batches import RowsRange, WorksheetBatch
from easycrm.workbooks.tables import filled_cells

BATCH_WEIGHT = 6_000_000
"""Characters of a batch, and fifty more for each cell: what Standardise batch has memory for, and to spare."""
SLICE_WEIGHT = 3_000_000
"""The same of a slice, for Upsert slice, which has the leads of its rows beside them."""
MOST_BATCHES = 256
"""Of a workbook whose rows are not heavy: Upsert slice reads of each of them."""
CELL_WEIGHT = 50
MOST_TABLES = 1_000
"""Of a batch: a child of a map is given no more than 256 KB, of which the range of each takes a hundred bytes."""
_STRIP_ROWS = 250
_STRIP_WEIGHT = BATCH_WEIGHT // 8


@dataclass(slots=True)
class Strip:
    """Rows of one table that follow one another and are in one batch; `start` and `size` as in `RowsRange`."""

    table: int
    first_row: int
    start: int
    last_row: int = 0
    rows: int = 0
    size: int = 0
    weight: int = 0
    cells: int = 0


class Strips:
    """The strips of all tables, noted while the rows pass by: few, whatever the number of rows."""

    def __init__(self, batch_rows: int) -> None:
        self._most_rows = strip_rows(batch_rows)
        self.noted: list[Strip] = []

    def add(self, table: int, row: int, cells: Sequence[str], written: Mapping[int, str], size: int) -> None:
        """The next row of a table; its line has `size` bytes in the table's file, the newline with them."""
        weight = weight_of(cells) + (weight_of(written.values()) if written else 0)
        strip = self.noted[-1] if self.noted else None
        if strip is None or strip.table != table:
            strip = Strip(table, row, 0)
            self.noted.append(strip)
        elif strip.rows == self._most_rows or strip.weight + weight > _STRIP_WEIGHT:
            strip = Strip(table, row, strip.start + strip.size)
            self.noted.append(strip)
        strip.last_row = row
        strip.rows += 1
        strip.size += size
        strip.weight += weight
        strip.cells += filled_cells(cells)


def strip_rows(batch_rows: int) -> int:
    """How many rows a strip has at most: about 250, of which whole ones fill a batch."""
    return max(batch_rows // -(-batch_rows // _STRIP_ROWS), 1)


def weight_of(texts: Collection[str]) -> int:
    """What cells weigh: their characters, and something for each."""
    return CELL_WEIGHT * len(texts) + sum(map(len, texts))


def worksheet_batches(strips: Sequence[Strip], batch_rows: int, slice_rows: int) -> list[WorksheetBatch]:
    """All rows in batches of about as many, in order; small tables share one, and of heavy rows one has fewer."""
    rows = sum(strip.rows for strip in strips)
    slices = slices_for(rows, slice_rows, sum(strip.weight for strip in strips), SLICE_WEIGHT)
    batches = _together(strips, max(batch_rows, -(-rows // MOST_BATCHES)))
    return [
        {
            "batch": f"{number:05}",
            "rows": sum(strip.rows for strip in batch),
            "cells": sum(strip.cells for strip in batch),
            "slices": slices,
            "ranges": _ranges(batch),
        }
        for number, batch in enumerate(batches, 1)
    ]


def _together(strips: Sequence[Strip], most_rows: int) -> Iterator[list[Strip]]:
    batch: list[Strip] = []
    rows = weight = tables = 0
    for strip in strips:
        tables += not batch or strip.table != batch[-1].table
        if batch and (rows + strip.rows > most_rows or weight + strip.weight > BATCH_WEIGHT or tables > MOST_TABLES):
            yield batch
            batch, rows, weight, tables = [], 0, 0, 1
        batch.append(strip)
        rows += strip.rows
        weight += strip.weight
    if batch:
        yield batch


def _ranges(batch: Sequence[Strip]) -> list[RowsRange]:
    """One for each table."""
    ranges: dict[int, RowsRange] = {}
    for strip in batch:
        part = ranges.setdefault(
            strip.table,
            {
                "table": strip.table,
                "firstRow": strip.first_row,
                "lastRow": strip.last_row,
                "rows": 0,
                "start": strip.start,
                "size": 0,
            },
        )
        part["lastRow"] = strip.last_row
        part["rows"] += strip.rows
        part["size"] += strip.size
    return list(ranges.values())
