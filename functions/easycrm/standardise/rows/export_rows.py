"""Worksheets that are our own exports: read as they are written, so that importing one back changes nothing."""

from collections.abc import Sequence

from easycrm.leads.exports.export_format import read_row, unguard
from easycrm.leads.lead import FIELDS, remark_key
from easycrm.standardise.columns.mapping import MappedColumn


def is_export(columns: Sequence[MappedColumn]) -> bool:
    """Whether the worksheet is one of our exports."""
    return bool(columns) and columns[0].decided_by == "export"


def as_stored(columns: Sequence[MappedColumn], cells: Sequence[str]) -> Sequence[str]:
    """The row's cells without the guard that only our exports and row reports have."""
    is_guarded = is_export(columns) or any(column.also == "report" for column in columns)
    return [unguard(cell) for cell in cells] if is_guarded else cells


def export_values(cells: Sequence[str]) -> tuple[dict[str, str], list[str], str]:
    """An export's row as values by key, the fields that are blank, and the id that it names.

    Its other columns only tell where a lead came from, which the table knows better: they are left out.
    """
    found, remarks = read_row(cells)
    lead_id = found.pop("leadId", "")
    values = found | {remark_key(header): text for header, text in remarks.items()}
    return values, [name for name in FIELDS if name not in found], lead_id
