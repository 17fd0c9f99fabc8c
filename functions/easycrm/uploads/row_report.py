"""The row report: a CSV of every row that was not stored as it came, with the reason in words.

It has the file's own columns, so that it can be corrected in a spreadsheet program and uploaded again: the columns that
the report adds are known to the import, which finds a row's lead by its Lead ID and leaves the others out.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any

from easycrm.held import HELD
from easycrm.leads.exports.export_format import EXPORT_HEADERS, guard, is_export_header, unguard
from easycrm.leads.flags import FLAGS
from easycrm.leads.lead import REMARK
from easycrm.standardise.columns.mapping import REPORT_COLUMNS
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.parse_workbook import WORKBOOK
from easycrm.uploads.work_files.cell_findings import CellFinding, read_findings
from easycrm.workbooks.tables import column_letters

REPORT = "report.csv"
LEAD_ID = EXPORT_HEADERS[0]

_MORE_CELLS = "Stored, but {cells} more cells are like those above: the findings of the import count them all."
Place = tuple[int, int]
"""A row's table and number."""


NO_CELLS: Mapping[Place, str] = MappingProxyType({})


class Reasons:
    """Why rows are in the report, in the order of their places.

    `of_others` is the code of the rows that no result tells of; without it, those came through. `of_cells` has what
    there is to say of a row's cells, as `reasons_of_cells` gives it.
    """

    def __init__(self, of_others: str = "", of_cells: Mapping[Place, str] = NO_CELLS) -> None:
        self._by_place: dict[Place, list[str]] = defaultdict(list)
        self._of_others = of_others
        self._of_cells = of_cells
        self._told: set[Place] = set()
        self._lead_ids: dict[Place, str] = {}

    def add(self, result: Mapping[str, Any]) -> None:
        """What a batch's result says."""
        if self._of_others:
            names = ("rows", "held", "skipped")
            self._told.update((table, row) for name in names for table, row, *_ in result.get(name, ()))
        for table, row, code in result.get("held", ()):
            self._by_place[table, row].append(sentence(code))
        for table, row, flags in result.get("flagged", ()):
            self._by_place[table, row] += [sentence(flag) for flag in flags]
        lead_ids = {(table, row): lead_id for table, row, lead_id, *_ in result.get("rows", ())}
        for table, row, name in result.get("conflicts", ()):
            lead_ids.pop((table, row), None)  # who corrects such a row says that it is of somebody else
            self._by_place[table, row].append(f"Another name goes with this email: “{name}”.")
        for table, row, key, text, kept in result.get("left", ()):
            self._by_place[table, row].append(_left_out(key.removeprefix(REMARK), text, kept))
        self._lead_ids.update({place: lead_id for place, lead_id in lead_ids.items() if self._is_reported(place)})

    def _is_reported(self, place: Place) -> bool:
        return place in self._by_place or place in self._of_cells

    def of(self, place: Place) -> str:
        """All reasons of a row in one text; `""` for a row that was stored as it came."""
        others = self._of_others and place not in self._told
        reasons = [sentence(self._of_others)] if others else self._by_place.get(place, [])
        if cells := self._of_cells.get(place):
            return " ".join([*reasons, cells]) if reasons else f"Stored, but {cells}"
        return " ".join(reasons)

    def lead_of(self, place: Place) -> str:
        """The lead that a row of the report is of; `""` for a row that was not stored, or names another person."""
        return self._lead_ids.get(place, "")


def sentence(code: str) -> str:
    """A held row's code, or a flag, in words."""
    if code in HELD:
        return f"Held: {HELD[code]}"
    return FLAGS[code].sentence if code in FLAGS else f"Stored, with a mark: {code}."


def reasons_of_cells(store: ImportStore) -> dict[Place, str]:
    """What Parse workbook found of single cells, in words, each cell named by the label of its column."""
    tables = store.read(WORKBOOK)["tables"] if store.exists(WORKBOOK) else []
    return {
        (number, row): " ".join(_of_cell(cell, table["columns"]) for cell in cells)
        for number, table in enumerate(tables)
        for row, cells in read_findings(number, table, store)
    }


def _of_cell(cell: CellFinding, columns: Sequence[Sequence[Any]]) -> str:
    label = next((label for index, _, label in columns if index == cell.column), None)
    return f"{label or f'Column {column_letters(cell.column)}'}: {cell.message}"


def write_report(reasons: Reasons, store: ImportStore) -> bool:
    """Writes `report.csv` (UTF-8 with BOM, formula-safe); False, and nothing written, when all rows came through."""
    if not store.exists(WORKBOOK):
        return False
    workbook = store.read(WORKBOOK)
    lines = _lines(workbook, reasons, store)
    first = next(lines, None)
    if first is None:
        return False
    columns = [column for table in workbook["tables"] for column in table["columns"]]
    labels = list(dict.fromkeys(label for _, header, label in columns if not _is_of_a_report(header)))
    labels = [label for label in labels if label != LEAD_ID]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*REPORT_COLUMNS, LEAD_ID, *map(guard, labels)])
    for worksheet, row, reason, cells in chain([first], lines):
        lead_id = cells.get(LEAD_ID, "")
        writer.writerow([guard(worksheet), row, reason, lead_id, *(guard(cells.get(label, "")) for label in labels)])
    store.write_text(REPORT, "\ufeff" + text.getvalue())
    return True


def _lines(
    workbook: Mapping[str, Any], reasons: Reasons, store: ImportStore
) -> Iterator[tuple[str, int | str, str, dict[str, str]]]:
    """Worksheet, row (`""`: a line about none), reason and cells by label."""
    for number, table in enumerate(workbook["tables"]):
        labels = [label for _, _, label in table["columns"]]
        as_meant = unguard if _is_ours([header for _, header, _ in table["columns"]]) else str
        for line in store.read_lines(table["name"]):
            row, cells = json.loads(line)
            if reason := reasons.of((number, row)):
                lead_id = reasons.lead_of((number, row))
                stands = dict(zip(labels, map(as_meant, cells), strict=True))
                yield table["worksheet"], row, reason, stands | ({LEAD_ID: lead_id} if lead_id else {})
        for line in store.read_lines(table["name"].replace("tables/", "held/")):
            row, cells, finding = json.loads(line)
            fitting = _as_far_as_it_goes(table["columns"], [*map(as_meant, cells)])
            yield table["worksheet"], row, f"Held: {finding['message']}", fitting
        if more := table.get("moreFindings"):
            yield table["worksheet"], "", _MORE_CELLS.format(cells=f"{more:,}"), {}
    for worksheet in workbook["worksheets"]:
        for finding in worksheet["skipped"]:
            yield worksheet["name"], finding["row"], f"Skipped: {finding['message']}", {}


def _is_of_a_report(header: str) -> bool:
    return header.strip() in REPORT_COLUMNS


def _is_ours(headers: Sequence[str]) -> bool:
    """Whether the table is a row report or an export, whose cells are guarded already."""
    return is_export_header(headers) or any(map(_is_of_a_report, headers))


def _as_far_as_it_goes(columns: Sequence[Sequence[Any]], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row that does not fit its columns; those beyond the last column stay in that one."""
    fitting = {label: cells[index] for index, _, label in columns if index < len(cells)}
    index, _, label = columns[-1]
    return fitting | ({label: ",".join(cells[index:])} if len(cells) > index + 1 else {})


def _left_out(name: str, text: str, kept: str) -> str:
    has = f"the lead has “{kept}”" if kept else "the lead has none"
    return f"{name}: “{text}” was not stored; {has}."
