"""State "Standardise batch"."""

from typing import Any

from easycrm.handlers._task import Event, task
from easycrm.handlers._wiring import assistant, import_store, upload_records
from easycrm.uploads.spending import note_stop
from easycrm.uploads.standardising import standardise_batch


@task
def handler(event: Event, context: Any) -> None:
    record = upload_records().get(event["uploadId"])
    helper = assistant(record)
    standardise_batch(record, event["batch"], event["name"], import_store(event["uploadId"]), helper)
    note_stop(record, helper, upload_records())
