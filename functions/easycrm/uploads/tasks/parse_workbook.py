"""Parse workbook: the source into tables of text cells in S3, one object of JSON lines per table, and into batches."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypedDict

from easycrm.errors import UnreadableFile
from easycrm.leads.exports.export_format import is_export_header
from easycrm.scratch import passing_folder
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.source_file import source_of
from easycrm.uploads.store import ImportStore
from easycrm.uploads.strips import Strips, worksheet_batches
from easycrm.uploads.work_files.cell_findings import CellFindings
from easycrm.uploads.work_files.parsed_tables import (
    ParsedWorkbook,
    TableEntry,
    WorksheetEntry,
    finding_entry,
    held_line,
    line_size,
    read_parsed,
    row_line,
    write_held_rows,
    write_parsed,
    write_rows,
)
from easycrm.uploads.work_files.worksheet_batches import (
    read_worksheet_batches,
    worksheet_batches_key,
    write_worksheet_batches,
)
from easycrm.workbooks.limits import Limits, Room
from easycrm.workbooks.reading import read_workbook
from easycrm.workbooks.tables import Table, WorksheetSummary


class Parsed(TypedDict):
    """How many rows can be read, in how many tables they are, and where the batches are that they are cut into."""

    rows: int
    tables: int
    key: str
    batches: int


def parse_workbook(
    record: Record,
    etag: str,
    store: ImportStore,
    records: UploadRecords,
    limits: Limits = Limits(),  # noqa: B008
    batch_rows: int = 1250,
    slice_rows: int = 2000,
) -> Parsed:
    """Writes the tables, what there is to say of the workbook and, once, its batches. Raises UnreadableFile.

    `batch_rows`, `slice_rows`: about how many rows a worksheet batch and a slice have. Every try reads the same bytes
    (the etag's), so it may write again what a former try wrote, until there are batches: those stay, and nothing is
    read again, whatever was asked for.
    """
    batches = read_worksheet_batches(store)
    if batches is None:
        strips = _parse(record, etag, store, limits, Strips(batch_rows))
        batches = write_worksheet_batches(worksheet_batches(strips.noted, batch_rows, slice_rows), store)
    workbook = read_parsed(store)
    rows = sum(table["rows"] for table in workbook["tables"])
    records.note(
        record["uploadId"],
        rows=rows + workbook["skipped"] + workbook["held"],
        batches=len(batches),
        slices=batches[0]["slices"],
    )
    return {"rows": rows, "tables": len(workbook["tables"]), **worksheet_batches_key(batches, store)}


def _parse(record: Record, etag: str, store: ImportStore, limits: Limits, strips: Strips) -> Strips:
    """Writes all but the batches; returns the strips of all rows."""
    _refuse_large(record["fileSize"], limits.file_bytes)
    with passing_folder() as folder:
        path = folder / "source"
        store.download_source(source_of(record), etag, path)
        options = record["options"]
        workbook = read_workbook(
            path, record["fileName"], limits, is_export_header, options["country"], options.get("encoding")
        )
        writer = _Tables(limits, strips, store, folder)
        tables = [writer.write(number, table) for number, table in enumerate(workbook.tables())]
    if not strips.noted:
        raise UnreadableFile(
            "noRows",
            f"No row could be read from “{record['fileName']}”. A list has a header row, and a row for each person.",
        )
    parsed: ParsedWorkbook = {
        "format": workbook.format,
        "notes": [finding_entry(note) for note in workbook.notes],
        "tables": tables,
        "worksheets": [_described(summary) for summary in workbook.worksheets],
        "skipped": sum(len(summary.skipped) for summary in workbook.worksheets),
        "held": sum(table["held"] for table in tables),
    }
    write_parsed(parsed, store)
    return strips


def _refuse_large(size: int, limit: int) -> None:
    """An upload link takes no more than this; the drop folder takes what it is given."""
    if size > limit:
        raise UnreadableFile(
            "fileTooLarge",
            f"The file has {size:,} bytes; at most {limit:,} can be imported. Please split it into several files.",
            limit=limit,
        )


class _Tables:
    """Writes the tables of a workbook, one after the other; no memory of it grows with their rows."""

    def __init__(self, limits: Limits, strips: Strips, store: ImportStore, folder: Path) -> None:
        self._findings, self._room = CellFindings(), Room(limits)
        self._strips, self._store = strips, store
        self._held = folder / "held"

    def write(self, number: int, table: Table) -> TableEntry:
        """The rows pass by on their way to S3; those that are held wait on the disk."""
        rows = held = 0

        def lines(aside: IO[str]) -> Iterator[str]:
            nonlocal rows, held
            for row in table.rows:
                if row.held:
                    held += 1
                    line = held_line(row.number, row.cells, row.held)
                    self._room.take(table.worksheet, row.number, line_size(line))
                    aside.write(f"{line}\n")
                else:
                    rows += 1
                    if row.findings:
                        self._findings.add(row)
                    line = row_line(row.number, row.cells, row.written)
                    size = line_size(line)
                    self._room.take(table.worksheet, row.number, size)
                    self._strips.add(number, row.number, row.cells, row.written, size)
                    yield line

        with self._held.open("w+", encoding="utf-8", newline="\n") as aside:
            name = write_rows(number, lines(aside), self._store)
            aside.seek(0)
            write_held_rows(number, (line.removesuffix("\n") for line in aside), self._store)
        return {
            "name": name,
            "worksheet": table.worksheet,
            "headerRow": table.header_row,
            "columns": list(table.columns),
            "rows": rows,
            "held": held,
            **self._findings.write(number, self._store),
        }


def _described(summary: WorksheetSummary) -> WorksheetEntry:
    """The summary as `GET /status` shows it: findings by code, each with up to three examples."""
    return {
        "name": summary.name,
        "role": summary.role,
        "rows": summary.rows,
        "headerRow": summary.header_row,
        "skipped": [finding_entry(finding) for finding in summary.skipped],
        "findings": [
            {"code": code, "count": count, "examples": [finding_entry(f) for f in summary.findings if f.code == code]}
            for code, count in summary.counts.items()
        ],
    }
