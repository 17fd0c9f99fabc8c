"""What the tests do with a running stack: import files as a client, and look into its tables as an operator."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local import aws, importing
from local.stack import Stack

_deserialise = TypeDeserializer().deserialize


class World:
    """One stack, as its users and operators see it."""

    def __init__(self, running: Stack, folder: Path) -> None:
        self.stack = running
        self.client = running.client()
        self.outputs = running.outputs
        self.dynamodb = aws.client(running.settings, "dynamodb")
        self.s3 = aws.client(running.settings, "s3")
        self.step_functions = aws.client(running.settings, "stepfunctions")
        self._folder = folder

    def csv(self, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
        path = self._folder / name
        path.write_text("\n".join(",".join(cells) for cells in [header, *rows]) + "\n", encoding="utf-8")
        return path

    def file(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(content)
        return path

    def import_file(self, path: Path, **options: str) -> dict[str, Any]:
        """The final status."""
        return self.follow(self.start_upload(path, **options))

    def import_at_once(self, paths: Sequence[Path], delays: Sequence[float]) -> list[dict[str, Any]]:
        """The final statuses of several imports, each begun `delay` seconds after the call, by a user of its own."""

        def begin(path: Path, delay: float) -> dict[str, Any]:
            time.sleep(delay)  # the timing is what is being varied
            return self.import_file(path)

        with ThreadPoolExecutor(len(paths)) as pool:
            return list(pool.map(begin, paths, delays))

    def start_upload(self, path: Path, **options: str) -> str:
        """Sends the file, and returns the uploadId without waiting."""
        ticket = self.client.create_upload(path.name, path.stat().st_size, options)
        self.client.send_file(ticket, path)
        return str(ticket["uploadId"])

    def follow(self, upload_id: str, seen: Callable[[dict[str, Any]], None] = lambda _status: None) -> dict[str, Any]:
        """The final status; `seen` gets every status on the way. An error of the API is a failure of the test."""

        def look() -> dict[str, Any] | None:
            status = self.client.status(upload_id)
            seen(status)
            return status if status["status"] in importing.EXIT_CODES else None

        return dict(wait_for(look))

    def leads(self, query: str = "pageSize=500") -> dict[str, Any]:
        answer = self.client.call("GET", f"/leads?{query}")
        assert answer.ok, answer.body
        return dict(answer.body)

    def lead_items(self) -> list[dict[str, Any]]:
        """The leads table itself, in the order of leadId."""
        items = self._scan(self.outputs["LeadsTableName"])
        return sorted(items, key=lambda item: item["leadId"])

    def record(self, upload_id: str) -> dict[str, Any]:
        key = {"uploadId": {"S": upload_id}}
        item = self.dynamodb.get_item(TableName=self.outputs["UploadsTableName"], Key=key)["Item"]
        return {name: _deserialise(value) for name, value in item.items()}

    def start_execution(self, name: str, content: Mapping[str, Any]) -> str:
        """Starts the state machine as S3 or an operator would; waits for its end and returns its status."""
        arn = self.step_functions.start_execution(
            stateMachineArn=self.outputs["StateMachineArn"], name=name, input=json.dumps(content)
        )["executionArn"]
        status: str = wait_for(lambda: self._ended(arn))
        return status

    def _ended(self, arn: str) -> str | None:
        status: str = self.step_functions.describe_execution(executionArn=arn)["status"]
        return status if status != "RUNNING" else None

    @contextmanager
    def forbidden(self, *keys: str, action: str = "s3:GetObject") -> Iterator[None]:
        """A fault that is real: the bucket refuses these keys (patterns) to everybody."""
        bucket = self.outputs["DataBucketName"]
        deny = {"Effect": "Deny", "Principal": "*", "Action": action}
        statements = [{**deny, "Resource": f"arn:aws:s3:::{bucket}/{key}"} for key in keys]
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy)
        try:
            yield
        finally:
            self.s3.delete_bucket_policy(Bucket=bucket)

    def forget_everything(self) -> None:
        for table, key in (("LeadsTableName", "leadId"), ("UploadsTableName", "uploadId")):
            for item in self._scan(self.outputs[table]):
                self.dynamodb.delete_item(TableName=self.outputs[table], Key={key: {"S": item[key]}})

    def _scan(self, table: str) -> list[dict[str, Any]]:
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [{name: _deserialise(value) for name, value in item.items()} for page in pages for item in page["Items"]]


def wait_for(look: Callable[[], Any], seconds: float = 60) -> Any:
    """What `look` finds, as soon as it is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Nothing came in {seconds} seconds.")
