"""State "Parse workbook"."""

from typing import Any

from easycrm.handlers._task import Event, task
from easycrm.handlers._wiring import import_store, upload_records
from easycrm.uploads.parsing import parse_workbook


@task
def handler(event: Event, context: Any) -> dict[str, Any]:
    record = upload_records().get(event["uploadId"])
    return parse_workbook(record, event["etag"], import_store(event["uploadId"]), upload_records())
