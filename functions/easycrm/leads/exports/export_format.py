"""How leads are written for other programs, so that reading it back gives exactly the same leads."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from easycrm.leads.exports.spellings import HEADERS, headers_in_head
from easycrm.leads.lead import FIELDS

_FIXED = {
    "leadId": "Lead ID",
    "firstName": "First name",
    "lastName": "Last name",
    "title": "Title",
    "company": "Company",
    "email": "Email",
    "phone": "Phone",
    "sourceFile": "Source file",
    "worksheet": "Worksheet",
    "row": "Row",
    "uploadId": "Upload ID",
    "createdAt": "Created at",
    "updatedAt": "Updated at",
    "createdIn": "Created in",
    "version": "Version",
    "flags": "Flags",
    "standardisedBy": "Standardised by",
}

EXPORTED = tuple(_FIXED)
"""What every export has of a lead, in this order; its columns come after."""

EXPORT_HEADERS = (*_FIXED.values(), HEADERS)
"""The beginning of the header row. A worksheet that begins with these is read as it is written, whatever follows."""

FORMER_EXPORT_HEADERS = (*EXPORT_HEADERS[:7], "Remarks", *EXPORT_HEADERS[7:-1])
"""The whole header row of former exports, which have all columns of a lead as lines of `Remarks`."""

ROW_REPORT_COLUMNS = ("EasyCRM worksheet", "EasyCRM row", "EasyCRM reason")
"""What the row report has before a file's own columns; in a report that is uploaded again they are left out."""

_READ_BACK = {_FIXED[name]: name for name in ("leadId", *FIELDS)}

# The signs that formulas begin with, in the widths and heights that a program may take for them (NFKC), and the minus.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩−"
# What spreadsheet programs take for a formula, and what they take for a number or a date and write another way.
_ALTERED = re.compile(rf"[{_SIGNS}'\t\r\n]|[0-9][0-9.,:/\-+eE% ]*\Z")


class Meaning(NamedTuple):
    """What a column of an export is read back as.

    `field`: a field, `leadId`, or `remarks` for the lines of former exports. `header`: of a column of the list, the
    header under which leads have what stands in it. Neither: it only tells an origin. `of_report`: a row report has
    added it.
    """

    field: str | None = None
    header: str | None = None
    of_report: bool = False


def is_export_header(headers: Sequence[str]) -> bool:
    """Whether a worksheet with this header row is one of our exports, or the row report of one."""
    own = headers[begin_of_export(headers) :]
    if tuple(own) == FORMER_EXPORT_HEADERS:
        return True
    *fixed, last = own[: len(EXPORT_HEADERS)] or [""]
    return tuple(fixed) == EXPORT_HEADERS[:-1] and headers_in_head(last) is not None


def meanings_of(headers: Sequence[str]) -> list[Meaning]:
    """What each column of an export, by its header row, is read back as."""
    begin = begin_of_export(headers)
    own = headers[begin:]
    if tuple(own) == FORMER_EXPORT_HEADERS:
        meanings = [Meaning("remarks" if head == "Remarks" else _READ_BACK.get(head)) for head in own]
    else:
        width = len(EXPORT_HEADERS)
        fixed = [Meaning(_READ_BACK.get(head)) for head in own[:width]]
        meanings = fixed + _of_columns(own[width:], headers_in_head(own[width - 1]) or {})
    return [Meaning(of_report=True)] * begin + meanings


def begin_of_columns(headers: Sequence[str]) -> int:
    """At which position the columns of the list begin; as many as there are headers where there are none."""
    begin = begin_of_export(headers)
    return len(headers) if tuple(headers[begin:]) == FORMER_EXPORT_HEADERS else begin + len(EXPORT_HEADERS)


def begin_of_export(headers: Sequence[str]) -> int:
    """How many columns a row report has put before those of an export."""
    width = len(ROW_REPORT_COLUMNS)
    return width if tuple(headers[:width]) == ROW_REPORT_COLUMNS else 0


def _of_columns(heads: Sequence[str], named: dict[str, str]) -> list[Meaning]:
    """Of columns that have no head, or one that another has already, whoever reads them has to make up a header."""
    texts = [unguard(head) for head in heads]
    return [
        Meaning(header=named.get(text, text)) if text and text not in texts[:at] else Meaning()
        for at, text in enumerate(texts)
    ]


MAY_ALTER = frozenset(_SIGNS + "'\t\r\n0123456789")
"""What a text begins with that may need a guard: quicker to look at than `guard` is to call, for millions of cells."""


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
