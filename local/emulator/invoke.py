"""One function of the template in a subprocess of its own: what `sam local invoke` does with Docker.

It runs the code of the checkout with the environment, handler and timeout of the deployed function. Its credentials
are the account's, not the role's (as with `sam local invoke`): a missing permission shows in the deployed function.
"""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.emulator import aws
from local.emulator.environment import isolated
from local.errors import UsageError
from local.settings import STACK_NAME, Settings

_PROCESS = Path(__file__).with_name("handler_process.py")


@dataclass(frozen=True)
class Outcome:
    """What the handler returned, or `{"errorType", "errorMessage"}`."""

    ok: bool
    answer: Any


def invoke(settings: Settings, function: str, event: Any, request_id: str | None = None) -> Outcome:
    """Runs the function with this logical id on the event. Raises UsageError when the stack has no such function.

    `request_id` is what the function is told as its own; None for a new one.
    """
    return run_handler(_configuration(settings, function), settings, event, request_id)


def run_handler(
    configuration: dict[str, Any], settings: Settings, event: Any, request_id: str | None = None
) -> Outcome:
    """Runs the handler of a Lambda configuration (as GetFunctionConfiguration gives it) on the event."""
    request = {"configuration": _needed(configuration), "event": event, "requestId": request_id or str(uuid.uuid4())}
    seconds = int(configuration["Timeout"])
    try:
        finished = subprocess.run(
            [sys.executable, "-P", str(_PROCESS)],
            input=json.dumps(request),
            env=_environment(configuration, settings),
            cwd=settings.root / "functions",
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(False, _error("Sandbox.Timedout", f"Task timed out after {seconds}.00 seconds"))
    if not finished.stdout:
        return Outcome(False, _error("Runtime.ExitError", f"The process ended with exit status {finished.returncode}"))
    return Outcome(finished.returncode == 0, json.loads(finished.stdout))


def _error(kind: str, message: str) -> dict[str, str]:
    return {"errorType": kind, "errorMessage": message}


def _needed(configuration: dict[str, Any]) -> dict[str, Any]:
    return {key: configuration[key] for key in ("Handler", "FunctionName", "FunctionArn", "MemorySize", "Timeout")}


def _environment(configuration: dict[str, Any], settings: Settings) -> dict[str, str]:
    variables: dict[str, str] = configuration.get("Environment", {}).get("Variables", {})
    return {
        **isolated(settings, os.environ),
        **variables,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(settings.root / "functions"),
        "LAMBDA_TASK_ROOT": str(settings.root / "functions"),
        "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration["MemorySize"]),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    }


def _configuration(settings: Settings, function: str) -> dict[str, Any]:
    cloudformation = aws.client(settings, "cloudformation")
    try:
        answer = cloudformation.describe_stack_resource(StackName=STACK_NAME, LogicalResourceId=function)
    except ClientError:
        answer = {"StackResourceDetail": {"ResourceType": None}}
    if answer["StackResourceDetail"]["ResourceType"] != "AWS::Lambda::Function":
        known = ", ".join(_functions(cloudformation))
        raise UsageError(f"template.yaml has no function {function}. It has: {known}.")
    name = answer["StackResourceDetail"]["PhysicalResourceId"]
    configuration: dict[str, Any] = aws.client(settings, "lambda").get_function_configuration(FunctionName=name)
    return configuration


def _functions(cloudformation: Any) -> list[str]:
    resources = cloudformation.describe_stack_resources(StackName=STACK_NAME)["StackResources"]
    return sorted(each["LogicalResourceId"] for each in resources if each["ResourceType"] == "AWS::Lambda::Function")
