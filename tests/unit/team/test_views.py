"""Which views are kept, under which names, and what else is told in words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.bounds import ANSWER_BYTES, PAGE_SIZE, VIEW_BYTES, VIEW_NAME_CHARACTERS, VIEWS
from easycrm.errors import BadRequest
from easycrm.fitting import sent_bytes
from easycrm.team.views import KeptView, View, name_in, parse_view, version_after, version_in, view_key, view_name

WHOLE: View = {
    "q": "solar",
    "filters": {"column.land": "|Germany|Austria", "company": "*"},
    "match": "any",
    "sortBy": "column.rating",
    "sortOrder": "desc",
    "pageSize": 100,
    "columns": ["company", "column.land"],
    "widths": {"column.land": 180, "company": 220.5},
    "pinned": 1,
}
AT = "2026-03-02T09:00:00.000000Z"


def asked(view: Any, **about: Any) -> dict[str, Any]:
    return {"version": 0, "view": view} | about


@pytest.mark.parametrize("view", [WHOLE, {}, {"columns": ["column.gone"]}])
def test_a_view_is_kept_as_it_is_whether_or_not_its_columns_are_there(view: View) -> None:
    assert parse_view("Fairs", asked(view)).view == view


@pytest.mark.parametrize(
    "part",
    [
        {"q": 7},
        {"filters": ["=x"]},
        {"filters": {"company": 7}},
        {"match": "some"},
        {"sortBy": None},
        {"sortOrder": "up"},
        {"pageSize": 0},
        {"pageSize": PAGE_SIZE + 1},
        {"pageSize": True},
        {"columns": "company"},
        {"columns": ["company", "company"]},
        {"columns": [["company"]]},
        {"widths": {"company": 0}},
        {"widths": {"company": "wide"}},
        {"pinned": 1.5},
        {"pinned": -1},
        {"match": ["all"]},
    ],
)
def test_a_part_that_cannot_be_meant_is_named(part: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_view("Fairs", asked(WHOLE | part))
    assert (refused.value.code, refused.value.details) == ("badView", {"parameter": next(iter(part))})


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"version": 0}, asked([]), asked({"colour": 1}), asked({}, colour="red"), asked({}, version="1")],
)
def test_a_request_of_another_form_is_told_what_a_view_takes(body: Any) -> None:
    with pytest.raises(BadRequest):
        parse_view("Fairs", body)


@pytest.mark.parametrize("name", ["", " ", ".", "..", "a/b", "a\x00b", "a\u202eb", "x" * (VIEW_NAME_CHARACTERS + 1), 7])
def test_a_name_that_cannot_be_seen_or_be_an_address_is_refused(name: Any) -> None:
    with pytest.raises(BadRequest):
        view_name("name", name)


@pytest.mark.parametrize("name", ["Fairs & visits", "100% sure?", "展会 #1", "“Hot” 🔥", "x" * VIEW_NAME_CHARACTERS])
def test_other_names_are_kept_as_they_are_written(name: str) -> None:
    assert view_name("name", name) == name


def test_a_name_has_no_blanks_around_it() -> None:
    assert view_name("name", "  Fairs \n in Berlin ") == "Fairs in Berlin"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_names_that_differ_by_case_are_one(name: str) -> None:
    assert view_key(name) == view_key(view_key(name))
    assert view_key("STRASSE CAFE\u0301") == view_key("straße café")


def test_the_name_in_an_address_is_percent_encoded() -> None:
    assert name_in("/views/100%25%20sure%3F%20%F0%9F%94%A5") == "100% sure? 🔥"


@pytest.mark.parametrize("text", ["", "-1", "1.0", "x", "²", "1" * 20])
def test_a_version_in_an_address_is_a_number(text: str) -> None:
    with pytest.raises(BadRequest):
        version_in({"version": text})
    assert version_in({"version": "1772442000000"}) == 1772442000000


def test_a_view_that_is_made_anew_has_another_version_than_the_one_that_was_deleted() -> None:
    first = version_after(0, AT)
    assert version_after(first, AT) == first + 1
    assert version_after(0, AT.replace("09:00", "09:01")) > first + 1


def test_a_view_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadRequest) as refused:
        parse_view("Fairs", asked({"q": "x" * VIEW_BYTES}))
    assert refused.value.code == "viewTooLarge"


def test_the_largest_views_that_a_team_may_keep_fit_into_one_answer() -> None:
    view: View = {"q": "x" * (VIEW_BYTES - 20)}
    name = "\U0001f525" * VIEW_NAME_CHARACTERS
    kept: KeptView = {"id": "", "name": name, "view": view, "version": 10**13, "by": "m" * 254, "at": AT}
    assert sent_bytes(view) <= VIEW_BYTES
    assert sent_bytes([kept] * VIEWS) < ANSWER_BYTES
    assert parse_view("Fairs", json.loads(json.dumps(asked(view)))).view == view
