"""POST /status/{uploadId}/cancel: nothing more is stored, and the upload ends as `cancelled`."""

from easycrm.uploads.api.stopping import stop
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import Record, StopRequest
from easycrm.uploads.records_table import UploadRecords


def cancel(upload_id: str, by: str, at: str, records: UploadRecords, executions: Executions) -> Record:
    """Ends an upload, at once if it has not begun; raises Conflict when it has ended already."""
    wish: StopRequest = {"as": "cancelled", "by": by, "at": at}
    unstarted = records.end_unstarted(upload_id, wish)
    return unstarted or stop(upload_id, wish, ["processing"], records, executions)
