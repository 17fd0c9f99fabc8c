"""POST /status/{uploadId}/retry."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.wiring import executions, import_store, upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.arrival import with_arrival
from easycrm.uploads.api.retry_upload import require_retryable, retry
from easycrm.uploads.progress import status_of

app = api()


@app.post("/status/<upload_id>/retry")
def retry_upload(upload_id: str) -> Any:
    record, store = upload_records().get(upload_id), import_store(upload_id)
    shown = with_arrival(record, now(), settings.upload_link_seconds, store)
    require_retryable(shown, now(), settings.work_file_days)
    return answer_json(202, status_of(retry(record, store, upload_records(), executions())))


handler = lambda_handler(app)
