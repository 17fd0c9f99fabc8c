"""Parse workbook: the source into tables of text cells in S3, one object of JSON lines per table."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from easycrm.errors import UnreadableFile
from easycrm.uploads.records import Record, UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.workbooks.reading import read_workbook
from easycrm.workbooks.tables import Table, WorksheetReport

WORKBOOK = "workbook.json"


def parse_workbook(record: Record, etag: str, store: ImportStore, records: UploadRecords) -> dict[str, Any]:
    """Writes the tables and `workbook.json`; returns `{rows, tables}`. Raises UnreadableFile.

    Every try reads the same bytes (the etag's), so it may write again what a former try wrote.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        store.download_source(etag, path)
        workbook = read_workbook(path, record["fileName"])
        tables = [_write_table(number, table, store) for number, table in enumerate(workbook.tables())]
    rows = sum(table["rows"] for table in tables)
    skipped = sum(len(report.skipped) for report in workbook.worksheets)
    held = sum(table["held"] for table in tables)
    if not rows:
        raise UnreadableFile(
            "noRows",
            f"No row could be read from “{record['fileName']}”. A list has a header row, and a row for each person.",
        )
    worksheets = [_described(report) for report in workbook.worksheets]
    store.write(WORKBOOK, {"tables": tables, "skipped": skipped, "held": held, "worksheets": worksheets})
    records.note(record["uploadId"], rows=rows + skipped + held)
    return {"rows": rows, "tables": len(tables)}


def _write_table(number: int, table: Table, store: ImportStore) -> dict[str, Any]:
    name = f"tables/{number:03}.jsonl"
    lines, held = [], []
    for row in table.rows:
        cells = [_one_line_break(cell) for cell in row.cells]
        if row.held:
            held.append(json.dumps([row.number, cells, row.held._asdict()], ensure_ascii=False))
        else:
            lines.append(json.dumps([row.number, cells], ensure_ascii=False))
    store.write_lines(name, lines)
    store.write_lines(f"held/{number:03}.jsonl", held)
    return {
        "name": name,
        "worksheet": table.worksheet,
        "headerRow": table.header_row,
        "columns": [list(column) for column in table.columns],
        "rows": len(lines),
        "held": len(held),
    }


def _one_line_break(cell: str) -> str:
    """Line breaks within a cell as `\\n`, the only one that CSV files carry safely there and back."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _described(report: WorksheetReport) -> dict[str, Any]:
    """The report as `GET /status` shows it."""
    return {
        "name": report.name,
        "role": report.role,
        "rows": report.rows,
        "headerRow": report.header_row,
        "skipped": [finding._asdict() for finding in report.skipped],
        "findings": [finding._asdict() for finding in report.findings],
    }
