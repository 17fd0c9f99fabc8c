"""The row report: a CSV of every row that was not stored as it came, with the reason in words.

It has the file's own columns, so that it can be corrected in a spreadsheet program and uploaded again: the columns that
the report adds are known to the import, which finds a row's lead by its Lead ID and leaves the others out.
"""

import csv
import io
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from easycrm.held import HELD, OTHER_PERSON
from easycrm.leads.exports.export_format import (
    EXPORT_HEADERS,
    ROW_REPORT_COLUMNS,
    begin_of_export,
    guard,
    is_export_header,
    unguard,
)
from easycrm.leads.flags import FLAGS
from easycrm.leads.lead import REMARK
from easycrm.leads.strangers import Stranger
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.cell_findings import CellFinding, read_findings
from easycrm.uploads.work_files.parsed_tables import ParsedWorkbook, is_parsed, read_held_rows, read_parsed, read_rows
from easycrm.uploads.work_files.stored_leads import FlaggedRow, HeldRow, LeftValue, NameConflict, Place, Result
from easycrm.workbooks.tables import Column, column_letters

LEAD_ID = EXPORT_HEADERS[0]

_MORE_CELLS = "Stored, but {cells} more cells are like those above: the findings of the import count them all."
NO_CELLS: Mapping[Place, str] = MappingProxyType({})


class ReportLine(NamedTuple):
    """A row of the report: where it stands in the file, why it is told, and its cells by the label of their column.

    `row` is `""` for a line about none.
    """

    worksheet: str
    row: int | str | None
    reason: str
    cells: dict[str, str]


class Reason(NamedTuple):
    """Why a row is told, in one text, and the lead that it is of.

    `lead_id` is `""` for a row that was not stored, or names another person.
    """

    text: str
    lead_id: str


class Reasons:
    """Why rows are in the report, in the order of their places.

    They wait on the disk, in a database of SQLite without a name, because every row of a file may have some.
    `of_others` is the code of the rows that no result tells of; without it, those came through. `of_cells` has what
    there is to say of a row's cells, as `reasons_of_cells` gives it.
    """

    def __init__(self, of_others: str = "", of_cells: Mapping[Place, str] = NO_CELLS) -> None:
        self._of_others = of_others
        self._of_cells = of_cells
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("CREATE TABLE rows (place INTEGER, reasons TEXT, lead TEXT)")

    def add(self, result: Result) -> None:
        """What a result says, of a slice or of a batch's tail."""
        reasons = _reasons_in(result)
        of_others = {Place(line.table, line.row) for line in result["conflicts"]}
        lead_ids = {Place(line.table, line.row): line.lead_id for line in result["rows"]}
        listed = {*reasons, *(self._of_cells.keys() & lead_ids.keys())}
        if self._of_others:
            listed |= {*lead_ids, *result["skipped"]}
        rows = (
            (_key(place), " ".join(reasons.get(place, ())), _lead_of(place, lead_ids, of_others)) for place in listed
        )
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
        self._rows.execute("COMMIT")

    def complete(self) -> None:
        """After the last result: makes ready to be asked for the rows of a large file, one by one."""
        self._rows.execute("CREATE INDEX by_place ON rows (place)")

    def of(self, place: Place) -> Reason:
        """All reasons of a row; `""` for a row that was stored as it came."""
        query = "SELECT reasons, lead FROM rows WHERE place = ? ORDER BY rowid"
        rows = self._rows.execute(query, (_key(place),)).fetchall()
        reasons = [text for text, _ in rows if text]
        if not rows and self._of_others:
            reasons = [sentence(self._of_others)]
        lead_id = next((lead for _, lead in rows if lead), "")
        if cells := self._of_cells.get(place):
            return Reason(" ".join([*reasons, cells]) if reasons else f"Stored, but {cells}", lead_id)
        return Reason(" ".join(reasons), lead_id)


def _reasons_in(result: Result) -> dict[Place, list[str]]:
    by_place: dict[Place, list[str]] = defaultdict(list)

    def reasons_of(line: HeldRow | Stranger | FlaggedRow | NameConflict | LeftValue) -> list[str]:
        return by_place[Place(line.table, line.row)]

    for held in result["held"]:
        reasons_of(held).append(sentence(held.code))
    for stranger in result["strangers"]:
        reasons_of(stranger).append(_of_stranger(stranger))
    for flagged in result["flagged"]:
        reasons_of(flagged).extend(map(sentence, flagged.flags))
    for conflict in result["conflicts"]:
        reasons_of(conflict).append(f"Another name goes with this email: “{conflict.other_name}”.")
    for left in result["left"]:
        reasons_of(left).append(_left_out(left))
    return by_place


def _lead_of(place: Place, lead_ids: Mapping[Place, str], of_others: Collection[Place]) -> str:
    """Not of rows with the name of somebody else: who corrects such a row says whose it is."""
    return "" if place in of_others else lead_ids.get(place, "")


def _key(place: Place) -> int:
    return place.table << 32 | place.row


def sentence(code: str) -> str:
    """A held row's code, or a flag, in words."""
    if code in HELD:
        return f"Held: {HELD[code]}"
    return FLAGS[code].sentence if code in FLAGS else f"Stored, with a mark: {code}."


def _of_stranger(stranger: Stranger) -> str:
    of_worksheet = f" of “{stranger.worksheet}”" if stranger.worksheet else ""
    where = f"row {stranger.other_row}{of_worksheet}" if stranger.other_row else "stored by an earlier import"
    return sentence(OTHER_PERSON).format(email=stranger.email, name=stranger.name, where=where)


def reasons_of_cells(store: ImportStore) -> dict[Place, str]:
    """What Parse workbook found of single cells, in words, each cell named by the label of its column."""
    tables = read_parsed(store)["tables"] if is_parsed(store) else []
    return {
        Place(number, row): " ".join(_of_cell(cell, table["columns"]) for cell in cells)
        for number, table in enumerate(tables)
        for row, cells in read_findings(number, table, store)
    }


def _of_cell(cell: CellFinding, columns: Sequence[Column]) -> str:
    label = next((column.label for column in columns if column.index == cell.column), None)
    return f"{label or f'Column {column_letters(cell.column)}'}: {cell.message}"


def write_row_report(reasons: Reasons, store: ImportStore) -> bool:
    """Writes the report (UTF-8 with BOM, formula-safe); False, and nothing written, when all rows came through."""
    if not is_parsed(store):
        return False
    workbook = read_parsed(store)
    reasons.complete()
    lines = _lines(workbook, reasons, store)
    first = next(lines, None)
    if first is None:
        return False
    heads = _heads_of([table["columns"] for table in workbook["tables"]])
    header = ["\ufeff" + ROW_REPORT_COLUMNS[0], *ROW_REPORT_COLUMNS[1:], LEAD_ID, *map(guard, heads.values())]
    rows = (_cells_of(line, [*heads]) for line in chain([first], lines))
    store.write_lines(file_names.ROW_REPORT, _as_csv(chain([header], rows)))
    return True


def _heads_of(tables: Sequence[Sequence[Column]]) -> dict[str, str]:
    """By label, the heads of the columns that come after the Lead ID: of one of our exports as they are there.

    So the report of an export is read as one. That of a file with other tables too has another order, and is not.
    """
    headers = {tuple(column.header for column in columns) for columns in tables}
    if len(headers) == 1 and is_export_header(ours := headers.pop()):
        return {column.label: unguard(column.header) for column in tables[0][begin_of_export(ours) + 1 :]}
    labels = [column.label for columns in tables for column in columns if not _is_of_row_report(column.header)]
    labels = [label for label in dict.fromkeys(labels) if label != LEAD_ID]
    ordered = [*labels[1:], labels[0]] if is_export_header([LEAD_ID, *labels]) else labels
    return {label: label for label in ordered}


def _cells_of(line: ReportLine, labels: Sequence[str]) -> list[int | str | None]:
    cells = (guard(line.cells.get(label, "")) for label in labels)
    return [guard(line.worksheet), line.row, line.reason, line.cells.get(LEAD_ID, ""), *cells]


def _as_csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as CSV has it, but for its last newline, which whoever writes lines adds."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(row)
        yield text.getvalue().removesuffix("\n")
        text.seek(0)
        text.truncate()


def report_link(file_name: str, store: ImportStore) -> str:
    """A link to the report that works for an hour, and saves it under a name like the file's."""
    return store.link(file_names.ROW_REPORT, "text/csv; charset=utf-8", f"{file_name}.report.csv")


def _lines(workbook: ParsedWorkbook, reasons: Reasons, store: ImportStore) -> Iterator[ReportLine]:
    for number, table in enumerate(workbook["tables"]):
        labels = [column.label for column in table["columns"]]
        as_meant = unguard if _is_guarded([column.header for column in table["columns"]]) else str
        for row, cells, _ in read_rows(table["name"], store):
            reason, lead_id = reasons.of(Place(number, row))
            if reason:
                stands = dict(zip(labels, map(as_meant, cells), strict=True))
                yield ReportLine(table["worksheet"], row, reason, stands | ({LEAD_ID: lead_id} if lead_id else {}))
        for row, cells, finding in read_held_rows(number, store):
            fitting = _as_far_as_it_goes(table["columns"], [*map(as_meant, cells)])
            yield ReportLine(table["worksheet"], row, f"Held: {finding['message']}", fitting)
        if more := table.get("moreFindings"):
            yield ReportLine(table["worksheet"], "", _MORE_CELLS.format(cells=f"{more:,}"), {})
    for worksheet in workbook["worksheets"]:
        for finding in worksheet["skipped"]:
            yield ReportLine(worksheet["name"], finding["row"], f"Skipped: {finding['message']}", {})


def _is_of_row_report(header: str) -> bool:
    return header.strip() in ROW_REPORT_COLUMNS


def _is_guarded(headers: Sequence[str]) -> bool:
    """Whether the table is a row report or an export, whose cells are guarded already."""
    return is_export_header(headers) or any(map(_is_of_row_report, headers))


def _as_far_as_it_goes(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row that does not fit its columns; those beyond the last column stay in that one."""
    fitting = {label: cells[index] for index, _, label in columns if index < len(cells)}
    index, _, label = columns[-1]
    return fitting | ({label: ",".join(cells[index:])} if len(cells) > index + 1 else {})


def _left_out(left: LeftValue) -> str:
    has = f"the lead has “{left.kept}”" if left.kept else "the lead has none"
    return f"{left.key.removeprefix(REMARK)}: “{left.text}” was not stored; {has}."
