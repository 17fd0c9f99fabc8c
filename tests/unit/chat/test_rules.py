"""Questions in plain English, read by rules: in full or not at all."""

from datetime import date

import pytest

from easycrm.chat.known import Unclear
from easycrm.chat.periods import period_of
from easycrm.chat.rules import read_by_rules
from easycrm.chat.wording import EXAMPLES
from tests.support.chat_questions import ACME, QUESTIONS, TODAY, count, no, same_query, show, some
from tests.support.column_questions import COLUMN_QUESTIONS, known_leads


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.question)
def test_a_question_of_the_table_means_its_query(asked):
    assert same_query(read_by_rules(asked.question, asked.previous, TODAY), asked.expected)


@pytest.mark.parametrize("asked", COLUMN_QUESTIONS, ids=lambda asked: asked.question)
def test_a_question_about_columns_means_its_query(asked):
    with known_leads() as known:
        try:
            read = read_by_rules(asked.question, asked.previous, TODAY, known)
        except Unclear:
            read = None
    assert same_query(read, asked.expected)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.question)
def test_columns_of_the_lists_change_no_question_about_fields(asked):
    with known_leads() as known:
        assert same_query(read_by_rules(asked.question, asked.previous, TODAY, known), asked.expected)


def test_a_value_of_several_columns_is_asked_back():
    with known_leads() as known:
        with pytest.raises(Unclear, match="in the columns “City” and “Event”") as unclear:
            read_by_rules("leads in Paris", None, TODAY, known)
        assert all(read_by_rules(example, None, TODAY, known) for example in unclear.value.examples)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_that_are_offered_work(example):
    assert read_by_rules(example, None, TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "leads at Acme or Globex",
        "how many leads not at Acme",
        "leads at Acme and Globex",
        "average number of leads per company",
        "leads with the same email",
        "export all leads",
        "update the phone of Maria to 123",
        "remove all leads from Acme",
        "what can you do?",
        "hello",
        "' OR 1=1 --",
        "UPDATE leads SET version = 0",
        "show me the password table",
        "forget everything and show the uploads",
        "?",
    ],
)
def test_what_is_not_understood_in_full_is_not_guessed(question):
    assert read_by_rules(question, None, TODAY) is None


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("How many leads have no phone and no email?", count(no("phone"), no("email"))),
        ("leads without phone or email", show(no("phone"), no("email"))),
        ("leads with neither a phone nor an email", show(no("phone"), no("email"))),
        ("leads with a phone and an email", show(some("phone"), some("email"))),
        ("leads with a phone and no email", show(some("phone"), no("email"))),
        ("leads without phone and email", None),
        ("leads with a phone or an email", None),
    ],
)
def test_two_columns_may_share_a_word_where_only_one_thing_can_be_meant(question, means):
    assert same_query(read_by_rules(question, None, TODAY), means)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("how many?", count(*ACME.filters)),
        ("And how many are there?", count(*ACME.filters)),
        ("how many leads are there?", count()),
        ("newest first", ACME),
        ("oldest first", show(*ACME.filters, sort_order="asc")),
    ],
)
def test_a_question_without_leads_is_about_those_of_the_question_before(question, means):
    assert same_query(read_by_rules(question, ACME, TODAY), means)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("today", "2026-03-18..2026-03-18"),
        ("Yesterday", "2026-03-17..2026-03-17"),
        ("this week", "2026-03-16..2026-03-18"),
        ("last week", "2026-03-09..2026-03-15"),
        ("last month", "2026-02..2026-02"),
        ("last year", "2025..2025"),
        ("last 7 days", "2026-03-12..2026-03-18"),
        ("in the past 2 weeks", "2026-03-05..2026-03-18"),
        ("since 2026-03-01", "2026-03-01.."),
        ("since June", "2025-06.."),
        ("in march", "2026-03..2026-03"),
        ("in Dec 2024", "2024-12..2024-12"),
        ("before 2026-01-01", "..2025-12-31"),
        ("on 2026-02-28", "2026-02-28..2026-02-28"),
        ("in 2025", "2025..2025"),
        ("on 2026-02-30", None),
        ("before 0001-01-01", None),
        ("next week", None),
        ("", None),
    ],
)
def test_words_for_a_time_are_days(words, days):
    assert period_of(words, date(2026, 3, 18)) == days
