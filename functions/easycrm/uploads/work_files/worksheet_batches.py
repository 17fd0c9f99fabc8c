"""Of Parse workbook: worksheet batches, which are runs of rows as they stand in the file."""

import json
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from easycrm.errors import BrokenPromise
from easycrm.uploads.record import BatchesKey
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.parsed_tables import TableRow, table_row


class RowsRange(TypedDict):
    """Rows of one table that follow one another: their first and last number, how many, and where in its file.

    `table` is the place of the table in the mapping; `start` and `size` are in bytes.
    """

    table: int
    firstRow: int
    lastRow: int
    rows: int
    start: int
    size: int


class WorksheetBatch(TypedDict):
    """A batch: its number as text, how many rows and non-empty cells it has, and where they are.

    `slices`: among how many slices its rows are shared out, the same for all batches of an upload.
    """

    batch: str
    rows: int
    cells: int
    slices: int
    ranges: list[RowsRange]


class PlacedRow(NamedTuple):
    """A row that can be read, and the place of its table in the mapping."""

    table: int
    row: TableRow


def write_worksheet_batches(batches: list[WorksheetBatch], store: ImportStore) -> list[WorksheetBatch]:
    """Written once, after all other files of Parse workbook; returns what is stored."""
    return store.write_once(file_names.WORKSHEET_BATCHES, batches)


def read_worksheet_batches(store: ImportStore) -> list[WorksheetBatch] | None:
    """All batches of the import; None while the workbook is not parsed."""
    if not has_worksheet_batches(store):
        return None
    batches: list[WorksheetBatch] = store.read(file_names.WORKSHEET_BATCHES)
    return batches


def has_worksheet_batches(store: ImportStore) -> bool:
    """Whether the workbook is parsed, so that nobody parses it again."""
    return store.exists(file_names.WORKSHEET_BATCHES)


def worksheet_batches_key(batches: list[WorksheetBatch], store: ImportStore) -> BatchesKey:
    """Where all batches are named, these."""
    return {"key": store.key(file_names.WORKSHEET_BATCHES), "batches": len(batches)}


def write_missing_batches(run: int, batches: list[WorksheetBatch], store: ImportStore) -> BatchesKey:
    """The batches that are left to run `run`; returns where they are named."""
    name = file_names.missing_batches(run)
    store.write(name, batches)
    return {"key": store.key(name), "batches": len(batches)}


def read_batch_rows(batch: str, ranges: list[RowsRange], store: ImportStore) -> Iterator[PlacedRow]:
    """The rows of a batch, in order. Raises BrokenPromise when they are not as many as there were."""
    for part in ranges:
        lines = store.read_range(file_names.table_rows(part["table"]), part["start"], part["size"]).split(b"\n")[:-1]
        if len(lines) != part["rows"]:
            message = f"Batch {batch} has {part['rows']} rows of table {part['table']}, but {len(lines)} were read."
            raise BrokenPromise("rowsDoNotAddUp", message, batch=batch, table=part["table"])
        for line in lines:
            yield PlacedRow(part["table"], table_row(*json.loads(line)))
