"""POST /upload."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.api.sign_in import user_of
from easycrm.handlers.wiring import s3, upload_records
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.create_upload import new_record
from easycrm.uploads.store import presigned_upload

app = api()


@app.post("/upload")
def create_upload() -> Any:
    record = new_record(body_of(app), user_of(app), now(), settings.max_upload_bytes, settings.default_country)
    upload_records().create(record, expires_days=settings.record_days)
    link = presigned_upload(
        s3(), settings.data_bucket, record["uploadId"], record["fileSize"], settings.upload_link_seconds
    )
    return answer_json(201, {"uploadId": record["uploadId"], **link, "expiresIn": settings.upload_link_seconds})


handler = lambda_handler(app)
