"""State "Upsert slice"."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, leads_table, upload_records
from easycrm.uploads.tasks.upsert_slice import StopWatch, upsert_slice
from easycrm.uploads.work_files.runs import SliceItem
from easycrm.uploads.work_files.stored_leads import Outcome


@task
def handler(event: Event, context: Any) -> dict[Outcome, int]:
    upload_id, records = event["uploadId"], upload_records()
    item: SliceItem = {"slice": event["slice"], "run": event["run"], "ranges": event["ranges"]}
    stop_watch = StopWatch(upload_id, item["run"], records)
    result = upsert_slice(records.get(upload_id), item, import_store(upload_id), leads_table(), stop_watch)
    return result["counts"]
