"""Phones in many spellings, and the evidence for where they are dialled."""

import pytest

from easycrm.standardise.columns import MappedColumn
from easycrm.standardise.phones import Region, read_phone
from easycrm.standardise.rows import standardise

SINGAPORE = [Region("SG", "upload")]
HEADERS = {"Phone": "phone", "Fax": None, "Country": None, "Email": "email", "Mobile": None}
ALSO = {"Country": "country", "Mobile": "phone"}


def row(country="SG", **cells):
    columns = [MappedColumn(at, h, h, HEADERS[h], 1.0, "header", ALSO.get(h)) for at, h in enumerate(cells)]
    return standardise(columns, list(cells.values()), country, "L1")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9774 2152", "+6597742152"),
        ("65 9774 2152", "+6597742152"),
        ("(+65) 9774-2152", "+6597742152"),
        ("0044 161 496 0929", "+441614960929"),
        ("011 44 161 496 0929", "+441614960929"),
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("Tel: +65 6123 4567 ext 12", "+6561234567;ext=12"),
        ("6123 4567 / 9123 4567", "+6561234567"),
        ("+6591234567; +49 171 3920045", "+6591234567"),
        ("+65 9123 4567 (ask for Ana)", "+6591234567"),
        ("６５ ９１２３ ４５６７", "+6591234567"),
        ("6597742152.0", "+6597742152"),
        ("+65 6123 4567, 91234567", "+6561234567"),
        ("6123 4567; 9123 4567", "+6561234567"),
        ("6123 4567, ext. 12", "+6561234567;ext=12"),
        ("6123 4567 Durchwahl 12", "+6561234567;ext=12"),
        ("6123 4567 ramal 12", "+6561234567;ext=12"),
    ],
)
def test_a_number_is_read_in_any_spelling(cell, number):
    assert read_phone(cell, SINGAPORE).text == number


@pytest.mark.parametrize("cell", ["see card", "12345", "49 30 23125123", "030 23125123", "+65 123"])
def test_no_country_code_is_guessed_for_a_number_that_does_not_fit(cell):
    assert read_phone(cell, SINGAPORE) is None


def test_leeds_is_not_abroad_although_it_begins_with_011():
    assert read_phone("0113 496 0929", [Region("GB", "upload")]).text == "+441134960929"


def test_a_landline_without_its_zero_is_no_evidence_for_germany():
    assert read_phone("97742152", [Region("DE", "countryColumn", conclusive=True), *SINGAPORE]) is None


@pytest.mark.parametrize(
    ("cells", "number", "evidence"),
    [
        ({"Phone": "+49 171 3920045", "Country": "Singapore"}, "+491713920045", "number"),
        ({"Phone": "011 49 171 3920045", "Country": "USA"}, "+491713920045", "number"),
        ({"Phone": "011 49 171 3920045"}, "+491713920045", "number"),
        ({"Phone": "0171 3920045", "Country": "Deutschland"}, "+491713920045", "countryColumn"),
        ({"Phone": "0171 3920045", "Country": "ドイツ"}, "+491713920045", "countryColumn"),
        ({"Phone": "030 23125123", "Mobile": "+49 171 3920045"}, "+493023125123", "numberBeside"),
        ({"Phone": "030 23125123", "Email": "ana@x.de"}, "+493023125123", "emailDomain"),
        ({"Phone": "9774 2152", "Email": "ana@x.de"}, "+6597742152", "upload"),
        ({"Phone": "9774 2152", "Email": "ana@x.io"}, "+6597742152", "upload"),
    ],
)
def test_the_rows_own_evidence_comes_before_the_uploads_country(cells, number, evidence):
    found = row(**cells)
    assert (found.values["phone"], found.phone_evidence) == (number, evidence)


def test_a_country_column_is_not_overruled_by_the_uploads_country():
    found = row(Phone="9774 2152", Country="Germany")
    assert (found.values["phone"], found.flags) == ("9774 2152", {"phone": ["phoneUnverified"]})


def test_a_country_that_was_inferred_is_flagged():
    assert row(Phone="030 23125123", Email="ana@x.de").flags == {"phone": ["phoneCountryInferred"]}


def test_a_mobile_speaks_where_the_phone_is_missing():
    found = row(Phone="", Mobile="9774 2152")
    assert (found.values, found.blanks) == ({"phone": "+6597742152"}, [])


def test_a_mobile_goes_to_the_remarks_where_there_is_a_phone():
    assert row(Phone="6123 4567", Mobile="9774 2152").values["remarks.Mobile"] == "9774 2152"


@pytest.mark.parametrize(
    "cell",
    ["+65 6123 4567 / +65 9123 4567", "6123 4567, 9123 4567", "6123 4567\n61234567890", "6123 4567 or 6123 4568"],
)
def test_a_second_number_in_a_cell_is_not_lost_however_similar(cell):
    assert row(Phone=cell).values == {"phone": "+6561234567", "remarks.Phone": cell}


@pytest.mark.parametrize("cell", ["+65 6123 4567", "0065 6123-4567", "(65) 61234567", "6123 4567", "Tel. 6123 4567"])
def test_a_cell_that_the_number_wholly_says_is_no_remark(cell):
    assert row(Phone=cell).values == {"phone": "+6561234567"}


def test_a_trunk_zero_in_brackets_is_part_of_the_number():
    assert row(Phone="+49 (0)30 23125123").values == {"phone": "+493023125123"}


def test_a_fax_is_never_the_phone():
    assert row(Fax="6123 4567").values == {"remarks.Fax": "6123 4567"}


def test_a_long_cell_of_brackets_is_read_in_linear_time():
    """Quadratic time would take minutes here."""
    assert read_phone("(" * 300_000 + " +65 9123 4567", SINGAPORE).text == "+6591234567"
