"""What each policy means, and the laws that make retries and races harmless."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.lead import Origin, Source, Value
from easycrm.leads.merge import merge
from easycrm.leads.statement import EXISTING_POLICIES, Statement
from tests.support.statements import KEYS, after, histories, leads, policies, said, statements, upload

each_policy = pytest.mark.parametrize("existing", EXISTING_POLICIES)
schedules = histories.flatmap(lambda pool: st.lists(st.sampled_from(pool), min_size=1, max_size=10))
"""Statements of a few uploads about one lead, in any order and any number of times."""


def steps(schedule):
    """`(before, statement, after)` of every merge; `before` is None where the lead is made."""
    lead = None
    for statement in schedule:
        before, lead = lead, merge(lead, statement)
        yield before, statement, lead


def repeating(lead, number, existing):
    """What an upload says that finds the lead in its file as the table holds it: the very same texts, and blanks."""
    ref, origin = upload(number).ref, Origin(*upload(number).ref, "Sheet1", 1)
    values = {key: Value(value.text, origin) for key, value in lead.values.items() if value.text}
    blanks = {key: origin for key in KEYS if key not in values}
    return Statement(lead.lead_id, ref, existing, values, blanks, Source(origin, "fair.xlsx", "rules"))


def test_an_equal_text_keeps_its_origin_and_what_was_written_there():
    lead = after(said(1, firstName="Ana", written={"firstName": "ANA"}))
    again = merge(lead, said(2, firstName="Ana", written={"firstName": "ana"}))
    assert (again is lead, again.values["firstName"].written) == (True, "ANA")


# The laws


@given(st.none() | leads, statements)
def test_a_statement_applied_twice_is_applied_once(stored, statement):
    once = after(statement, stored=stored)
    assert merge(once, statement) is once


@given(histories, st.data())
def test_a_late_retry_changes_nothing_after_later_uploads(history, data):
    retried = data.draw(st.sampled_from(history))
    earlier = [statement for statement in history if statement.upload < retried.upload]
    later = [statement for statement in history if statement.upload > retried.upload]
    lead = after(*earlier, retried, *later)
    assert merge(lead, retried) is lead


@given(schedules)
def test_no_retry_brings_back_what_a_later_upload_replaced(schedule):
    for before, _, lead in steps(schedule):
        for key, value in before.values.items() if before else ():
            assert lead.values[key].origin.upload >= value.origin.upload


@given(schedules)
def test_every_value_comes_whole_from_one_upload(schedule):
    told = {(value.text, value.origin) for statement in schedule for value in statement.values.values()}
    told |= {("", origin) for statement in schedule for origin in statement.blanks.values()}
    assert told.issuperset((value.text, value.origin) for value in after(*schedule).values.values())


@given(leads, st.integers(1, 9), policies)
def test_a_lead_that_is_said_again_stays_itself(lead, number, existing):
    assert merge(lead, repeating(lead, number, existing)) is lead


@given(schedules)
def test_an_equal_value_keeps_the_origin_it_has(schedule):
    for before, _, lead in steps(schedule):
        for key, value in before.values.items() if before else ():
            assert lead.values[key] is value or lead.values[key].text != value.text


@given(schedules)
def test_who_made_a_lead_and_when_never_changes(schedule):
    lead, maker = after(*schedule), schedule[0].upload
    assert (lead.created_in, lead.created_at) == (maker.upload_id, maker.registered_at)


@given(schedules)
def test_the_version_counts_the_changes(schedule):
    for before, _, lead in steps(schedule):
        assert lead is before or lead.version == (before.version if before else 0) + 1


@given(schedules)
def test_the_source_is_the_newest_upload_that_changed_the_lead(schedule):
    changed = [s for before, s, lead in steps(schedule) if not before or lead.values != before.values]
    assert after(*schedule).source == max((statement.source for statement in changed), key=lambda s: s.origin.upload)


# The policies


@each_policy
def test_any_upload_makes_the_lead_that_is_not_there(existing):
    lead = after(said(1, existing, company="Acme", title=""))
    assert {key: value.text for key, value in lead.values.items()} == {"company": "Acme"}


@pytest.mark.parametrize(
    ("existing", "company"), [("update", "Globex"), ("replace", "Globex"), ("fill", "Acme"), ("skip", "Acme")]
)
def test_a_value_wins_over_an_older_one_by_update_and_replace(existing, company):
    assert after(said(1, company="Acme"), said(2, existing, company="Globex")).text("company") == company


@pytest.mark.parametrize(
    ("existing", "company"), [("update", "Tin Ltd"), ("replace", "Tin"), ("fill", "Tin Ltd"), ("skip", "Tin Ltd")]
)
def test_a_derived_value_replaces_what_somebody_wrote_only_where_an_empty_cell_erases_it(existing, company):
    derived = said(2, existing, by_of={"company": "derived"}, company="Tin")
    assert after(said(1, company="Tin Ltd"), derived).text("company") == company


def test_a_derived_value_is_replaced_by_a_newer_one_whoever_found_it():
    derived = {"company": "derived"}
    first, second = said(1, by_of=derived, company="Tin"), said(2, by_of=derived, company="Tin Sparrow")
    assert after(first, second).text("company") == "Tin Sparrow"
    assert after(first, said(2, company="Tin Ltd")).text("company") == "Tin Ltd"


def test_an_equal_value_keeps_how_it_was_found():
    lead = after(said(1, company="Tin"), said(2, by_of={"company": "deepseek"}, company="Tin", title="CEO"))
    assert lead.values["company"].by == "rules"


@each_policy
def test_a_value_never_wins_over_a_newer_one(existing):
    assert after(said(2, company="Acme"), said(1, existing, company="Globex")).text("company") == "Acme"


@each_policy
def test_an_upload_may_correct_what_it_said_itself(existing):
    assert after(said(1, existing, company="Acme"), said(1, existing, company="Globex")).text("company") == "Globex"


@pytest.mark.parametrize(("existing", "title"), [("update", "CEO"), ("replace", "CEO"), ("fill", "CEO"), ("skip", "")])
def test_what_is_blank_is_filled_by_all_but_skip(existing, title):
    assert after(said(1, company="Acme"), said(2, existing, title="CEO")).text("title") == title


@pytest.mark.parametrize(
    ("existing", "company"), [("update", "Acme"), ("replace", ""), ("fill", "Acme"), ("skip", "Acme")]
)
def test_an_empty_column_erases_by_replace_alone(existing, company):
    assert after(said(1, company="Acme"), said(2, existing, company="")).text("company") == company


def test_an_erased_value_remembers_who_erased_it():
    lead = after(said(1, company="Acme"), said(2, "replace", company=""))
    assert lead.values["company"] == Value("", Origin(*upload(2).ref, "Sheet1", 1))


def test_replace_leaves_what_it_has_no_column_for():
    assert after(said(1, company="Acme"), said(2, "replace", title="CEO")).text("company") == "Acme"


def test_replace_erases_nothing_newer():
    assert after(said(2, company="Acme"), said(1, "replace", company="")).text("company") == "Acme"


@pytest.mark.parametrize(("number", "company"), [(3, "Globex"), (1, "")])
def test_an_erased_value_is_filled_by_later_uploads_only(number, company):
    erased = after(said(1, company="Acme"), said(2, "replace", company=""))
    assert after(said(number, "fill", company="Globex"), stored=erased).text("company") == company


def test_an_update_never_wipes_other_remarks():
    booth: Any = {"remarks.Booth": "7"}
    hall: Any = {"remarks.Hall": "B"}
    lead = after(said(1, **booth), said(2, **hall))
    assert {lead.text("remarks.Booth"), lead.text("remarks.Hall")} == {"7", "B"}


@given(leads, statements)
def test_only_replace_erases(lead, statement):
    erased = {key for key, value in lead.values.items() if value.text and not merge(lead, statement).text(key)}
    assert not erased or (statement.existing == "replace" and erased <= set(statement.blanks))


@given(leads, statements)
def test_fill_changes_nothing_that_another_upload_wrote(lead, statement):
    filled = merge(lead, replace(statement, existing="fill"))
    others = {key: v for key, v in lead.values.items() if v.text and v.origin.upload != statement.upload}
    assert {key: filled.values[key] for key in others} == others


@given(leads, statements)
def test_skip_changes_no_lead_of_another_upload(lead, statement):
    assert merge(lead, replace(statement, existing="skip")) is lead or lead.created_in == statement.upload.upload_id
