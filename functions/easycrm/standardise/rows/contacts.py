"""What a row says for certain, by rules alone: its email, its phone, its name as written. Identity is made from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from easycrm.standardise.rows.full_names import FullName, written_name
from easycrm.standardise.rows.layout import Layout
from easycrm.standardise.values.blanks import is_placeholder, was_placeholder
from easycrm.standardise.values.countries import country_of
from easycrm.standardise.values.emails import is_placeholder_email, may_hold_email, read_emails
from easycrm.standardise.values.phone_columns import region_of_upload
from easycrm.standardise.values.phones import (
    FEWEST_DIGITS,
    Phone,
    Region,
    country_of_domain,
    country_of_number,
    digits_in,
    may_be_phone,
    read_phone,
)


@dataclass(frozen=True)
class Contacts:
    """`email`, `phone`: the valid ones, or `""` and None. `name`: the full name, or first and last, as written.

    `full_name`: of a row whose name is in one cell. `typed_phone`: the position of the first phone cell whose digits
    may be a number and are no valid one.
    """

    email: str
    phone: Phone | None
    first: str
    last: str
    full_name: FullName | None
    typed_phone: int | None

    @property
    def name(self) -> str:
        return self.full or f"{self.first} {self.last}".strip()

    @property
    def full(self) -> str:
        """The full name as written; `""` if it is in parts, or its cell looks like a list."""
        return self.full_name.written if self.full_name else ""


def read_contacts(layout: Layout, cells: Sequence[str], country: str) -> Contacts:
    """The row's contacts. `country` is the upload's: what the row itself says about countries comes before it."""
    email = _email(layout, cells)
    phone, typed_phone = _phone(layout, cells, country, email)
    first, last = (_name_in(layout, field, cells) for field in ("firstName", "lastName"))
    at = None if first or last else next(filled(layout.at("fullName"), cells, "fullName"), None)
    if at is None:
        return Contacts(email, phone, first, last, None, typed_phone)
    full_name = FullName(cells[at].strip(), email, layout.orders[at])
    return Contacts(email, phone, "", "", full_name, typed_phone)


def filled(positions: Iterable[int], cells: Sequence[str], field: str = "") -> Iterator[int]:
    """The positions whose cell says something. `field`: that of their columns."""
    return (at for at in positions if cells[at] and not is_placeholder(cells[at], field))


def former_name(layout: Layout, cells: Sequence[str]) -> str:
    """The name as the former rules had it, to which other cells said nothing."""
    first, last, full = (_former_in(layout.at(field), cells) for field in ("firstName", "lastName", "fullName"))
    return f"{first} {last}".strip() if first or last else written_name(full)


def _former_in(positions: Sequence[int], cells: Sequence[str]) -> str:
    return next((cells[at].strip() for at in positions if cells[at] and not was_placeholder(cells[at], name=True)), "")


def _name_in(layout: Layout, field: str, cells: Sequence[str]) -> str:
    return next((cells[at].strip() for at in filled(layout.at(field), cells, field)), "")


def _email(layout: Layout, cells: Sequence[str]) -> str:
    """The first valid one of the email columns, else of the other fields' cells: people put contacts anywhere.

    What people type where they have none, as `none@none.com`, is nobody's.
    Remarks are asked only if no field says anything, and only if they name one address: it may be somebody else's.
    """
    for at in (*layout.speaking("email", cells), *layout.field_cells):
        if may_hold_email(cells[at]):
            email = next(_emails_in(cells[at]), "")
            if email:
                return email
    if any(cells[at] and not was_placeholder(cells[at]) for at in layout.field_cells):
        return ""
    others = {
        email
        for at, cell in enumerate(cells)
        if "@" in cell and at not in layout.of_others
        for email in _emails_in(cell)
    }
    return others.pop() if len(others) == 1 else ""


def _emails_in(cell: str) -> Iterator[str]:
    return (email for email in read_emails(cell).valid if not is_placeholder_email(email))


def _phone(layout: Layout, cells: Sequence[str], country: str, email: str) -> tuple[Phone | None, int | None]:
    typed = None
    for at in filled(layout.speaking("phone", cells), cells, "phone"):
        phone = read_phone(cells[at], _regions(layout, cells, at, country, email))
        if phone:
            return phone, None
        if typed is None and may_be_phone(cells[at]):
            typed = at
    for at in filled((*layout.at("fullName"), *layout.at("email"), *layout.at("company"), *layout.at("title")), cells):
        if digits_in(cells[at]) > FEWEST_DIGITS:
            phone = read_phone(read_emails(cells[at]).rest, _regions(layout, cells, at, country, email))
            if phone:
                return phone, None
    return None, typed


def _regions(layout: Layout, cells: Sequence[str], at: int, country: str, email: str) -> list[Region]:
    """Where a number may be dialled, the best evidence first. What a country column says is not overruled.

    The upload's country is no evidence in a column of which another country explains more numbers.
    """
    if "+" in cells[at]:
        return []
    named = (country_of(cells[column]) for column in layout.countries if cells[column])
    stated = next(filter(None, named), None)
    if stated:
        return [Region(stated, "countryColumn", conclusive=True)]
    beside = (country_of_number(cells[other]) for other in layout.at("phone") if other != at)
    regions = [Region(other, "numberBeside") for other in beside if other]
    domain = country_of_domain(email)
    upload = region_of_upload(country, layout.plans[at])
    return [*regions, *([Region(domain, "emailDomain")] if domain else []), *([upload] if upload else [])]
