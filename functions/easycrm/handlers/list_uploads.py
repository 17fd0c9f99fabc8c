"""GET /uploads."""

from typing import Any

from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import upload_records
from easycrm.uploads.progress import status_of

_RECENT = 50

app = api()


@app.get("/uploads")
def list_uploads() -> Any:
    return answer_json(200, {"uploads": [status_of(record) for record in upload_records().recent(_RECENT)]})


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
