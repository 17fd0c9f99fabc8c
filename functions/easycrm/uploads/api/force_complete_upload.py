"""POST /status/{uploadId}/force-complete: an upload that is stuck ends as `partial`, with what is stored."""

from easycrm.uploads.api.stopping import stop
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords


def force_complete(upload_id: str, by: str, at: str, records: UploadRecords, executions: Executions) -> Record:
    """Ends an upload for whatever reason it does not go on; raises Conflict when it has ended, unless it failed."""
    return stop(
        upload_id,
        {"as": "partial", "by": by, "at": at},
        ["uploading", "processing", "failed"],
        records,
        executions,
    )
