"""Tells the stack of imports that a stop of the emulator cut off.

MiniStack fails the executions that ran when it was stopped, silently, when it starts again. On AWS an execution that
fails is an event, and the template's rule hands it to Record failure. So the event is delivered here, to that rule's
targets (PutEvents takes none of `aws.states`), and once: how far we came is noted in the emulator, by its executions.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from local.emulator import aws
from local.settings import STACK_NAME, Settings

_PARAMETER = f"/{STACK_NAME}/cut-off-until"
_DETAIL_TYPE = "Step Functions Execution Status Change"
_CUT_OFF = "States.ServiceRestart"


def report(settings: Settings, machine: str) -> None:
    """Delivers the event of every execution of this state machine that was cut off since the last report."""
    states, ssm = aws.client(settings, "stepfunctions"), aws.client(settings, "ssm")
    known = _reported_until(ssm)
    failed = states.list_executions(stateMachineArn=machine, statusFilter="FAILED")["executions"]
    recent = [each for each in failed if each["stopDate"].timestamp() > known]
    if not recent:
        return
    functions = list(_listeners(aws.client(settings, "events"), machine))
    for each in recent:
        execution = states.describe_execution(executionArn=each["executionArn"])
        if execution.get("error") == _CUT_OFF:
            _deliver(aws.client(settings, "lambda"), functions, status_event(execution))
    until = max(each["stopDate"].timestamp() for each in recent)
    ssm.put_parameter(Name=_PARAMETER, Value=repr(until), Type="String", Overwrite=True)


def status_event(execution: dict[str, Any]) -> dict[str, Any]:
    """The event of Step Functions for an execution, made from DescribeExecution's answer."""
    arn = execution["executionArn"]
    _, _, _, region, account, *_ = arn.split(":")
    detail = {key: execution.get(key) for key in ("executionArn", "stateMachineArn", "name", "status", "input")}
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": _DETAIL_TYPE,
        "source": "aws.states",
        "account": account,
        "region": region,
        "time": execution["stopDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [arn],
        "detail": {
            **detail,
            "startDate": int(execution["startDate"].timestamp() * 1000),
            "stopDate": int(execution["stopDate"].timestamp() * 1000),
            "inputDetails": {"included": True},
            "output": None,
            "outputDetails": None,
            "error": execution.get("error"),
            "cause": execution.get("cause"),
        },
    }


def _reported_until(ssm: Any) -> float:
    try:
        return float(ssm.get_parameter(Name=_PARAMETER)["Parameter"]["Value"])
    except ClientError:
        return 0.0


def _listeners(events: Any, machine: str) -> Iterator[str]:
    """The functions that the template's rules call when an execution of the machine fails."""
    for rule in events.list_rules()["Rules"]:
        pattern = json.loads(rule.get("EventPattern") or "{}")
        detail = pattern.get("detail", {})
        if _DETAIL_TYPE in pattern.get("detail-type", []) and machine in detail.get("stateMachineArn", [machine]):
            for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]:
                yield target["Arn"]


def _deliver(functions: Any, arns: list[str], event: dict[str, Any]) -> None:
    for arn in arns:
        functions.invoke(FunctionName=arn, InvocationType="Event", Payload=json.dumps(event).encode())
