"""POST /status/{uploadId}/retry."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.api.sign_in import caller_of
from easycrm.handlers.wiring import audit_log, executions, import_store, upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.retry_upload import retry_upload
from easycrm.uploads.api.upload_status import status_of

app = api()


@app.post("/status/<upload_id>/retry")
def retry(upload_id: str) -> Any:
    with audit_log().around(caller_of(app), "retryUpload", uploadId=upload_id):
        record = retry_upload(
            upload_id,
            now(),
            import_store(upload_id),
            upload_records(),
            executions(),
            link_seconds=settings.upload_link_seconds,
            work_file_days=settings.work_file_days,
        )
    return answer_json(202, status_of(record))


handler = lambda_handler(app)
