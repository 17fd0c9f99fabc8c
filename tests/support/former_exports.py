"""Exports as former versions wrote them: every column of a lead is a line of one cell called Remarks."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from easycrm.leads.exports.xlsx import write_xlsx
from easycrm.leads.lead import FIELDS, Lead, remarks_of

HEADERS = (
    *("Lead ID", "First name", "Last name", "Title", "Company", "Email", "Phone", "Remarks", "Source file"),
    *("Worksheet", "Row", "Upload ID", "Created at", "Updated at", "Created in", "Version", "Flags"),
    "Standardised by",
)

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩−"
_ALTERED = re.compile(rf"[{_SIGNS}'\t\r\n]|[0-9][0-9.,:/\-+eE% ]*\Z")


def write(path: Path, leads: Iterable[Lead]) -> None:
    """Writes what the end of the path's name says: `.csv` or `.xlsx`."""
    rows = [_row(lead) for lead in leads]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADERS)
            writer.writerows([_guarded(cell) for cell in row] for row in rows)
    else:
        write_xlsx(path, "Leads", HEADERS, [[_guarded_in_excel(cell) for cell in row] for row in rows])


def _guarded_in_excel(cell: object) -> str:
    return f"'{cell}" if str(cell).startswith("'") else str(cell)


def _row(lead: Lead) -> list[object]:
    source = lead.source
    return [
        lead.lead_id,
        *(lead.text(name) for name in FIELDS),
        _lines(remarks_of(lead.values)),
        source.source_file,
        source.origin.worksheet,
        source.origin.row,
        source.origin.upload_id,
        lead.created_at,
        source.origin.registered_at,
        lead.created_in,
        lead.version,
        ", ".join(lead.flags),
        source.standardised_by,
    ]


def _lines(remarks: dict[str, str]) -> str:
    headers = {header: _escaped(header).replace(":", "\\:") for header in remarks}
    return "\n".join(f"{headers[header]}: {_escaped(text)}" for header, text in remarks.items())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _ALTERED.match(cell) else cell
