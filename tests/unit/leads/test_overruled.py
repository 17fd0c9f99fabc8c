"""What was overruled stays with the lead, told once, with the row that said it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.items.lead_items import MAX_ITEM_BYTES, item_size
from easycrm.leads.lead import Overruled, OverruledValue
from easycrm.leads.merge import merge
from easycrm.leads.overruled import MOST_OVERRULED, NONE
from easycrm.leads.statement import fold
from tests.support.statements import after, histories, policies, row, rows, said, statements, upload


def told(lead, key="company"):
    """The texts and rows of what else was said, in order."""
    return [(value.text, value.origin.row) for value in lead.overruled.get(key, NONE).values]


def texts(lead, key="company"):
    return [text for text, _ in told(lead, key)]


# In one upload


def test_what_other_rows_said_is_told_with_their_rows():
    found = [row(2, company="Acme"), row(3, company="Globex"), row(4, company="Acme"), row(5, company="Tin")]
    assert told(fold(found, upload(1))) == [("Acme", 2), ("Globex", 3)]


def test_what_could_not_be_verified_is_told_where_it_gave_way():
    found = [row(2, phone="12"), row(3, phone="34", flags={"phone": ["phoneUnverified"]})]
    assert told(fold(found, upload(1)), "phone") == [("34", 3)]


@given(rows, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_does_not_matter(found, random):
    assert fold(random.sample(found, len(found)), upload(1)).overruled == fold(found, upload(1)).overruled


@given(rows)
def test_every_text_of_the_rows_is_the_value_or_told(found):
    statement = fold(found, upload(1))
    for each in found:
        for key, text in each.values.items():
            if each.by_of.get(key) != "derived":
                assert text == statement.values[key].text or text in texts(statement, key)


# Between uploads


@pytest.mark.parametrize(
    ("existing", "company", "overruled"),
    [("update", "Globex", ["Acme"]), ("replace", "Globex", ["Acme"]), ("fill", "Acme", []), ("skip", "Acme", [])],
)
def test_what_a_newer_upload_replaced_is_told(existing, company, overruled):
    lead = after(said(1, company="Acme"), said(2, existing, company="Globex"))
    assert (lead.text("company"), texts(lead)) == (company, overruled)


def test_what_was_erased_is_told():
    assert texts(after(said(1, company="Acme"), said(2, "replace", company=""))) == ["Acme"]


def test_what_an_older_upload_said_is_told_when_it_comes_late():
    late = after(said(2, company="Globex"), said(1, company="Acme"))
    assert (late.text("company"), texts(late)) == ("Globex", ["Acme"])
    assert (late.source, late.values) == (
        after(said(2, company="Globex")).source,
        after(said(2, company="Globex")).values,
    )


def test_a_text_that_comes_back_is_not_told_beside_itself():
    lead = after(said(1, company="Acme"), said(2, company="Globex"), said(3, company="Acme"))
    assert (lead.text("company"), texts(lead)) == ("Acme", ["Globex"])


def test_lists_that_take_turns_do_not_grow_a_lead():
    lead = after(*(said(number, company=("Acme", "Globex")[number % 2]) for number in range(1, 28)))
    assert len(texts(lead)) == 1


@given(histories)
def test_a_lead_tells_no_text_that_it_has_and_none_twice(history):
    lead = after(*history)
    for key, overruled in lead.overruled.items():
        told_texts = [value.text for value in overruled.values]
        assert len({*told_texts, lead.text(key), ""}) == len(told_texts) + 1 + (lead.text(key) != "")


@given(st.lists(statements, min_size=1, max_size=5))
def test_the_same_statement_again_changes_nothing(history):
    lead = after(*history)
    assert merge(lead, history[-1]) is lead


@given(histories, policies)
def test_a_copy_of_the_newest_file_changes_nothing_even_as_another_upload(history, existing):
    newest = replace(history[-1], existing="update")
    lead = after(*history, newest)
    again = {
        key: value._replace(origin=value.origin._replace(upload_id="again")) for key, value in newest.values.items()
    }
    copy = replace(newest, values=again, existing=existing)
    if all(value.text == lead.text(key) for key, value in again.items()) and existing != "replace":
        assert merge(lead, copy) is lead


# Bounds


def many(number):
    return [said(n, company=f"Company {n}") for n in range(1, number + 1)]


def test_the_newest_are_kept_and_that_there_were_more_is_said():
    lead = after(*many(MOST_OVERRULED + 2))
    assert texts(lead) == [f"Company {n}" for n in range(2, MOST_OVERRULED + 2)]
    assert lead.overruled["company"].is_cut
    assert not after(*many(MOST_OVERRULED + 1)).overruled["company"].is_cut


def test_a_retry_of_an_upload_that_was_cut_changes_nothing():
    statements_of_many = many(MOST_OVERRULED + 4)
    lead = after(*statements_of_many)
    assert all(merge(lead, statement) is lead for statement in statements_of_many)


def test_what_was_overruled_makes_no_lead_too_large():
    third = MAX_ITEM_BYTES // 3
    notes = [said(n, company="x" * (third - 500) + str(n)) for n in (1, 2, 3, 4)]
    lead = after(*notes)
    assert item_size(lead) <= MAX_ITEM_BYTES
    assert texts(lead) == [note.values["company"].text for note in notes[1:3]]
    assert lead.overruled["company"].is_cut
    assert all(merge(lead, note) is lead for note in notes)


def test_a_lead_that_has_no_room_for_it_is_stored_without_it():
    full = "x" * (MAX_ITEM_BYTES - 2000)
    lead = after(said(1, company="y" * 2000), said(2, company=full))
    assert (lead.text("company"), lead.overruled) == (full, {"company": Overruled(is_cut=True)})


def test_an_overruled_value_is_a_text_and_an_origin():
    lead = after(said(1, company="Acme"), said(2, company="Globex"))
    (value,) = lead.overruled["company"].values
    assert value == OverruledValue("Acme", after(said(1, company="Acme")).values["company"].origin)
