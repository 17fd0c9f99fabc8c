"""Every case of single_states.toml by the second engine, and as TestState would be asked and would answer."""

import json
from operator import eq, le
from typing import Any

import pytest
from boto3 import Session
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from tests.judges import single_states
from tests.judges.by_second_engine import by_second_engine
from tests.judges.by_test_state import by_test_state, outcome_of, refusals_of_definition, request_of
from tests.judges.state_cases import Case, cases, differences, untold
from tests.support.sam import definition, states_of

each_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
THROTTLED = next(case for case in cases() if case["expect"].get("wait") == 32)
BATCHES = next(case for case in cases() if "items" in case["expect"])


@pytest.fixture(scope="module")
def client() -> Any:
    return Session().client("stepfunctions")


@each_case
def test_a_state_does_what_is_expected_of_it(case: Case) -> None:
    assert list(differences(case, by_second_engine(case), eq)) == []


def test_every_state_has_a_case() -> None:
    assert {case["state"] for case in cases()} == states_of(definition()).keys()


def test_which_retrier_took_an_error_is_all_that_the_second_engine_cannot_tell() -> None:
    missing = {case["name"]: untold(case, by_second_engine(case)) for case in cases()}
    assert missing == {case["name"]: sorted({"retrier"} & case["expect"].keys()) for case in cases()}


@each_case
def test_a_case_is_a_call_that_aws_takes(case: Case, client: Any) -> None:
    with Stubber(client) as stubbed:
        stubbed.add_response("test_state", {"status": "SUCCEEDED"}, request_of(case))
        client.test_state(**request_of(case))


def test_a_state_that_cannot_be_mocked_is_not() -> None:
    """AWS takes a mock, and with it a context, for Task and Map alone."""
    mocked = {case["state"] for case in cases() if "mock" in request_of(case)}
    assert mocked == {name for name, state in states_of(definition()).items() if state["Type"] in ("Task", "Map")}
    assert all("mock" in request_of(case) for case in cases() if "context" in request_of(case))


def test_what_aws_answers_is_compared() -> None:
    answer = {
        "status": "RETRIABLE",
        "error": "Lambda.TooManyRequestsException",
        "inspectionData": {"errorDetails": {"retryIndex": 1, "retryBackoffIntervalSeconds": 17}},
    }
    assert list(differences(THROTTLED, outcome_of(answer), le)) == []
    answer["inspectionData"] = {"errorDetails": {"retryIndex": 2, "retryBackoffIntervalSeconds": 33}}
    assert list(differences(THROTTLED, outcome_of(answer), le)) == [
        f"{THROTTLED['name']}: retrier is 2, not 1",
        f"{THROTTLED['name']}: wait is 33, not 32",
    ]


def test_what_aws_says_of_a_map_is_compared() -> None:
    items = BATCHES["expect"]["items"]
    answer = {
        "status": "SUCCEEDED",
        "nextState": BATCHES["expect"]["next"],
        "output": json.dumps(BATCHES["input"]),
        "inspectionData": {"afterItemSelector": json.dumps(items)},
    }
    assert list(differences(BATCHES, outcome_of(answer), le)) == []
    answer["inspectionData"] = {"afterItemSelector": json.dumps(items[:1])}
    assert len(list(differences(BATCHES, outcome_of(answer), le))) == 1


def test_without_credentials_what_aws_alone_can_tell_is_counted(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    assert single_states.main() == 0
    retriers = sum("retrier" in case["expect"] for case in cases())
    assert capsys.readouterr().out.splitlines() == [
        "No credentials of AWS: every state by the second engine.",
        f"{len(cases())} cases, 0 things otherwise than expected.",
        f"What AWS alone can tell, {retriers} of what is expected: retrier ({retriers}).",
    ]


def test_what_aws_does_not_say_of_a_state_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert single_states.judged(lambda case: {"status": case["expect"]["status"]}, le) == 1
    assert f"{THROTTLED['name']}: wait is not told" in capsys.readouterr().out


def test_a_case_that_aws_refuses_is_no_success_and_stops_no_other(client: Any) -> None:
    with Stubber(client) as stubbed:
        stubbed.add_client_error("test_state", "ValidationException", "no such member")
        [line] = differences(THROTTLED, by_test_state(client)(THROTTLED), le)
    assert "no such member" in line


def test_aws_that_lets_nobody_in_stops_all(client: Any) -> None:
    judge = by_test_state(client)
    with Stubber(client) as stubbed:
        stubbed.add_client_error("test_state", "AccessDeniedException")
        with pytest.raises(ClientError):
            judge(THROTTLED)


def test_what_aws_has_against_the_definition_is_told(client: Any) -> None:
    diagnostic = {
        "severity": "ERROR",
        "code": "SCHEMA_VALIDATION_FAILED",
        "message": "No such field",
        "location": "/States",
    }
    with Stubber(client) as stubbed:
        stubbed.add_response("validate_state_machine_definition", {"result": "OK", "diagnostics": []})
        stubbed.add_response("validate_state_machine_definition", {"result": "FAIL", "diagnostics": [diagnostic]})
        assert refusals_of_definition(client) == []
        assert refusals_of_definition(client) == ["/States: No such field (SCHEMA_VALIDATION_FAILED)"]
