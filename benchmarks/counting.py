"""An import in this process, on moto: the handlers in the state machine's order, every call counted."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import requests
from moto import mock_aws

import tests.conftest  # noqa: F401 - the environment of the functions
from tests.sam import definition, translated

_OF_TABLES = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_CONTEXT = SimpleNamespace(
    aws_request_id="attempt", function_name="f", memory_limit_in_mb=512, invoked_function_arn="arn", log_stream_name="s"
)


def counted_import(paths: Sequence[Path]) -> list[Counter[str]]:
    """The calls of each file's import, one after the other: AWS operations, Lambda, state transitions, DeepSeek."""
    import boto3

    calls: Counter[str] = Counter()
    send = requests.Session.send  # what boto3 does not use, and the client of DeepSeek does

    def counted_send(*args: Any, **options: Any) -> requests.Response:
        calls["DeepSeek"] += 1
        return send(*args, **options)

    quiet = patch.dict(os.environ, {"POWERTOOLS_METRICS_DISABLED": "true"})
    with mock_aws(), quiet, patch.object(requests.Session, "send", counted_send):
        boto3.setup_default_session()
        boto3.DEFAULT_SESSION.events.register("before-call", lambda model, **_: calls.update([_name(model)]))
        _create_resources()
        counted = []
        for number, path in enumerate(paths):
            _import(f"upload{number}", path, calls)
            counted.append(Counter(calls))
    return counted


def _name(model: Any) -> str:
    return f"{model.service_model.service_id} {model.name}"


def _create_resources() -> None:
    from easycrm.handlers import _wiring
    from easycrm.settings import settings

    resources = translated()["Resources"]
    for name, resource in ((settings.leads_table, "LeadsTable"), (settings.uploads_table, "UploadsTable")):
        properties = resources[resource]["Properties"]
        schema = {key: properties[key] for key in _OF_TABLES if key in properties}
        _wiring._client("dynamodb").create_table(TableName=name, **schema)
    location = {"LocationConstraint": settings.region}
    _wiring.s3().create_bucket(Bucket=settings.data_bucket, CreateBucketConfiguration=location)


def _import(upload_id: str, path: Path, calls: Counter[str]) -> None:
    from easycrm.handlers import _wiring
    from easycrm.settings import settings
    from easycrm.uploads.records import now
    from easycrm.uploads.store import source_key

    options = {"country": "SG", "existing": "update"}
    record = {"uploadId": upload_id, "status": "uploading", "createdAt": now(), "createdBy": "b", "options": options}
    _wiring.upload_records().create(record | {"fileName": path.name, "fileSize": 1}, expires_days=1)
    s3, key = _wiring.s3(), source_key(upload_id)
    etag = s3.put_object(Bucket=settings.data_bucket, Key=key, Body=path.read_bytes())["ETag"].strip('"')
    calls.clear()
    calls["DeepSeek"] = 0
    event = {"detail": {"object": {"key": key, "etag": etag}}}
    state = _run("register_upload", {"input": event, "executionArn": "arn"}, calls)
    for task in ("parse_workbook", "map_columns", "plan_batches"):
        _run(task, state, calls)
    for entry in _wiring.import_store(upload_id).read("manifest.json"):
        for task in ("standardise_batch", "upsert_batch"):
            _run(task, {"uploadId": upload_id, "batch": entry["batch"], "name": entry["name"]}, calls)
        calls["Step Functions state transitions"] += 1  # a child's start
    for task in ("publish_leads", "finish_import"):
        _run(task, state, calls)
    not_tasks = [state for state in definition()["States"].values() if state["Type"] in ("Choice", "Map")]
    calls["Step Functions state transitions"] += len(not_tasks)


def _run(task: str, event: Any, calls: Counter[str]) -> Any:
    from importlib import import_module

    calls["Lambda invocations"] += 1
    calls["Step Functions state transitions"] += 1
    return import_module(f"easycrm.handlers.{task}").handler(event, _CONTEXT)
