"""The answer of GET /columns."""

import json

import pytest

from easycrm.bounds import LISTED_COLUMNS, LISTED_SPELLINGS, SEARCH_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED, Decisions
from easycrm.leads.columns.listing import list_columns, parse_columns_query
from tests.support.column_models import model_of


def listed(leads, decisions: Decisions = NOTHING_DECIDED, **parameters):
    with model_of(leads) as model:
        catalogue = catalogue_of(model, decisions)
        return list_columns(model, catalogue, parse_columns_query(parameters), decisions, "2026-03-01T09:00:00Z")


def keys(answer):
    return [column["key"] for column in answer["columns"]]


def test_a_column_is_listed_with_all_that_is_known_of_it():
    leads = [{"Rating": "5"}] * 25 + [{"RATING": "7"}] * 3 + [{"Rating": "n/a"}]
    assert listed(leads)["columns"] == [
        {
            "key": "rating",
            "name": "Rating",
            "spellings": ["Rating", "RATING"],
            "type": "number",
            "typeBy": "values",
            "misfits": 1,
            "leads": 29,
            "lists": 1,
            "samples": ["5", "7", "n/a"],
            "isHidden": False,
            "joined": [],
            "decided": None,
        }
    ]


def test_what_a_person_decided_is_listed_with_who_and_when():
    decisions: Decisions = {
        "version": 4,
        "columns": {"land": {"type": "number", "hidden": True, "by": "ana", "at": "2026-03-01T09:00:00Z"}},
        "history": [],
    }
    answer = listed([{"Land": "DE"}], decisions)
    (column,) = answer["columns"]
    assert answer["version"] == 4
    assert column["decided"] == {"by": "ana", "at": "2026-03-01T09:00:00Z"}
    assert (column["typeBy"], column["type"], column["misfits"], column["isHidden"]) == ("person", "number", 1, True)


def test_a_lead_with_both_of_two_joined_columns_counts_once():
    decisions: Decisions = {"version": 1, "columns": {"land": {"joinedTo": "country"}}, "history": []}
    (column,) = listed([{"Country": "DE", "Land": "Germany"}, {"Land": "Germany"}], decisions)["columns"]
    assert (column["leads"], column["joined"], column["samples"]) == (2, ["land"], ["Germany", "DE"])


def test_lists_are_counted_once_each():
    leads = [{"Country": ("DE", "u1"), "COUNTRY": ("FR", "u2")}, {"Country": ("DE", "u2")}, {"Country": ("DE", "u1")}]
    assert listed(leads)["columns"][0]["lists"] == 2


def test_columns_that_most_leads_have_come_first():
    assert keys(listed([{"A": "x", "B": "x"}, {"B": "y"}, {"C": "z", "B": "y"}, {"C": "y"}])) == ["b", "c", "a"]


@pytest.mark.parametrize("q", ["land", "LAND ", "Größe", "groesse", "germany", "cloth size"])
def test_columns_are_found_by_name_and_spelling_in_any_form(q):
    decisions: Decisions = {
        "version": 1,
        "columns": {"größe": {"name": "Cloth size"}, "land": {"name": "Germany?"}},
        "history": [],
    }
    decisions["columns"]["grösse"] = decisions["columns"].pop("größe")
    assert len(keys(listed([{"Land": "x", "Größe": "x", "Rating": "x"}], decisions, q=q))) == 1


def test_pages_follow_each_other_until_all_columns_were_there():
    leads = [{f"Column {number}": "x" for number in range(LISTED_COLUMNS + 20)}]
    first = listed(leads)
    second = listed(leads, next=first["next"])
    assert len(first["columns"]) == LISTED_COLUMNS
    assert len({*keys(first), *keys(second)}) == LISTED_COLUMNS + 20
    assert "next" not in second


@pytest.mark.parametrize("char", ["🙂", "ﷺ", '"', "\\", "字"])
def test_five_hundred_long_headers_stay_within_an_answer(char):
    leads = [{f"{number}{char * 297}": char * 60 for number in range(LISTED_COLUMNS)}]
    answer = listed(leads)
    assert len(json.dumps(json.dumps(answer, ensure_ascii=False), ensure_ascii=False).encode()) < 5_000_000
    assert answer["columns"]


def test_only_the_commonest_spellings_are_listed():
    leads = [{f"Country{'.' * dots}": "x"} for dots in range(LISTED_SPELLINGS + 5)] + [{"Country...": "x"}]
    (column,) = listed(leads)["columns"]
    assert len(column["spellings"]) == LISTED_SPELLINGS
    assert column["spellings"][0] == "Country..."


def test_without_leads_there_are_no_columns():
    answer = listed([])
    assert answer == {"columns": [], "version": 0, "history": [], "asOf": "2026-03-01T09:00:00Z"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "1"),
        ("q", "x" * (SEARCH_CHARACTERS + 1)),
        ("next", "-1"),
        ("next", "x"),
        ("next", "٣"),
        ("next", "1" * 10),
    ],
)
def test_what_cannot_be_used_is_named(name, value):
    with pytest.raises(BadRequest) as raised:
        parse_columns_query({name: value})
    assert raised.value.details == {"parameter": name}
