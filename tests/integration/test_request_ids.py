"""An answer with an error has the id under which the log has the call, on every route of the API."""

import json
from importlib import import_module

import pytest
from botocore.exceptions import ClientError

from easycrm.errors import BadRequest, Conflict, LostRace, NotFound
from easycrm.handlers.api.answers import api, lambda_handler
from easycrm.settings import settings
from tests.support.lambdas import EVENTS, UPLOAD_ID, Context, event
from tests.support.sam import translated

RESOURCES = translated()["Resources"]
OF_LAMBDA = "5b0ac5f2-0000-4000-8000-000000000001"

pytestmark = pytest.mark.usefixtures("fresh_functions")


def routes():
    """`(method, resource, handler)` of every route in the template that a function serves."""
    for resource, operations in RESOURCES["Api"]["Properties"]["Body"]["paths"].items():
        for method, operation in operations.items():
            if "Fn::Sub" in (uri := operation["x-amazon-apigateway-integration"].get("uri", {})):
                function = uri["Fn::Sub"].partition("functions/${")[2].partition(".Arn")[0]
                yield method.upper(), resource, RESOURCES[function]["Properties"]["Handler"]


RECORDED = {
    (an_event["httpMethod"], an_event["resource"]): an_event
    for an_event in (event(path.stem) for path in sorted(EVENTS.glob("*.json")))
    if "httpMethod" in an_event
}

each_route = pytest.mark.parametrize(
    ("method", "resource", "handler"), list(routes()), ids=lambda part: part.rpartition(".handlers.")[2] or part
)


OF_GATEWAY = "c6af9ac6-0000-4000-8000-00000000000"


def asked(method, resource, number=1):
    """The recorded event of a route, under an id of its own."""
    recorded = RECORDED[method, resource]
    return recorded | {"requestContext": recorded["requestContext"] | {"requestId": f"{OF_GATEWAY}{number}"}}


def answer_of(handler, an_event):
    """Status and body of what a function answers."""
    answer = handler(an_event, Context(aws_request_id=OF_LAMBDA))
    return answer["statusCode"], json.loads(answer["body"])


def function(handler):
    """The function that the template names."""
    module, _, name = handler.rpartition(".")
    return getattr(import_module(module), name)


@pytest.fixture
def broken(dynamodb):
    """Nothing can be read or written: no table is there."""
    for table in (settings.leads_table, settings.uploads_table, settings.team_table):
        dynamodb.delete_table(TableName=table)


@pytest.fixture
def lines_of(logged):
    """A function: the lines in the log that have an answer's id."""
    return lambda body: [line for line in map(json.loads, logged) if line["correlation_id"] == body["requestId"]]


@pytest.fixture
def raising(logged):  # noqa: ARG001
    """A function: a handler of `GET /leads/{leadId}` that raises an error."""

    def handler(error):
        app = api()

        @app.get("/leads/<_lead_id>")
        def route(_lead_id):
            raise error

        return lambda_handler(app)

    return handler


def test_every_route_is_tried():
    assert {(method, resource) for method, resource, _ in routes()} == RECORDED.keys()


@each_route
@pytest.mark.usefixtures("broken")
def test_an_answer_with_an_error_is_found_in_the_log_by_its_id(method, resource, handler, lines_of):
    status, body = answer_of(function(handler), asked(method, resource))
    (line,) = lines_of(body)
    assert (status, line["level"], line["route"]) == (500, "ERROR", f"{method} {resource}")
    assert (line["correlation_id"], line["function_request_id"]) == (f"{OF_GATEWAY}1", OF_LAMBDA)
    assert line.get("uploadId") == (UPLOAD_ID if "{uploadId}" in resource else None)


def test_what_a_warm_function_logs_has_the_id_of_its_own_call(lines_of, raising):
    handler = raising(NotFound("leadNotFound", "There is no lead with this id."))
    bodies = [answer_of(handler, asked("GET", "/leads/{leadId}", number))[1] for number in (1, 2)]
    assert [[line["code"] for line in lines_of(body)] for body in bodies] == [["leadNotFound"], ["leadNotFound"]]


def test_an_upload_is_not_told_of_the_call_after_it(lines_of, raising):
    handler = raising(NotFound("notFound", "There is nothing at this address."))
    answer_of(handler, asked("GET", "/status/{uploadId}"))
    _, body = answer_of(handler, asked("GET", "/leads/{leadId}", 2))
    (line,) = lines_of(body)
    assert "uploadId" not in line


@pytest.mark.parametrize(
    ("error", "level", "told"),
    [
        (BadRequest("aCode", "A secret.", parameter="a secret"), "INFO", {"status": 400, "code": "aCode"}),
        (Conflict("aCode", "A secret."), "INFO", {"status": 409, "code": "aCode"}),
        (LostRace("aCode", "A secret."), "WARNING", {"status": 503, "code": "aCode"}),
        (ValueError("a secret"), "ERROR", {"error": "ValueError"}),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, Exception) else "",
)
def test_the_log_says_what_an_error_was_and_quotes_nothing(error, level, told, logged, lines_of, raising):
    _, body = answer_of(raising(error), asked("GET", "/leads/{leadId}"))
    (line,) = lines_of(body)
    assert (line["level"], line["route"]) == (level, "GET /leads/{leadId}")
    assert line.items() >= told.items()
    assert [text for text in ("ecret", RECORDED["GET", "/leads/{leadId}"]["path"]) if text in "".join(logged)] == []


def test_where_an_unexpected_error_was_raised_and_what_aws_said_are_in_the_log(lines_of, raising):
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": "No permission."}}, "GetItem")
    _, body = answer_of(raising(error), asked("GET", "/leads/{leadId}"))
    (line,) = lines_of(body)
    assert "raise error" in line["stack"][-1]
    assert line["text"] == "An error occurred (AccessDenied) when calling the GetItem operation: No permission."
