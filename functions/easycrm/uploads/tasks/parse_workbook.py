"""Parse workbook: the source into tables of text cells in S3, one object of JSON lines per table."""

import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from easycrm.errors import UnreadableFile
from easycrm.leads.exports.export_format import is_export_header
from easycrm.uploads.record import Record, UploadRecords
from easycrm.uploads.source_file import source_of
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.cell_findings import CellFindings
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.reading import read_workbook
from easycrm.workbooks.tables import Table, WorksheetReport

WORKBOOK = "workbook.json"


def parse_workbook(
    record: Record,
    etag: str,
    store: ImportStore,
    records: UploadRecords,
    limits: Limits = Limits(),  # noqa: B008
) -> dict[str, Any]:
    """Writes the tables and `workbook.json`; returns `{rows, tables}`. Raises UnreadableFile.

    Every try reads the same bytes (the etag's), so it may write again what a former try wrote.
    """
    _refuse_large(record["fileSize"], limits.file_bytes)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        store.download_source(source_of(record), etag, path)
        workbook = read_workbook(path, record["fileName"], limits, is_export_header)
        findings = CellFindings()
        tables = [_write_table(number, table, findings, store) for number, table in enumerate(workbook.tables())]
    rows = sum(table["rows"] for table in tables)
    skipped = sum(len(report.skipped) for report in workbook.worksheets)
    held = sum(table["held"] for table in tables)
    if not rows:
        raise UnreadableFile(
            "noRows",
            f"No row could be read from “{record['fileName']}”. A list has a header row, and a row for each person.",
        )
    worksheets = [_described(report) for report in workbook.worksheets]
    notes = [note._asdict() for note in workbook.notes]
    content = {"format": workbook.format, "notes": notes, "tables": tables, "worksheets": worksheets}
    store.write(WORKBOOK, content | {"skipped": skipped, "held": held})
    records.note(record["uploadId"], rows=rows + skipped + held)
    return {"rows": rows, "tables": len(tables)}


def _refuse_large(size: int, limit: int) -> None:
    """An upload link takes no more than this; the drop folder takes what it is given."""
    if size > limit:
        raise UnreadableFile(
            "fileTooLarge",
            f"The file has {size:,} bytes; at most {limit:,} can be imported. Please split it into several files.",
            limit=limit,
        )


def _write_table(number: int, table: Table, findings: CellFindings, store: ImportStore) -> dict[str, Any]:
    """The rows pass by on their way to S3; those that are held, and what to say of cells, are kept until the end."""
    name = f"tables/{number:03}.jsonl"
    rows = 0
    held: list[str] = []

    def lines() -> Iterator[str]:
        nonlocal rows
        for row in table.rows:
            if row.held:
                cells = [_one_line_break(cell) for cell in row.cells]
                held.append(json.dumps([row.number, cells, row.held._asdict()], ensure_ascii=False))
            else:
                rows += 1
                if row.findings:
                    findings.add(row)
                yield as_line(row.number, row.cells)

    store.write_lines(name, lines())
    store.write_lines(f"held/{number:03}.jsonl", held)
    return {
        "name": name,
        "worksheet": table.worksheet,
        "headerRow": table.header_row,
        "columns": [list(column) for column in table.columns],
        "rows": rows,
        "held": len(held),
        **findings.write(number, store),
    }


def as_line(number: int, cells: Sequence[str]) -> str:
    """A row as JSON: what `json.dumps` gives, in a third of its time, which counts for millions of cells."""
    line = f"[{number}, [{', '.join(map(encode_basestring, cells))}]]"
    if "\\r" not in line:
        return line
    return json.dumps([number, [_one_line_break(cell) for cell in cells]], ensure_ascii=False)


def _one_line_break(cell: str) -> str:
    """Line breaks within a cell as `\\n`, the only one that CSV files carry safely there and back."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _described(report: WorksheetReport) -> dict[str, Any]:
    """The report as `GET /status` shows it: findings by code, each with up to three examples."""
    return {
        "name": report.name,
        "role": report.role,
        "rows": report.rows,
        "headerRow": report.header_row,
        "skipped": [finding._asdict() for finding in report.skipped],
        "findings": [
            {"code": code, "count": count, "examples": [f._asdict() for f in report.findings if f.code == code]}
            for code, count in report.counts.items()
        ],
    }
