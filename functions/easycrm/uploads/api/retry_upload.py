"""Retry: a new execution over the batches that are not done, under the registeredAt of the first."""

from datetime import timedelta
from typing import Any

from easycrm.errors import Conflict
from easycrm.times import shifted
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import Record, UploadRecords
from easycrm.uploads.source_file import source_of
from easycrm.uploads.store import MANIFEST, ImportStore

RETRIED = frozenset({"partial", "failed", "cancelled"})


def retry_until(record: Record, work_file_days: int) -> str:
    """Until when the upload can be retried: a day before its work files expire."""
    return shifted(record["createdAt"], timedelta(days=work_file_days - 1), "seconds")


def can_retry(record: Record, at: str, work_file_days: int) -> bool:
    """Whether trying again may help: not where the file itself is at fault, and not after `retry_until`."""
    helps = record.get("error", {}).get("canRetry", True)
    return record["status"] in RETRIED and helps and at < retry_until(record, work_file_days)


def require_retryable(record: Record, at: str, work_file_days: int) -> None:
    """Raises Conflict, saying why, when the upload cannot be retried."""
    if can_retry(record, at, work_file_days):
        return
    error = record.get("error", {})
    if record["status"] not in RETRIED:
        raise Conflict("nothingToRetry", f"There is nothing to retry; the upload is {record['status']}.")
    if not error.get("canRetry", True):
        raise Conflict("cannotRetry", f"Trying again would not help. {error['message']}")
    raise Conflict("tooLateToRetry", "The work files of this import are gone. Please upload the file again.")


def ways_on(record: Record, at: str, work_file_days: int) -> dict[str, Any]:
    """`{actions, retryUntil?}`: what can be done with the upload now; forceComplete is for operators."""
    if record["status"] in ("uploading", "processing"):
        has_begun = record["status"] == "processing" and "stopRequested" not in record
        return {"actions": ["cancel", "forceComplete"] if has_begun else ["cancel"]}
    if can_retry(record, at, work_file_days):
        force = ["forceComplete"] if record["status"] == "failed" else []
        return {"actions": ["retry", *force], "retryUntil": retry_until(record, work_file_days)}
    return {"actions": []}


def retry(record: Record, store: ImportStore, records: UploadRecords, executions: Executions) -> Record:
    """Starts run n+1; raises Conflict when somebody else just did, or the file never came."""
    upload_id, run = record["uploadId"], int(record.get("runs", 0)) + 1
    way_in = _way_in(record, run, store)
    begun = records.begin_retry(upload_id, run, record["status"])
    if begun is None:
        raise Conflict("retriedAlready", "The upload is being retried already.")
    previous = {"previousExecutionArn": record["executionArn"]} if "executionArn" in record else {}
    arn = executions.start(f"{upload_id}-r{run}", {"uploadId": upload_id, **way_in, **previous})
    records.note(upload_id, closingArn=arn)
    return begun


def _way_in(record: Record, run: int, store: ImportStore) -> dict[str, Any]:
    """Over the manifest of what is not done; from the start where the import had not come to a manifest."""
    if not store.exists(MANIFEST):
        etag = store.etag_of(source_of(record))
        if etag is None:
            raise Conflict("noFile", "The file has not arrived. Please upload it again.")
        return {"etag": etag}
    done = set(store.names("results"))
    missing = [entry for entry in store.read(MANIFEST) if f"results/{entry['batch']}.json" not in done]
    name = f"manifest-r{run}.json"
    store.write(name, missing)
    return {"manifest": {"key": store.key(name), "batches": len(missing)}}
