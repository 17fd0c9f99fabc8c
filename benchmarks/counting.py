"""An import in this process, on moto: the handlers in the state machine's order, every call counted."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
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
TRANSITIONS = "Step Functions state transitions"
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
    counted = CountedImport(upload_id, path, calls)
    counted.standardise(counted.parse_and_map())
    counted.upsert(counted.choose())
    counted.publish_and_finish()
    not_tasks = [state for state in definition()["States"].values() if state["Type"] in ("Choice", "Map")]
    calls[TRANSITIONS] += len(not_tasks)
    return counted.by_task


class CountedImport:
    """An import, step by step; `by_task` has the calls of each task, all its runs together, and its work."""

    def __init__(self, upload_id: str, path: Path, calls: Counter[str]) -> None:
        self.by_task: dict[str, Counter[str]] = {}
        self._calls = calls
        event = {"detail": {"object": _delivered(upload_id, path)}}
        calls.clear()
        calls["DeepSeek"] = 0
        self._state = self._run("register_upload", {"input": event, "executionArn": "arn"})
        self._of_run = {"uploadId": upload_id, "run": self._state["run"]}

    def parse_and_map(self) -> list[Any]:
        """The worksheet batches."""
        self._state["batches"] = self._run("parse_workbook", self._state)
        self._run("map_columns", self._state)
        return _items(self._state["batches"]["key"])

    def standardise(self, batches: Iterable[Any]) -> None:
        for batch in batches:
            self._run_child("standardise_batch", {name: batch[name] for name in ("batch", "slices", "ranges")})

    def choose(self) -> list[Any]:
        """The slices."""
        self._state["slices"] = self._run("choose_slices", self._state)
        return _items(self._state["slices"]["key"])

    def upsert(self, slices: Iterable[Any]) -> None:
        for each in slices:
            self._run_child("upsert_slice", {name: each[name] for name in ("slice", "ranges")})

    def publish_and_finish(self) -> None:
        for task in ("publish_leads", "finish_import"):
            self._run(task, self._state)

    def _run_child(self, task: str, item: dict[str, Any]) -> None:
        self._calls[TRANSITIONS] += 1  # its start
        self._run(task, self._of_run | item)

    def _run(self, task: str, event: Any) -> Any:
        calls, before, begun = self._calls, Counter(self._calls), _cpu()
        calls["Lambda invocations"] += 1
        calls[TRANSITIONS] += 1
        with redirect_stdout(StringIO()):  # where Powertools prints metrics
            answer = import_module(HANDLERS[task]).handler(event, _CONTEXT)
        made = calls - before
        made[CPU] = _cpu() - begun - made[EMULATOR_CPU]
        self.by_task.setdefault(task, Counter()).update(made)
        return answer


def _delivered(upload_id: str, path: Path) -> dict[str, str]:
    """The file of a new upload as S3's event names it."""
    from easycrm.handlers import wiring
    from easycrm.settings import settings
    from easycrm.times import now
    from easycrm.uploads.store import source_key

    record: Any = {
        "uploadId": upload_id,
        "status": "uploading",
        "createdAt": now(),
        "createdBy": "b",
        "options": {"country": "SG", "existing": "update"},
        "fileName": path.name,
        "fileSize": 1,
    }
    wiring.upload_records().create(record, expires_days=1)
    key = source_key(upload_id)
    answer = wiring.s3().put_object(Bucket=settings.data_bucket, Key=key, Body=path.read_bytes())
    return {"key": key, "etag": answer["ETag"].strip('"')}


def _items(key: str) -> list[Any]:
    """What a map goes over."""
    from easycrm.handlers import wiring
    from easycrm.settings import settings

    body = wiring.s3().get_object(Bucket=settings.data_bucket, Key=key)["Body"]
    items: list[Any] = json.loads(body.read())
    return items


def _cpu() -> int:
    """Nanoseconds of work of this process and of those that it started and awaited."""
    times = os.times()
    return time.process_time_ns() + int((times.children_user + times.children_system) * 1e9)
