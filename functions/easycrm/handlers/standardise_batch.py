"""State "Standardise batch"."""

from functools import partial
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from easycrm.handlers.assistants import log_stop
from easycrm.handlers.task import Event, log_poison, task
from easycrm.handlers.wiring import assistant_for, import_store, leads_table, upload_records
from easycrm.standardise.second_look.looking import look_again
from easycrm.uploads.tasks.standardise_batch import StandardisedBatch, standardise_batch
from easycrm.uploads.work_files.former_form import refuse_former_form

metrics = Metrics()

_ASSISTANT_SECONDS = 780  # of the function's 900: what is left is for the rules and for writing


@task
def handler(event: Event, context: Any) -> StandardisedBatch:
    refuse_former_form(event)
    answer: StandardisedBatch = _standardised(event, context)
    return answer


@metrics.log_metrics
def _standardised(event: Event, context: Any) -> StandardisedBatch:
    record = upload_records().get(event["uploadId"])
    assistant = assistant_for(record, _ASSISTANT_SECONDS)
    look = partial(look_again, assistant=assistant)
    store, leads = import_store(event["uploadId"]), leads_table()
    answer = standardise_batch(record, event["batch"], event["ranges"], event["slices"], store, leads, look, log_poison)
    log_stop(assistant)
    fallbacks = answer["needsReview"] if assistant and assistant.stopped else 0
    metrics.add_metric("DeepSeekFallbacks", MetricUnit.Count, fallbacks)
    return answer
