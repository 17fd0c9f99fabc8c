"""A row's phone as the former rules read it: leads without an email have it in their id, see `former_lead_id`.

They read a number as dialled in the first country in which it is valid, and knew no digits that are none, as a fax's.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from easycrm.folding import digits_of
from easycrm.standardise.rows.contacts import filled
from easycrm.standardise.rows.layout import Layout
from easycrm.standardise.values.countries import country_of
from easycrm.standardise.values.dialling import INTERNATIONAL, valid_number
from easycrm.standardise.values.emails import read_emails
from easycrm.standardise.values.phone_texts import candidates, read_digits
from easycrm.standardise.values.phones import FEWEST_DIGITS, country_of_number, digits_in

_LONGEST = 6  # extension
_AMERICAN = re.compile(r"^[\s(]*011[\s-]*(?=[1-9])")
_DECIMAL = re.compile(r"(?<=\d{7})\.0\s*$")
_LISTED = re.compile(r"[,;|]\s*\+?\(?\d[\d ().\-–]{4,}\d")


def former_phone(layout: Layout, cells: Sequence[str], country: str) -> str:
    """The phone of a row without an email; `""` where there was none. `country` is the upload's."""
    for at in filled(layout.at("phone"), cells):
        if number := _number_in(cells[at], list(_countries(layout, cells, at, country))):
            return number
    for at in filled((*layout.at("fullName"), *layout.at("email"), *layout.at("company"), *layout.at("title")), cells):
        if digits_in(cells[at]) > FEWEST_DIGITS:
            rest = read_emails(cells[at]).rest
            if number := _number_in(rest, list(_countries(layout, cells, at, country))):
                return number
    return ""


def _countries(layout: Layout, cells: Sequence[str], at: int, country: str) -> Iterator[str]:
    """Where a number may be dialled, the best evidence first; a country column's is the only one."""
    named = (country_of(cells[column]) for column in layout.countries if cells[column])
    if stated := next(filter(None, named), None):
        yield stated
        return
    yield from filter(None, (country_of_number(cells[other]) for other in layout.at("phone") if other != at))
    yield country


def _number_in(cell: str, countries: Sequence[str]) -> str:
    if digits_in(cell) < FEWEST_DIGITS:
        return ""
    cell = _DECIMAL.sub("", cell)
    texts = candidates(cell) if _LISTED.search(cell) else (cell, *candidates(cell))
    return next(filter(None, (_number(text, countries) for text in texts)), "")


def _number(text: str, countries: Sequence[str]) -> str:
    if digits_in(text) < FEWEST_DIGITS:
        return ""
    if "+" in text or INTERNATIONAL.match(text):
        return _dialled(text, "ZZ")
    at_home = (_dialled(text, country) for country in countries)
    abroad = _dialled(_AMERICAN.sub("+", text), "ZZ") if _AMERICAN.match(text) else ""
    return next(filter(None, at_home), abroad)


@lru_cache(maxsize=20_000)
def _dialled(text: str, country: str) -> str:
    """The text's number; `""` when it is no valid one, or a landline without the 0 and the code of its country."""
    digits = read_digits(INTERNATIONAL.sub("+", text))
    number = valid_number(digits.number, country) if digits else None
    if not digits or not number or (digits.spelt and valid_number(f"{digits.number} {digits.spelt}", country)):
        return ""
    if _is_without_zero(number, digits.number) or (not digits.extension and len(number.extension or "") > _LONGEST):
        return ""
    extension = digits.extension or number.extension
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + (f";ext={extension}" if extension else "")


def _is_without_zero(number: PhoneNumber, text: str) -> bool:
    if "+" in text or phonenumbers.number_type(number) != PhoneNumberType.FIXED_LINE:
        return False
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return digits_of(national).startswith("0") and not digits_of(text).startswith(("0", str(number.country_code)))
