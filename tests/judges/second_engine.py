"""The state machine on a second engine: moto's interpreter of the language, with functions and files of the caller's.

No AWS, no emulator and no waiting: what a retrier or a Wait state would wait is written down instead, at its longest.
What the engine does otherwise than AWS is in docs/emulator.md.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.asl.component.common.retry import jitter_strategy_decl, retrier_decl
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import EvalTimeoutError
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import resource_eval_s3
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker, SyncExecutionWorker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

Machine = dict[str, Any]
Function = Callable[[Any], Any]
"""From a payload to the payload of the answer; what it raises is the error of the function, or of Lambda itself."""


@dataclass
class Run:
    """How an execution ended, and what it did on its way."""

    status: str = ""
    output: Any = None
    error: str = ""
    cause: str = ""
    states: list[str] = field(default_factory=list)
    """The names of the states entered, in order; not those of a map's children."""
    calls: list[tuple[str, Any]] = field(default_factory=list)
    """Function and payload of every invocation, refused ones included."""
    waits: list[float] = field(default_factory=list)
    """The seconds that were not waited: what jitter leaves at most."""
    map_runs: dict[str, dict[str, int]] = field(default_factory=dict)
    """How many items of each map succeeded and failed, by the map's label."""

    def called(self, function: str) -> list[Any]:
        """The payloads of one function's invocations."""
        return [payload for name, payload in self.calls if name == function]


_parsed_once = cache(AmazonStateLanguageParser.parse)


def refused_by_lambda(code: str) -> ClientError:
    """What Invoke answers where no function was called, such as `TooManyRequestsException`."""
    answer: Any = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": 429, "RequestId": "5b0ac5f2-7d1c-4f2e-9a55-1f6f2a1f7c10"},
    }
    return ClientError(answer, "Invoke")


def out_of_time() -> Exception:
    """What a task comes to whose TimeoutSeconds are over: `States.Timeout`."""
    return EvalTimeoutError()


def run(machine: Machine, event: Any, functions: Mapping[str, Function], files: Mapping[str, Any]) -> Run:
    """Executes a definition to its end, with `functions` by FunctionName and `files` by their key in S3."""
    running = Run()
    backend = StepFunctionsParserBackend("ap-southeast-1", "123456789012")
    role = "arn:aws:iam::123456789012:role/none"
    with _instead_of_aws(running, functions, files):
        arn = backend.create_state_machine("easy-crm-import-leads", _written(machine), role).arn
        execution = backend.start_execution(arn, "one", json.dumps(event))
    running.status, running.output = execution.status, execution.output
    running.error, running.cause = execution.error or "", execution.cause or ""
    history = execution.to_history_output()["events"]
    entered = (event.get("stateEnteredEventDetails") for event in history)
    running.states = [details["name"] for details in entered if details]
    for record in backend.list_map_runs(execution.execution_arn)["mapRuns"]:
        counts = backend.describe_map_run(record["mapRunArn"])["itemCounts"]
        label = record["mapRunArn"].rpartition("/")[2].partition(":")[0]
        running.map_runs[label] = {outcome: counts[outcome] for outcome in ("succeeded", "failed")}
    return running


def _written(machine: Machine) -> str:
    """The definition as the engine's grammar has it, which wants a point in a percentage."""
    return json.dumps(machine).replace('"ToleratedFailurePercentage": 100,', '"ToleratedFailurePercentage": 100.0,')


@contextmanager
def _instead_of_aws(running: Run, functions: Mapping[str, Function], files: Mapping[str, Any]) -> Iterator[None]:
    clients = _Clients(running.calls, functions, files)
    never_sleeps = SimpleNamespace(sleep=running.waits.append)
    at_its_longest = SimpleNamespace(uniform=lambda _shortest, longest: longest)
    replacements: list[tuple[Any, str, Any]] = [
        (lambda_eval_utils, "boto_client_for", clients),
        (resource_eval_s3, "boto_client_for", clients),
        (retrier_decl, "time", never_sleeps),
        (jitter_strategy_decl, "random", at_its_longest),
        (WaitFunction, "_wait_interval", lambda _self, wait_seconds, **_: running.waits.append(wait_seconds)),
        (AmazonStateLanguageParser, "parse", _parsed_once),
        (ExecutionWorker, "start", SyncExecutionWorker.start),
    ]
    with ExitStack() as patches:
        for owner, name, replacement in replacements:
            patches.enter_context(patch.object(owner, name, replacement))
        yield


class _Clients:
    """Lambda and S3 as the engine calls them."""

    def __init__(
        self, calls: list[tuple[str, Any]], functions: Mapping[str, Function], files: Mapping[str, Any]
    ) -> None:
        self._calls = calls
        self._functions = functions
        self._files = files
        self._lock = Lock()

    def __call__(self, **_service: Any) -> "_Clients":
        return self

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:
        payload = json.loads(Payload)
        with self._lock:
            self._calls.append((FunctionName, payload))
        try:
            return {"StatusCode": 200, "Payload": _body(self._functions[FunctionName](payload))}
        except (ClientError, EvalTimeoutError):
            raise
        except Exception as error:  # noqa: BLE001 - as Lambda's runtime answers
            answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": _body(answer)}

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: ARG002
        if Key not in self._files:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": Key}}, "GetObject")
        return {"Body": _body(self._files[Key])}


def _body(value: Any) -> BytesIO:
    return BytesIO(json.dumps(value).encode())
