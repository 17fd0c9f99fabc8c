"""The rows of one upload about one lead are folded into one statement."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.lead import Origin
from easycrm.leads.statement import fold
from tests.support.statements import KEYS, LEAD_ID, row, rows, upload

UPLOAD = upload(1)


def origin(number, table=0):
    return Origin(*UPLOAD.ref, f"Sheet{table + 1}", number)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_does_not_matter(found, random):
    assert fold(random.sample(found, len(found)), UPLOAD) == fold(found, UPLOAD)


@given(rows)
def test_the_last_text_of_a_key_wins_and_derived_ones_say_as_little_as_blanks(found):
    last = {
        key: max(
            (row.by_of.get(key) != "derived", row.position, row.values[key]) for row in found if key in row.values
        )[2]
        for key in {key for row in found for key in row.values}
    }
    assert {key: value.text for key, value in fold(found, UPLOAD).values.items()} == last


@given(rows)
def test_a_value_names_a_row_that_says_it(found):
    texts = {(row.worksheet, row.row, key): text for row in found for key, text in row.values.items()}
    for key, value in fold(found, UPLOAD).values.items():
        assert texts[value.origin.worksheet, value.origin.row, key] == value.text


@given(rows)
def test_a_key_is_blank_only_where_it_has_a_column_and_no_text(found):
    statement = fold(found, UPLOAD)
    assert set(statement.blanks) == {key for row in found for key in row.blanks} - set(statement.values)


def test_the_last_row_wins_whole_with_its_origin_and_flags():
    found = [row(2, phone="12"), row(5, phone="34", flags={"phone": ["phoneCountryInferred"]})]
    assert fold(found, UPLOAD).values["phone"] == ("34", origin(5), ("phoneCountryInferred",), "rules", "")


def test_a_value_knows_what_its_own_row_wrote():
    found = [row(2, firstName="Ana", title="Buyer", written={"firstName": "ANA"}), row(5, title="Head of Sales")]
    assert {key: value.written for key, value in fold(found, UPLOAD).values.items()} == {
        "firstName": "ANA",
        "title": "",
    }


@pytest.mark.parametrize("flag", ["phoneUnverified", "emailInvalid", "nameUnsure"])
@pytest.mark.parametrize("unverified", [2, 3, 4])
def test_what_could_not_be_verified_replaces_nothing_that_was_wherever_it_stands(flag, unverified):
    found = [
        row(number, phone=str(number), flags={"phone": [flag]} if number == unverified else {}) for number in (2, 3, 4)
    ]
    assert fold(found, UPLOAD).values["phone"].text == ("3" if unverified == 4 else "4")


def test_of_values_that_could_not_be_verified_the_last_one_wins():
    found = [row(number, phone=str(number), flags={"phone": ["phoneUnverified"]}) for number in (2, 3)]
    assert fold(found, UPLOAD).values["phone"].text == "3"


def test_a_later_table_comes_after_every_row_of_an_earlier_one():
    found = [row(1, table=1, company="Late"), row(9, table=0, company="Early")]
    assert fold(found, UPLOAD).values["company"] == ("Late", origin(1, table=1), (), "rules", "")


def test_a_repeated_text_keeps_its_first_row():
    assert fold([row(2, company="Acme"), row(3, company="Acme")], UPLOAD).values["company"].origin == origin(2)


def test_rows_with_names_of_different_people_flag_the_name():
    found = [row(2, firstName="Ana", lastName="Li"), row(3, firstName="Bob", lastName="Ray")]
    assert fold(found, UPLOAD).values["lastName"].flags == ("nameConflict",)


def test_a_shorter_form_of_the_name_is_no_conflict():
    found = [row(2, firstName="Ana"), row(3, firstName="Ana", lastName="Li")]
    assert fold(found, UPLOAD).values["lastName"].flags == ()


def test_a_blank_has_the_origin_of_its_last_row():
    assert fold([row(2, title=""), row(3, title=""), row(4)], UPLOAD).blanks == {"title": origin(3)}


def test_a_statement_comes_from_the_first_row_of_the_file():
    source = fold([row(7), row(3)], UPLOAD).source
    assert (source.origin, source.source_file) == (origin(3), "fair.xlsx")


@pytest.mark.parametrize(
    ("by", "together"),
    [(("rules", "rules"), "rules"), (("deepseek", "rules"), "deepseek"), (("rules", "deepseek"), "deepseek")],
)
def test_one_row_read_by_deepseek_marks_the_statement(by, together):
    found = [row(number, by=name) for number, name in enumerate(by, 1)]
    assert fold(found, UPLOAD).source.standardised_by == together


def test_a_statement_says_whose_it_is_and_what_it_may_do():
    cells: Any = dict.fromkeys(KEYS, "x")
    statement = fold([row(1, **cells)], upload(4, "fill"))
    assert (statement.lead_id, statement.upload, statement.existing) == (LEAD_ID, upload(4).ref, "fill")


def test_a_value_says_who_found_it_and_else_it_is_the_rules():
    found = row(
        2, by="deepseek", by_of={"title": "deepseek", "company": "derived"}, title="CEO", company="Tin", phone="1"
    )
    assert {key: value.by for key, value in fold([found], UPLOAD).values.items()} == {
        "title": "deepseek",
        "company": "derived",
        "phone": "rules",
    }


@pytest.mark.parametrize("derived_in", [2, 3])
def test_a_derived_value_gives_way_to_what_another_row_says(derived_in):
    found = [row(2, company="Tin Ltd"), row(3, company="Tin Ltd")]
    found[derived_in - 2] = row(derived_in, by_of={"company": "derived"}, company="Tin")
    value = fold(found, UPLOAD).values["company"]
    assert (value.text, value.by, value.origin) == ("Tin Ltd", "rules", origin(5 - derived_in))
