"""How far an upload is: read from its execution and map run, cached on its record, never counted."""

from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from easycrm.uploads.executions import Executions, MapRunCounts, is_throttle
from easycrm.uploads.records import FINAL, Record, UploadRecords
from easycrm.uploads.spending import spending_of

_READ = 10  # percent, when the batches are planned
_STORED = 95  # percent, when all batches are done and the leads are being published


def refreshed(record: Record, at: str, every_seconds: int, records: UploadRecords, executions: Executions) -> Record:
    """The record with its progress as Step Functions has it, asked at most once in `every_seconds` by all callers."""
    if record["status"] in FINAL or "executionArn" not in record:
        return record
    not_since = (datetime.fromisoformat(at) - timedelta(seconds=every_seconds)).isoformat(timespec="microseconds")
    if not records.claim_refresh(record["uploadId"], at, not_since.replace("+00:00", "Z")):
        return record
    try:
        progress = current_progress(record, at, executions)
    except ClientError as error:
        if is_throttle(error):
            return record
        raise
    records.note(record["uploadId"], progress=progress)
    return record | {"progress": progress}


def current_progress(record: Record, at: str, executions: Executions) -> dict[str, Any]:
    """`{stage, mapRunArn?, batches counts, percentage, estimatedCompletion?}`; the percentage never goes back."""
    before = record.get("progress", {})
    arn = before.get("mapRunArn") or executions.map_run_arn(record["executionArn"])
    if not arn:
        return {"stage": "reading", "percentage": before.get("percentage", 1)}
    counts = executions.counts(arn)
    progress = {
        "stage": "publishing" if counts.is_over else "importing",
        "mapRunArn": arn,
        "totalBatches": counts.total,
        "completedBatches": counts.succeeded,
        "failedBatches": counts.failed,
        "percentage": max(before.get("percentage", 0), percentage(counts)),
    }
    end = estimated_completion(counts, at)
    return progress | ({"estimatedCompletion": end} if end else {})


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
    spent = datetime.fromisoformat(at) - datetime.fromisoformat(counts.started_at)
    end = datetime.fromisoformat(at) + spent / done * (counts.total - done)
    return end.isoformat(timespec="seconds").replace("+00:00", "Z")


def summary_of(record: Record) -> dict[str, Any]:
    """An upload in the answer of `GET /uploads`: its status without the worksheets, as last seen."""
    status = status_of(record, [])
    return {name: value for name, value in status.items() if name != "worksheets"}


def status_of(record: Record, worksheets: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer of `GET /status/{uploadId}`."""
    progress = record.get("progress", {})
    ended = record["status"] in FINAL
    total, rows = progress.get("totalBatches", record.get("batches", 0)), record.get("rows", 0)
    failed = len(record.get("failedBatches", ())) if ended else progress.get("failedBatches", 0)
    done = record.get("batches", 0) - failed if ended else progress.get("completedBatches", 0)
    status = {
        **{name: record[name] for name in ("uploadId", "fileName", "status", "createdAt", "createdBy", "options")},
        "stage": record["status"] if ended else progress.get("stage", _first_stage(record)),
        "progress": {
            "totalBatches": total,
            "completedBatches": done,
            "failedBatches": failed,
            "totalLeads": rows,
            "processedLeads": _processed(record, done + failed, total),
            "percentage": 100 if ended else progress.get("percentage", 0),
        },
        "estimatedCompletion": None if ended else progress.get("estimatedCompletion"),
        "worksheets": worksheets,
        "flags": record.get("flags", {}),
        **spending_of(record),
    }
    return status | {
        name: record[name] for name in ("result", "failedBatches", "error", "completedAt") if name in record
    }


def _first_stage(record: Record) -> str:
    return "uploading" if record["status"] == "uploading" else "reading"


def _processed(record: Record, done: int, total: int) -> int:
    """Rows of the batches that are done, taking batches as equal while the import runs."""
    if "result" in record:
        return int(record["rows"])
    return int(record.get("rows", 0) * done // total) if total else 0
