"""Unsettled rows get a second look, whatever mood the server is in."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.deepseek.client import Clock, Completion, DeepSeek
from easycrm.deepseek.costs import Usage
from easycrm.folding import digits_of, folded
from easycrm.leads.lead import FIELDS
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.second_look import looking as second_look
from easycrm.standardise.second_look.asking import ROWS_PER_QUESTION, Doubtful, ask_about, read_reply, row_ids
from easycrm.standardise.second_look.grounding import Answer, is_grounded
from easycrm.standardise.second_look.looking import Source, look_again
from easycrm.standardise.second_look.residue import doubt
from easycrm.workbooks.tables import filled_cells
from tests.support.assistants import FakeMemory, InMemoryPurse, assistant_of
from tests.support.deepseek_server import EVIL, MOODS
from tests.support.residue import HEADERS, IN_DOMAIN, IN_EMAIL, IN_ONE_CELL, ROWS, SETTLED, TRAP

COLUMNS = [MappedColumn(at, h, h, field, 1.0, "header") for at, (h, field) in enumerate(HEADERS.items())]


def by_rules(rows):
    return [standardise(COLUMNS, row, "SG", "L1") for row in rows]


def looked_at(rows, assistant):
    return look_again([Source(COLUMNS, row, "L1") for row in rows], by_rules(rows), assistant)


def field_values(row):
    return {name: row.values[name] for name in FIELDS if name in row.values}


def test_a_good_answer_settles_what_the_rules_could_not(deepseek):
    _, email, domain, cell, _ = looked_at(ROWS, assistant_of(deepseek))
    assert (email.values["firstName"], email.values["lastName"]) == ("Ana", "Lindqvist")
    assert domain.values["company"] == "Tin Sparrow"
    assert field_values(cell) == {
        "firstName": "Dora", "lastName": "Wattleby", "title": "Buyer", "company": "Old Dolphin Ltd",
        "email": "dora@old-dolphin.example", "phone": "+6561234568",
    }  # fmt: skip


def test_values_taken_from_the_email_are_marked_as_derived(deepseek):
    _, email, domain, cell, _ = looked_at(ROWS, assistant_of(deepseek))
    assert email.flags == {"firstName": ["derivedFromEmail"], "lastName": ["derivedFromEmail"]}
    assert domain.flags == {"company": ["derivedFromEmail"]}
    assert cell.flags == {}


def test_an_answer_that_the_rules_stumble_over_is_none(deepseek, monkeypatch):
    def stumble(*_):
        raise ZeroDivisionError

    _, email, *_ = by_rules(ROWS)
    monkeypatch.setattr(second_look, "place_cells", stumble)
    _, answered, *_ = looked_at(ROWS, assistant_of(deepseek))
    assert field_values(answered) == field_values(email)
    assert answered.flags == {"email": ["needsReview"]}


def test_every_value_that_the_rules_did_not_find_says_who_found_it(deepseek):
    _, email, domain, cell, _ = looked_at(ROWS, assistant_of(deepseek))
    assert email.by_of == {"firstName": "derived", "lastName": "derived"}
    assert domain.by_of == {"company": "derived"}
    assert cell.by_of == dict.fromkeys(("title", "company"), "deepseek")


def test_an_answer_in_a_cell_s_own_words_is_calmed_and_the_cell_is_told(deepseek):
    cell = "DORA WATTLEBY, BUYER, OLD DOLPHIN LTD, dora@old-dolphin.example"
    found = looked_at([[cell, "", "", "", ""]], assistant_of(deepseek))[0]
    assert field_values(found) == {
        "firstName": "Dora", "lastName": "Wattleby", "title": "Buyer", "company": "Old Dolphin Ltd",
        "email": "dora@old-dolphin.example",
    }  # fmt: skip
    assert found.written == dict.fromkeys(("firstName", "lastName", "title", "company"), cell)


def test_an_answer_from_the_email_is_not_calmed(deepseek):
    deepseek.model = lambda row_id, _cells: [row_id, "ana", "lindqvist", "", "", "", ""]
    found = looked_at([IN_EMAIL], assistant_of(deepseek))[0]
    assert (found.values["firstName"], found.values["lastName"], found.written) == ("ana", "lindqvist", {})


def test_what_a_cell_says_is_not_replaced_by_what_the_email_says(deepseek):
    cells = ["Catherine & Cid Moor", "cat.tannenfeld@tin-sparrow.example", "", "", ""]
    found = looked_at([cells], assistant_of(deepseek))[0]
    assert (found.values["firstName"], found.values["company"]) == ("Catherine & Cid Moor", "Tin Sparrow")
    assert (found.flags, found.by_of) == (
        {"firstName": ["nameUnsure", "severalPeople"], "company": ["derivedFromEmail"]},
        {"company": "derived"},
    )


def test_a_company_of_its_owner_s_name_leaves_the_name_where_it_is(deepseek):
    found = looked_at([["Cid Tannenfeld", "cid@tannenfeld.example", "", "", ""]], assistant_of(deepseek))[0]
    assert field_values(found) == {
        "firstName": "Cid", "lastName": "Tannenfeld", "company": "Tannenfeld", "email": "cid@tannenfeld.example",
    }  # fmt: skip


def test_an_answer_without_what_was_missing_leaves_the_row_for_a_person(deepseek):
    deepseek.model = lambda row_id, _cells: [row_id, "Cid", "", "", "", "", ""]
    found = looked_at([IN_DOMAIN], assistant_of(deepseek))[0]
    assert (found.flags, found.by) == ({"email": ["needsReview"]}, "rules")


def test_all_rows_are_asked_about_in_one_question(deepseek):
    looked_at(ROWS, assistant_of(deepseek))
    assert len(deepseek.requests) == 1


def test_only_unsettled_rows_and_only_the_cells_they_need_are_sent(deepseek):
    looked_at(ROWS, assistant_of(deepseek))
    sent = deepseek.requests[0]["messages"][1]["content"]
    assert "salted-fern" not in sent
    assert not any(word in sent for word in ("very keen", "Cid Tannenfeld"))


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_mood_no_row_is_lost_and_no_settled_row_changes(mood, deepseek):
    deepseek.then = mood
    found = looked_at(ROWS, assistant_of(deepseek))
    rules = by_rules(ROWS)
    assert len(found) == len(ROWS)
    assert [found[0], found[4]] == [rules[0], rules[4]]


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_mood_email_and_phone_stay_those_of_the_rules(mood, deepseek):
    deepseek.then = mood
    contacts = [(row.values.get("email"), row.values.get("phone")) for row in looked_at(ROWS, assistant_of(deepseek))]
    assert contacts == [(row.values.get("email"), row.values.get("phone")) for row in by_rules(ROWS)]


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_mood_every_word_of_a_row_comes_from_that_row(mood, deepseek):
    deepseek.then = mood
    for cells, row in zip(ROWS, looked_at(ROWS, assistant_of(deepseek)), strict=True):
        source, digits = folded("".join(cells)), digits_of("".join(cells))
        for name, value in field_values(row).items():
            said = (
                digits_of(value)[2:] in digits if name == "phone" else all(w in source for w in folded(value).split())
            )
            assert said, (name, value)


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_mood_every_cell_is_accounted_for(mood, deepseek):
    deepseek.then = mood
    for cells, row in zip(ROWS, looked_at(ROWS, assistant_of(deepseek)), strict=True):
        fates = fates_of(cells, layout_of(COLUMNS).remark_keys, row.values, row.left_out)
        assert fates.total() == filled_cells(cells)


@pytest.mark.parametrize("mood", ["401", "402", "400", "422", "503", "blanks", "invented", "shapeless"])
def test_rows_that_nobody_settled_are_flagged_for_a_person(mood, deepseek):
    deepseek.then = mood
    flagged = [
        any("needsReview" in flags for flags in row.flags.values()) for row in looked_at(ROWS, assistant_of(deepseek))
    ]
    assert flagged[0] is flagged[4] is False
    assert all(flagged[1:4])


@pytest.mark.parametrize("mood", ["hangs", "silent"])
def test_a_server_that_hangs_is_waited_for_once_and_the_rules_stand(mood, deepseek):
    deepseek.then = mood
    clock = Clock()
    client = DeepSeek(deepseek.url, "m", lambda _fresh: "good", clock)
    assistant = assistant_of(deepseek, client=client, clock=clock, answer_seconds=0.2, deadline=clock.now() + 60)
    found = looked_at(ROWS * 2, assistant)
    assert [row.values for row in found] == [row.values for row in by_rules(ROWS * 2)]
    assert assistant.stopped
    assert (assistant.stopped.code, len(deepseek.requests)) == ("noAnswer", 1)


def test_without_a_assistant_the_unsettled_rows_are_flagged():
    review = {"email": ["needsReview"]}
    assert [row.flags for row in looked_at(ROWS, None)] == [{}, review, review, review, {}]


def test_cells_that_a_row_report_has_guarded_are_accounted_for(deepseek):
    columns = [*COLUMNS, MappedColumn(5, "EasyCRM reason", "EasyCRM reason", None, 1.0, "header", "report")]
    cells = ["", "ana.lindqvist@copper-otter.example", "", "Copper Otter", "'+1 for lunch", "Held"]
    row = standardise(columns, cells, "SG", "L1")
    found = look_again([Source(columns, cells, "L1")], [row], assistant_of(deepseek))[0]
    assert (found.by, found.values["remarks.Notes"]) == ("deepseek", "+1 for lunch")


def test_an_instruction_in_a_cell_changes_no_other_row(deepseek):
    deepseek.then = "obedient"
    found = looked_at([*ROWS, TRAP], assistant_of(deepseek))
    assert EVIL not in {row.values.get("email") for row in found}


def test_a_cell_cannot_end_the_data_because_it_does_not_know_the_marker(deepseek):
    looked_at(ROWS, assistant_of(deepseek))
    looked_at([IN_DOMAIN], assistant_of(deepseek))
    markers = {request["messages"][1]["content"].split("\n")[1] for request in deepseek.requests}
    assert len(markers) == 2


@pytest.mark.parametrize("mood", ["missing", "repeated", "invented", "blanks", "truncated"])
def test_refused_rows_are_asked_about_again_and_then_believed(mood, deepseek):
    deepseek.moods = [mood]
    settled = [row.by for row in looked_at(ROWS, assistant_of(deepseek))]
    assert settled == ["rules", "deepseek", "deepseek", "deepseek", "rules"]


def test_refused_rows_are_asked_about_at_half_the_size_at_most_twice(deepseek):
    deepseek.then = "invented"
    ask_about([Doubtful((("E-Mail", f"a.b{n}@x.example"),)) for n in range(8)], assistant_of(deepseek))
    sizes = [request["messages"][1]["content"].count("a.b") for request in deepseek.requests]
    assert sorted(sizes, reverse=True) == [8, 4, 4, 2, 2, 2, 2]


def test_many_rows_are_asked_about_forty_at_a_time(deepseek):
    rows = [Doubtful((("E-Mail", f"ana.li@tin-sparrow{n}.example"),)) for n in range(100)]
    assert len(ask_about(rows, assistant_of(deepseek))) == 100
    assert len(deepseek.requests) == 3
    assert ROWS_PER_QUESTION == 40


def test_a_repeated_task_asks_and_pays_nothing(deepseek):
    replies, purse = FakeMemory(), InMemoryPurse()
    first = looked_at(ROWS, assistant_of(deepseek, replies=replies, purse=purse))
    paid = purse.cost
    again = looked_at(ROWS, assistant_of(deepseek, replies=replies, purse=purse))
    assert (again, purse.cost, len(deepseek.requests)) == (first, paid, 1)
    assert paid > 0


def test_blanks_are_not_kept(deepseek):
    replies = FakeMemory()
    deepseek.then = "blanks"
    assert looked_at(ROWS, assistant_of(deepseek, replies=replies))[1].by == "rules"
    deepseek.then = "good"
    assert looked_at(ROWS, assistant_of(deepseek, replies=replies))[1].by == "deepseek"


@pytest.mark.parametrize("forged", [{}, {"text": None}, "text", 7])
def test_a_kept_reply_that_is_none_is_asked_for_again(forged, deepseek):
    replies = FakeMemory()
    looked_at(ROWS, assistant_of(deepseek, replies=replies))
    replies.content = dict.fromkeys(replies.content, forged)
    assert looked_at(ROWS, assistant_of(deepseek, replies=replies))[1].by == "deepseek"


def test_a_kept_reply_is_believed_no_more_than_a_fresh_one(deepseek):
    replies = FakeMemory()
    looked_at(ROWS, assistant_of(deepseek, replies=replies))
    forged = {key: {"text": kept["text"].replace("Lindqvist", "Evil"), "truncated": False}
              for key, kept in replies.content.items()}  # fmt: skip
    replies.content = forged
    assert looked_at(ROWS, assistant_of(deepseek, replies=replies))[1].values["lastName"] == "Lindqvist"


def test_after_the_cap_the_rules_carry_on_alone(deepseek):
    assistant = assistant_of(deepseek, purse=InMemoryPurse(cap=1000))
    found = looked_at(ROWS, assistant)
    assert [row.values for row in found] == [row.values for row in by_rules(ROWS)]
    assert assistant.stopped
    assert (assistant.stopped.code, deepseek.requests) == ("capReached", [])


def test_what_was_set_aside_is_given_back_when_nothing_was_answered(deepseek):
    deepseek.then = "402"
    purse = InMemoryPurse(cap=10**9)
    looked_at(ROWS, assistant_of(deepseek, purse=purse))
    assert (purse.left, purse.cost) == (10**9, 0)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (SETTLED, None),
        (IN_EMAIL, "nameInEmail"),
        (IN_DOMAIN, "companyInDomain"),
        (IN_ONE_CELL, "contactInOneCell"),
        (["Tin Sparrow Ltd", "", "", "Ana Lindqvist", ""], "fieldsSwapped"),
        (["Ana Li", "+65 6123 4567", "ana@x.example", "Tin", ""], "fieldsSwapped"),
        (["", "info@tin-sparrow.example", "", "Tin", ""], None),
        (["", "p12@tin-sparrow.example", "", "Tin", ""], None),
        (["Ana Li", "ana@gmail.com", "", "", ""], None),
        (["Ana Li <ana@x.example>", "", "", "Tin", ""], None),
    ],
)
def test_only_what_the_rules_cannot_settle_is_residue(cells, reason):
    found = doubt(layout_of(COLUMNS), cells, standardise(COLUMNS, cells, "SG", "L1"))
    assert (found.reason if found else None) == reason


@pytest.mark.parametrize(
    ("answer", "cells", "grounded"),
    [
        (Answer("Ana", "Li", "", "", "", ""), ["ana.li@x.example"], True),
        (Answer("Ana", "Li", "", "", "", ""), ["anali@x.example"], True),
        (Answer("Ana", "Lee", "", "", "", ""), ["ana.li@x.example"], False),
        (Answer("Nali", "", "", "", "", ""), ["anali@x.example"], False),
        (Answer("", "", "", "Blue Harbour", "", ""), ["a@blueharbour.example"], True),
        (Answer("", "", "", "Gmail", "", ""), ["a@gmail.com"], False),
        (Answer("太郎", "山田", "", "", "", ""), ["株式会社サクラ 山田太郎"], True),
        (Answer("Ana", "", "", "", "ana@x.example", ""), ["Ana, ANA@x.example"], True),
        (Answer("Ana", "", "", "", "bob@x.example", ""), ["Ana, ANA@x.example"], False),
        (Answer("Ana", "", "", "", "", "+65 6123 4567"), ["Ana 6561234567"], True),
        (Answer("Ana", "", "", "", "", "+65 6123 4568"), ["Ana 6561234567"], False),
        (Answer("Ana", "", "Head of Sales", "", "", ""), ["Ana, Head of Sales"], True),
        (Answer("Ana", "", "Director", "", "", ""), ["Ana, Head of Sales"], False),
    ],
)
def test_an_answer_is_believed_only_if_the_row_says_it(answer, cells, grounded):
    assert is_grounded(answer, cells) is grounded


values = st.sampled_from(
    ["", "Ana", "Lindqvist", "Copper Otter", "Eve", EVIL, "dora@old-dolphin.example", "+6561234568"]
)
entries = st.lists(st.sampled_from(["k1", "k2", "", 7, None]) | values, max_size=8) | st.none() | st.text(max_size=3)


@given(st.lists(entries, max_size=5))
def test_no_reply_breaks_the_reader(rows):
    for answer in read_reply(json.dumps({"rows": rows})).values():
        assert all(isinstance(value, str) for value in answer)


@given(st.lists(st.tuples(st.integers(0, 2), values, values, values, values, values, values), max_size=5))
def test_no_reply_puts_into_a_row_what_the_row_does_not_say(replies):
    rows = [Doubtful((("Name", row[0]), ("E-Mail", row[1]))) for row in (IN_EMAIL, IN_DOMAIN, IN_ONE_CELL)]
    ids = list(row_ids(rows))

    said = json.dumps({"rows": [[ids[at], *said] for at, *said in replies]})
    always: Any = SimpleNamespace(ask=lambda _question: Completion(said, truncated=False, usage=Usage(0, 0, 0)))
    for at, answer in ask_about(rows, always).items():
        source = folded("".join(rows[at].texts))
        assert all(word in source for value in answer[:5] for word in folded(value).split())
