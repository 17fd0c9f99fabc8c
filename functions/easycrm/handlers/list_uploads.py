"""GET /uploads."""

from typing import Any

from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import upload_records
from easycrm.settings import settings
from easycrm.uploads.progress import status_of
from easycrm.uploads.records import now
from easycrm.uploads.retrying import ways_on

_RECENT = 50

app = api()


@app.get("/uploads")
def list_uploads() -> Any:
    at, days = now(), settings.work_file_days
    uploads = [status_of(record) | ways_on(record, at, days) for record in upload_records().recent(_RECENT)]
    return answer_json(200, {"uploads": uploads})


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
