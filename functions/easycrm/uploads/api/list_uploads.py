"""GET /uploads: the latest uploads, each with how far it is and what can be done with it."""

from typing import TypedDict

from easycrm.uploads.api.actions import WaysOn, ways_on
from easycrm.uploads.api.upload_status import UploadStatus, status_of
from easycrm.uploads.records_table import UploadRecords

_RECENT = 50


class ListedUpload(UploadStatus, WaysOn):
    """What a list says of one upload."""


class Uploads(TypedDict):
    """Newest first."""

    uploads: list[ListedUpload]


def list_uploads(at: str, records: UploadRecords, work_file_days: int) -> Uploads:
    """As the records have them: Step Functions is not asked."""
    return {
        "uploads": [{**status_of(record), **ways_on(record, at, work_file_days)} for record in records.recent(_RECENT)]
    }
