"""Step Functions: where an import stands, and closing one that broke."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, NotRequired, TypedDict

from botocore.exceptions import ClientError

from easycrm.aws import is_started_already, is_unknown_execution
from easycrm.uploads.record import Closing
from easycrm.uploads.work_files.planned_batches import ManifestKey


class RetryInput(TypedDict):
    """What a retry is begun with: the batches that are left, or the etag of a source that was never read."""

    uploadId: str
    manifest: NotRequired[ManifestKey]
    etag: NotRequired[str]
    previousExecutionArn: NotRequired[str]


class ClosingInput(TypedDict):
    """What a run is begun with that only publishes and closes what others left."""

    uploadId: str
    finish: Closing


class MapRunCounts(NamedTuple):
    """Batches of the map run by their state."""

    total: int
    succeeded: int
    failed: int
    started_at: str
    is_over: bool


class ExecutionState(NamedTuple):
    """Step Functions' word for the state, and when the execution ended, where that is known."""

    status: str
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.status == "RUNNING"


class Executions:
    """The import_leads state machine."""

    def __init__(self, step_functions: Any, state_machine_arn: str) -> None:
        self._step_functions = step_functions
        self._arn = state_machine_arn

    def state(self, execution_arn: str) -> ExecutionState:
        """Whether the execution runs. One that Step Functions does not know (any more) is `DELETED`."""
        try:
            answer = self._step_functions.describe_execution(executionArn=execution_arn)
        except ClientError as error:
            if is_unknown_execution(error):
                return ExecutionState("DELETED", None)
            raise
        return ExecutionState(answer["status"], answer.get("stopDate"))

    def stop(self, execution_arn: str, reason: str) -> None:
        """Stops the execution and its batches; nothing to do when it has ended."""
        if self.state(execution_arn).is_running:
            self._step_functions.stop_execution(executionArn=execution_arn, error="Stopped", cause=reason)

    def start(self, name: str, content: RetryInput | ClosingInput) -> str:
        """Starts an execution and returns its ARN; starting one of the same name again changes nothing."""
        try:
            self._step_functions.start_execution(stateMachineArn=self._arn, name=name, input=json.dumps(content))
        except ClientError as error:
            if not is_started_already(error):
                raise
        return f"{self._arn.replace(':stateMachine:', ':execution:')}:{name}"

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
