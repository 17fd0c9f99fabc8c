"""What the numbers of a whole column say: where they are dialled, and whether they are phones."""

import random

import phonenumbers
import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.phone_columns import (
    are_phones,
    is_national,
    plans_of,
    region_of_upload,
    share_of_phones,
)
from easycrm.workbooks.tables import label_columns
from tests.unit.standardise.test_dialling import COUNTRIES, numbers

NORWEGIAN = ["22123456", "41234567", "91123456", "51234567", "98765432", "47123456"]
SINGAPORE = ["6123 4567", "9123 4567", "8123 4567", "6323 1234"]


def standardised(phones, country, headers=("Name", "Phone"), email=""):
    rows = [[f"Ana Novak{at}", phone, email][: len(headers)] for at, phone in enumerate(phones)]
    columns = map_columns(label_columns(list(headers)), gather(len(headers), rows))
    return [standardise(columns, row, country, "L1") for row in rows]


def test_numbers_of_a_column_that_is_not_dialled_in_the_uploads_country_stay_as_typed():
    for row, phone in zip(standardised(NORWEGIAN, "SG"), NORWEGIAN, strict=True):
        assert (row.values["phone"], row.flags) == (phone, {"phone": ["phoneUnverified"]})


@pytest.mark.parametrize(("phones", "country"), [(NORWEGIAN, "NO"), (SINGAPORE, "SG")])
def test_numbers_of_a_column_that_is_dialled_in_the_uploads_country_are_read_and_not_marked(phones, country):
    rows = standardised(phones, country)
    assert all(row.values["phone"].startswith("+") and not row.flags for row in rows)


def test_the_rows_own_evidence_counts_in_a_column_that_is_dialled_elsewhere():
    rows = standardised(NORWEGIAN, "SG", ("Name", "Phone", "Email"), "ana@nord.no")
    assert [row.values["phone"] for row in rows] == [f"+47{phone}" for phone in NORWEGIAN]
    assert all(row.flags == {"phone": ["phoneCountryInferred"]} for row in rows)


def test_numbers_of_many_countries_in_one_column_are_dialled_in_none():
    mixed = ["0171 3920045", "412 34 567", "(212) 555-0123", "020 7946 0018", "06 12 34 56 78", "612 34 56 78"]
    assert [row.values["phone"] for row in standardised(mixed, "SG")] == mixed


def test_two_numbers_say_nothing_of_their_column():
    assert plans_of(NORWEGIAN[:2]) == ()
    assert standardised(["91123456", "98765432"], "SG")[0].values["phone"] == "+6591123456"


def test_what_is_no_number_anywhere_does_not_speak_against_the_uploads_country():
    rows = standardised([*SINGAPORE, "6223 4567", "6123 456", "1111 1111"], "SG")
    assert [row.values["phone"] for row in rows[:2]] == ["+6561234567", "+6591234567"]
    assert not rows[0].flags


def test_zeros_that_a_spreadsheet_has_eaten_are_put_back_and_marked_where_a_country_without_zeros_fits_as_well():
    rows = standardised(["612345678", "623456789", "634567890", "645678901"], "FR")
    assert rows[0].values["phone"] == "+33612345678"
    assert rows[0].flags == {"phone": ["phoneCountryInferred"]}


@pytest.mark.parametrize("value", ["+47 22123456", "0047 22123456", "46701740605", "2026-11-20", "Ana Novak"])
def test_what_says_its_country_or_is_no_phone_is_no_national_number(value):
    assert not is_national(value)


@pytest.mark.parametrize("country", COUNTRIES[::5])
def test_a_column_of_a_countrys_numbers_confirms_it(country):
    texts = [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) for number in numbers(3, country, 8)
    ]
    region = region_of_upload(country, plans_of(texts))
    assert region
    assert not region.contested


@pytest.mark.parametrize(
    "values",
    [["10000021", "10000022", "10000023"], ["22120001", "22120007", "22120003"], ["21000100", "41000100", "61000100"],
     ["22123456", "23123456", "41234567", "51234567", "91123456"], ["2026-11-20", "2026-11-21"], ["12", "13"], []],
)  # fmt: skip
def test_ids_and_dates_are_no_phones(values):
    assert share_of_phones(values, "NO") == 0.0


def test_bare_numbers_in_any_order_are_phones():
    rng = random.Random(5)
    phones = [f"9{rng.randrange(10**6, 9 * 10**6)}" for _ in range(30)]
    assert share_of_phones(phones, "NO") > 0.9
    assert share_of_phones(["+4722123456", "call", "22123456", ""], "SG") == pytest.approx(1 / 3)


SPELLINGS = {
    "national": lambda number: phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL),
    "digits": lambda number: "".join(
        filter(str.isdigit, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    ),
    "with its code": lambda number: phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:],
    "+": lambda number: phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL),
}


@pytest.mark.parametrize("country", ["NO", "DE", "GB", "US", "IT", "SG", "CZ", "SE"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_column_without_a_header_is_known_by_its_numbers(spelling, country):
    texts = [SPELLINGS[spelling](number) for number in numbers(11, country, 12)]
    rows = [[f"Ana Novak{at}", text, str(10**9 + at * 7919)] for at, text in enumerate(texts)]
    found = map_columns(label_columns(["", "", ""]), gather(3, rows))
    assert [column.field for column in found[1:]] == ["phone", None]


@pytest.mark.parametrize(
    "figure",
    [lambda rng: str(rng.randrange(10**7, 10**8)), lambda rng: str(rng.randrange(10**9, 10**10)),
     lambda rng: f"{rng.randrange(10**3, 10**4)}-{rng.randrange(10**5, 10**6)}",
     lambda rng: f"40{rng.randrange(10**11)}", lambda rng: f"100{rng.randrange(10**6)}",
     lambda rng: str(1_767_000_000 + rng.randrange(10**7))],
    ids=["order numbers", "accounts", "dashed numbers", "article numbers", "ids", "seconds"],
)  # fmt: skip
def test_other_figures_are_no_column_of_phones(figure):
    rng = random.Random(7)
    assert not are_phones([figure(rng) for _ in range(30)])
