"""A judge of single states: AWS's TestState, which creates nothing, and calls nothing that is mocked."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.judges.state_cases import Case, Judge, Outcome
from tests.support.sam import definition, states_of

_EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:easy-crm-import-leads:one"
_REFUSALS = ("ValidationException", "InvalidDefinition", "InvalidExecutionInput")


def by_test_state(client: Any) -> Judge:
    """A judge: TestState, asked by this client. What it refuses to test has the refusal as its status."""

    def judge(case: Case) -> Outcome:
        try:
            return outcome_of(client.test_state(**request_of(case)))
        except ClientError as error:
            if error.response["Error"]["Code"] not in _REFUSALS:
                raise
            return {"status": str(error)}

    return judge


def refusals_of_definition(client: Any) -> list[str]:
    """What ValidateStateMachineDefinition says against the definition, in its words; warnings are none."""
    answer = client.validate_state_machine_definition(
        definition=json.dumps(definition()), type="STANDARD", severity="ERROR"
    )
    return [f"{each.get('location', '/')}: {each['message']} ({each['code']})" for each in answer["diagnostics"]]


def request_of(case: Case) -> dict[str, Any]:
    """The case as TestState is asked."""
    state = states_of(definition())[case["state"]]
    request = {
        "definition": json.dumps(definition()),
        "stateName": case["state"],
        "input": json.dumps(case["input"]),
        "inspectionLevel": "DEBUG",
    }
    if mock := _mock(case, state):
        request["mock"] = mock
    if "$$.Execution" in json.dumps(state.get("Parameters")):
        request["context"] = json.dumps({"Execution": {"Id": _EXECUTION}})
    if configuration := _configuration(case):
        request["stateConfiguration"] = configuration
    return request


def outcome_of(answer: Mapping[str, Any]) -> Outcome:
    """What TestState answers."""
    inspected = answer.get("inspectionData", {})
    details = inspected.get("errorDetails", {})
    texts = {"output": answer.get("output"), "parameters": inspected.get("afterParameters")}
    texts["items"] = inspected.get("afterItemSelector")
    outcome = {
        "status": answer["status"],
        "next": answer.get("nextState"),
        "error": answer.get("error"),
        "cause": answer.get("cause"),
        "retrier": details.get("retryIndex"),
        "wait": details.get("retryBackoffIntervalSeconds"),
        **{name: json.loads(text) for name, text in texts.items() if text is not None},
    }
    return {name: value for name, value in outcome.items() if value is not None}


def _mock(case: Case, state: dict[str, Any]) -> dict[str, Any]:
    if "error" in case:
        return {"errorOutput": {"error": case["error"], "cause": case.get("cause", "")}}
    if "result" not in case:
        return {}
    result = case["result"] if state["Type"] == "Map" else {"StatusCode": 200, "Payload": case["result"]}
    # the model of Invoke has a text as Payload, where the integration has what the text says
    return {"result": json.dumps(result), "fieldValidationMode": "NONE"}


def _configuration(case: Case) -> dict[str, Any]:
    configuration: dict[str, Any] = {}
    if "tries" in case:
        configuration["retrierRetryCount"] = case["tries"]
    if "failed" in case:
        configuration["mapIterationFailureCount"] = case["failed"]
    if "file" in case:
        configuration["mapItemReaderData"] = json.dumps(case["file"])
    return configuration
