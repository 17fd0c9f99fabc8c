"""Step Functions: where an import stands, and closing one that broke."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

_THROTTLED = frozenset({"ThrottlingException", "TooManyRequestsException"})


class MapRunCounts(NamedTuple):
    """Batches of the map run by their state."""

    total: int
    succeeded: int
    failed: int
    started_at: str
    is_over: bool


class Executions:
    """The import_leads state machine."""

    def __init__(self, step_functions: Any, state_machine_arn: str) -> None:
        self._step_functions = step_functions
        self._arn = state_machine_arn

    def is_running(self, execution_arn: str) -> bool:
        answer = self._step_functions.describe_execution(executionArn=execution_arn)
        return bool(answer["status"] == "RUNNING")

    def map_run_arn(self, execution_arn: str) -> str | None:
        """The execution's map run; None while it has not come to Import batches."""
        runs = self._step_functions.list_map_runs(executionArn=execution_arn)["mapRuns"]
        return runs[0]["mapRunArn"] if runs else None

    def counts(self, map_run_arn: str) -> MapRunCounts:
        answer = self._step_functions.describe_map_run(mapRunArn=map_run_arn)
        counts: Mapping[str, int] = answer["itemCounts"]
        return MapRunCounts(
            total=counts["total"],
            succeeded=counts["succeeded"],
            failed=counts["failed"] + counts["timedOut"] + counts["aborted"],
            started_at=answer["startDate"].isoformat(),
            is_over=answer["status"] != "RUNNING",
        )

    def start_finish(self, upload_id: str, name: str, error: Mapping[str, str]) -> None:
        """Starts the run that publishes and closes what is stored; starting it twice is starting it once."""
        try:
            self._step_functions.start_execution(
                stateMachineArn=self._arn,
                name=name,
                input=json.dumps({"uploadId": upload_id, "finish": {"error": error}}),
            )
        except ClientError as failure:
            if failure.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise


def is_throttle(error: ClientError) -> bool:
    """Whether Step Functions only asks us to come back later."""
    return error.response["Error"]["Code"] in _THROTTLED
