"""GET /status/{uploadId}."""

from typing import Any

from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import executions, import_store, upload_records
from easycrm.settings import settings
from easycrm.uploads.mapping import worksheets_of
from easycrm.uploads.progress import refreshed, status_of
from easycrm.uploads.records import now

app = api()


@app.get("/status/<upload_id>")
def get_status(upload_id: str) -> Any:
    record = upload_records().get(upload_id)
    record = refreshed(record, now(), settings.progress_seconds, upload_records(), executions())
    worksheets = worksheets_of(record, import_store(upload_id), now(), settings.work_file_days)
    return answer_json(200, status_of(record, worksheets))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
