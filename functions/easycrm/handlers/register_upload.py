"""State "Register upload"."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import upload_records
from easycrm.settings import settings
from easycrm.uploads.tasks.register_upload import Registration, register_upload


@task
def handler(event: Event, context: Any) -> Registration:
    return register_upload(
        event["input"], event["executionArn"], upload_records(), settings.default_country, settings.record_days
    )
