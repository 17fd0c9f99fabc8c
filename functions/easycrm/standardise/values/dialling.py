"""What a text's digits are as a number, dialled in a country or with a country's code, by Google's phone metadata."""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from easycrm.folding import digits_of
from easycrm.standardise.values.phone_texts import Digits, read_digits

INTERNATIONAL = re.compile(r"^[\s(]*00")
"""`00` means `+` wherever a number was written down."""

_FIRST_DIGIT = re.compile(r"[(\s]*(?=\d)")
_FIRST_GROUP = re.compile(r"\D*(\d+)\D+\d")
_LONGEST_EXTENSION = 6
_FEWEST_AT_HOME, _FEWEST_ABROAD = 8, 10  # digits of a number with its country's code
_MOBILES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class Reading(NamedTuple):
    """A valid number as E.164, `;ext=` and the extension where it has one; and its calling code.

    `lost_zero`: the 0 that its country dials first is missing, as spreadsheets leave it out.
    """

    text: str
    code: int
    lost_zero: bool

    @property
    def kind(self) -> int:
        """One of `PhoneNumberType`; worked out when it is asked for, which takes as long as reading."""
        return phonenumbers.number_type(phonenumbers.parse(self.text))

    @property
    def national(self) -> str:
        """As its country writes it."""
        return phonenumbers.format_number(phonenumbers.parse(self.text), PhoneNumberFormat.NATIONAL)

    @property
    def mobile(self) -> bool:
        """Whether it is a mobile, or of a plan that does not tell them apart."""
        return self.kind in _MOBILES


@lru_cache(maxsize=20_000)
def dialled(text: str, country: str) -> Reading | None:
    """The text's number; None when it is no valid number.

    Google's library would dial letters by the keypad, so it is given no letter of the text.

    Numbers without a country code are read as dialled in `country`. `00` means `+`: as a prefix dialled in Singapore,
    where `00x` goes abroad, `0044 161 496 0929` would become a Swiss number.

    >>> dialled("(020) 7946-0018 ext. 12", "GB").text, dialled("12345", "GB")
    ('+442079460018;ext=12', None)
    """
    digits = read_digits(INTERNATIONAL.sub("+", text))
    number = valid_number(digits.number, country) if digits else None
    if not digits or not number or _is_spelt(digits, country):
        return None
    if not digits.extension and len(number.extension or "") > _LONGEST_EXTENSION:
        return None
    lost_zero = "+" not in digits.number and _lacks_its_zero(number, digits_of(digits.number))
    if lost_zero and phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE:
        return None
    extension = digits.extension or number.extension
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164) + (f";ext={extension}" if extension else "")
    return Reading(written, number.country_code or 0, lost_zero)


def with_its_code(text: str) -> Reading | None:
    """Digits as the number that they are behind a +: `491622897306` is +49 162 2897306."""
    if digits_of(text).startswith("0"):
        return None
    return dialled(_FIRST_DIGIT.sub("+", text, count=1), "ZZ")


def at_home(text: str, country: str) -> tuple[Reading | None, bool]:
    """The number dialled in a country, or one with the country's own code and without +; and whether another one fits.

    Of two that fit, a mobile is meant rather than what is none, and a whole number rather than one that lacks its 0.
    """
    home, digits = dialled(text, country), digits_of(text)
    if len(digits) < _FEWEST_AT_HOME or digits.startswith("0"):
        return home, False
    if not digits.startswith(str(phonenumbers.country_code_for_region(country))):
        return home, home is not None and len(digits) >= _FEWEST_ABROAD and _may_be_foreign(text, home)
    own = with_its_code(text)
    if not own or not home or own.text == home.text:
        return own or home, False
    if own.mobile != home.mobile:
        return (own if own.mobile else home), not own.mobile
    return (own, False) if home.lost_zero else (home, True)


def foreign_mobile(text: str) -> Reading | None:
    """A mobile with its country's code and without +, as programs export it: nobody groups it in another way.

    Not one of a plan that does not tell mobiles apart: Chinese ones would be valid in America.
    """
    if len(digits_of(text)) < _FEWEST_ABROAD:
        return None
    group = _FIRST_GROUP.match(text)
    reading = with_its_code(text)
    if not reading or (group and group[1] != str(reading.code)):
        return None
    return reading if reading.kind == PhoneNumberType.MOBILE else None


def _may_be_foreign(text: str, home: Reading) -> bool:
    return home.kind != PhoneNumberType.MOBILE and foreign_mobile(text) is not None


def valid_number(text: str, country: str) -> PhoneNumber | None:
    """The number that a text is as dialled in a country, or by its own code; None when it is no valid one."""
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _is_spelt(digits: Digits, country: str) -> bool:
    """Whether the word behind the digits can be dialled with them: `+49 89 636 FLOWERS` is not `+49 89 636`."""
    return digits.spelt != "" and valid_number(f"{digits.number} {digits.spelt}", country) is not None


def _lacks_its_zero(number: PhoneNumber, digits: str) -> bool:
    """Whether a number is written without the 0 that its country dials first.

    Spreadsheets eat the zeros of mobiles, and those have lengths and beginnings to be known by; but in countries such
    as Germany, nearly any eight digits would be a valid landline then.
    """
    significant = phonenumbers.national_significant_number(number)
    if digits.startswith("0") or digits != significant:
        return False
    return digits_of(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)).startswith("0")
