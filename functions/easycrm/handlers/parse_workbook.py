"""State "Parse workbook"."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, upload_records
from easycrm.settings import settings
from easycrm.uploads.tasks.parse_workbook import Parsed, parse_workbook
from easycrm.workbooks.limits import Limits


@task
def handler(event: Event, context: Any) -> Parsed:
    record, store = upload_records().get(event["uploadId"]), import_store(event["uploadId"])
    limits = Limits(
        file_bytes=settings.max_upload_bytes,
        unpacked_bytes=settings.max_unpacked_bytes,
        cells=settings.max_cells,
    )
    sizes = settings.batch_rows, settings.slice_rows
    return parse_workbook(record, event["etag"], store, upload_records(), limits, *sizes)
