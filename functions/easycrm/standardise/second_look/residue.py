"""The rows that the rules leave unsettled, and what a second look may see of them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from easycrm.standardise.rows.layout import Layout
from easycrm.standardise.rows.standardising import Standardised
from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.emails import is_role_address, may_hold_email, read_emails
from easycrm.standardise.values.word_lists import words

_WORDS_IN_MAILBOX = re.compile(r"[^\W\d_]{2,}|(?<![^\W\d_])[^\W\d_](?=[._-])")
_IN_EMAIL = ("nameInEmail", "companyInDomain")
_NAME = re.compile(r"[^\W\d_]+([ .'-]+[^\W\d_]+){1,2}")


class Doubt(NamedTuple):
    """Why a row is unsettled, and the positions of the cells from which it can be settled."""

    reason: str
    cells: tuple[int, ...]

    @property
    def is_in_email(self) -> bool:
        """Whether what is missing can only be in the email."""
        return self.reason in _IN_EMAIL


def doubt(layout: Layout, cells: Sequence[str], row: Standardised) -> Doubt | None:
    """Why a standardised row deserves a second look; None for the rows that the rules have settled.

    `contactInOneCell`, `fieldsSwapped`: all cells of fields may be looked at. `nameInEmail`, `companyInDomain`: the
    email alone.
    """
    if row.settled:
        return None
    filled = tuple(sorted({at for at in layout.field_cells if cells[at] and not cells[at].isspace()}))
    if row.mixed and any(layout.remark_keys[at] in row.values for at in layout.at("fullName")):
        return Doubt("contactInOneCell", filled)
    if any(_are_swapped(layout, cells, row)):
        return Doubt("fieldsSwapped", filled)
    email = row.values.get("email", "")
    reason = _hidden_in(email, layout, row) if email else None
    return Doubt(reason, tuple(_with_email(filled, cells, email))) if reason else None


def _are_swapped(layout: Layout, cells: Sequence[str], row: Standardised) -> Iterator[bool]:
    """Signs that values stand under each other's headers."""
    for field in ("firstName", "lastName", "title", "company", "phone"):
        for at in layout.at(field):
            yield may_hold_email(cells[at]) and bool(read_emails(cells[at]).valid)
    company = row.values.get("company", "")
    name = f"{row.values.get('firstName', '')} {row.values.get('lastName', '')}".strip()
    yield bool(company) and is_company(name) and not is_company(company) and bool(_NAME.fullmatch(company))


def _hidden_in(email: str, layout: Layout, row: Standardised) -> str | None:
    domain = email.partition("@")[2]
    if not row.values.keys() & {"firstName", "lastName"} and _may_hold_name(email):
        return "nameInEmail"
    has_column = bool(layout.at("company"))
    return "companyInDomain" if has_column and "company" not in row.values and not is_free_mail(domain) else None


def _may_hold_name(email: str) -> bool:
    """Two words, as in `jane.doe` and `j.doe`. One word may be anything."""
    return len(_WORDS_IN_MAILBOX.findall(email.partition("@")[0])) > 1 and not is_role_address(email)


def is_free_mail(domain: str) -> bool:
    """Whether everybody can have a mailbox there."""
    return domain in words("free_mail")


def _with_email(positions: Sequence[int], cells: Sequence[str], email: str) -> Iterator[int]:
    return (at for at in positions if email in read_emails(cells[at]).valid)
