"""Builds the small files that the tests read."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.reading import Workbook, read_workbook
from easycrm.workbooks.tables import Row

Cells = Sequence[object]


def xlsx(path: Path, **worksheets: Sequence[Cells]) -> Path:
    """A workbook with a worksheet for every keyword, its rows from row 1."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in worksheets.items():
        worksheet = workbook.create_sheet(name)
        for row in rows:
            worksheet.append(list(row))
    workbook.save(path)
    return path


def edited(path: Path, rows: Sequence[Cells], edit: Callable[[Any], object]) -> Path:
    """A workbook whose only worksheet, `Leads`, has these rows and what `edit` does to it with openpyxl."""
    workbook = openpyxl.Workbook()
    worksheet = workbook.worksheets[0]
    worksheet.title = "Leads"
    for row in rows:
        worksheet.append(list(row))
    edit(worksheet)
    workbook.save(path)
    return path


def rewritten(path: Path, parts: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The archive at `path` with some of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, parts[name](part) if name in parts else part)
    return path


class Read:
    """Everything that reading a file gives: `workbook`, and its tables as lists of rows."""

    def __init__(self, path: Path, file_name: str | None = None, limits: Limits | None = None) -> None:
        self.workbook: Workbook = read_workbook(path, file_name or path.name, limits or Limits())
        self.tables = [(table, list(table.rows)) for table in self.workbook.tables()]
        self.reports = {report.name: report for report in self.workbook.worksheets}

    @property
    def labels(self) -> list[str]:
        """The labels of the first table's columns."""
        return [column.label for column in self.tables[0][0].columns]

    @property
    def rows(self) -> list[Row]:
        """The rows of the first table, the held ones too."""
        return self.tables[0][1]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """The cells of the first table's rows that are not held."""
        return [row.cells for row in self.rows if not row.held]


def try_read(path: Path, limits: Limits | None = None) -> Read | UnreadableFile:
    """What reading the file gives, or the error that it ends in if that is one of ours."""
    try:
        return Read(path, limits=limits)
    except UnreadableFile as error:
        return error


def read_text(path: Path, text: str | bytes, encoding: str = "utf-8", name: str = "leads.csv") -> Read:
    """What reading a text file with this content, written in `path`, gives."""
    file = path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return Read(file)
