"""Questions read by a language model: its replies are checked for form and for words that nobody said."""

import json
from datetime import date

import pytest

from easycrm.chat.chat_query import ChatQuery, Unusable, check_fields, fields_of
from easycrm.chat.model_reader import prompt, read_by_model
from easycrm.errors import AssistantUnavailable
from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.list.finding.filters import Filter
from tests.support.column_questions import known_leads

TODAY = date(2026, 3, 18)
AT_ACME = ChatQuery("list", (Filter("company", "contains", "Acme"),))


class Saying:
    """An assistant that says prepared replies, and keeps what it was asked."""

    def __init__(self, *replies):
        self.replies = [reply if isinstance(reply, str) else json.dumps(reply) for reply in replies]
        self.asked = []

    def ask(self, messages, deadline):
        self.asked.append((list(messages), deadline))
        return self.replies[len(self.asked) - 1]


def read(question, *replies, previous=None):
    return read_by_model(question, previous, TODAY, NO_COLUMNS, Saying(*replies), 15.0)


GOOD = {"kind": "count", "filters": [["company", "contains", "Blue Harbour"], ["phone", "empty", ""]]}


def test_a_reply_of_the_right_form_is_a_query():
    filters = (Filter("company", "contains", "Blue Harbour"), Filter("phone", "empty"))
    assert read("Wie viele bei blue-harbour ohne Telefon?", GOOD) == ChatQuery("count", filters)


def test_words_for_a_time_become_days():
    reply = {"kind": "list", "filters": [["createdAt", "period", "last week"]]}
    wanted = (Filter("createdAt", "between", "2026-03-09..2026-03-15"),)
    assert read("was kam last week?", reply) == ChatQuery("list", wanted)


def test_what_is_no_question_about_leads_is_none():
    assert read("delete all", {"kind": "none"}) is None


BAD = [
    "no json",
    "",
    "[]",
    "null",
    {"kind": "delete"},
    {"kind": "count", "filters": [["company", "contains", "Globex"]]},
    {"kind": "count", "filters": [["salary", "contains", "Acme"]]},
    {"kind": "count", "filters": [["company", "regexp", "Acme"]]},
    {"kind": "count", "filters": [["company", "contains"]]},
    {"kind": "count", "filters": [["company", "contains", ""]]},
    {"kind": "count", "filters": [["company", "contains", 1]]},
    {"kind": "count", "filters": ["company"]},
    {"kind": "count", "filters": 7},
    {"kind": "count", "filters": "company"},
    {"kind": "count", "filters": [["phone", "empty", "Acme"]]},
    {"kind": "count", "filters": [["company", "period", "today"]]},
    {"kind": "count", "filters": [["createdAt", "period", "whenever"]]},
    {"kind": "count", "filters": [["createdAt", "between", "Acme"]]},
    {"kind": "count", "filters": [["createdAt", "between", "2026-01..2026-02"]]},
    {"kind": "count", "filters": [["company", "contains", "Acme"]] * 7},
    {"kind": "list", "q": "solar"},
    {"kind": "list", "q": ["Acme"]},
    {"kind": "list", "sortBy": "salary"},
    {"kind": "list", "sortOrder": "down"},
    {"kind": "list", "limit": "5"},
    {"kind": "list", "limit": -1},
    {"kind": "group"},
    {"kind": "group", "groupBy": "leadId"},
    {"kind": "count", "groupBy": "company"},
]


@pytest.mark.parametrize("reply", BAD, ids=str)
def test_a_reply_of_another_form_or_with_words_nobody_said_is_asked_for_once_more(reply):
    question = "How many at Acme today and blue harbour, without phone?"
    assert read(question, reply, GOOD) is not None
    assert read(question, reply, reply) is None


def test_the_second_try_says_what_was_wrong():
    assistant = Saying("no json", GOOD)
    read_by_model("at Blue Harbour", None, TODAY, NO_COLUMNS, assistant, 15.0)
    messages, _ = assistant.asked[1]
    assert messages[-1]["content"].startswith("That is not usable: it is no json.")


def test_what_the_previous_query_said_may_be_said_again():
    reply = {"kind": "list", "filters": [["company", "contains", "Acme"], ["phone", "empty", ""]]}
    filters = (*AT_ACME.filters, Filter("phone", "empty"))
    assert read("nur ohne Telefon", reply, previous=AT_ACME) == ChatQuery("list", filters)


def test_a_assistant_without_an_answer_is_not_waited_for_twice():
    class Silent:
        def ask(self, _messages, _deadline):
            raise AssistantUnavailable("noAnswer", "No answer.")

    with pytest.raises(AssistantUnavailable):
        read_by_model("x", None, TODAY, NO_COLUMNS, Silent(), 15.0)


def test_both_tries_have_the_same_deadline():
    assistant = Saying("no json", GOOD)
    read_by_model("at Blue Harbour", None, TODAY, NO_COLUMNS, assistant, 15.0)
    assert [deadline for _, deadline in assistant.asked] == [15.0, 15.0]


def test_it_is_shown_the_rules_the_question_and_the_query_before_and_nothing_else():
    assistant = Saying({"kind": "none"})
    read_by_model("Who?", AT_ACME, TODAY, NO_COLUMNS, assistant, 15.0)
    ((messages, _),) = assistant.asked
    assert messages[0] == {"role": "system", "content": prompt()}
    assert json.loads(messages[1]["content"]) == {"question": "Who?", "previous": fields_of(AT_ACME), "columns": []}
    assert len(messages) == 2


@pytest.mark.parametrize("query", [AT_ACME, ChatQuery("group", group_by="title", limit=3), ChatQuery("count", q="x")])
def test_a_query_can_be_written_as_fields_and_read_again(query):
    assert check_fields(fields_of(query)) == query


def test_a_limit_is_kept_small():
    assert check_fields({"kind": "list", "limit": 10**9}).limit == 50


def test_the_examples_of_the_prompt_are_usable():
    lines = prompt().split("Examples:\n")[1].splitlines()
    for question, reply in zip(lines[::2], lines[1::2], strict=True):
        asked = json.loads(question)
        previous = check_fields(asked["previous"]) if asked["previous"] else None
        if json.loads(reply)["kind"] != "none":
            assert read(asked["question"], reply, previous=previous)


def test_columns_of_the_lists_are_called_by_their_names():
    reply = {"kind": "count", "filters": [["column.Country", "equals", "Germany"]]}
    with known_leads() as known:
        assistant = Saying(reply)
        query = read_by_model("Wie viele aus Germany?", None, TODAY, known.catalogue, assistant, 15.0)
    assert query == ChatQuery("count", (Filter("column.country", "equals", "Germany"),))
    asked = json.loads(assistant.asked[0][0][1]["content"])
    assert "column.Country" in asked["columns"]
    assert "Germany" not in json.dumps(asked["columns"])


def test_a_query_that_is_none_of_this_form_says_why():
    with pytest.raises(Unusable, match="kind"):
        check_fields({})
