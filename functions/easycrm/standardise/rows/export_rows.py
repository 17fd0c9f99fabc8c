"""Worksheets that are our own exports: read as they are written, so that importing one back changes nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from easycrm.leads.exports.export_format import begin_of_columns, unguard
from easycrm.leads.exports.spellings import HEADERS, Head, headers_in_head, read_kept, told_in_row
from easycrm.leads.lead import FIELDS, remark_key
from easycrm.leads.remark_lines import read_remark_lines
from easycrm.standardise.columns.mapping import MappedColumn


class ExportValues(NamedTuple):
    """What an export's row says: values by key, the keys that it leaves blank, and the id of the lead it names."""

    values: dict[str, str]
    blanks: list[str]
    lead_id: str


def is_export(columns: Sequence[MappedColumn]) -> bool:
    """Whether the worksheet is one of our exports."""
    return bool(columns) and columns[0].decided_by == "export"


def as_stored(columns: Sequence[MappedColumn], cells: Sequence[str]) -> Sequence[str]:
    """The row's cells without the guard that only our exports and row reports have."""
    is_guarded = is_export(columns) or "report" in [column.also for column in columns]
    return [unguard(cell) for cell in cells] if is_guarded else cells


def export_values(columns: Sequence[MappedColumn], cells: Sequence[str]) -> ExportValues:
    """What a row says, its cells as the file has them.

    Columns that only tell where a lead came from are left out: the table knows that better.
    """
    cells = as_stored(columns, cells)
    begin = begin_of_columns([column.header for column in columns])
    texts = {column.field: cell for column, cell in zip(columns[:begin], cells, strict=False) if column.field and cell}
    has_headers = headers_in_head(columns[begin - 1].header) is not None
    remarks, blanks = _of_columns(columns[begin:], cells[begin - 1 :]) if has_headers else ({}, [])
    lines = read_remark_lines(texts.get("remarks", ""))
    values = {name: texts[name] for name in FIELDS if name in texts}
    values |= {remark_key(header): text for header, text in (lines | remarks).items()}
    blank = [name for name in FIELDS if name not in texts]
    return ExportValues(values, [*blank, *map(remark_key, blanks)], texts.get("leadId", ""))


def _of_columns(columns: Sequence[MappedColumn], cells: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Texts by header, and the headers left blank. Before the columns' own cells stands what the row says of them.

    Where somebody wrote something else there, that is kept, like what stands in any other cell.
    """
    kept = read_kept(cells[0])
    remarks: dict[str, str] = {}
    blanks: list[str] = []
    for column, cell in zip(columns, cells[1:], strict=True):
        head = unguard(column.header)
        cell_says = told_in_row(cell, Head(head, column.label), (kept or {}).pop(head, None))
        for header, text in cell_says.values.items():
            _put(remarks, header, text)
        blanks += cell_says.blanks
    if kept is None:
        _put(remarks, HEADERS, cells[0])
    return remarks, [header for header in blanks if header not in remarks]


def _put(remarks: dict[str, str], header: str, text: str) -> None:
    """Adds a text. Of two cells that say something else under one header, both are kept."""
    other = remarks.setdefault(header, text)
    if other != text:
        remarks[header] = f"{other}\n{text}"
