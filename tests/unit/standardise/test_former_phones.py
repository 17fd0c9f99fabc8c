"""What the former rules read, for the ids of leads that were stored under them: answers of that release."""

import pytest

from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.workbooks.tables import label_columns

COLUMNS = map_columns(label_columns(["Name", "Phone", "Country", "E-mail"]))


def identity(phone, upload="SG", country="", email="", name="Ana Li"):
    return identify(COLUMNS, [name, phone, country, email], upload)


@pytest.mark.parametrize(
    ("upload", "phone", "former"),
    [
        ("DE", "491622897306", "+49491622897306"),
        ("SG", "491622897306", ""),
        ("NO", "F: 22 12 34 56", "+4722123456"),
        ("SG", "6123 4567", "+6561234567"),
        ("SG", "011 49 30 901820", "+4930901820"),
        ("DE", "030 901820 app. 5", "+4930901820;ext=5"),
        ("DE", "0049 30 901820", "+4930901820"),
        ("DE", "30901820", ""),
        ("SG", "call me", ""),
    ],
)
def test_a_number_is_what_it_was(upload, phone, former):
    found = identity(phone, upload)
    assert (found.phone if found.former_phone is None else found.former_phone) == former


def test_a_country_column_is_not_overruled():
    assert identity("0664 1234567", "DE", "Österreich").phone == "+436641234567"
    assert identity("0664 1234567", "DE", "Österreich").former_phone is None


@pytest.mark.parametrize("row", [{"email": "ana@li.example"}, {"name": ""}])
def test_only_the_id_of_a_row_with_a_name_and_no_email_has_the_phone_in_it(row):
    assert identity("491622897306", **row).former_phone is None
