"""State "Map columns"."""

from typing import Any

from easycrm.handlers._task import Event, task
from easycrm.handlers._wiring import import_store, upload_records
from easycrm.uploads.mapping import map_worksheets


@task
def handler(event: Event, context: Any) -> dict[str, Any]:
    return map_worksheets(event["uploadId"], import_store(event["uploadId"]), upload_records())
