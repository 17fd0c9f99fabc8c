"""How leads are written for other programs, so that reading it back gives exactly the same leads."""

import re
from collections.abc import Sequence

from easycrm.leads.lead import FIELDS
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.remark_lines import read_remark_lines

EXPORT_HEADERS = (
    *("Lead ID", "First name", "Last name", "Title", "Company", "Email", "Phone", "Remarks", "Source file"),
    *("Worksheet", "Row", "Upload ID", "Created at", "Updated at", "Created in", "Version", "Flags"),
    "Standardised by",
)
"""The header row, one for each of COLUMNS. A worksheet with exactly these is read as it is written: `read_row`."""

_READ_BACK = ("leadId", *FIELDS, "remarks")

# The signs that formulas begin with, in the widths and heights that a program may take for them (NFKC), and the minus.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩−"
# What spreadsheet programs take for a formula, and what they take for a number or a date and write another way.
_ALTERED = re.compile(rf"[{_SIGNS}'\t\r\n]|[0-9][0-9.,:/\-+eE% ]*\Z")


def is_export_header(headers: Sequence[str]) -> bool:
    """Whether a worksheet with this header row is one of our exports."""
    return tuple(headers) == EXPORT_HEADERS


def meaning_of(position: int) -> str | None:
    """What an export's column is read back as: a field, `leadId`, `remarks`; None for what only tells the origin."""
    return COLUMNS[position] if COLUMNS[position] in _READ_BACK else None


def guard(text: str) -> str:
    """A leading `'` before what a spreadsheet program would take for a formula, a number or a date in a CSV file.

    >>> guard("=1+1"), guard("+442079460018"), guard("Ana")
    ("'=1+1", "'+442079460018", 'Ana')
    """
    return f"'{text}" if _ALTERED.match(text) else text


def guard_typed(text: str) -> str:
    """The same where cells are typed as text, so that only what looks guarded already has to be told apart."""
    return f"'{text}" if text.startswith("'") else text


def unguard(text: str) -> str:
    """The inverse of both.

    >>> unguard(guard("=1+1")), unguard("'Ana'")
    ('=1+1', "'Ana'")
    """
    return text[1:] if text.startswith("'") and _ALTERED.match(text, 1) else text


def read_row(cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """An export's row as `({column: text}, {header: text} of the remarks)`, blanks left out."""
    found = {name: unguard(cell) for name, cell in zip(COLUMNS, cells, strict=False) if name in _READ_BACK and cell}
    return found, read_remark_lines(found.pop("remarks", ""))


assert len(EXPORT_HEADERS) == len(COLUMNS)
