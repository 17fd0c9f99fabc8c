"""State "Map columns"."""

from functools import partial
from typing import Any

from easycrm.handlers.deepseek import report_stop
from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import assistant, import_store, mappings, upload_records
from easycrm.standardise.columns.unclear import ask_about_columns
from easycrm.uploads.tasks.map_columns import Mapped, map_worksheets


@task
def handler(event: Event, context: Any) -> Mapped:
    record = upload_records().get(event["uploadId"])
    helper = assistant(record)
    ask = partial(ask_about_columns, assistant=helper) if helper else None
    answer = map_worksheets(record, import_store(event["uploadId"]), upload_records(), mappings(), ask)
    report_stop(record, helper, upload_records())
    return answer
