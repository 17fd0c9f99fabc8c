"""State "Map columns"."""

from functools import partial
from typing import Any

from easycrm.handlers.assistants import log_stop
from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import assistant_for, import_store, mappings, upload_records
from easycrm.standardise.columns.unclear import ask_about_columns
from easycrm.uploads.tasks.map_columns import Mapped, map_worksheets

_ASSISTANT_SECONDS = 220  # of the function's 300: what is left is for the rules and for writing


@task
def handler(event: Event, context: Any) -> Mapped:
    record = upload_records().get(event["uploadId"])
    assistant = assistant_for(record, _ASSISTANT_SECONDS)
    ask = partial(ask_about_columns, assistant=assistant) if assistant else None
    answer = map_worksheets(record, import_store(event["uploadId"]), upload_records(), mappings(), ask)
    log_stop(assistant)
    return answer
