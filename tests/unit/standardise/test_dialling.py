"""Numbers of forty countries without a +: they are what they are or stay as typed, and doubt is marked."""

import random
from itertools import product

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from easycrm.standardise.values.phones import Region, read_phone

COUNTRIES = ("AE AR AT AU BE BG BR CA CH CL CN CO CZ DE DK EE ES FI FR GB GR HR HU ID IE IL IN IT JP KR "
             "LT LU LV MX MY NL NO NZ PL PT RO RU SE SG SI SK TR UA US VN ZA").split()  # fmt: skip
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
SPELLINGS = {
    "digits": lambda number: e164(number)[1:],
    "Excel": lambda number: f"{e164(number)[1:]}.0",
    "00": lambda number: f"00{e164(number)[1:]}",
    "grouped": lambda number: phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)[1:],
    "(0)": lambda number: f"+{number.country_code} (0){phonenumbers.national_significant_number(number)}",
}


def e164(number):
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def numbers(seed, country, count):
    """Valid mobiles and landlines of a country: its examples, with other digits at the end."""
    rng = random.Random(f"{seed} {country}")
    for kind in KINDS:
        example = phonenumbers.example_number_for_type(country, kind)
        assert example
        stem = phonenumbers.national_significant_number(example)
        for _ in range(count):
            kept = rng.randrange(2, 5)
            text = stem[:kept] + "".join(rng.choices("0123456789", k=len(stem) - kept))
            number = phonenumbers.parse(f"+{example.country_code}{text}")
            if phonenumbers.is_valid_number_for_region(number, country):
                yield number


def the_phone(text, regions):
    phone = read_phone(text, regions)
    assert phone
    return phone


KEEPS_ITS_ZERO = ("IT", "RU", "HU", "LT")
"""Where the 0 is part of the number, or no number is dialled with it: nobody writes it in brackets."""


@pytest.mark.parametrize(
    ("country", "spelling"),
    [pair for pair in product(COUNTRIES, SPELLINGS) if pair[1] != "(0)" or pair[0] not in KEEPS_ITS_ZERO],
)
def test_a_number_with_its_own_code_is_never_another(country, spelling):
    for number in numbers(2026, country, 6):
        text = SPELLINGS[spelling](number)
        phone = read_phone(text, [Region(country, "upload")])
        assert phone is None or phone.text == e164(number) or phone.doubtful, text


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_national_number_is_read_in_its_country(country):
    for number in numbers(2027, country, 6):
        text = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        phone = read_phone(text, [Region(country, "upload")])
        assert phone is None or phone.text == e164(number)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("491622897306", "DE", "+491622897306"),
        ("4915067335050", "DE", "+4915067335050"),
        ("4930901820", "DE", "+4930901820"),
        ("49 (0)171 3920045", "DE", "+491713920045"),
        ("4741234567", "NO", "+4741234567"),
        ("62811861983", "ID", "+62811861983"),
        ("46468942843", "SE", "+46468942843"),
        ("468942843", "SE", "+468942843"),
        ("6597742152", "SG", "+6597742152"),
        ("3912345678", "IT", "+393912345678"),
    ],
)
def test_digits_that_begin_with_the_countrys_own_code_are_the_number_that_is_meant(text, country, number):
    assert the_phone(text, [Region(country, "upload")]).text == number


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [("46701740605", "NO", "+46701740605"), ("4741234567", "SE", "+4741234567"), ("4741234567", "DE", "+4741234567"),
     ("491622897306", "SG", "+491622897306"), ("46 701 740 605", "NO", "+46701740605")],
)  # fmt: skip
def test_a_mobile_with_another_countrys_code_is_read_and_marked(text, country, number):
    phone = the_phone(text, [Region(country, "upload")])
    assert (phone.text, phone.evidence, phone.doubtful) == (number, "number", True)


@pytest.mark.parametrize(
    ("text", "regions"),
    [("46701740605", [Region("NO", "countryColumn", conclusive=True)]), ("467 017 406 05", [Region("NO", "upload")]),
     ("49 30 23125123", [Region("NO", "upload")])],
)  # fmt: skip
def test_digits_are_no_foreign_number_against_the_country_column_or_the_groups_or_as_a_landline(text, regions):
    assert read_phone(text, regions) is None


@pytest.mark.parametrize(
    ("text", "regions", "is_doubtful"),
    [("1713920045", [Region("DE", "upload")], True), ("1713920045", [Region("DE", "upload", confirmed=True)], False),
     ("01713920045", [Region("DE", "upload")], False), ("4794123456", [Region("US", "upload")], True),
     ("479 412 3456", [Region("US", "upload")], False), ("390491234567", [Region("IT", "upload")], False)],
)  # fmt: skip
def test_a_number_that_may_be_another_is_doubtful(text, regions, is_doubtful):
    assert the_phone(text, regions).doubtful == is_doubtful
