"""Columns that the rules cannot tell."""

import json

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.columns.unclear import ask_about_columns, is_thin, read_meanings
from easycrm.workbooks.tables import label_columns
from tests.support.assistants import assistant_of

HEADERS = ["Wer", "Haus", "Postfach", "Halle"]
ROWS = [
    ["Ana Lindqvist", "Tin Sparrow", "info@one.example", "4"],
    ["Bob Penhallow", "Old Dolphin", "sales@two.example", "5"],
]


def mapped(headers=HEADERS, rows=ROWS):
    columns = label_columns(headers)
    evidence = gather(len(columns), rows)
    return columns, map_columns(columns, evidence), evidence


def asked(server, meanings):
    server.meanings = meanings
    columns, before, evidence = mapped()
    return [c.field for c in ask_about_columns(columns, before, evidence, ROWS, assistant_of(server))]


def test_a_worksheet_is_unclear_when_a_field_and_a_column_are_left_over():
    _, before, evidence = mapped()
    assert is_thin(before, evidence)


def test_a_worksheet_whose_columns_are_known_is_clear():
    _, before, evidence = mapped(["Name", "Company", "E-Mail", "Notes"])
    assert not is_thin(before, evidence)


def test_deepseek_tells_what_the_rules_could_not(deepseek):
    assert asked(deepseek, [[0, "fullName"], [1, "company"]]) == ["fullName", "company", "email", None]
    assert len(deepseek.requests) == 1


@pytest.mark.parametrize(
    "meanings",
    [
        [[0, "phone"]],
        [[3, "company"]],
        [[2, "fullName"]],
        [[0, "email"]],
        [[9, "company"]],
        [[0, "fullName"], [0, "company"]],
        [[0, "company"], [1, "company"]],
        [[0, "leadId"]],
        [["0", "company"], "x", None],
    ],
)
def test_what_the_values_do_not_say_is_not_believed(meanings, deepseek):
    assert asked(deepseek, meanings) == [None, None, "email", None]


def test_the_names_in_the_mailboxes_are_no_company(deepseek):
    deepseek.meanings = [[0, "company"]]
    headers, rows = ["Wer", "Postfach"], [["Lindqvist", "ana.lindqvist@one.example"], ["Moor", "eva.moor@two.example"]]
    columns, before, evidence = mapped(headers, rows)
    found = ask_about_columns(columns, before, evidence, rows, assistant_of(deepseek))
    assert [column.field for column in found] == [None, "email"]


@pytest.mark.parametrize("mood", ["402", "blanks", "503"])
def test_without_an_answer_the_rules_stand(mood, deepseek):
    deepseek.then = mood
    assert asked(deepseek, [[0, "fullName"]]) == [None, None, "email", None]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"columns": 7}', json.dumps({"columns": [[True, "company"]]})])
def test_a_shapeless_reply_says_nothing(text):
    assert read_meanings(text, 4) == {}


def test_an_owner_whom_only_values_give_away_is_not_believed_to_be_the_person(deepseek):
    deepseek.meanings = [[0, "fullName"]]
    rows = [["Petra Quist", "Tin Sparrow", email, "4"] for email in ("ana@one.example", "bo@two.example")]
    columns, before, evidence = mapped(rows=rows)
    fields = [c.field for c in ask_about_columns(columns, before, evidence, rows, assistant_of(deepseek))]
    assert (fields[0], fields[2]) == (None, "email")
