"""What people decide about columns is kept with who and when, can be taken back, and never goes round in a circle."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.bounds import (
    COLUMN_NAME_CHARACTERS,
    COLUMNS_AT_ONCE,
    DECIDED_COLUMNS,
    DECISIONS_BYTES,
    DECISIONS_KEPT,
)
from easycrm.errors import BadRequest, Conflict
from easycrm.leads.columns.decisions import (
    NOTHING_DECIDED,
    PARTS,
    TYPES,
    Decisions,
    Wanted,
    decide,
    parse_wanted,
    root_of,
)

MEI, AT = "mei@example.com", "2026-03-02T09:00:00.000000Z"
BEN, LATER = "ben@example.com", "2026-03-02T09:05:00.000000Z"
KEYS = st.sampled_from(["land", "country", "nation", "stadt", "rating"])
VALUES = {
    "name": st.none() | st.sampled_from(["Country", "Rating", "Länder"]),
    "joinedTo": st.none() | KEYS,
    "hidden": st.none() | st.booleans(),
    "type": st.none() | st.sampled_from(TYPES),
}
REQUESTS = st.dictionaries(KEYS, st.fixed_dictionaries({}, optional=VALUES), min_size=1, max_size=3)


def decided(columns: Mapping[str, Any], before: Decisions = NOTHING_DECIDED, by: str = MEI, at: str = AT) -> Decisions:
    return decide(before, parse_wanted({"version": before["version"], "columns": columns}), by, at)


def refusal(columns: Any, before: Decisions = NOTHING_DECIDED) -> str:
    with pytest.raises(BadRequest) as refused:
        decided(columns, before)
    assert refused.value.code == "badDecision"
    return refused.value.sentence


def test_a_decision_is_kept_with_who_and_when() -> None:
    decisions = decided({"land": {"name": "Country", "type": "text"}})
    assert decisions["version"] == 1
    assert decisions["columns"] == {"land": {"name": "Country", "type": "text", "by": MEI, "at": AT}}


def test_every_change_is_listed_newest_first() -> None:
    decisions = decided({"land": {"name": "Nation"}}, decided({"land": {"name": "Country"}}), BEN, LATER)
    assert decisions["history"] == [
        {"key": "land", "what": "name", "from": "Country", "to": "Nation", "by": BEN, "at": LATER},
        {"key": "land", "what": "name", "from": None, "to": "Country", "by": MEI, "at": AT},
    ]


@given(REQUESTS, REQUESTS)
def test_taking_every_change_back_leaves_the_columns_as_they_were(first: Any, second: Any) -> None:
    try:
        before = decided(first)
        after = decided(second, before)
    except BadRequest:
        return
    made = after["history"][: len(after["history"]) - len(before["history"])]
    back: dict[str, dict[str, Any]] = {}
    for change in made:
        back.setdefault(change["key"], {})[change["what"]] = change["from"]
    again = decided(back, after)["columns"] if back else after["columns"]

    def parts(columns: Any) -> Any:
        return {key: {part: each[part] for part in PARTS if part in each} for key, each in columns.items()}

    assert parts(again) == parts(before["columns"])


@given(st.lists(REQUESTS, max_size=5))
def test_every_column_is_part_of_one_that_is_joined_to_none(requests: Any) -> None:
    decisions = NOTHING_DECIDED
    for request in requests:
        try:
            decisions = decided(request, decisions)
        except BadRequest:
            continue
    columns = decisions["columns"]
    assert [key for key in columns if "joinedTo" in columns.get(root_of(columns, key), {})] == []


def test_what_is_decided_already_changes_nothing() -> None:
    before = decided({"land": {"hidden": True}})
    assert decided({"land": {"hidden": True}}, before, BEN, LATER) is before


def test_a_column_of_which_everything_is_taken_back_is_not_decided_on() -> None:
    decisions = decided({"land": {"hidden": False}}, decided({"land": {"hidden": True}}))
    assert decisions["columns"] == {}
    assert [(change["from"], change["to"]) for change in decisions["history"]] == [(True, None), (None, True)]


def test_whoever_saw_an_earlier_version_is_told_who_changed_it() -> None:
    with pytest.raises(Conflict) as refused:
        decide(decided({"land": {"hidden": True}}), Wanted(0, {"land": {"name": "Country"}}), BEN, LATER)
    assert refused.value.code == "columnsChanged"
    assert refused.value.details == {"version": 1, "by": MEI, "at": AT}


@pytest.mark.parametrize("joins", [{"land": "country", "country": "land"}, {"a": "b", "b": "c", "c": "a"}])
def test_columns_are_not_joined_in_a_circle(joins: Mapping[str, str]) -> None:
    words = refusal({key: {"joinedTo": to} for key, to in joins.items()})
    assert "which is joined to it" in words


def test_a_column_whose_join_is_taken_apart_can_take_its_former_root() -> None:
    before = decided({"land": {"joinedTo": "country"}})
    turned = decided({"land": {"joinedTo": None}, "country": {"joinedTo": "land"}}, before)
    assert root_of(turned["columns"], "country") == "land"


@pytest.mark.parametrize(
    "parts",
    [
        {"name": ""},
        {"name": " \t"},
        {"name": "x" * (COLUMN_NAME_CHARACTERS + 1)},
        {"name": "Coun\u202etry"},
        {"name": "a\x00b"},
        {"name": 7},
        {"hidden": "yes"},
        {"hidden": 1},
        {"type": "money"},
        {"type": ["date"]},
        {"joinedTo": "land"},
        {"joinedTo": 7},
        {"colour": "red"},
        ["name"],
        None,
    ],
)
def test_what_cannot_be_decided_is_told_in_words(parts: Any) -> None:
    assert "land" in refusal({"land": parts})


@pytest.mark.parametrize("key", ["", "Country", "two words", "x" * 1001])
def test_what_is_no_key_of_a_column_is_refused(key: str) -> None:
    assert "key of GET /columns" in refusal({key: {"hidden": True}})
    assert "key of GET /columns" in refusal({"land": {"joinedTo": key}})


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"version": 0},
        {"version": 0, "columns": {}},
        {"version": -1, "columns": {"land": {}}},
        {"version": True, "columns": {"land": {}}},
        {"version": "0", "columns": {"land": {}}},
        {"version": 0, "columns": ["land"]},
        {"version": 0, "columns": {f"k{index}": {} for index in range(COLUMNS_AT_ONCE + 1)}},
        {"version": 0, "columns": {"land": {}}, "colour": "red"},
    ],
)
def test_a_request_of_another_form_is_refused(body: Any) -> None:
    with pytest.raises(BadRequest):
        parse_wanted(body)


def test_a_name_is_one_line_without_blanks_around_it() -> None:
    decisions = decided({"land": {"name": "  Country\n of  office "}})
    assert decisions["columns"]["land"]["name"] == "Country of office"


def test_as_many_changes_are_remembered_as_there_is_room_for() -> None:
    everything = {f"k{index}": {"hidden": True} for index in range(DECISIONS_KEPT + 1)}
    assert len(decided(everything)["history"]) == DECISIONS_KEPT
    long = {f"k{index}" + "x" * 900: {"hidden": True} for index in range(DECISIONS_KEPT)}
    assert 0 < len(decided(long)["history"]) < DECISIONS_KEPT


def test_there_is_room_for_a_thousand_columns_and_no_more() -> None:
    def requests(first: int, many: int) -> dict[str, Any]:
        return {f"k{first + index}": {"hidden": True} for index in range(many)}

    decisions = decided(requests(0, COLUMNS_AT_ONCE))
    decisions = decided(requests(COLUMNS_AT_ONCE, DECIDED_COLUMNS - COLUMNS_AT_ONCE), decisions)
    with pytest.raises(BadRequest) as refused:
        decided(requests(DECIDED_COLUMNS, 1), decisions)
    assert refused.value.code == "tooManyDecisions"


def test_long_keys_find_less_room() -> None:
    many = DECISIONS_BYTES // 900
    with pytest.raises(BadRequest) as refused:
        decided({f"k{index}" + "x" * 900: {"hidden": True} for index in range(many)})
    assert refused.value.code == "tooManyDecisions"
