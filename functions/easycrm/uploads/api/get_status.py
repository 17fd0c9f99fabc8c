"""GET /status/{uploadId}: how far an upload is, what is recognised in its file, what can be done with it."""

from typing import TypedDict

from easycrm.uploads.api.actions import WaysOn, ways_on
from easycrm.uploads.api.arrival import with_arrival
from easycrm.uploads.api.recognised import Recognised, recognised
from easycrm.uploads.api.upload_status import UploadStatus, status_of
from easycrm.uploads.ending.row_report import report_link
from easycrm.uploads.executions import Executions
from easycrm.uploads.progress import refreshed
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore


class Report(TypedDict, total=False):
    """A link to the row report, where there is one."""

    reportUrl: str


class WholeStatus(UploadStatus, Recognised, WaysOn, Report):
    """All that is told of one upload."""


def get_status(
    upload_id: str,
    at: str,
    store: ImportStore,
    records: UploadRecords,
    executions: Executions,
    link_seconds: int,
    progress_seconds: int,
    work_file_days: int,
) -> WholeStatus:
    """Raises NotFound.

    `link_seconds`: how long the link for the file works; `progress_seconds`: how often Step Functions is asked;
    `work_file_days`: how long S3 keeps work files.
    """
    record = with_arrival(records.get(upload_id), at, link_seconds, store)
    record = refreshed(record, at, progress_seconds, store, records, executions)
    return {
        **status_of(record),
        **recognised(record, store, at, work_file_days),
        **ways_on(record, at, work_file_days),
        **_report_of(record, store),
    }


def _report_of(record: Record, store: ImportStore) -> Report:
    return {"reportUrl": report_link(record["fileName"], store)} if record.get("report") else {}
