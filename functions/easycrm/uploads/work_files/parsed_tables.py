"""Of Parse workbook: the tables of a file, their rows of text cells, and the rows that cannot be read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import NamedTuple, TypedDict

from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.cell_findings import FindingCounts
from easycrm.workbooks.tables import AS_IN_THE_FILE, Column, Finding, Role


class FindingEntry(TypedDict):
    """Something its owner should know of one place of the file; `row` from 1, `column` from 0, or not one place."""

    worksheet: str
    row: int | None
    column: int | None
    code: str
    message: str


class FindingsEntry(TypedDict):
    """A worksheet's findings of one code: how many, and the first three."""

    code: str
    count: int
    examples: list[FindingEntry]


class WorksheetEntry(TypedDict):
    """What became of one worksheet; `skipped`: a finding for every row that is no lead row."""

    name: str
    role: Role
    rows: int
    headerRow: int | None
    skipped: list[FindingEntry]
    findings: list[FindingsEntry]


class TableEntry(FindingCounts):
    """One table of leads: where its rows are, and how many are good and how many held."""

    name: str
    worksheet: str
    headerRow: int | None
    columns: list[Column]
    rows: int
    held: int


class ParsedWorkbook(TypedDict):
    """`workbook.json`; `skipped` and `held` count the rows of all worksheets."""

    format: str
    notes: list[FindingEntry]
    tables: list[TableEntry]
    worksheets: list[WorksheetEntry]
    skipped: int
    held: int


class TableRow(NamedTuple):
    """A row that can be read, by its number; `written` as a row of the workbook has it."""

    row: int
    cells: list[str]
    written: Mapping[int, str] = AS_IN_THE_FILE


class HeldTableRow(NamedTuple):
    """A row that cannot be read as a lead, with the cells of the file, however many they are, and why."""

    row: int
    cells: list[str]
    finding: FindingEntry


def finding_entry(finding: Finding) -> FindingEntry:
    """A finding as work files and the API have it."""
    return {
        "worksheet": finding.worksheet,
        "row": finding.row,
        "column": finding.column,
        "code": finding.code,
        "message": finding.message,
    }


def write_parsed(workbook: ParsedWorkbook, store: ImportStore) -> None:
    """Every try reads the same file, and may write again what a former try wrote."""
    store.write(file_names.WORKBOOK, workbook)


def read_parsed(store: ImportStore) -> ParsedWorkbook:
    workbook: ParsedWorkbook = store.read(file_names.WORKBOOK)
    for table in workbook["tables"]:
        table["columns"] = [Column(*column) for column in table["columns"]]
    return workbook


def is_parsed(store: ImportStore) -> bool:
    """Whether the file has been read."""
    return store.exists(file_names.WORKBOOK)


def is_mapped(store: ImportStore) -> bool:
    """Whether its columns have their meaning, without which no row can be standardised."""
    return store.exists(file_names.MAPPING)


def row_line(row: int, cells: Sequence[str], written: Mapping[int, str] = AS_IN_THE_FILE) -> str:
    """A row as JSON: what `json.dumps` gives, in a third of its time, which counts for millions of cells.

    >>> row_line(2, ["Zoë", "a\\r\\nb"])
    '[2, ["Zoë", "a\\\\nb"]]'
    >>> row_line(2, ["Zoë"], {0: "ZoÃ«"})
    '[2, ["Zoë"], {"0": "ZoÃ«"}]'
    """
    if written:
        texts = {at: _with_one_line_break(text) for at, text in written.items()}
        return json.dumps([row, list(map(_with_one_line_break, cells)), texts], ensure_ascii=False)
    line = f"[{row}, [{', '.join(map(encode_basestring, cells))}]]"
    if "\\r" not in line:
        return line
    return json.dumps([row, [_with_one_line_break(cell) for cell in cells]], ensure_ascii=False)


def line_size(line: str) -> int:
    """How many bytes a line takes in its file, the newline with it."""
    return (len(line) if line.isascii() else len(line.encode())) + 1


def write_rows(table: int, lines: Iterable[str], store: ImportStore) -> str:
    """Writes lines of `row_line` as they come; returns the file's name."""
    name = file_names.table_rows(table)
    store.write_lines(name, lines)
    return name


def read_rows(name: str, store: ImportStore) -> Iterator[TableRow]:
    """The rows of the table whose rows are in that file."""
    return (table_row(*json.loads(line)) for line in store.read_lines(name))


def table_row(row: int, cells: list[str], written: Mapping[str, str] = {}) -> TableRow:
    """The row of a line of `row_line`, of which these are the members."""
    return TableRow(row, cells, {int(at): text for at, text in written.items()})


def held_line(row: int, cells: Sequence[str], finding: Finding) -> str:
    held = HeldTableRow(row, [_with_one_line_break(cell) for cell in cells], finding_entry(finding))
    return json.dumps(held, ensure_ascii=False)


def write_held_rows(table: int, lines: Iterable[str], store: ImportStore) -> None:
    """Writes lines of `held_line`."""
    store.write_lines(file_names.held_rows(table), lines)


def read_held_rows(table: int, store: ImportStore) -> Iterator[HeldTableRow]:
    return (HeldTableRow(*json.loads(line)) for line in store.read_lines(file_names.held_rows(table)))


def _with_one_line_break(cell: str) -> str:
    """Line breaks within a cell as `\\n`, the only one that CSV files carry safely there and back."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
