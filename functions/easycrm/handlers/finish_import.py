"""State "Finish import"."""

from typing import Any

from easycrm.handlers._task import Event, task
from easycrm.handlers._wiring import import_store, leads_table, mappings, upload_records
from easycrm.uploads.finishing import finish_import


@task
def handler(event: Event, context: Any) -> dict[str, Any]:
    record = upload_records().get(event["uploadId"])
    store = import_store(event["uploadId"])
    return finish_import(record, event.get("finish"), store, upload_records(), leads_table(), mappings())
