"""Numbers that a country may have given out, and how people, programs and spreadsheets write them."""

import random
from collections.abc import Callable, Mapping

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

COUNTRIES = ("AE AR AT AU BE BG BR CA CH CL CN CO CZ DE DK EE ES FI FR GB GR HR HU ID IE IL IN IT JP KR "
             "MX MY NL NO NZ PL PT RU SE SG SK TR UA US VN ZA").split()  # fmt: skip
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
_EITHER = PhoneNumberType.FIXED_LINE_OR_MOBILE
_KEPT = 3  # leading digits of the example: others are hardly ever given out


def random_number(rng: random.Random, country: str, kind: int) -> PhoneNumber:
    """A valid number of a kind: the plan's example for it, with other digits."""
    example = phonenumbers.example_number_for_type(country, kind)
    assert example, f"{country} has no number of this kind"
    digits = phonenumbers.national_significant_number(example)
    while True:
        kept = rng.randrange(1, _KEPT + 1)
        text = digits[:kept] + "".join(rng.choices("0123456789", k=len(digits) - kept))
        number = phonenumbers.parse(f"+{example.country_code}{text}")
        if phonenumbers.is_valid_number_for_region(number, country) and _is_of(number, kind):
            return number


def _is_of(number: PhoneNumber, kind: int) -> bool:
    return phonenumbers.number_type(number) in (kind, _EITHER)


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def national(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


def international(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _significant(number: PhoneNumber) -> str:
    """The digits behind the country code; without the 0 that some countries dial first, which a spreadsheet drops."""
    return phonenumbers.national_significant_number(number)


SPELLINGS: Mapping[str, Callable[[PhoneNumber], str]] = {
    "national, grouped": national,
    "national, digits": lambda number: "".join(filter(str.isdigit, national(number))),
    "trunk zero lost": _significant,
    "Excel's .0": lambda number: f"{int(_significant(number))}.0",
    "international, without +": lambda number: e164(number)[1:],
    "international, Excel's .0": lambda number: f"{e164(number)[1:]}.0",
    "international, 00": lambda number: f"00{international(number)[1:]}",
    "international, +": international,
}
