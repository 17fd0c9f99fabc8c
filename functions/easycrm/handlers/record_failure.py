"""State "Record failure", and the end of every execution that failed, timed out or was aborted."""

from typing import Any

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import executions, import_store, upload_records
from easycrm.uploads.tasks.record_failure import Recorded, record_failure


@task
def handler(event: Event, context: Any) -> Recorded:
    return record_failure(event, upload_records(), import_store, executions())
