"""Brings a stack to where each recorded event of tests/events can be tried.

The upload that they are about is imported as far as Finish import.

    PYTHONPATH=functions .venv/bin/python -m tests.support.seed

On the local stack; also writes .local/functions.json, for `sam local invoke`.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from easycrm.times import now
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import source_key
from local.emulator import aws, environment, stack
from local.emulator.invoke import invoke
from local.emulator.stack import Stack
from local.settings import STACK_NAME, read_settings
from tests.support.lambdas import EVENTS, TASKS, UPLOAD_ID, Context, event, function_of, upload_record


def seed(running: Stack) -> None:
    """Begins the upload anew; the leads of an earlier time stay. Raises RuntimeError when a task fails."""
    dynamodb, table = aws.client(running.settings, "dynamodb"), running.outputs["UploadsTableName"]
    dynamodb.delete_item(TableName=table, Key={"uploadId": {"S": UPLOAD_ID}})
    UploadRecords(dynamodb, table).create(upload_record(now()), expires_days=1)
    bucket = running.outputs["DataBucketName"]
    with _silence(aws.client(running.settings, "s3"), bucket) as s3:
        s3.put_object(Bucket=bucket, Key=source_key(UPLOAD_ID), Body=(EVENTS / "fair.csv").read_bytes())
    for name in TASKS:
        outcome = invoke(running.settings, function_of(name), event(name), Context.aws_request_id)
        if not outcome.ok:
            raise RuntimeError(f"{name}: {outcome.answer}")


@contextmanager
def _silence(s3: Any, bucket: str) -> Iterator[Any]:
    """The bucket tells nobody of new objects meanwhile, so no import begins by itself."""
    before = s3.get_bucket_notification_configuration(Bucket=bucket)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    try:
        yield s3
    finally:
        before.pop("ResponseMetadata", None)
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=before)


def variables(running: Stack) -> dict[str, str]:
    """What the functions are told, and where AWS is for a container on this machine."""
    functions = aws.client(running.settings, "lambda")
    name = aws.client(running.settings, "cloudformation").describe_stack_resource(
        StackName=STACK_NAME, LogicalResourceId=function_of(TASKS[0])
    )["StackResourceDetail"]["PhysicalResourceId"]
    told: dict[str, str] = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    return told | {"AWS_ENDPOINT_URL": f"http://host.docker.internal:{running.settings.port}"}


def main() -> int:
    settings = read_settings(os.environ)
    environment.enter(settings)
    running = stack.up(settings, "seed")
    seed(running)
    told = json.dumps({"Parameters": variables(running)}, indent=2)
    (settings.root / ".local" / "functions.json").write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
