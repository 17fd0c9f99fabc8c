"""State "Choose slices"."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, upload_records
from easycrm.uploads.record import SlicesKey
from easycrm.uploads.tasks.choose_slices import choose_slices


@task
def handler(event: Event, context: Any) -> SlicesKey:
    upload_id = event["uploadId"]
    return choose_slices(upload_records().get(upload_id), event["run"], import_store(upload_id))
