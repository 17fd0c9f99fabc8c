"""How far an upload is: read from its execution and two map runs, cached on its record, never counted."""

from collections.abc import Mapping

from botocore.exceptions import ClientError

from easycrm.aws import is_throttled, is_unknown_execution
from easycrm.times import parsed, shifted, since
from easycrm.uploads.breaking_off import break_off
from easycrm.uploads.executions import STANDARDISE_BATCHES, UPSERT_SLICES, Executions, ExecutionState
from easycrm.uploads.problems import INTERRUPTED
from easycrm.uploads.record import MapRunProgress, Progress, Record, run_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore

_GRACE = 6  # times the period of asking Step Functions
_BEGUN, _STANDARDISED, _STORED = 10, 50, 95  # percent
_SPANS: Mapping[str, tuple[int, int]] = {
    STANDARDISE_BATCHES: (_BEGUN, _STANDARDISED),
    UPSERT_SLICES: (_STANDARDISED, _STORED),
}
"""The percentages at which the two maps begin and end, by label, in their order."""
_NONE: Progress = {"stage": "reading", "percentage": 0}


def refreshed(
    record: Record, at: str, every_seconds: int, store: ImportStore, records: UploadRecords, executions: Executions
) -> Record:
    """The record with its progress as Step Functions has it, asked at most once in `every_seconds` by all callers.

    A run that was decided on and never started is started here. One that ended, or is gone, without a word on the
    record is broken off, a while after its end.
    """
    if record["status"] != "processing":
        return record
    claimed = records.claim_refresh(record["uploadId"], at, every_seconds)
    if claimed is None or claimed["status"] != "processing":
        return claimed or record
    try:
        return _looked_at(claimed, at, _GRACE * every_seconds, store, records, executions)
    except ClientError as error:
        if is_throttled(error) or is_unknown_execution(error):
            return claimed
        raise


def _looked_at(
    record: Record, at: str, patience: float, store: ImportStore, records: UploadRecords, executions: Executions
) -> Record:
    """What is told is what is on record afterwards, so that the next one is told no less.

    `patience`, in seconds: those who tell the reason of an end more precisely come a little later.
    """
    upload_id, run = record["uploadId"], run_in_charge(record)
    state = executions.state(run) if run else None
    if state and state.is_running:
        if run != record.get("executionArn"):
            return record
        return records.note_progress(record, current_progress(record, at, executions)) or records.get(upload_id)
    if run and state and state.is_unknown and "wayIn" in record and executions.is_ours(run):
        executions.start_in_charge(record)
        return record
    if quiet_seconds(record, state, at) > patience:
        return break_off(record, INTERRUPTED, store, records, executions) or records.get(upload_id)
    return record


def quiet_seconds(record: Record, state: ExecutionState | None, at: str) -> float:
    """For how long nothing has been working for the upload, whose run in charge is in this state."""
    quiet_since = parsed(record["begunAt"])  # a retry that is being begun follows a run that ended long ago
    if state and state.ended_at:
        quiet_since = max(quiet_since, state.ended_at)
    return (parsed(at) - quiet_since).total_seconds()


def current_progress(record: Record, at: str, executions: Executions) -> Progress:
    """As Step Functions has it; nothing goes back."""
    before = record.get("progress") or _NONE
    runs = _map_runs(record["executionArn"], before.get("mapRuns", {}), executions)
    if not runs:
        return {**before, "percentage": max(before["percentage"], 1)}
    completed, failed = (sum(run[state] for run in runs.values()) for state in ("completed", "failed"))
    if completed + failed < before.get("completedBatches", 0) + before.get("failedBatches", 0):
        return before  # an older answer than the one before
    to_come = 0 if UPSERT_SLICES in runs else record.get("slices", 0)
    progress: Progress = {
        "stage": "publishing" if UPSERT_SLICES in runs and runs[UPSERT_SLICES]["isOver"] else "importing",
        "mapRuns": runs,
        "totalBatches": sum(run["total"] for run in runs.values()) + to_come,
        "completedBatches": completed,
        "failedBatches": failed,
        "percentage": max(before["percentage"], *(percentage(label, run) for label, run in runs.items())),
    }
    end = estimated_completion(runs, at)
    return {**progress, "estimatedCompletion": end} if end else progress


def _map_runs(
    execution_arn: str, seen: Mapping[str, MapRunProgress], executions: Executions
) -> dict[str, MapRunProgress]:
    """Those of the two that have begun, in their order. One that was over is not asked about again."""
    arns = {label: run["arn"] for label, run in seen.items()}
    if UPSERT_SLICES not in seen and all(run["isOver"] for run in seen.values()):
        arns |= executions.map_run_arns(execution_arn)
    return {
        label: seen[label] if label in seen and seen[label]["isOver"] else executions.map_run(arns[label])
        for label in _SPANS
        if label in arns
    }


def percentage(label: str, run: MapRunProgress) -> int:
    """Whole percents; 100 is said only of an upload that has ended."""
    begin, end = _SPANS[label]
    if not run["total"]:
        return end if run["isOver"] else begin
    return begin + (end - begin) * (run["completed"] + run["failed"]) // run["total"]


def processed_rows(rows: int, percents: int) -> int:
    """Of so many rows those that are done at this percentage: one that is standardised and not stored, in part."""
    return rows * max(percents - _BEGUN, 0) // (_STORED - _BEGUN)


def estimated_completion(runs: Mapping[str, MapRunProgress], at: str) -> str | None:
    """When the slices will be done, at the rate of the map that is going on; None before there is a rate.

    While it is the first one, the second is taken to need as long.
    """
    run = list(runs.values())[-1]
    done = run["completed"] + run["failed"]
    if not done or run["isOver"]:
        return None
    so_far = since(run["startedAt"], at)
    maps = 1 if UPSERT_SLICES in runs else 2
    return shifted(at, so_far * run["total"] / done * maps - so_far, "seconds")
