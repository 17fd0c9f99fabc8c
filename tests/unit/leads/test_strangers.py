"""A row is held whose email is somebody else's, and nobody else's row is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.identity import Identity, email_lead_id, lead_id
from easycrm.leads.merge import merge
from easycrm.leads.statement import fold
from easycrm.leads.strangers import Stranger, is_anothers, strangers_among
from tests.support.statements import row, upload

EMAIL = "holmgard@farm.example"
LEAD_ID = email_lead_id(EMAIL)


def said(number, first="", last="", table=0, names_lead=False, lead_id=LEAD_ID, by_of=None, **cells):
    made = row(number, table=table, lead_id=lead_id, by_of=by_of, email=EMAIL, firstName=first, lastName=last, **cells)
    return made if not names_lead else type(made)(**{**vars(made), "names_lead": True})


def lead_of(*rows, number=1):
    return merge(None, fold(rows, upload(number)))


def places(rows, stored=()):
    return [(each.table, each.row) for each in strangers_among(rows, {lead.lead_id: lead for lead in stored})]


def test_a_row_with_another_name_than_the_first_is_held_and_names_it():
    rows = [said(2, "Ola", "Farmer", phone="+4741200000"), said(3, "Ida", "Holm")]
    assert strangers_among(rows, {}) == [Stranger(0, 3, EMAIL, "Ola Farmer", "", 2)]


def test_the_worksheet_is_told_where_it_is_another():
    (stranger,) = strangers_among([said(2, "Ola"), said(3, "Ida", table=1)], {})
    assert (stranger.worksheet, stranger.other_row) == ("Sheet1", 2)


def test_the_stored_name_decides_and_then_the_first_row_that_agrees_with_it():
    rows = [said(2, "Ola"), said(3, "Ida", "Holm"), said(4, "Ida", "Berg"), said(5, "Per", "Berg")]
    assert strangers_among(rows, {LEAD_ID: lead_of(said(9, "Ida", "Berg"))}) == [
        Stranger(0, 2, EMAIL, "Ida Berg"),
        Stranger(0, 5, EMAIL, "Ida Holm", "", 3),
    ]


def test_of_two_who_came_to_a_lead_by_an_email_that_is_none_any_more_the_later_is_held():
    rows = [row(2, lead_id=LEAD_ID, firstName="Ola"), row(3, lead_id=LEAD_ID, firstName="Holm")]
    stored = {LEAD_ID: lead_of(said(9, "Ola", "Holm"))}
    assert strangers_among(rows, stored) == [Stranger(0, 3, EMAIL, "Ola", "", 2)]
    assert strangers_among([replace(each, names_lead=True) for each in rows], stored) == []


@pytest.mark.parametrize("rows", [[said(2), said(3, "Ida")], [said(2, "Ola"), said(3)], [said(2), said(3)]])
def test_a_row_without_a_name_contradicts_nothing(rows):
    assert places(rows) == []


def test_the_first_row_with_a_name_is_the_first():
    assert places([said(2), said(3, "Ola"), said(4, "Ida")]) == [(0, 4)]


def test_a_changed_family_name_is_the_same_person_and_is_marked():
    rows = [said(2, "Ida", "Holm"), said(3, "Ida", "Berg")]
    assert places(rows) == []
    assert fold(rows, upload(1)).values["lastName"].flags == ("nameConflict",)


def test_who_names_the_lead_may_correct_its_name():
    assert places([said(2, "Ida", names_lead=True)], [lead_of(said(2, "Ola"))]) == []


def test_an_identity_that_has_the_name_in_it_contradicts_nothing():
    known = lead_id(Identity("", "", "Ola", "+4741200000", ()))
    assert places([said(2, "Ida", lead_id=known)], [lead_of(said(2, "Ola", lead_id=known))]) == []


def test_a_name_that_was_derived_from_the_email_contradicts_nothing():
    assert places([said(2, "Post", by_of={"firstName": "derived"}), said(3, "Ida")]) == []


@given(st.permutations([said(n, name) for n, name in enumerate(["", "Ola", "Ida", "Olav", "Per", "Ida"], 2)]))
def test_the_order_in_which_rows_come_does_not_matter(rows):
    assert places(rows) == [(0, 4), (0, 6), (0, 7)]


def test_a_lead_that_came_to_be_anothers_takes_nothing_more():
    statement = fold([said(2, "Ida")], upload(2))
    assert is_anothers(lead_of(said(2, "Ola")), statement)
    assert not is_anothers(lead_of(said(2, "Ida", "Berg")), statement)


def test_an_upload_that_has_spoken_of_a_lead_is_not_held_against_what_came_later():
    first = fold([said(2, "Ida", phone="1")], upload(2))
    lead = merge(lead_of(said(2, "", phone="7")), first)
    renamed = merge(lead, fold([said(2, "Ola", names_lead=True)], upload(3)))
    assert not is_anothers(renamed, first)
