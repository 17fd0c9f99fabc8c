"""Phones to E.164, by Google's phone metadata and by evidence for where a number is dialled."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from easycrm.folding import digits_of
from easycrm.standardise.values.other_numbers import without_other_numbers
from easycrm.standardise.values.phone_texts import Digits, candidates, read_digits

_INTERNATIONAL = re.compile(r"^[\s(]*00")
_AMERICAN = re.compile(r"^[\s(]*011[\s-]*(?=[1-9])")
_DECIMAL = re.compile(r"(?<=\d{7})\.0\s*$")
_LISTED = re.compile(r"[,;|]\s*\+?\(?\d[\d ().\-–]{4,}\d")
_LONGEST_EXTENSION = 6
_LABELS = re.compile(
    r"[\s:.,;/|&()\-]|\b(tel|telephone|telefon|phone|mob|mobile|handy|cell|hp|office|work|direct|home|[tmpwoh])\b",
    re.IGNORECASE,
)
# Bare digits that a column of them has more often than phones: days, seconds since 1970, ids filled up with zeros.
_COUNTED = re.compile(r"\s*(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|1[4-9]\d{8}|0{3}\d+)\s*")
FEWEST_DIGITS = 5
"""No number has fewer."""

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO 3166 codes that numbers can be read for."""

# Country domains that the whole world uses.
_GENERIC_DOMAINS = frozenset("AC AI CC CO FM GG IM IO LY ME NU SH TK TO TV VC WS".split())


class Region(NamedTuple):
    """A country that a number may be dialled in, and why we think so.

    `evidence` is `countryColumn`, `numberBeside`, `emailDomain` or `upload`. A conclusive one is the last to be tried.
    """

    country: str
    evidence: str
    conclusive: bool = False


class Phone(NamedTuple):
    """A valid number as E.164, `;ext=` and the extension where it has one; the evidence for its country.

    `evidence` is that of the region, or `number` where the number itself says its country.
    """

    text: str
    evidence: str


def read_phone(cell: str, regions: Sequence[Region]) -> Phone | None:
    """The first valid number of a cell, read as a whole or in pieces; None when there is none.

    A number that says its own country needs no region. The others are read as dialled in the first region that they
    are valid in; never in one that comes after a conclusive one.

    >>> read_phone("020 7946 0018 (office)", [Region("GB", "upload")])
    Phone(text='+442079460018', evidence='upload')
    >>> read_phone("call me", [Region("GB", "upload")]) is None
    True
    """
    if digits_in(cell) < FEWEST_DIGITS:
        return None
    cell = _DECIMAL.sub("", without_other_numbers(cell))
    # Google's library takes a second number behind a comma for the extension of the first.
    texts = candidates(cell) if _LISTED.search(cell) else (cell, *candidates(cell))
    readings = (_read(text, regions) for text in texts)
    return next(filter(None, readings), None)


def country_of_number(cell: str) -> str | None:
    """The country that a number itself says, as in `+49 30 ...`; None when it says none.

    >>> country_of_number("+49 30 901820"), country_of_number("030 901820")
    ('DE', None)
    """
    text = _INTERNATIONAL.sub("+", cell)
    start = text.find("+")
    return _country_of(text[start:]) if start >= 0 else None


def country_of_domain(email: str) -> str | None:
    """The country of an email's country domain: `.de` is DE. Domains such as `.io` and `.co` say nothing.

    >>> country_of_domain("ana@novak.de"), country_of_domain("ana@novak.io")
    ('DE', None)
    """
    last = email.rpartition(".")[2].upper()
    country = "GB" if last == "UK" else last
    return country if country in COUNTRIES and country not in _GENERIC_DOMAINS else None


def looks_like_phone(cell: str) -> bool:
    """Whether a cell has as many digits as a phone number, and nothing but what people put between them."""
    if not 7 <= digits_in(cell) <= 15 or _LABELS.sub("", re.sub(r"[\d+ext#–]", "", cell)):
        return False
    return without_other_numbers(cell) == cell and not _COUNTED.fullmatch(cell)


def may_be_phone(cell: str) -> bool:
    """Whether a cell has enough digits for a phone, without those that are something else, or a fax's."""
    return digits_in(cell) >= FEWEST_DIGITS and digits_in(without_other_numbers(cell)) >= FEWEST_DIGITS


def digits_in(cell: str) -> int:
    return sum(map(str.isdigit, cell))


@lru_cache(maxsize=20_000)
def e164(cell: str, country: str) -> str:
    """The cell's number as E.164, `;ext=` and the extension where it has one; `""` when it is no valid number.

    Google's library would dial letters by the keypad, so it is given no letter of the cell.

    Numbers without a country code are read as dialled in `country`. `00` means `+` wherever the number was written
    down: as a prefix dialled in Singapore, where `00x` goes abroad, `0044 161 496 0929` would become a Swiss number.

    >>> e164("(020) 7946-0018 ext. 12", "GB"), e164("12345", "GB")
    ('+442079460018;ext=12', '')
    """
    digits = read_digits(_INTERNATIONAL.sub("+", cell))
    number = _valid(digits.number, country) if digits else None
    if not digits or not number or _lacks_its_zero(number, digits.number) or _is_spelt(digits, country):
        return ""
    if not digits.extension and len(number.extension or "") > _LONGEST_EXTENSION:
        return ""
    extension = digits.extension or number.extension
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + (f";ext={extension}" if extension else "")


def _valid(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _is_spelt(digits: Digits, country: str) -> bool:
    """Whether the word behind the digits can be dialled with them: `+49 89 636 FLOWERS` is not `+49 89 636`."""
    return digits.spelt != "" and _valid(f"{digits.number} {digits.spelt}", country) is not None


def _read(text: str, regions: Iterable[Region]) -> Phone | None:
    """A number and the evidence for its country. `011` goes abroad from America, but begins numbers elsewhere."""
    if digits_in(text) < FEWEST_DIGITS:
        return None
    if "+" in text or _INTERNATIONAL.match(text):
        number = e164(text, "ZZ")
        return Phone(number, "number") if number else None
    for region in regions:
        number = e164(text, region.country)
        if number:
            return Phone(number, region.evidence if _is_of(number, region.country) else "number")
        if region.conclusive:
            break
    abroad = e164(_AMERICAN.sub("+", text), "ZZ") if _AMERICAN.match(text) else ""
    return Phone(abroad, "number") if abroad else None


def _is_of(number: str, country: str) -> bool:
    """Whether a number has the country's code. `011 49 ...`, dialled in America, has its own."""
    return number.startswith(f"+{phonenumbers.country_code_for_region(country)}")


def _lacks_its_zero(number: phonenumbers.PhoneNumber, text: str) -> bool:
    """Whether a landline is written without the 0 that its country dials first.

    In countries such as Germany, nearly any eight digits would be a valid landline then. Spreadsheets eat the zeros of
    mobile numbers as well, but those have lengths and beginnings to be known by.
    """
    if "+" in text or phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.FIXED_LINE:
        return False
    digits = digits_of(text)
    national = digits_of(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    code = str(number.country_code)
    return national.startswith("0") and not digits.startswith(("0", code))


def _country_of(text: str) -> str | None:
    digits = read_digits(text)
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(digits.number, "ZZ")) if digits else None
    except NumberParseException:
        return None
