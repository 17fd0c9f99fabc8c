"""An import in this process, on moto: the handlers in the state machine's order, every call counted."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import requests
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

import tests.support.functions_environment  # noqa: F401 - the environment of the functions
from tests.support.insert_statements import documented_inserts
from tests.support.lambdas import HANDLERS
from tests.support.sam import definition, translated

CPU = "CPU nanoseconds"
EMULATOR_CPU = "CPU nanoseconds of the emulator"
_QUIET = {"POWERTOOLS_LOG_LEVEL": "CRITICAL"}
_OF_TABLES = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_CONTEXT = SimpleNamespace(
    aws_request_id="attempt", function_name="f", memory_limit_in_mb=512, invoked_function_arn="arn", log_stream_name="s"
)


def counted_import(paths: Sequence[Path]) -> list[Counter[str]]:
    """The calls of each file's import, one after the other: AWS operations, Lambda, state transitions, DeepSeek."""
    calls: Counter[str] = Counter()
    send = requests.Session.send  # what boto3 does not use, and the client of DeepSeek does

    def counted_send(*args: Any, **options: Any) -> requests.Response:
        calls["DeepSeek"] += 1
        return send(*args, **options)

    counted = []
    quiet = patch.dict(os.environ, {"POWERTOOLS_METRICS_DISABLED": "true"})
    with emulated_aws(calls), quiet, patch.object(requests.Session, "send", counted_send):
        for number, path in enumerate(paths):
            import_one(f"upload{number}", path, calls)
            counted.append(Counter({name: calls[name] for name in calls if name not in (CPU, EMULATOR_CPU)}))
    return counted


@contextmanager
def emulated_aws(calls: Counter[str]) -> Iterator[Any]:
    """The deployed tables and bucket on moto, every call counted; gives the session that the functions' clients use."""
    import boto3

    timed = patch.object(BotocoreStubber, "__call__", _timed(calls))
    with mock_aws(), documented_inserts(), patch.dict(os.environ, _QUIET), timed:
        boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
        assert session is not None
        session.events.register("before-call", lambda model, **_: calls.update([_name(model)]))
        _create_resources()
        _forget_clients()
        try:
            yield session
        finally:
            _forget_clients()


def _timed(calls: Counter[str]) -> Any:
    """The emulator, its own work on the processor added up, so that it can be taken off a task's."""
    answer, lock = BotocoreStubber.__call__, Lock()

    def timed(self: Any, *given: Any, **named: Any) -> Any:
        begun = time.thread_time_ns()
        try:
            return answer(self, *given, **named)
        finally:
            with lock:
                calls[EMULATOR_CPU] += time.thread_time_ns() - begun

    return timed


def _forget_clients() -> None:
    """Clients live as long as the process, but hear only the session that they were made in."""
    from easycrm.handlers import reading_wiring, wiring

    for made in (*vars(wiring).values(), *vars(reading_wiring).values()):
        if hasattr(made, "cache_clear"):
            made.cache_clear()


def _name(model: Any) -> str:
    return f"{model.service_model.service_id} {model.name}"


def _create_resources() -> None:
    from easycrm.handlers import wiring
    from easycrm.settings import settings

    create_leads_table(wiring.client("dynamodb"), settings.leads_table)
    _create_table(wiring.client("dynamodb"), settings.uploads_table, "UploadsTable")
    location = {"LocationConstraint": settings.region}
    wiring.s3().create_bucket(Bucket=settings.data_bucket, CreateBucketConfiguration=location)


def create_leads_table(dynamodb: Any, name: str) -> None:
    """A table with the template's keys and index."""
    _create_table(dynamodb, name, "LeadsTable")


def _create_table(dynamodb: Any, name: str, resource: str) -> None:
    properties = translated()["Resources"][resource]["Properties"]
    schema = {key: properties[key] for key in _OF_TABLES if key in properties}
    dynamodb.create_table(TableName=name, **schema)


def import_one(upload_id: str, path: Path, calls: Counter[str]) -> dict[str, Counter[str]]:
    """Imports a file, adding to `calls`; returns them by task, with the nanoseconds of its work on the processor."""
    from easycrm.handlers import wiring
    from easycrm.settings import settings
    from easycrm.times import now
    from easycrm.uploads.store import source_key

    options = {"country": "SG", "existing": "update"}
    record: Any = {
        "uploadId": upload_id,
        "status": "uploading",
        "createdAt": now(),
        "createdBy": "b",
        "options": options,
    }
    wiring.upload_records().create(record | {"fileName": path.name, "fileSize": 1}, expires_days=1)
    s3, key = wiring.s3(), source_key(upload_id)
    etag = s3.put_object(Bucket=settings.data_bucket, Key=key, Body=path.read_bytes())["ETag"].strip('"')
    calls.clear()
    calls["DeepSeek"] = 0
    by_task: dict[str, Counter[str]] = {}
    event: dict[str, Any] = {"detail": {"object": {"key": key, "etag": etag}}}
    state = _run("register_upload", {"input": event, "executionArn": "arn"}, calls, by_task)
    state["batches"] = _run("parse_workbook", state, calls, by_task)
    _run("map_columns", state, calls, by_task)
    _map("standardise_batch", state, "batches", calls, by_task)
    state["slices"] = _run("choose_slices", state, calls, by_task)
    _map("upsert_slice", state, "slices", calls, by_task)
    for task in ("publish_leads", "finish_import"):
        _run(task, state, calls, by_task)
    not_tasks = [state for state in definition()["States"].values() if state["Type"] in ("Choice", "Map")]
    calls["Step Functions state transitions"] += len(not_tasks)
    return by_task


def _map(task: str, state: Any, of: str, calls: Counter[str], by_task: dict[str, Counter[str]]) -> None:
    """A task for each item of the list that the state machine reads there."""
    from easycrm.handlers import wiring
    from easycrm.settings import settings

    items = wiring.s3().get_object(Bucket=settings.data_bucket, Key=state[of]["key"])["Body"].read()
    for item in json.loads(items):
        _run(task, item | {"uploadId": state["uploadId"], "run": state["run"]}, calls, by_task)
        calls["Step Functions state transitions"] += 1  # a child's start


def _run(task: str, event: Any, calls: Counter[str], by_task: dict[str, Counter[str]]) -> Any:
    from importlib import import_module

    before, begun = Counter(calls), _cpu()
    calls["Lambda invocations"] += 1
    calls["Step Functions state transitions"] += 1
    with redirect_stdout(StringIO()):  # where Powertools prints metrics
        answer = import_module(HANDLERS[task]).handler(event, _CONTEXT)
    made = calls - before
    made[CPU] = _cpu() - begun - made[EMULATOR_CPU]
    by_task.setdefault(task, Counter()).update(made)
    return answer


def _cpu() -> int:
    """Nanoseconds of work of this process and of those that it started and awaited."""
    times = os.times()
    return time.process_time_ns() + int((times.children_user + times.children_system) * 1e9)
