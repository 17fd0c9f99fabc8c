"""Rows become leads by rules."""

import pytest

from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.names import Orders


def columns(**fields):
    return [MappedColumn(at, header, header, field, 1.0, "header") for at, (header, field) in enumerate(fields.items())]


CONTACT = columns(Name="fullName", Email="email", Company="company", Notes=None)


def standardised(name="", email="", company="", notes="", lead_id="L1"):
    return standardise(CONTACT, [name, email, company, notes], "SG", lead_id)


def test_the_first_valid_email_is_the_field_and_the_others_stay_in_remarks():
    values = standardised(email="ana@x, ana@x.co; bob@y.co").values
    assert values == {"email": "ana@x.co", "remarks.Email": "ana@x, ana@x.co; bob@y.co"}


def test_an_invalid_email_stays_in_remarks_and_is_flagged():
    found = standardised("Ana", "ana at x dot co")
    assert (found.values["remarks.Email"], found.flags) == ("ana at x dot co", {"remarks.Email": ["emailInvalid"]})


def test_an_honorific_stays_in_remarks_with_the_name():
    values = standardised("Dr. Ana Li").values
    assert values == {"firstName": "Ana", "lastName": "Li", "remarks.Name": "Dr. Ana Li"}


def test_columns_already_split_are_never_split_again():
    found = standardise(columns(First="firstName", Last="lastName"), ["Tan, Wei", "van  Dyk"], "SG", "L1")
    assert found.values == {"firstName": "Tan, Wei", "lastName": "van Dyk"}


@pytest.mark.parametrize("cell", ["n/a", "-", "???", "None", "#N/A"])
def test_a_placeholder_in_a_fields_column_is_left_out_with_the_reason(cell):
    found = standardised("Ana", company=cell)
    assert (found.values, found.left_out) == ({"firstName": "Ana"}, {2: "placeholder"})


def test_an_email_that_stands_in_for_none_is_left_out_with_the_reason():
    found = standardised("Ana", "None@none.com")
    assert (found.values, found.left_out, found.flags) == ({"firstName": "Ana"}, {1: "placeholder"}, {})


def test_an_email_that_stands_in_for_none_identifies_nobody():
    cells = [["Ana", "noreply@nord.example", "", ""], ["Bob", "noreply@nord.example", "", ""]]
    assert [identify(CONTACT, row, "SG").email for row in cells] == ["", ""]


def test_the_email_behind_one_that_stands_in_for_none_is_read():
    found = standardised("Ana", "noreply@nord.example; ana@nord.example")
    assert found.values["email"] == "ana@nord.example"
    assert found.values["remarks.Email"] == "noreply@nord.example; ana@nord.example"


def test_none_and_null_are_people():
    split = standardise(columns(First="firstName", Last="lastName"), ["Ana", "Null"], "SG", "L1")
    assert (standardised("None").values, split.values["lastName"]) == ({"firstName": "None"}, "Null")


def test_remarks_come_in_column_order():
    wide = columns(Z=None, Email="email", A=None)
    assert list(standardise(wide, ["1", "ana@x.co", "2"], "SG", "L1").values) == ["email", "remarks.Z", "remarks.A"]


def test_an_unsure_name_stays_whole_and_is_flagged():
    found = standardised("Ana & Bob Miller")
    assert (found.values["firstName"], found.flags) == (
        "Ana & Bob Miller",
        {"firstName": ["nameUnsure", "severalPeople"]},
    )


def test_contacts_beside_the_name_are_found_and_the_cell_is_kept():
    cell = "Ana Lindqvist <ana@x.co>, +65 6123 4567"
    assert standardised(cell).values == {
        "firstName": "Ana",
        "lastName": "Lindqvist",
        "email": "ana@x.co",
        "phone": "+6561234567",
    }


@pytest.mark.parametrize(
    "cell", ["Ana Li | Tin Sparrow", "Ana Li\nTin Sparrow\nHall 4", "Ana Li, Tin Sparrow Ltd, Oslo"]
)
def test_a_cell_that_goes_on_after_the_name_is_not_split_as_a_name(cell):
    assert standardised(cell, "ana@x.co").values == {"email": "ana@x.co", "remarks.Name": cell}


@pytest.mark.parametrize(
    "cell", ["Ana Li, Head of Sales", "Ana Li, MBA, PMP", "Ana Li Jr.", "4. Ana Li", "Ana Li [Guest]"]
)
def test_what_stands_around_a_name_stays_in_the_remarks_as_it_is_written(cell):
    values = standardised(cell, "ana@x.co").values
    assert values == {"firstName": "Ana", "lastName": "Li", "email": "ana@x.co", "remarks.Name": cell}


@pytest.mark.parametrize(("cell", "is_mixed"), [("Ana Li, MBA, PMP", False), ("Ana Li, Head of Sales", True)])
def test_a_cell_with_a_job_deserves_a_second_look_and_one_with_degrees_does_not(cell, is_mixed):
    assert standardised(cell).mixed is is_mixed


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("Wattle Jr.", "Wattle"),
        ("Wattle, MBA", "Wattle"),
        *((name, name) for name in ("Ma", "Do", "V", "Jr")),
    ],
)
def test_a_last_name_of_a_column_of_its_own_loses_what_is_certainly_a_suffix(cell, last):
    values = standardise(columns(First="firstName", Last="lastName"), ["Ida", cell], "SG", "L1").values
    kept = {} if cell == last else {"remarks.Last": cell}
    assert values == {"firstName": "Ida", "lastName": last, **kept}


def test_names_whose_order_the_column_tells_are_read_in_it():
    column = columns(Name="fullName")[0]
    told = [column._replace(orders=Orders("givenFirst", "")), column._replace(orders=Orders("familyFirst", ""))]
    found = [standardise([each], ["Yang Chen"], "SG", "L1").values for each in (column, *told)]
    assert [(one["firstName"], one.get("lastName")) for one in found] == [
        ("Yang Chen", None),
        ("Yang", "Chen"),
        ("Chen", "Yang"),
    ]


def test_a_name_that_is_broken_into_lines_is_a_name():
    assert standardised("Ana\nLindqvist").values == {"firstName": "Ana", "lastName": "Lindqvist"}


def test_a_row_of_remarks_is_about_the_one_person_whose_email_they_name():
    assert standardised(notes="write to ana@x.co").values["email"] == "ana@x.co"


def test_an_email_in_the_remarks_of_somebody_else_is_not_taken():
    assert "email" not in standardised("Bob", notes="assistant: ana@x.co").values


def test_the_identity_is_what_the_lead_gets():
    cells = ["Ana Li", "ANA@X.CO", "", ""]
    assert identify(CONTACT, cells, "SG")[:4] == ("", "ana@x.co", "Ana Li", "")
