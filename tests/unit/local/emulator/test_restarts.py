"""An import that a stop cut off is told to Record failure, once."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.emulator import aws, restarts
from local.settings import Settings

MACHINE = "arn:aws:states:ap-southeast-1:000000000000:stateMachine:easy-crm-local-import-leads"
STOPPED = datetime(2026, 11, 24, 10, 0, 0, 500000, tzinfo=UTC)


class FakeAws:
    """Step Functions, SSM, EventBridge and Lambda in one object."""

    def __init__(self, *errors: str) -> None:
        self._errors = errors
        self._parameters: dict[str, str] = {}
        self.invoked: list[tuple[str, dict[str, Any]]] = []

    def list_executions(self, **_asked: Any) -> dict[str, Any]:
        return {"executions": [{"executionArn": self._arn(i), "stopDate": STOPPED} for i in range(len(self._errors))]}

    def describe_execution(self, executionArn: str) -> dict[str, Any]:
        error = self._errors[int(executionArn[-1])]
        return {
            "executionArn": executionArn,
            "stateMachineArn": MACHINE,
            "name": f"u{executionArn[-1]}",
            "status": "FAILED",
            "startDate": STOPPED,
            "stopDate": STOPPED,
            "input": "{}",
            "error": error,
        }

    def get_parameter(self, Name: str) -> dict[str, Any]:
        if Name not in self._parameters:
            raise ClientError({"Error": {"Code": "ParameterNotFound"}}, "GetParameter")
        return {"Parameter": {"Value": self._parameters[Name]}}

    def put_parameter(self, Name: str, Value: str, **_: Any) -> None:
        self._parameters[Name] = Value

    def list_rules(self) -> dict[str, Any]:
        ours = {"detail-type": ["Step Functions Execution Status Change"], "detail": {"stateMachineArn": [MACHINE]}}
        uploads = {"detail-type": ["Object Created"]}
        return {
            "Rules": [
                {"Name": "uploads", "EventPattern": json.dumps(uploads)},
                {"Name": "ends", "EventPattern": json.dumps(ours)},
            ]
        }

    def list_targets_by_rule(self, Rule: str) -> dict[str, Any]:
        return {"Targets": [{"Arn": f"function-of-{Rule}"}]}

    def invoke(self, FunctionName: str, Payload: bytes, **_: Any) -> None:
        self.invoked.append((FunctionName, json.loads(Payload)))

    @staticmethod
    def _arn(number: int) -> str:
        return f"arn:aws:states:ap-southeast-1:000000000000:execution:easy-crm-local-import-leads:u{number}"


def _report(fake: FakeAws, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws, "client", lambda _settings, _service: fake)
    restarts.report(settings, MACHINE)


def test_only_what_the_restart_ended_is_told_and_only_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeAws("States.ServiceRestart", "Terminal")
    _report(fake, settings, monkeypatch)
    _report(fake, settings, monkeypatch)
    assert [(function, event["detail"]["name"]) for function, event in fake.invoked] == [("function-of-ends", "u0")]


def test_the_event_is_the_one_of_step_functions(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeAws("States.ServiceRestart")
    _report(fake, settings, monkeypatch)
    event = fake.invoked[0][1]
    assert event["source"] == "aws.states"
    assert event["detail-type"] == "Step Functions Execution Status Change"
    assert (event["account"], event["region"]) == ("000000000000", "ap-southeast-1")
    assert event["resources"] == [event["detail"]["executionArn"]]
    assert event["detail"]["status"] == "FAILED"
    assert event["detail"]["stopDate"] == int(STOPPED.timestamp() * 1000)


def test_without_failed_executions_nothing_is_done(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeAws()
    _report(fake, settings, monkeypatch)
    assert fake.invoked == []
