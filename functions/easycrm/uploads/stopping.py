"""Cancel and force-complete: nothing more is stored, and what was stored is published and told."""

from collections.abc import Mapping

from easycrm.errors import Conflict
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import FINAL, Record, UploadRecords


def cancel(upload_id: str, by: str, at: str, records: UploadRecords, executions: Executions) -> Record:
    """Ends an upload as `cancelled`; raises Conflict when it has ended already."""
    stop = {"as": "cancelled", "by": by, "at": at}
    unstarted = records.end_unstarted(upload_id, stop)
    return unstarted or _stop(upload_id, stop, ("processing",), records, executions)


def force_complete(upload_id: str, by: str, at: str, records: UploadRecords, executions: Executions) -> Record:
    """Ends an upload that is stuck, for whatever reason, as `partial` with what is stored; raises Conflict."""
    stop = {"as": "partial", "by": by, "at": at}
    return _stop(upload_id, stop, ("uploading", "processing", "failed"), records, executions)


def _stop(
    upload_id: str,
    stop: Mapping[str, str],
    was: tuple[str, ...],
    records: UploadRecords,
    executions: Executions,
) -> Record:
    """Asking comes first, so that batches in flight see it; then the run is stopped, and another one closes."""
    record = records.request_stop(upload_id, stop, was)
    if record is None:
        status = records.get(upload_id)["status"]
        how = "has ended already" if status in FINAL else "has not begun yet"
        raise Conflict("cannotStop", f"The upload {how}; its status is {status}.", status=status)
    if "executionArn" in record:
        executions.stop(record["executionArn"], f"{stop['as']} by {stop['by']}")
    arn = executions.start(_closing_name(upload_id, stop["at"]), {"uploadId": upload_id, "finish": dict(stop)})
    records.note(upload_id, closingArn=arn)
    return record


def _closing_name(upload_id: str, at: str) -> str:
    return f"{upload_id}-close-{''.join(char for char in at if char.isdigit())}"
