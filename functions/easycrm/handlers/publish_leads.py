"""State "Publish leads"."""

from typing import Any

from easycrm.handlers.reading_wiring import snapshots
from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, leads_table
from easycrm.uploads.tasks.publish_leads import Published, publish_leads


@task
def handler(event: Event, context: Any) -> Published:
    return publish_leads(import_store(event["uploadId"]), leads_table(), snapshots())
