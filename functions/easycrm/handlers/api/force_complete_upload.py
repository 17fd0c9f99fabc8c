"""POST /status/{uploadId}/force-complete, for operators."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.api.sign_in import require_operator, user_of
from easycrm.handlers.wiring import executions, upload_records
from easycrm.times import now
from easycrm.uploads.api.force_complete_upload import force_complete
from easycrm.uploads.api.upload_status import status_of

app = api()


@app.post("/status/<upload_id>/force-complete")
def force_complete_upload(upload_id: str) -> Any:
    require_operator(app)
    record = force_complete(upload_id, user_of(app), now(), upload_records(), executions())
    return answer_json(202, status_of(record))


handler = lambda_handler(app)
