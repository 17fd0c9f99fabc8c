"""Phones to E.164, by Google's phone metadata and by evidence for where a number is dialled."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, country_code_for_region

from easycrm.standardise.values.dialling import INTERNATIONAL, at_home, dialled, foreign_mobile
from easycrm.standardise.values.other_numbers import without_other_numbers
from easycrm.standardise.values.phone_texts import candidates, read_digits

_AMERICAN = re.compile(r"^[\s(]*011[\s-]*(?=[1-9])")
_DECIMAL = re.compile(r"(?<=\d{7})\.0\s*$")
_LISTED = re.compile(r"[,;|]\s*\+?\(?\d[\d ().\-–]{4,}\d")
_BARE = re.compile(r"[\d+\s().\-–/]+")
_SIGNS = re.compile(r"[\d+ext#–]")
_LABELS = re.compile(
    r"[\s:.,;/|&()\-]|\b(tel|telephone|telefon|phone|mob|mobile|handy|cell|hp|office|work|direct|home|[tmpwoh])\b",
    re.IGNORECASE,
)
# What a column has more often than phones: days, seconds since 1970, ids filled up with zeros, American postal codes.
_COUNTED = re.compile(
    r"\s*(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|1[4-9]\d{8}|0{3}\d+|\d{5}-\d{4})\s*"
)
FEWEST_DIGITS = 5
"""No number has fewer."""

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO 3166 codes that numbers can be read for."""

# Country domains that the whole world uses.
_GENERIC_DOMAINS = frozenset("AC AI CC CO FM GG IM IO LY ME NU SH TK TO TV VC WS".split())


class Region(NamedTuple):
    """A country that a number may be dialled in, and why we think so.

    `evidence` is `countryColumn`, `numberBeside`, `emailDomain` or `upload`. A conclusive one is the last to be tried.
    `confirmed`: the other numbers of the column are dialled there; `contested`: more of them are valid elsewhere.
    """

    country: str
    evidence: str
    conclusive: bool = False
    confirmed: bool = False
    contested: bool = False


class Phone(NamedTuple):
    """A valid number as E.164, `;ext=` and the extension where it has one; the evidence for its country.

    `evidence` is that of the region, or `number` where the number itself says its country. `doubtful`: the digits
    may be another country's number, or another one of the same country.
    """

    text: str
    evidence: str
    doubtful: bool = False


def read_phone(cell: str, regions: Sequence[Region]) -> Phone | None:
    """The first valid number of a cell, read as a whole or in pieces; None when there is none.

    A number that says its own country needs no region. The others are read as dialled in the first region that they
    are valid in; never in one that comes after a conclusive one.

    >>> read_phone("020 7946 0018 (office)", [Region("GB", "upload")])
    Phone(text='+442079460018', evidence='upload', doubtful=False)
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
    text = INTERNATIONAL.sub("+", cell)
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
    """Whether a cell has as many digits as a phone number, and nothing but what people put between them.

    An apostrophe in front is how spreadsheets are told that digits are a text.
    """
    cell = cell.removeprefix("'")
    if not 7 <= digits_in(cell) <= 15 or not (_BARE.fullmatch(cell) or not _LABELS.sub("", _SIGNS.sub("", cell))):
        return False
    return not _COUNTED.fullmatch(cell) and without_other_numbers(cell) == cell


def may_be_phone(cell: str) -> bool:
    """Whether a cell has enough digits for a phone, without those that are something else, or a fax's."""
    return digits_in(cell) >= FEWEST_DIGITS and digits_in(without_other_numbers(cell)) >= FEWEST_DIGITS


def digits_in(cell: str) -> int:
    return sum(map(str.isdigit, cell))


def _read(text: str, regions: Iterable[Region]) -> Phone | None:
    """A number and the evidence for its country. `011` goes abroad from America, but begins numbers elsewhere."""
    if digits_in(text) < FEWEST_DIGITS:
        return None
    if "+" in text or INTERNATIONAL.match(text):
        number = dialled(text, "ZZ")
        return Phone(number.text, "number") if number else None
    conclusive = False
    for region in regions:
        number, doubtful = at_home(text, region.country)
        if number:
            evidence = region.evidence if number.code == country_code_for_region(region.country) else "number"
            return Phone(
                number.text, evidence, doubtful or region.contested or (number.lost_zero and not region.confirmed)
            )
        if region.conclusive:
            conclusive = True
            break
    abroad = dialled(_AMERICAN.sub("+", text), "ZZ") if _AMERICAN.match(text) else None
    if abroad:
        return Phone(abroad.text, "number")
    number = None if conclusive else foreign_mobile(text)
    return Phone(number.text, "number", doubtful=True) if number else None


def _country_of(text: str) -> str | None:
    digits = read_digits(text)
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(digits.number, "ZZ")) if digits else None
    except NumberParseException:
        return None
