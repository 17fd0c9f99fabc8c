"""What becomes of files: each is imported alone, on moto, by the handlers of the checkout in whose folder this runs.

    cd CHECKOUT && PYTHONPATH=functions:. python -P /path/to/benchmarks/commits/fates.py FOLDER ...

Prints a line of JSON for each file below the folders. `compare.py` runs it for two commits, so it asks a checkout only
for what keeps its name from one to the next: handlers, their recorded events, the environment of `tests/conftest.py`,
the template, and what the API answers. Times and ids that every import has of its own are left out.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from csv import reader
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

Fate = dict[str, Any]
"""`status` as GET /status has it at the end; `answers` of the tasks; `worksheets`, `columns` and `tables`, each by
place and name; `leads` by the place of their newest row; `report`, the lines of the row report by place."""

EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:import:one"
_CONTEXT = SimpleNamespace(
    aws_request_id="attempt", function_name="f", memory_limit_in_mb=512, invoked_function_arn="arn", log_stream_name="s"
)
_OF_TABLES = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_OF_ONE_IMPORT = frozenset({"uploadId", "createdAt", "createdBy", "createdIn", "updatedAt", "completedAt", "requestId"})


def main() -> None:
    """One line for each file, as soon as it is known."""
    import_module("tests.conftest")  # the environment of the functions
    os.environ["POWERTOOLS_METRICS_DISABLED"] = "true"
    from moto import mock_aws

    with mock_aws(), _documented_inserts():
        for folder in map(Path, sys.argv[1:]):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                _clear()
                begun = time.perf_counter()
                line = {"file": f"{folder.name}/{path.relative_to(folder)}", "fate": fate_of(path)}
                print(json.dumps(line | {"seconds": time.perf_counter() - begun}, ensure_ascii=False), flush=True)


def _documented_inserts() -> AbstractContextManager[None]:
    """What moto lacks for a checkout that inserts leads by statements."""
    module = "tests.support.insert_statements"
    stand_in: AbstractContextManager[None] = (
        import_module(module).documented_inserts() if _is_there(module) else nullcontext()
    )
    return stand_in


def _clear() -> None:
    """A world without leads, uploads, files and remembered mappings: the template's own tables and bucket."""
    from moto.backends import get_backend

    for service in ("dynamodb", "s3"):
        get_backend(service).reset()
    resources = _one_of("tests.support.sam", "tests.sam").translated()["Resources"]
    for name, resource in (("LEADS_TABLE", "LeadsTable"), ("UPLOADS_TABLE", "UploadsTable")):
        properties = resources[resource]["Properties"]
        schema = {key: properties[key] for key in _OF_TABLES if key in properties}
        _client("dynamodb").create_table(TableName=os.environ[name], **schema)
    location = {"LocationConstraint": os.environ["AWS_REGION"]}
    _client("s3").create_bucket(Bucket=os.environ["DATA_BUCKET"], CreateBucketConfiguration=location)


@cache
def _client(service: Any) -> Any:
    import boto3

    return boto3.client(service)


@cache
def _one_of(*names: str) -> ModuleType:
    """The first of these modules that there is."""
    return import_module(next(name for name in names if _is_there(name)))


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # its package is not there
        return False


def fate_of(path: Path) -> Fate:
    """The whole import of one file, from POST /upload to GET /status."""
    body = {"fileName": path.name, "fileSize": path.stat().st_size, "options": {"country": "SG"}}
    ticket = _call("create_upload", body=json.dumps(body))
    if "fields" not in ticket:
        return {"status": _without_own(ticket)}
    upload_id = ticket["uploadId"]
    answers = _run(ticket["fields"]["key"], path.read_bytes())
    status = _call("get_status", path=f"/status/{upload_id}", pathParameters={"uploadId": upload_id})
    return _described(status, answers, upload_id)


def _call(route: str, **changes: Any) -> Any:
    """The body of an API function's answer to its recorded event, with some members changed."""
    event = json.loads(Path("tests", "events", f"{route}.json").read_text(encoding="utf-8"))
    return json.loads(_handle(route, event | changes)["body"])


def _handle(name: str, event: Any) -> Any:
    module = _one_of(f"easycrm.handlers.{name}", f"easycrm.handlers.api.{name}")
    with redirect_stdout(StringIO()):
        return module.handler(event, _CONTEXT)


def _run(key: str, content: bytes) -> dict[str, Any]:
    """The states of the machine in its order, on this source; the tasks' answers, and the error that stopped them."""
    etag = _client("s3").put_object(Bucket=os.environ["DATA_BUCKET"], Key=key, Body=content)["ETag"].strip('"')
    event = {"detail": {"object": {"key": key, "etag": etag, "size": len(content)}}}
    state = _handle("register_upload", {"input": event, "executionArn": EXECUTION})
    answers: dict[str, Any] = {}
    try:
        for task in ("parse_workbook", "map_columns"):
            answers[task] = _handle(task, state)
        _run_maps(answers["parse_workbook"], state)
        for task in ("publish_leads", "finish_import"):
            answers[task] = _handle(task, state)
    except Exception as error:  # noqa: BLE001 - whatever it is, Step Functions catches it
        answers["error"] = type(error).__name__
        failure = {"Error": answers["error"], "Cause": json.dumps({"errorMessage": str(error)})}
        _handle("record_failure", {"input": state | {"failure": failure}, "executionArn": EXECUTION})
    for name in ("key", "batches"):
        answers.get("parse_workbook", {}).pop(name, None)
    return answers


def _run_maps(parsed: Mapping[str, Any], state: Mapping[str, Any]) -> None:
    """The one map of a checkout that plans batches, or the two of one that shares rows out twice."""
    if _is_there("easycrm.handlers.plan_batches"):
        _run_map(_handle("plan_batches", state), ("standardise_batch", "upsert_batch"), state)
    else:
        _run_map(parsed, ("standardise_batch",), state)
        _run_map(_handle("choose_slices", state), ("upsert_slice",), state)


def _run_map(listed: Mapping[str, Any], tasks: Sequence[str], state: Mapping[str, Any]) -> None:
    """These tasks on every item of a list, which is the work file of this key."""
    for item in json.loads(_work_file(listed["key"])):
        for task in tasks:
            _handle(task, {**state, **item})


def _work_file(key: str) -> bytes:
    content: bytes = _client("s3").get_object(Bucket=os.environ["DATA_BUCKET"], Key=key)["Body"].read()
    return content


def _described(status: dict[str, Any], answers: dict[str, Any], upload_id: str) -> Fate:
    worksheets = status.pop("worksheets", [])
    for name in ("worksheetCount", "noteCount"):
        status.pop(name, None)
    link = status.pop("reportUrl", "")
    columns = [
        column | {"worksheet": sheet["name"]} for sheet in worksheets for column in _all_columns(sheet, upload_id)
    ]
    return {
        "status": _without_own(status),
        "answers": _without_own(answers),
        "worksheets": _by(lambda sheet: sheet["name"], [_worksheet(sheet) for sheet in worksheets]),
        "columns": _by(lambda column: f"{column.pop('worksheet')}!{column['index']} {column['header']}", columns),
        "tables": _by(lambda table: f"{table['worksheet']} from row {table['headerRow']}", _tables(upload_id)),
        "leads": _by(lambda lead: f"{lead.pop('worksheet')} row {lead.pop('row')}", _leads()),
        "report": _report(link) if link else {},
    }


def _all_columns(sheet: Mapping[str, Any], upload_id: str) -> list[dict[str, Any]]:
    """The columns of a status and those behind them; a commit that knows no more shows all at once."""
    columns = list(sheet["columns"])
    while place := sheet.get("next"):
        path, asked = f"/status/{upload_id}/columns", {"next": place}
        (sheet,) = _call("get_status", path=path, queryStringParameters=asked)["worksheets"]
        columns += sheet["columns"]
    return columns


def _worksheet(sheet: Mapping[str, Any]) -> dict[str, Any]:
    findings = {each["code"]: {"count": each["count"], "examples": each["examples"]} for each in sheet["findings"]}
    skipped = {f"row {each['row']}": f"{each['code']}: {each['message']}" for each in sheet["skipped"]}
    others = {name: sheet[name] for name in sheet if name not in ("columns", "columnCount", "skippedCount", "next")}
    return others | {"findings": findings, "skipped": skipped}


def _tables(upload_id: str) -> list[dict[str, Any]]:
    """The tables of Map columns' work file, found by its form: a list of what has a header row."""
    prefix = f"imports/{upload_id}/"
    listed = (
        _client("s3")
        .list_objects_v2(Bucket=os.environ["DATA_BUCKET"], Prefix=prefix, Delimiter="/")
        .get("Contents", ())
    )
    read = [json.loads(_work_file(each["Key"])) for each in listed if each["Key"].endswith(".json")]
    tables = [each for each in read if isinstance(each, list) and all("headerRow" in part for part in each)]
    names = ("worksheet", "headerRow", "rows", "held")
    return [{name: table.get(name) for name in names} for table in (tables[0] if tables else ())]


def _leads() -> list[dict[str, Any]]:
    """The items of the leads table, with origins as worksheet and row."""
    from boto3.dynamodb.types import TypeDeserializer

    pages = _client("dynamodb").get_paginator("scan").paginate(TableName=os.environ["LEADS_TABLE"])
    items = [TypeDeserializer().deserialize({"M": item}) for page in pages for item in page["Items"]]
    leads = json.loads(json.dumps([_without_own(item) for item in items], default=int))
    return [lead | {"origins": [origin[-2:] for origin in lead["origins"]]} for lead in leads]


def _report(link: str) -> dict[str, dict[str, Any]]:
    """Why each row is in the row report and what stands there of it, by worksheet and row."""
    import requests

    text = requests.get(link, timeout=10).content.decode("utf-8-sig")
    lines = _by(lambda line: f"{line[0]} row {line[1]}", [*reader(StringIO(text, newline=""))])
    return {place: {"reason": reason, "cells": cells} for place, (_, _, reason, *cells) in lines.items()}


def _without_own(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in _OF_ONE_IMPORT}


def _by(name: Callable[[Any], str], each: Sequence[Any]) -> dict[str, Any]:
    """By their names; a second one of a name has its number."""
    named: dict[str, Any] = {}
    for one in each:
        key = name(one)
        number = 1 + sum(key == other or other.startswith(f"{key} #") for other in named)
        named[key if key not in named else f"{key} #{number}"] = one
    return named


if __name__ == "__main__":
    main()
