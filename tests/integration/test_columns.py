"""GET /columns by the function itself: what was imported, before anything was, and what people decided on it."""

import json

import pytest

from tests.support.lambdas import call

pytestmark = pytest.mark.usefixtures("fresh_functions")


def test_the_columns_are_those_of_the_lists_that_were_imported(run_until):
    run_until("finish_import")
    status, body = call("list_leads-columns", queryStringParameters=None)
    assert status == 200
    assert [(column["key"], column["name"], column["samples"]) for column in body["columns"]] == [
        ("notes", "Notes", ["met at stand 42"])
    ]
    assert (body["version"], body["history"]) == (0, [])
    assert body["asOf"]


def test_before_anything_was_imported_there_are_none():
    assert call("list_leads-columns", queryStringParameters=None) == (
        200,
        {"columns": [], "version": 0, "history": [], "asOf": None},
    )


def test_what_somebody_decides_is_there_at_once(run_until):
    run_until("finish_import")
    call("list_leads-columns", queryStringParameters=None)
    decision = {"version": 0, "columns": {"notes": {"name": "Talk", "hidden": True}}}
    assert call("decide_columns", body=json.dumps(decision))[0] == 200
    _, body = call("list_leads-columns", queryStringParameters=None)
    (column,) = body["columns"]
    assert (column["name"], column["isHidden"], column["decided"]["at"] > "2026") == ("Talk", True, True)
    assert (body["version"], [change["what"] for change in body["history"]]) == (1, ["name", "hidden"])


def test_a_list_that_has_to_be_rebuilt_says_so(run_until, s3):
    run_until("finish_import")
    for pointed in s3.list_objects_v2(Bucket="data", Prefix="snapshots/")["Contents"]:
        s3.delete_object(Bucket="data", Key=pointed["Key"])
    status, body = call("list_leads-columns", queryStringParameters=None)
    assert (status, body["error"]["code"]) == (503, "readModelIncomplete")


def test_a_parameter_that_there_is_not_is_named():
    status, body = call("list_leads-columns", queryStringParameters={"page": "2"})
    assert (status, body["error"]["details"]) == (400, {"parameter": "page"})
