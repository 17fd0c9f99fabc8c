"""State "Plan batches"."""

from typing import Any

from easycrm.handlers.task import Event, log_poison, task
from easycrm.handlers.wiring import import_store, leads_table, upload_records
from easycrm.settings import settings
from easycrm.uploads.record import ManifestKey
from easycrm.uploads.tasks.plan_batches import plan_batches


@task
def handler(event: Event, context: Any) -> ManifestKey:
    return plan_batches(
        record=upload_records().get(event["uploadId"]),
        attempt=context.aws_request_id,
        batch_rows=settings.batch_rows,
        store=import_store(event["uploadId"]),
        records=upload_records(),
        leads=leads_table(),
        unsettled_last=settings.deepseek_secret_arn != "",
        tell=log_poison,
    )
