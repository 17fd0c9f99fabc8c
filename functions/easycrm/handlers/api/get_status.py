"""GET /status/{uploadId}."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.wiring import executions, import_store, upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.arrival import with_arrival
from easycrm.uploads.api.retry_upload import ways_on
from easycrm.uploads.progress import refreshed, status_of
from easycrm.uploads.tasks.map_columns import recognised

app = api()


@app.get("/status/<upload_id>")
def get_status(upload_id: str) -> Any:
    store = import_store(upload_id)
    record = with_arrival(upload_records().get(upload_id), now(), settings.upload_link_seconds, store)
    record = refreshed(record, now(), settings.progress_seconds, upload_records(), executions())
    found = recognised(record, store, now(), settings.work_file_days)
    ways = ways_on(record, now(), settings.work_file_days)
    report = {"reportUrl": store.report_link(record["fileName"])} if record.get("report") else {}
    return answer_json(200, status_of(record) | found | ways | report)


handler = lambda_handler(app)
