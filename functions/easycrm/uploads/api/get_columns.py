"""GET /status/{uploadId}/columns: what a status leaves out of what was recognised in an upload's file."""

from easycrm.uploads.api.recognised import RecognisedPart, recognised_from
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore


def get_columns(
    upload_id: str, place: str, at: str, store: ImportStore, records: UploadRecords, work_file_days: int
) -> RecognisedPart:
    """From the place on that an answer named as its `next`. Raises NotFound, and BadRequest for what is no place."""
    return recognised_from(records.get(upload_id), store, at, work_file_days, place)
