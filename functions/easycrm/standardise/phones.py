"""Phones to E.164, by Google's phone metadata."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_INTERNATIONAL = re.compile(r"^[\s(]*00")

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO 3166 codes that numbers can be read for."""


def e164(cell: str, country: str) -> str:
    """The cell's number as E.164, `;ext=` and the extension where it has one; `""` when it is no valid number.

    Numbers without a country code are read as dialled in `country`. `00` means `+` wherever the number was written
    down: as a prefix dialled in Singapore, where `00x` goes abroad, `0044 161 496 0929` would become a Swiss number.
    """
    try:
        number = phonenumbers.parse(_INTERNATIONAL.sub("+", cell), country)
    except NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension
