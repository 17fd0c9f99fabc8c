"""The error tree, and what becomes of each error at the edges: Step Functions, the API, botocore."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

import easycrm.errors
from easycrm.aws import is_throttled, is_unmet
from easycrm.errors import (
    BadRequest,
    Conflict,
    EasyCrmError,
    IncompleteReadModel,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Terminal,
    Transient,
    UnreadableFile,
)
from easycrm.handlers.api.answers import answer_json, api, body_of
from easycrm.handlers.api.sign_in import require_operator, user_of
from easycrm.handlers.task import task
from easycrm.leads.exports.export_store import S3ExportStore
from easycrm.leads.list.snapshots import Snapshots
from easycrm.uploads.executions import Executions, ExecutionState
from easycrm.uploads.memory import REPLIES, Memory
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore
from tests.support.fakes import part
from tests.support.lambdas import Context, event

PACKAGE = Path(easycrm.errors.__file__).parent


def tree(root):
    return [root, *(error for branch in root.__subclasses__() for error in tree(branch))]


def client_error(code):
    return ClientError({"Error": {"Code": code, "Message": "said AWS"}}, "Operation")


FOREIGN = [ValueError("x"), KeyError("x"), EasyCrmError("x", "X."), client_error("ThrottlingException")]

each_error = pytest.mark.parametrize("error", tree(EasyCrmError))
each_terminal = pytest.mark.parametrize("error", tree(Terminal))
each_transient = pytest.mark.parametrize("error", tree(Transient))
each_foreign = pytest.mark.parametrize("error", FOREIGN, ids=lambda error: type(error).__name__)


# The tree


@each_error
def test_an_error_is_terminal_or_transient(error):
    assert error is EasyCrmError or issubclass(error, Terminal) is not issubclass(error, Transient)


@each_error
def test_the_tree_is_drawn_in_full(error):
    assert re.search(rf"(^|─ | {{4}}){error.__name__}\b", easycrm.errors.__doc__, re.MULTILINE)


@each_error
def test_an_error_says_what_programs_and_people_need(error):
    raised = error("aCode", "A sentence.", row=3)
    assert (raised.code, str(raised), raised.details) == ("aCode", "A sentence.", {"row": 3})


# To Step Functions


def raising(error):
    @task
    def handler(_event, _context):
        raise error

    return handler


@each_terminal
def test_what_is_terminal_reaches_the_machine_as_exactly_that(error):
    check_raised_as(Terminal, error("aCode", "Zoë’s sentence.", rows=[1]))


@each_transient
def test_what_is_transient_reaches_the_machine_as_exactly_that(error):
    check_raised_as(Transient, error("aCode", "Zoë’s sentence.", rows=[1]))


def check_raised_as(kind, error):
    with pytest.raises(EasyCrmError) as raised:
        raising(error)({}, Context())
    assert type(raised.value) is kind
    assert json.loads(str(raised.value)) == {
        "code": "aCode",
        "message": "Zoë’s sentence.",
        "details": {"rows": [1]},
        "canRetry": not isinstance(error, UnreadableFile),
    }
    assert raised.value.__cause__ is error


@each_foreign
def test_other_errors_reach_the_machine_unchanged(error):
    with pytest.raises(type(error)) as raised:
        raising(error)({}, Context())
    assert raised.value is error


def test_a_tasks_answer_is_its_own():
    assert task(lambda event, _: event["x"])({"x": 1}, Context()) == 1


# To the API


@pytest.fixture
def answer_to():
    """A function: the whole answer of an API function that raises an error or does as told."""

    def answer(does, **changes):
        app = api()

        @app.get("/leads/<_lead_id>")
        def route(_lead_id):
            if isinstance(does, Exception):
                raise does
            return answer_json(200, does(app))

        context: Any = Context()
        return app.resolve(event("list_leads-one", **changes), context)

    return answer


@each_error
def test_our_errors_have_a_status_and_the_one_shape(error, answer_to):
    answer = answer_to(error("aCode", "Zoë’s sentence.", parameter="page"))
    statuses = {BadRequest: 400, NotSignedIn: 401, NotAllowed: 403, NotFound: 404, Conflict: 409}
    assert answer["statusCode"] == statuses.get(error, 503)
    assert json.loads(answer["body"]) == {
        "error": {"code": "aCode", "message": "Zoë’s sentence.", "details": {"parameter": "page"}},
        "requestId": event("list_leads-one")["requestContext"]["requestId"],
    }


def test_an_error_without_details_shows_none(answer_to):
    assert json.loads(answer_to(NotFound("aCode", "A sentence."))["body"])["error"].keys() == {"code", "message"}


@pytest.mark.parametrize("error", [ValueError("a secret"), KeyError("a secret"), client_error("a secret")], ids=repr)
def test_any_other_error_is_a_500_that_tells_nothing(error, answer_to):
    answer = answer_to(error)
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["error"]["code"] == "internal"
    assert "secret" not in str(answer)
    assert "Traceback" not in str(answer)


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        ("operators", 200),
        ("team,operators", 200),
        ("[operators team]", 200),
        ("cooperators", 403),
        ("", 403),
        (None, 403),
    ],
)
def test_only_members_of_operators_are_operators(groups, status, answer_to):
    claims = {} if groups is None else {"cognito:groups": groups}
    asked = event("list_leads-one")["requestContext"] | {"authorizer": {"claims": claims}}
    assert answer_to(require_operator, requestContext=asked)["statusCode"] == status


@pytest.mark.parametrize("does", [lambda _: {}, NotFound("aCode", "A sentence.")], ids=["answers", "errors"])
def test_no_cache_keeps_an_answer_and_every_page_may_read_it(does, answer_to):
    headers = answer_to(does)["multiValueHeaders"]
    assert headers["Cache-Control"] == ["no-store"]
    assert headers["Content-Type"] == ["application/json"]
    assert headers["Access-Control-Allow-Origin"] == ["*"]


@pytest.mark.parametrize(
    ("text", "base64"), [("{", False), ("not base64!", True), ("/w==", True), ("[" * 100_000, False)]
)
def test_a_body_that_is_no_json_is_a_bad_request(text, base64, answer_to):
    answer = answer_to(body_of, body=text, isBase64Encoded=base64)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (400, "badJson")


@pytest.mark.parametrize("text", [None, ""])
def test_a_request_without_a_body_says_nothing(text, answer_to):
    assert json.loads(answer_to(body_of, body=text)["body"]) is None


@pytest.mark.parametrize(
    ("claims", "user"),
    [
        ({"email": "mei@example.com", "cognito:username": "mei", "sub": "1"}, "mei@example.com"),
        ({"cognito:username": "mei", "sub": "1"}, "mei"),
        ({"sub": "1"}, "1"),
        ({}, "unknown"),
    ],
)
def test_a_user_is_known_by_email_then_name_then_id(claims, user, answer_to):
    assert json.loads(answer_to(user_of, requestContext={"authorizer": {"claims": claims}})["body"]) == user


# From botocore


class Refusing:
    """A client whose every call is refused with one code; what it reads is `found`."""

    def __init__(self, code, **found):
        self._code = code
        self._found = found

    def __getattr__(self, name):
        def refuse(**_):
            if name in self._found:
                return self._found[name]
            raise client_error(self._code)

        return refuse


class Readable:
    def read(self):
        return b'"first"'


def register(client):
    return UploadRecords(client, "uploads").register("u1", "arn")


def finish(client):
    return UploadRecords(client, "uploads").finish(part({"uploadId": "u1"}), "failed", {"flags": {}})


def end_unstarted(client):
    return UploadRecords(client, "uploads").end_unstarted("u1", part({}))


def request_stop(client):
    return UploadRecords(client, "uploads").request_stop("u1", part({}), ["processing"], "arn", part({}))


def begin_retry(client):
    return UploadRecords(client, "uploads").begin_retry(part({"uploadId": "u1"}), 1, "arn", part({}))


def claim_refresh(client):
    return UploadRecords(client, "uploads").claim_refresh("u1", "2026-03-02T09:00:02.000000Z", 5)


def create(client):
    return UploadRecords(client, "uploads").create(part({"uploadId": "u1"}), 1)


def write_once(client):
    return ImportStore(client, "data", "u1").write_once("worksheet-batches.json", "second")


def download(client):
    return ImportStore(client, "data", "u1").download_source("uploads/u1/source", "etag", Path("never-written"))


def start(client):
    return Executions(client, "arn:stateMachine:m").start_in_charge(
        part({"closingArn": "arn:execution:m:name", "wayIn": {}})
    )


def state(client):
    return Executions(client, "arn:stateMachine:m").state("arn:execution:m:one")


def stop(client):
    return Executions(client, "arn:stateMachine:m").stop("arn:execution:m:one", "because")


def etag_of(client):
    return ImportStore(client, "data", "u1").etag_of("uploads/u1/source")


def remembered(client):
    return Memory(client, "data", REPLIES).get("key")


def exported(client):
    return S3ExportStore(client, "data", link_seconds=300).count("export.csv")


def published(client):
    return list(Snapshots(client, "data", client, "uploads", str).read_delta({"key": "snapshots/1", "leads": 1}))


# To a role that may not list the bucket, S3 answers 403 for what is not there.
ABSENT = ("404", "403", "NoSuchKey", "AccessDenied")


LOST, EXISTS = "ConditionalCheckFailedException", "ExecutionAlreadyExists"


@pytest.mark.parametrize(
    ("call", "client", "answer"),
    [
        *((call, Refusing(LOST), None) for call in (finish, end_unstarted, request_stop, begin_retry)),
        (claim_refresh, Refusing(LOST), None),
        (write_once, Refusing("PreconditionFailed", get_object={"Body": Readable()}), "first"),
        (start, Refusing(EXISTS), None),
        (state, Refusing("ExecutionDoesNotExist"), ExecutionState("DELETED", None)),
        (stop, Refusing("ExecutionDoesNotExist"), None),
        *((call, Refusing(code), None) for call in (etag_of, remembered, exported) for code in ABSENT),
    ],
)
def test_a_refusal_that_is_expected_is_an_answer(call, client, answer):
    assert call(client) == answer


@pytest.mark.parametrize("code", ABSENT)
def test_a_file_of_the_read_model_that_is_gone_is_known_whether_or_not_it_may_be_said(code):
    with pytest.raises(IncompleteReadModel):
        published(Refusing(code))


@pytest.mark.parametrize("code", ["PreconditionFailed", "ConditionalRequestConflict"])
def test_a_source_that_changed_is_terminal(code):
    with pytest.raises(UnreadableFile, match="replaced"):
        download(Refusing(code))


@pytest.mark.parametrize(
    "call",
    [
        *(register, finish, end_unstarted, request_stop, begin_retry, claim_refresh, create),
        *(write_once, download, start, state, stop, etag_of, remembered, exported, published),
    ],
)
@pytest.mark.parametrize("code", ["InternalError", "SlowDown"])
def test_any_other_refusal_rises_for_the_machine_to_retry(call, code):
    with pytest.raises(ClientError, match=code):
        call(Refusing(code))


@pytest.mark.parametrize(
    ("code", "throttled"),
    [("ThrottlingException", True), ("TooManyRequestsException", True), ("AccessDeniedException", False)],
)
def test_being_asked_to_come_back_later_is_known(code, throttled):
    assert is_throttled(client_error(code)) is throttled


@pytest.mark.parametrize(
    ("reasons", "unmet"),
    [
        (["None", "ConditionalCheckFailed"], True),
        (["TransactionConflict", "None"], True),
        (["ThrottlingError", "None"], False),
        ([], False),
    ],
)
def test_a_transaction_is_refused_for_the_reasons_of_its_parts(reasons, unmet):
    error = client_error("TransactionCanceledException")
    error.response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    assert is_unmet(error) is unmet


def test_these_are_all_the_codes_that_the_package_knows():
    text = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert set(re.findall(r'"([A-Z]\w+(?:Exception|Failed|Conflict|Exists?|Denied))"', text)) == {
        *("ConditionalCheckFailed", "TransactionConflict"),
        *(LOST, EXISTS, "PreconditionFailed", "ConditionalRequestConflict"),
        *("ThrottlingException", "TooManyRequestsException", "ProvisionedThroughputExceededException"),
        *("ExecutionDoesNotExist", "AccessDenied"),
    }
