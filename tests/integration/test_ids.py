"""What stands for an id in an address and is none: not found, as any id that nobody has, on every route."""

import pytest

from easycrm.bounds import KEY_BYTES
from tests.support.lambdas import call, event

pytestmark = pytest.mark.usefixtures("fresh_functions")

ROUTES = (
    "get_status",
    "get_status-columns",
    "cancel_upload",
    "retry_upload",
    "force_complete_upload",
    "list_leads-one",
)
ONE_TOO_MANY = {"letters": "x" * (KEY_BYTES + 1), "two bytes each": "é" * (KEY_BYTES // 2 + 1)}
OTHERS = {"half a character": "\ud800", "a control character": "\x00", "a line": "a\nb", "spaces": "  "}

each_route = pytest.mark.parametrize("route", ROUTES)


@pytest.fixture
def asked(dynamodb):
    """The calls that reach DynamoDB."""
    calls = []

    def note(model, **_):
        calls.append(model.name)

    dynamodb.meta.events.register("before-call.dynamodb", note)
    yield calls
    dynamodb.meta.events.unregister("before-call.dynamodb", note)


def answer_about(route, name):
    recorded = event(route)
    (parameter, known) = next(iter(recorded["pathParameters"].items()))
    path = recorded["path"].replace(known, name)
    return call(route, path=path, pathParameters={parameter: name})


@each_route
@pytest.mark.parametrize("name", ONE_TOO_MANY.values(), ids=ONE_TOO_MANY)
def test_what_is_no_id_is_not_found_and_dynamodb_is_not_asked(route, name, asked):
    status, body = answer_about(route, name)
    assert (status, body["error"]["code"]) == (404, "leadNotFound" if "lead" in route else "uploadNotFound")
    assert asked == []


@each_route
def test_the_longest_id_is_looked_for(route, asked):
    assert answer_about(route, "x" * KEY_BYTES)[0] == 404
    assert set(asked) <= {"GetItem", "UpdateItem"}
    assert asked[-1] == "GetItem"


@each_route
@pytest.mark.parametrize("name", OTHERS.values(), ids=OTHERS)
def test_what_nobody_would_call_an_id_is_not_found(route, name):
    assert answer_about(route, name)[0] == 404


def test_rows_that_name_what_is_no_id_speak_of_no_stored_lead(leads, asked, make_lead):
    leads.put(make_lead("L1", firstName="Ana"))
    assert leads.names_of(["L1", "", "x" * (KEY_BYTES + 1)]).keys() == {"L1"}
    assert leads.get_many(["", "x" * (KEY_BYTES + 1)]) == {}
    assert asked == ["PutItem", "BatchGetItem"]
