"""An upload that does not begin: a file that never came, or an event that was never delivered."""

from datetime import timedelta

from easycrm.times import since
from easycrm.uploads.problems import Problem
from easycrm.uploads.record import Record
from easycrm.uploads.source_file import source_of
from easycrm.uploads.store import ImportStore

_PATIENCE = timedelta(minutes=5)

NOT_NOTICED: Problem = {
    "code": "notNoticed",
    "message": "The file has arrived, but its import did not begin. Trying again begins it.",
    "canRetry": True,
}
NOT_ARRIVED: Problem = {
    "code": "notArrived",
    "message": "The file has not arrived. Please upload it again.",
    "canRetry": False,
}


def with_arrival(record: Record, at: str, link_seconds: int, store: ImportStore) -> Record:
    """The record, shown as failed when its file or its event has been missing for too long.

    The record itself stays as it is, so that an event that is only late still begins the import.
    """
    waited = since(record["createdAt"], at)
    if record["status"] != "uploading" or waited < _PATIENCE:
        return record
    if store.etag_of(source_of(record)) is not None:
        return record | {"status": "failed", "error": NOT_NOTICED}
    if waited < timedelta(seconds=link_seconds) + _PATIENCE:
        return record
    return record | {"status": "failed", "error": NOT_ARRIVED}
