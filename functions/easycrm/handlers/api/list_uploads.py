"""GET /uploads."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.wiring import upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.retry_upload import ways_on
from easycrm.uploads.progress import status_of

_RECENT = 50

app = api()


@app.get("/uploads")
def list_uploads() -> Any:
    at, days = now(), settings.work_file_days
    uploads = [status_of(record) | ways_on(record, at, days) for record in upload_records().recent(_RECENT)]
    return answer_json(200, {"uploads": uploads})


handler = lambda_handler(app)
