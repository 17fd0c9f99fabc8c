"""GET /status/{uploadId}, and GET /status/{uploadId}/columns, which reads the same files."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.wiring import executions, import_store, upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.get_columns import get_columns
from easycrm.uploads.api.get_status import get_status

app = api()


@app.get("/status/<upload_id>")
def show_status(upload_id: str) -> Any:
    status = get_status(
        upload_id,
        now(),
        import_store(upload_id),
        upload_records(),
        executions(),
        link_seconds=settings.upload_link_seconds,
        progress_seconds=settings.progress_seconds,
        work_file_days=settings.work_file_days,
    )
    return answer_json(200, status)


@app.get("/status/<upload_id>/columns")
def show_columns(upload_id: str) -> Any:
    place = (app.current_event.query_string_parameters or {}).get("next", "0")
    store, days = import_store(upload_id), settings.work_file_days
    return answer_json(200, get_columns(upload_id, place, now(), store, upload_records(), days))


handler = lambda_handler(app)
