"""State "Upsert batch"."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, leads_table, upload_records
from easycrm.uploads.tasks.upsert_batch import StopWatch, upsert_batch
from easycrm.uploads.work_files.stored_leads import Outcome


@task
def handler(event: Event, context: Any) -> dict[Outcome, int]:
    upload_id, records = event["uploadId"], upload_records()
    store, stop_watch = import_store(upload_id), StopWatch(upload_id, records)
    result = upsert_batch(records.get(upload_id), event["batch"], store, leads_table(), stop_watch)
    return result["counts"]
