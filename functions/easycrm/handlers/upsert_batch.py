"""State "Upsert batch"."""

from typing import Any

from easycrm.handlers._task import Event, task
from easycrm.handlers._wiring import import_store, leads_table, upload_records
from easycrm.uploads.upserting import upsert_batch


@task
def handler(event: Event, context: Any) -> dict[str, int]:
    record = upload_records().get(event["uploadId"])
    return upsert_batch(record, event["batch"], import_store(event["uploadId"]), leads_table())
