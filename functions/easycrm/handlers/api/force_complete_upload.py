"""POST /status/{uploadId}/force-complete, for operators."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.api.sign_in import caller_of, require_operator, user_of
from easycrm.handlers.wiring import audit_log, executions, upload_records
from easycrm.times import now
from easycrm.uploads.api.force_complete_upload import force_complete
from easycrm.uploads.api.upload_status import status_of

app = api()


@app.post("/status/<upload_id>/force-complete")
def force_complete_upload(upload_id: str) -> Any:
    require_operator(app)
    with audit_log().around(caller_of(app), "forceCompleteUpload", uploadId=upload_id):
        record = force_complete(upload_id, user_of(app), now(), upload_records(), executions())
    return answer_json(202, status_of(record))


handler = lambda_handler(app)
