"""Step Functions as boto3 answers, as far as an import asks it."""

from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

MACHINE = "arn:aws:states:ap-southeast-1:123456789012:stateMachine:easy-crm-import-leads"
EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:easy-crm-import-leads:"
MAP_RUN = "arn:aws:states:ap-southeast-1:123456789012:mapRun:easy-crm-import-leads/ImportBatches:one"


class StepFunctions:
    """Executions in these states, the latest with a map run of these counts; or a refusal. Keeps what it was asked.

    `executions`: by name, a state, or a state and when it ended; one that is not named runs, a `DELETED` one is gone.
    """

    def __init__(self, refusal: str = "", executions: Any = None, map_run: str = "RUNNING", **counts: int) -> None:
        self._refusal = refusal
        self._executions = executions or {}
        self._map_run = map_run
        self._counts = counts
        self.asked: list[tuple[str, str]] = []
        self.started: list[dict[str, Any]] = []

    def describe_execution(self, executionArn: str) -> dict[str, Any]:
        self._ask("DescribeExecution", executionArn)
        state = self._executions.get(executionArn.rpartition(":")[2], "RUNNING")
        status, ended_at = (state, None) if isinstance(state, str) else state
        if status == "DELETED":
            raise refusal("ExecutionDoesNotExist", "DescribeExecution")
        return {"status": status, **({"stopDate": datetime.fromisoformat(ended_at)} if ended_at else {})}

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:
        self._ask("StartExecution", name)
        self.started.append({"stateMachineArn": stateMachineArn, "name": name, "input": input})
        return {"executionArn": EXECUTION + name}

    def stop_execution(self, executionArn: str, error: str, cause: str) -> dict[str, Any]:  # noqa: ARG002
        self._ask("StopExecution", executionArn)
        return {}

    def list_map_runs(self, executionArn: str) -> dict[str, Any]:
        self._ask("ListMapRuns", executionArn)
        if self._executions.get(executionArn.rpartition(":")[2]) == "DELETED":
            raise refusal("ExecutionDoesNotExist", "ListMapRuns")
        return {"mapRuns": [{"mapRunArn": MAP_RUN, "executionArn": executionArn}] if self._counts else []}

    def describe_map_run(self, mapRunArn: str) -> dict[str, Any]:
        self._ask("DescribeMapRun", mapRunArn)
        if not self._counts:
            raise refusal("ResourceNotFound", "DescribeMapRun")
        none = dict.fromkeys(("pending", "running", "succeeded", "failed", "timedOut", "aborted", "total"), 0)
        return {
            "status": self._map_run,
            "startDate": datetime.fromisoformat("2026-03-02T09:00:00Z"),
            "itemCounts": none | self._counts,
        }

    def _ask(self, what: str, whom: str) -> None:
        self.asked.append((what, whom))
        if self._refusal:
            raise refusal(self._refusal, what)


def refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, operation)
