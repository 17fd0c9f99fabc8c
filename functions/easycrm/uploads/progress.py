"""How far an upload is: read from its execution and map run, cached on its record, never counted."""

from botocore.exceptions import ClientError

from easycrm.aws import is_throttled, is_unknown_execution
from easycrm.times import parsed, shifted, since
from easycrm.uploads.breaking_off import break_off
from easycrm.uploads.executions import Executions, ExecutionState, MapRunCounts
from easycrm.uploads.record import Problem, Progress, Record, run_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore

INTERRUPTED: Problem = {
    "code": "interrupted",
    "message": "The import was interrupted. What it had stored is kept; trying again does the rest.",
    "canRetry": True,
}
_GRACE = 6  # times the period of asking Step Functions
_READ = 10  # percent, when the batches are planned
_STORED = 95  # percent, when all batches are done and the leads are being published
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
    arn = before.get("mapRunArn") or executions.map_run_arn(record["executionArn"])
    if not arn:
        return {"stage": "reading", "percentage": max(before["percentage"], 1)}
    counts = executions.counts(arn)
    if counts.succeeded + counts.failed < before.get("completedBatches", 0) + before.get("failedBatches", 0):
        return before  # an older answer than the one before
    progress: Progress = {
        "stage": "publishing" if counts.is_over else "importing",
        "mapRunArn": arn,
        "totalBatches": counts.total,
        "completedBatches": counts.succeeded,
        "failedBatches": counts.failed,
        "percentage": max(before["percentage"], percentage(counts)),
    }
    end = estimated_completion(counts, at)
    return {**progress, "estimatedCompletion": end} if end else progress


def percentage(counts: MapRunCounts) -> int:
    """Whole percents; 100 is said only of an upload that has ended."""
    if not counts.total:
        return _READ
    return _READ + (_STORED - _READ) * (counts.succeeded + counts.failed) // counts.total


def estimated_completion(counts: MapRunCounts, at: str) -> str | None:
    """When the batches will be done at the rate so far; None before there is a rate."""
    done = counts.succeeded + counts.failed
    if not done or counts.is_over:
        return None
    to_come = since(counts.started_at, at) / done * (counts.total - done)
    return shifted(at, to_come, "seconds")
