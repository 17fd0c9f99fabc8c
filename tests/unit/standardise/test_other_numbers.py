"""Digits that are no phone, and the numbers of fax machines, are never the phone, whatever they are."""

import datetime
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.phones import Region, looks_like_phone, read_phone

COUNTRIES = ["DE", "NO", "SG", "US", "GB", "IT", "CN", "AT", "FI", "JP"]
OTHERS = [
    "2026-11-20 10:00:00", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00+01:00", "20.11.2026 10:00",
    "11/20/2026 10:00 AM",
    "2026-11-0001", "INV-2026-11-0001", "INV-2026-0001", "PO-12345678", "1795168800000", "9.78995e+12", "4,47912E+11",
    "59.9139, 10.7522", "-33.8688 151.2093", "59.913868", "192.168.10.24", "10.0.0.1:8080", "4111 1111 1111 1111",
    "4111111111111111", "978-3-16-148410-0", "NO93 8601 1117 947", "DE89370400440532013000",
    "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "1.234.567,89", "1,234,567", "€ 1 234 567", "12 345 678 kr", "22123456 NOK",
    "12345678 %", "SE556677889901", "NO 912 345 678 MVA", "ATU12345678", "DE 123456789", "2024-2026", "2019/2020",
    "-41234520", "1234567.50", "Order 12345678", "Rechnung Nr. 2212 3456", "#12345678", "12345678Z", "ext 12345",
]  # fmt: skip
FAXES = ["Fax: 22 12 34 56", "F: 22 12 34 56", "telefaks 22 12 34 56", "22 12 34 56 (fax)", "Pager: 22 12 34 56",
         "факс: 22 12 34 56", "传真：22 12 34 56", "Fax 22 12 34 56 / 22 12 34 57"]  # fmt: skip


def standardised(cell, country="NO"):
    return standardise([MappedColumn(0, "Phone", "Phone", "phone", 1.0, "header")], [cell], country, "L1")


@pytest.mark.parametrize("cell", OTHERS)
def test_other_digits_are_neither_read_nor_offered_nor_evidence(cell):
    assert not looks_like_phone(cell)
    assert [read_phone(cell, [Region(country, "upload")]) for country in COUNTRIES] == [None] * len(COUNTRIES)
    found = standardised(cell)
    assert (found.values, found.flags) == ({"remarks.Phone": cell}, {"remarks.Phone": ["phoneUnverified"]})


@pytest.mark.parametrize("cell", FAXES)
def test_the_number_of_a_fax_is_no_phone(cell):
    assert standardised(cell).values == {"remarks.Phone": cell}


@pytest.mark.parametrize(
    "cell",
    ["T: 22 12 34 56 F: 22 12 34 57", "F: 22 12 34 57 T: 22 12 34 56", "22 12 34 57 (fax), 22 12 34 56 (direct)",
     "22 12 34 57 fax, 22 12 34 56 tel", "Fax 22 12 34 57\nMobile 22 12 34 56",
     "Tel: +47 22 12 34 56, Fax: +47 22 12 34 57",
     "电话: 22123456 传真: 22123457", "tlf 22123456 / faks 22123457", "22 12 34 56 Pager: 22 12 34 57",
     "Tel/Fax: 22 12 34 56", "T/F 22 12 34 56", "Fax und Telefon: 22 12 34 56", "2026-11-20 10:00: 22 12 34 56",
     "Order 22123457, tel 22123456", "NOK 22 123 457 / 22123456"],
)  # fmt: skip
def test_the_phone_beside_a_fax_or_other_digits_is_read(cell):
    found = standardised(cell).values
    assert found["phone"] == "+4722123456"
    assert found["remarks.Phone"] == cell


@pytest.mark.parametrize(
    "cell",
    ["22.12.34.56", "22 12 34 56", "22123456", "Mobile22123456", "p:+4722123456", "22123456.0", "Fairfax 22 12 34 56",
     "Order desk 22 12 34 56", "携帯22 12 34 56"],
)  # fmt: skip
def test_a_phone_that_resembles_other_digits_is_read(cell):
    assert standardised(cell).values["phone"] == "+4722123456"


others = (
    st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2060, 1, 1)).map(lambda at: str(at)[:19])
    | st.integers(0xC0A80000, 0xC0A8FFFF).map(lambda number: str(ipaddress.ip_address(number)))
    | st.builds("{}-{:02}-{:04}".format, st.integers(1990, 2040), st.integers(1, 12), st.integers(0, 9999))
    | st.builds("{:.4f}, {:.4f}".format, st.floats(-90, 90), st.floats(-179, 179))
    | st.builds("{:.5E}".format, st.floats(1e9, 9e14))
    | st.builds("{}-{}".format, st.sampled_from(["INV", "PO", "SO", "RE"]), st.integers(10**6, 10**9))
)  # fmt: skip


@given(others, st.sampled_from(COUNTRIES))
def test_no_country_makes_a_phone_of_other_digits(cell, country):
    assert read_phone(cell, [Region(country, "upload")]) is None


def test_a_long_cell_of_other_digits_is_read_in_linear_time():
    """Quadratic time would take minutes here."""
    for piece in ("1.", "1 ", "A1-", "fax ", "1:", "12,345 "):
        assert read_phone(piece * 60_000, [Region("NO", "upload")]) is None
