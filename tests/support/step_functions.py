"""Step Functions as boto3 answers, as far as an import asks it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

MACHINE = "arn:aws:states:ap-southeast-1:123456789012:stateMachine:easy-crm-import-leads"
EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:easy-crm-import-leads:"
_MAP_RUN = "arn:aws:states:ap-southeast-1:123456789012:mapRun:easy-crm-import-leads/"
MAP_RUN = f"{_MAP_RUN}StandardiseBatches:one"
SLICES_RUN = f"{_MAP_RUN}UpsertSlices:two"
"""The two map runs of the latest execution."""


class StepFunctions:
    """Executions in these states, the latest with map runs of these counts; or a refusal. Keeps what it was asked.

    `executions`: by name, a state, or a state and when it ended; one that is not named runs, a `DELETED` one is gone.
    `counts`: of the first map run; `slices`: of the second, before which the first is over, and which begins a minute
    later. `map_run`: the state of the later one.
    """

    def __init__(
        self,
        refusal: str = "",
        executions: Any = None,
        map_run: str = "RUNNING",
        slices: Mapping[str, int] | None = None,
        **counts: int,
    ) -> None:
        self._refusal = refusal
        self._executions = executions or {}
        self._map_run = map_run
        runs = {MAP_RUN: counts, SLICES_RUN: slices or {}}
        self._counts = {arn: of_run for arn, of_run in runs.items() if of_run}
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
        return {"mapRuns": [{"mapRunArn": arn, "executionArn": executionArn} for arn in reversed(self._counts)]}

    def describe_map_run(self, mapRunArn: str) -> dict[str, Any]:
        self._ask("DescribeMapRun", mapRunArn)
        if mapRunArn not in self._counts:
            raise refusal("ResourceNotFound", "DescribeMapRun")
        none = dict.fromkeys(("pending", "running", "succeeded", "failed", "timedOut", "aborted", "total"), 0)
        minute = 0 if mapRunArn == MAP_RUN else 1
        return {
            "status": self._map_run if mapRunArn == list(self._counts)[-1] else "SUCCEEDED",
            "startDate": datetime.fromisoformat(f"2026-03-02T09:0{minute}:00Z"),
            "itemCounts": {**none, **self._counts[mapRunArn]},
        }

    def _ask(self, what: str, whom: str) -> None:
        self.asked.append((what, whom))
        if self._refusal:
            raise refusal(self._refusal, what)


def refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, operation)
