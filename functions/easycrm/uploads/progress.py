"""How far an upload is: read from its execution and map run, cached on its record, never counted."""

from datetime import timedelta

from botocore.exceptions import ClientError

from easycrm.aws import is_throttled, is_unknown_execution
from easycrm.times import parsed, shifted, since
from easycrm.uploads.executions import Executions, MapRunCounts
from easycrm.uploads.record import Problem, Progress, Record
from easycrm.uploads.records_table import UploadRecords

INTERRUPTED: Problem = {
    "code": "interrupted",
    "message": "The import was interrupted. What it had stored is kept; trying again does the rest.",
    "canRetry": True,
}
_GRACE = 6  # times the period of asking Step Functions
_READ = 10  # percent, when the batches are planned
_STORED = 95  # percent, when all batches are done and the leads are being published
_NONE: Progress = {"stage": "reading", "percentage": 0}


def refreshed(record: Record, at: str, every_seconds: int, records: UploadRecords, executions: Executions) -> Record:
    """The record with its progress as Step Functions has it, asked at most once in `every_seconds` by all callers.

    An execution that ended, or is gone, without a word on the record is recognised here, a while after its end.
    """
    if record["status"] != "processing":
        return record
    if not records.claim_refresh(record["uploadId"], at, shifted(at, -timedelta(seconds=every_seconds))):
        return record
    try:
        quiet_for = quiet_seconds(record, at, executions)
        if quiet_for > _GRACE * every_seconds:
            return records.finish(record["uploadId"], "failed", {"error": INTERRUPTED}, ["processing"]) or record
        if quiet_for or not _is_importing(record):
            return record
        progress = current_progress(record, at, executions)
    except ClientError as error:
        if is_throttled(error) or is_unknown_execution(error):
            return record
        raise
    records.note_progress(record, at, progress)
    return record | {"progress": progress}


def _is_importing(record: Record) -> bool:
    """Whether the execution on the record is what works: not one that is to be closed, or that a retry follows."""
    arn = record.get("executionArn")
    return arn is not None and "stopRequested" not in record and record.get("closingArn", arn) == arn


def quiet_seconds(record: Record, at: str, executions: Executions) -> float:
    """For how long nothing has been working for the upload; 0 while something is.

    The caller is patient for a while: those who tell the reason of an end more precisely come a little later.
    """
    arn = record.get("closingArn") or record.get("executionArn")
    state = executions.state(arn) if arn else None
    if state and state.is_running:
        return 0
    quiet_since = parsed(record["begunAt"])  # a retry that is being begun follows a run that ended long ago
    if state and state.ended_at:
        quiet_since = max(quiet_since, state.ended_at)
    return max(0.001, (parsed(at) - quiet_since).total_seconds())


def current_progress(record: Record, at: str, executions: Executions) -> Progress:
    """As Step Functions has it; the percentage never goes back."""
    before = record.get("progress") or _NONE
    arn = before.get("mapRunArn") or executions.map_run_arn(record["executionArn"])
    if not arn:
        return {"stage": "reading", "percentage": max(before["percentage"], 1)}
    counts = executions.counts(arn)
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
