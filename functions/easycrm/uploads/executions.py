"""Step Functions: where an import stands, and closing one that broke."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from easycrm.aws import is_started_already, is_unknown_execution
from easycrm.uploads.record import MapRunProgress, Record

STANDARDISE_BATCHES = "StandardiseBatches"
UPSERT_SLICES = "UpsertSlices"
"""The labels of an execution's two maps, in their order."""


class ExecutionState(NamedTuple):
    """Step Functions' word for the state, and when the execution ended, where that is known."""

    status: str
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.status == "RUNNING"

    @property
    def is_unknown(self) -> bool:
        """Whether Step Functions has no such execution: not yet, or not any more."""
        return self.status == _UNKNOWN


_UNKNOWN = "DELETED"


class Executions:
    """The import_leads state machine."""

    def __init__(self, step_functions: Any, state_machine_arn: str) -> None:
        self._step_functions = step_functions
        self._arn = state_machine_arn
        self._prefix = state_machine_arn.replace(":stateMachine:", ":execution:") + ":"

    def arn(self, name: str) -> str:
        """The ARN that an execution of this name has, or will have."""
        return self._prefix + name

    def is_ours(self, execution_arn: str) -> bool:
        """Whether it can be an execution of this machine: a restored table may name those of another account."""
        return execution_arn.startswith(self._prefix)

    def state(self, execution_arn: str) -> ExecutionState:
        """Whether the execution runs. One that is not ours, or that Step Functions does not know, is unknown."""
        if not self.is_ours(execution_arn):
            return ExecutionState(_UNKNOWN, None)
        try:
            answer = self._step_functions.describe_execution(executionArn=execution_arn)
        except ClientError as error:
            if is_unknown_execution(error):
                return ExecutionState(_UNKNOWN, None)
            raise
        return ExecutionState(answer["status"], answer.get("stopDate"))

    def stop(self, execution_arn: str, reason: str) -> None:
        """Stops the execution and the children of its maps; nothing to do when it has ended."""
        if self.state(execution_arn).is_running:
            self._step_functions.stop_execution(executionArn=execution_arn, error="Stopped", cause=reason)

    def start_in_charge(self, record: Record) -> None:
        """Starts the run that the record says is to come; starting it again changes nothing."""
        name, content = record["closingArn"].removeprefix(self._prefix), json.dumps(record["wayIn"], sort_keys=True)
        try:
            self._step_functions.start_execution(stateMachineArn=self._arn, name=name, input=content)
        except ClientError as error:
            if not is_started_already(error):
                raise

    def map_run_arns(self, execution_arn: str) -> dict[str, str]:
        """The execution's map runs that have begun, by the label of the map, which is in the ARN."""
        runs = self._step_functions.list_map_runs(executionArn=execution_arn)["mapRuns"]
        arns: list[str] = [run["mapRunArn"] for run in runs]
        return {arn.partition("/")[2].partition(":")[0]: arn for arn in arns}

    def map_run(self, arn: str) -> MapRunProgress:
        """A map run's batches or slices; those that timed out or were aborted have failed."""
        answer = self._step_functions.describe_map_run(mapRunArn=arn)
        counts: Mapping[str, int] = answer["itemCounts"]
        return {
            "arn": arn,
            "total": counts["total"],
            "completed": counts["succeeded"],
            "failed": counts["failed"] + counts["timedOut"] + counts["aborted"],
            "startedAt": answer["startDate"].isoformat(),
            "isOver": answer["status"] != "RUNNING",
        }
