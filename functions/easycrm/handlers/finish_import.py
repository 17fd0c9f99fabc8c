"""State "Finish import"."""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from easycrm.handlers.task import Event, task
from easycrm.handlers.wiring import import_store, leads_table, mappings, upload_records
from easycrm.uploads.tasks.finish_import import Finished, finish_import
from easycrm.uploads.work_files.stored_leads import OUTCOMES

metrics = Metrics()


@task
@metrics.log_metrics
def handler(event: Event, context: Any) -> Finished:
    record = upload_records().get(event["uploadId"])
    store = import_store(event["uploadId"])
    closing, run = event.get("finish"), event.get("executionArn")
    answer = finish_import(record, closing, run, store, upload_records(), leads_table(), mappings())
    for outcome in OUTCOMES:
        metrics.add_metric(f"Rows{outcome.capitalize()}", MetricUnit.Count, answer["result"][outcome])
    metrics.add_metric("PartialImports", MetricUnit.Count, int(answer["status"] == "partial"))
    return answer
