"""What is told of an upload from its record: all that `GET /uploads` lists, most of `GET /status/{uploadId}`."""

from typing import TypedDict

from easycrm.uploads.problems import FailedBatch, FailedCounts, FailedSlice, Problem
from easycrm.uploads.progress import processed_rows
from easycrm.uploads.record import Options, Progress, Record, ResultCounts, StopRequest
from easycrm.uploads.spending import SpendingStatus, spending_of


class ProgressStatus(TypedDict):
    """Batches and slices together, rows, and how far the whole is in percent."""

    totalBatches: int
    completedBatches: int
    failedBatches: int
    totalLeads: int
    processedLeads: int
    percentage: int


class EndStatus(TypedDict, total=False):
    """What is told once the upload has ended, or somebody wants it to end.

    `failedBatches`: the first of `failedBatchCount`, `failedSlices`: of `failedSliceCount`; a list of uploads has only
    the counts.
    """

    result: ResultCounts
    failedBatchCount: int
    failedBatches: list[FailedBatch]
    failedSliceCount: int
    failedSlices: list[FailedSlice]
    error: Problem
    completedAt: str
    stoppedBy: StopRequest


class UploadStatus(SpendingStatus, EndStatus):
    """`flags`: rows per flag."""

    uploadId: str
    fileName: str
    status: str
    createdAt: str
    createdBy: str
    options: Options
    stage: str
    progress: ProgressStatus
    estimatedCompletion: str | None
    flags: dict[str, int]


def status_of(record: Record) -> UploadStatus:
    """The names of AWS, such as ARNs, stay here."""
    stage = stage_of(record)
    return {
        "uploadId": record["uploadId"],
        "fileName": record["fileName"],
        "status": record["status"],
        "createdAt": record["createdAt"],
        "createdBy": record["createdBy"],
        "options": record["options"],
        "stage": stage,
        "progress": _progress_of(record),
        "estimatedCompletion": _last(record).get("estimatedCompletion") if stage == "importing" else None,
        "flags": record.get("flags", {}),
        **spending_of(record),
        **_end_of(record),
    }


def stage_of(record: Record) -> str:
    """What is going on: uploading, reading, importing, publishing, stopping, or the status of an upload that ended."""
    if record["status"] != "processing":
        return record["status"]
    return "stopping" if "stopRequested" in record else _last(record)["stage"]


def _last(record: Record) -> Progress:
    """What is known of the progress since Step Functions was asked last."""
    return record.get("progress") or {"stage": "reading", "percentage": 0}


def _progress_of(record: Record) -> ProgressStatus:
    progress = _last(record)
    was_published = "result" in record  # also while somebody force-completes what had failed
    total = progress.get("totalBatches", _parts(record))
    done, failed = progress.get("completedBatches", 0), progress.get("failedBatches", 0)
    if was_published:  # Finish import has counted; what broke before that is known as last seen
        counts = _failed_counts(record)
        total, failed = _parts(record), counts["batches"] + counts["slices"]
        done = total - failed
    return {
        "totalBatches": total,
        "completedBatches": done,
        "failedBatches": failed,
        "totalLeads": _rows(record),
        "processedLeads": _rows(record) if was_published else processed_rows(_rows(record), progress["percentage"]),
        "percentage": 100 if was_published else progress["percentage"],
    }


def _parts(record: Record) -> int:
    """Batches and slices together; none of an upload that ended before its rows were known, as of `_rows`."""
    if "result" in record and not record["result"]["rows"]:
        return 0
    return record.get("batches", 0) + record.get("slices", 0)


def _failed_counts(record: Record) -> FailedCounts:
    """As Finish import counted them; of an older record, by their list, or as last seen where the list is not read."""
    if "failedCounts" in record:
        return record["failedCounts"]
    last_seen = _last(record).get("failedBatches", 0)
    return {"batches": len(record["failedBatches"]) if "failedBatches" in record else last_seen, "slices": 0}


def _rows(record: Record) -> int:
    """As Finish import counted them; a task that a stop left behind may note its own number after that."""
    return record["result"]["rows"] if "result" in record else record.get("rows", 0)


def _end_of(record: Record) -> EndStatus:
    status: EndStatus = {}
    if "result" in record:
        status["result"] = record["result"]
        counts = _failed_counts(record)
        status["failedBatchCount"], status["failedSliceCount"] = counts["batches"], counts["slices"]
    if "failedBatches" in record:
        status["failedBatches"] = record["failedBatches"]
    if "failedSlices" in record:
        status["failedSlices"] = record["failedSlices"]
    if "error" in record:
        status["error"] = record["error"]
    if "completedAt" in record:
        status["completedAt"] = record["completedAt"]
    if "stopRequested" in record:
        status["stoppedBy"] = record["stopRequested"]
    return status
