"""A file of any format as tables of text cells."""

import csv
from collections.abc import Iterator
from pathlib import Path

from easycrm.workbooks.asides import notes_of
from easycrm.workbooks.encoded_twice import Mender
from easycrm.workbooks.grids import Grid
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.sniffing import CONTAINERS, sniff_format
from easycrm.workbooks.tables import Finding, Table, WorksheetSummary
from easycrm.workbooks.text.address_list import address_list
from easycrm.workbooks.text.delimited import read_delimited
from easycrm.workbooks.text.dialects import Dialect, detect_dialect
from easycrm.workbooks.text.encodings import is_guess
from easycrm.workbooks.text.known_encodings import encoding_name
from easycrm.workbooks.text.no_list import refuse_what_is_no_list
from easycrm.workbooks.turning import as_list
from easycrm.workbooks.worksheets.export_table import IsExport, export_table, nothing_is_export
from easycrm.workbooks.worksheets.finding_tables import tables_of_worksheet

_TEXT = ("csv", "tsv")
_OF_EXPORTS = ",;\t"
_TEXT_SUFFIXES = (*_TEXT, "txt", "tab")


class Workbook:
    """An opened file.

    `format` is what its content is: csv, tsv, xlsx, xlsm, xlsb, xls or ods. `notes` are findings about the file as
    a whole; `worksheets` has a summary for every worksheet. Both are complete when `tables()` is exhausted.
    """

    def __init__(
        self, file_format: str, grids: Iterator[Grid], notes: list[Finding], is_export: IsExport, most_skipped: int
    ) -> None:
        self.format = file_format
        self.notes = notes
        self._is_export = is_export
        self.worksheets: list[WorksheetSummary] = []
        self._grids = grids
        self._most_skipped = most_skipped

    def tables(self) -> Iterator[Table]:
        """Every table of leads, worksheet by worksheet, once. Consume a table's rows before asking for the next table.

        Raises UnreadableFile, also while rows are read. A reader that stops early should close the iterator.
        """
        mender = Mender()
        for grid in self._grids:
            skipped = sum(len(summary.skipped) for summary in self.worksheets)
            summary = WorksheetSummary(grid.name, most_skipped=self._most_skipped - skipped)
            self.worksheets.append(summary)
            table = export_table(grid, summary, self._is_export)
            if table:
                yield table
            else:
                grid.batches = mender.mended(grid.batches) if grid.may_be_encoded_twice else grid.batches
                yield from tables_of_worksheet(as_list(grid), summary, self.notes)
            self.notes += notes_of(grid.name, grid.asides)
        self.notes += _twice_note(mender)


def read_workbook(
    path: Path,
    file_name: str,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    is_export: IsExport = nothing_is_export,
    country: str = "",
    encoding: str | None = None,
) -> Workbook:
    r"""Opens the file at `path`; `file_name` is what its owner calls it. Raises UnreadableFile.

    Worksheets whose first row `is_export` are one table, read without cleaning. Of text, `encoding` is what its owner
    says it is in, by its name in `ENCODINGS`; None: found by its letters, and in doubt by the upload's `country`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "fair.csv"
    ...     _ = path.write_text("Fair in May\n\nName,Email\nAna Novak,ana@novak.example\n")
    ...     workbook = read_workbook(path, "fair.csv")
    ...     [(table.header_row, list(table.rows)) for table in workbook.tables()]
    [(3, [Row(number=4, cells=('Ana Novak', 'ana@novak.example'), held=None, findings=(), written={})])]
    """
    content = sniff_format(path, limits)
    if content in CONTAINERS:
        notes = _name_note(content, file_name)
        return Workbook(content, _container(path, content, limits), notes, is_export, limits.skipped)
    dialect = _of_export(path, detect_dialect(path, country, encoding), is_export)
    refuse_what_is_no_list(path, dialect.encoding)
    content = "tsv" if dialect.delimiter == "\t" else "csv"
    name = Path(file_name).stem or "Sheet1"
    grid = address_list(path, dialect.encoding, name) or read_delimited(path, dialect, name, limits)
    grid.may_be_encoded_twice = dialect.may_be_twice
    notes = _name_note(content, file_name) + ([] if encoding else _encoding_note(dialect, grid.name))
    return Workbook(content, iter([grid]), notes, is_export, limits.skipped)


def _container(path: Path, content: str, limits: Limits) -> Iterator[Grid]:
    from easycrm.workbooks.containers.parent import read_container

    yield from read_container(path, content, limits)


def _of_export(path: Path, dialect: Dialect, is_export: IsExport) -> Dialect:
    """The dialect that we, and the programs that save our exports again, write; the one told for other files.

    What stands in an export is no evidence: it has been guarded with single quotes, and says whatever leads say.
    """
    for delimiter in _OF_EXPORTS:
        with path.open(encoding=dialect.encoding, newline="") as file:
            try:
                header = next(csv.reader(file, delimiter=delimiter), [])
            except (csv.Error, UnicodeError):
                header = []
        if is_export(header):
            return Dialect(dialect.encoding, delimiter, may_be_twice=dialect.may_be_twice)
    return dialect


def _name_note(content: str, file_name: str) -> list[Finding]:
    suffix = Path(file_name).suffix.lower().lstrip(".")
    if suffix == content or (content in _TEXT and suffix in _TEXT_SUFFIXES):
        return []
    message = f"The file is called {file_name}, but its content is {content.upper()}; it was read as {content.upper()}."
    return [Finding("", None, None, "contentDiffersFromName", message)]


def _encoding_note(dialect: Dialect, worksheet: str) -> list[Finding]:
    if not is_guess(dialect.encoding):
        return []
    message = (
        f"The text was read as {encoding_name(dialect.encoding)}. If letters look wrong, choose another under Options."
    )
    return [Finding(worksheet, None, None, "encodingGuessed", message)]


def _twice_note(mender: Mender) -> list[Finding]:
    if not mender.example:
        return []
    before, after = mender.example
    message = f"The letters of this file had been encoded twice, and were mended: “{before}” became “{after}”."
    return [Finding("", None, None, "encodedTwice", message)]
