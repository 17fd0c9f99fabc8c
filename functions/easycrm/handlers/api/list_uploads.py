"""GET /uploads."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.wiring import upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.list_uploads import list_uploads

app = api()


@app.get("/uploads")
def show_uploads() -> Any:
    after = (app.current_event.query_string_parameters or {}).get("next")
    return answer_json(200, list_uploads(now(), upload_records(), settings.work_file_days, after))


handler = lambda_handler(app)
