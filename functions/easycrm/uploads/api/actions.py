"""What can be done with an upload: where cancelling, retrying and force-completing are offered."""

from datetime import timedelta
from typing import Literal, NotRequired, TypedDict

from easycrm.errors import Conflict
from easycrm.times import shifted
from easycrm.uploads.record import Record

RETRIED = frozenset({"partial", "failed", "cancelled"})

Action = Literal["cancel", "forceComplete", "retry"]


class WaysOn(TypedDict):
    """What can be done with an upload, and until when it can be retried; forceComplete is for operators."""

    actions: list[Action]
    retryUntil: NotRequired[str]


def ways_on(record: Record, at: str, work_file_days: int) -> WaysOn:
    """What `GET /status` and `GET /uploads` offer."""
    if record["status"] in ("uploading", "processing"):
        has_begun = record["status"] == "processing" and "stopRequested" not in record
        return {"actions": ["cancel", "forceComplete"] if has_begun else ["cancel"]}
    if not can_retry(record, at, work_file_days):
        return {"actions": []}
    actions: list[Action] = ["retry", "forceComplete"] if record["status"] == "failed" else ["retry"]
    return {"actions": actions, "retryUntil": retry_until(record, work_file_days)}


def can_retry(record: Record, at: str, work_file_days: int) -> bool:
    """Whether trying again may help: not where the file itself is at fault, and not after `retry_until`."""
    return record["status"] in RETRIED and _may_help(record) and at < retry_until(record, work_file_days)


def require_retryable(record: Record, at: str, work_file_days: int) -> None:
    """Raises Conflict, saying why, when the upload cannot be retried."""
    if can_retry(record, at, work_file_days):
        return
    if record["status"] not in RETRIED:
        raise Conflict("nothingToRetry", f"There is nothing to retry; the upload is {record['status']}.")
    if not _may_help(record):
        raise Conflict("cannotRetry", f"Trying again would not help. {record['error']['message']}")
    raise Conflict("tooLateToRetry", "The work files of this import are gone. Please upload the file again.")


def retry_until(record: Record, work_file_days: int) -> str:
    """Until when the upload can be retried: a day before its work files expire."""
    return shifted(record["createdAt"], timedelta(days=work_file_days - 1), "seconds")


def _may_help(record: Record) -> bool:
    return "error" not in record or record["error"].get("canRetry", True)
