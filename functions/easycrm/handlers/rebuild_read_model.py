"""RebuildReadModelFunction, which an operator invokes with any event to repair the list of leads."""

from typing import Any

from easycrm.handlers.reading_wiring import snapshots
from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import scan_all_leads
from easycrm.leads.list.rebuilding import rebuild


@task
def handler(event: Event, context: Any) -> dict[str, int]:
    return rebuild(scan_all_leads, snapshots())
