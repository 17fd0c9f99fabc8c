"""POST /status/{uploadId}/cancel."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.api.sign_in import caller_of, user_of
from easycrm.handlers.wiring import audit_log, executions, upload_records
from easycrm.times import now
from easycrm.uploads.api.cancel_upload import cancel
from easycrm.uploads.api.upload_status import status_of

app = api()


@app.post("/status/<upload_id>/cancel")
def cancel_upload(upload_id: str) -> Any:
    with audit_log().around(caller_of(app), "cancelUpload", uploadId=upload_id):
        record = cancel(upload_id, user_of(app), now(), upload_records(), executions())
    return answer_json(202, status_of(record))


handler = lambda_handler(app)
