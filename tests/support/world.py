"""What the tests do with a running stack: import files as a client, and look into its tables as an operator."""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from easycrm.aws import from_attributes, to_attributes
from easycrm.uploads.executions import STANDARDISE_BATCHES, UPSERT_SLICES, Executions
from local.emulator import aws
from local.emulator.stack import Stack
from local.operating import importing
from local.patience import WAIT_SECONDS

CHILDREN = {"Standardise batch": STANDARDISE_BATCHES, "Upsert slice": UPSERT_SLICES}
"""The states of the maps' children, and the labels of the maps."""

_AT_ONCE = 25  # what BatchWriteItem takes


class World:
    """One stack, as its users and operators see it."""

    def __init__(self, running: Stack, folder: Path) -> None:
        self.stack = running
        self.client = running.client()
        self.outputs = running.outputs
        self.dynamodb = aws.client(running.settings, "dynamodb")
        self.s3 = aws.client(running.settings, "s3")
        self.step_functions = aws.client(running.settings, "stepfunctions")
        self._functions = aws.client(running.settings, "lambda")
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

    def import_at_once(
        self, paths: Sequence[Path], delays: Sequence[float], policies: Sequence[str]
    ) -> list[dict[str, Any]]:
        """The final statuses of several imports, each begun `delay` seconds after the call."""

        def begin(path: Path, delay: float, existing: str) -> dict[str, Any]:
            time.sleep(delay)  # the timing is what is being varied
            return self.import_file(path, existing=existing)

        with ThreadPoolExecutor(len(paths)) as pool:
            return list(pool.map(begin, paths, delays, policies))

    def kill_workers(self, task: str) -> int:
        """Ends the processes in which a function runs, as a machine that dies does; returns how many there were."""
        folder = f"{self.stack.settings.temporary}/ministack-lambda-"
        killed = 0
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (process / "cmdline").read_bytes().decode()
                if folder in command and f"-{task}Function-" in command:
                    os.kill(int(process.name), signal.SIGKILL)
                    killed += 1
        return killed

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

    def lead(self, email: str) -> dict[str, Any]:
        """The lead with this email, with the origin of every value."""
        found = self.client.call("GET", f"/leads?email={email}").body["leads"]
        return dict(self.client.call("GET", f"/leads/{found[0]['leadId']}").body)

    def lead_items(self) -> list[dict[str, Any]]:
        """The leads table itself, in the order of leadId."""
        items = self._scan(self.outputs["LeadsTableName"])
        return sorted(items, key=lambda item: item["leadId"])

    def record(self, upload_id: str) -> dict[str, Any]:
        key = {"uploadId": {"S": upload_id}}
        item = self.dynamodb.get_item(TableName=self.outputs["UploadsTableName"], Key=key)["Item"]
        return from_attributes(item)

    def start_execution(self, name: str, content: Mapping[str, Any]) -> str:
        """Starts the state machine as S3 or an operator would; waits for its end and returns its status."""
        arn = self.step_functions.start_execution(
            stateMachineArn=self.outputs["StateMachineArn"], name=name, input=json.dumps(content)
        )["executionArn"]
        status: str = wait_for(lambda: self._ended(arn))
        return status

    @property
    def execution_prefix(self) -> str:
        return self.outputs["StateMachineArn"].replace(":stateMachine:", ":execution:") + ":"

    def wait_for_state(self, upload_id: str, state: str) -> None:
        """Until the import has come to a state; to a state of a map's children: until its map run has begun."""
        arn = wait_for(lambda: self.record(upload_id).get("executionArn"))
        if state in CHILDREN:
            wait_for(lambda: CHILDREN[state] in self._map_runs(arn))
        else:
            wait_for(lambda: state in self._states_entered(arn))

    def _states_entered(self, arn: str) -> set[str]:
        pages = self.step_functions.get_paginator("get_execution_history").paginate(executionArn=arn)
        events = [event for page in pages for event in page["events"]]
        return {event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event}

    def wait_for_execution(self, upload_id: str) -> dict[str, Any]:
        """The execution that the upload's event started, when it has ended."""
        return self.wait_for_executions(upload_id, 1)[0]

    def wait_for_executions(self, text: str, number: int) -> list[dict[str, Any]]:
        """The executions with a text in their input, when so many of them have ended."""

        def look() -> list[dict[str, Any]] | None:
            arns = self.step_functions.list_executions(stateMachineArn=self.outputs["StateMachineArn"])["executions"]
            every = (self.step_functions.describe_execution(executionArn=each["executionArn"]) for each in arns)
            found = [each for each in every if text in each["input"] and each["status"] != "RUNNING"]
            return found if len(found) >= number else None

        return list(wait_for(look))

    def map_run_totals(self, upload_id: str) -> dict[str, dict[str, int]]:
        """What the map runs of the upload's latest execution counted, by label."""
        arns = self._map_runs(self.record(upload_id)["executionArn"])
        runs = {label: self.step_functions.describe_map_run(mapRunArn=arn) for label, arn in arns.items()}
        return {
            label: {name: run["itemCounts"][name] for name in ("succeeded", "failed")} for label, run in runs.items()
        }

    def _map_runs(self, execution_arn: str) -> dict[str, str]:
        return Executions(self.step_functions, self.outputs["StateMachineArn"]).map_run_arns(execution_arn)

    def function_name(self, task: str) -> str:
        names = [each["FunctionName"] for each in self._functions.list_functions()["Functions"]]
        return next(str(name) for name in names if f"-{task}Function-" in name)

    def invoke(self, task: str, event: Mapping[str, Any]) -> Any:
        """The answer of a function; when it raised, `{"errorMessage": ...}`."""
        answer = self._functions.invoke(FunctionName=self.function_name(task), Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    def run_batches_again(self, upload_id: str) -> list[Any]:
        """Every batch of the first import once more, as a redelivery does; the answers."""
        return self._run_items_again(upload_id, "StandardiseBatch", "worksheet-batches.json")

    def run_slices_again(self, upload_id: str) -> list[Any]:
        """Every slice of the first import once more; the answers."""
        return self._run_items_again(upload_id, "UpsertSlice", "runs/0/slices.json")

    def _run_items_again(self, upload_id: str, task: str, name: str) -> list[Any]:
        of_run = {"uploadId": upload_id, "run": 0}
        return [self.invoke(task, item | of_run) for item in self.read_work_file(upload_id, name)]

    def run_every_task_again(self, upload_id: str) -> list[Any]:
        """All tasks of an import that has ended, as if each were delivered twice; their answers."""
        self.change_record(upload_id, status="processing")
        etag, arn = self.source_etag(upload_id), self.record(upload_id)["executionArn"]
        event = {"detail": {"object": {"key": f"uploads/{upload_id}/source", "etag": etag}}}
        state = self.invoke("RegisterUpload", {"input": event, "executionArn": arn})
        before = [self.invoke(task, state) for task in ("ParseWorkbook", "MapColumns")]
        batches, chosen = self.run_batches_again(upload_id), self.invoke("ChooseSlices", state)
        slices = self.run_slices_again(upload_id)
        after = [self.invoke(task, state) for task in ("PublishLeads", "FinishImport")]
        return [state, *before, *batches, chosen, *slices, *after]

    def shuffle(self, upload_id: str, name: str, chance: Random, to: str = "") -> list[Any]:
        """Puts what a map goes over in another order, or a copy of it in another place; returns it."""
        entries: list[Any] = self.read_work_file(upload_id, name)
        chance.shuffle(entries)
        self.change_work_file(upload_id, to or name, entries)
        return entries

    def change_work_file(self, upload_id: str, name: str, content: Any) -> None:
        """Another content, as no task would write it."""
        key = f"imports/{upload_id}/{name}"
        self.s3.put_object(Bucket=self.outputs["DataBucketName"], Key=key, Body=json.dumps(content).encode())

    def results(self, upload_id: str) -> dict[str, int]:
        """The slices' results, added up."""
        total: Counter[str] = Counter()
        for name in self.work_files(upload_id, "slice-results/"):
            total.update(self.read_work_file(upload_id, name)["counts"])
        return dict(total)

    def delete_work_file(self, upload_id: str, folder: str, ending: str) -> None:
        for name in self.work_files(upload_id, folder):
            if name.endswith(ending):
                self.s3.delete_object(Bucket=self.outputs["DataBucketName"], Key=f"imports/{upload_id}/{name}")

    def source_etag(self, upload_id: str) -> str:
        answer = self.s3.head_object(Bucket=self.outputs["DataBucketName"], Key=f"uploads/{upload_id}/source")
        return str(answer["ETag"]).strip('"')

    def change_record(self, upload_id: str, **facts: Any) -> None:
        """An operator's hand in the uploads table."""
        self.dynamodb.update_item(
            TableName=self.outputs["UploadsTableName"],
            Key={"uploadId": {"S": upload_id}},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in facts),
            ExpressionAttributeNames={f"#{name}": name for name in facts},
            ExpressionAttributeValues=to_attributes({f":{name}": value for name, value in facts.items()}),
        )

    def work_files(self, upload_id: str, folder: str) -> list[str]:
        """The names of the upload's work files that begin so, in order."""
        prefix = f"imports/{upload_id}/"
        answer = self.s3.list_objects_v2(Bucket=self.outputs["DataBucketName"], Prefix=prefix + folder)
        return [entry["Key"].removeprefix(prefix) for entry in answer.get("Contents", ())]

    def read_work_file(self, upload_id: str, name: str) -> Any:
        """What is in a work file of JSON."""
        key = f"imports/{upload_id}/{name}"
        return json.loads(self.s3.get_object(Bucket=self.outputs["DataBucketName"], Key=key)["Body"].read())

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

    @contextmanager
    def silent_bucket(self) -> Iterator[None]:
        """A fault: S3 tells nobody of what is put here."""
        bucket = self.outputs["DataBucketName"]
        self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
        try:
            yield
        finally:
            telling: dict[str, Any] = {"EventBridgeConfiguration": {}}
            self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=telling)

    def remembered_mappings(self) -> dict[str, Any]:
        """`{key: mapping}` of what finished imports have left to later ones."""
        return {
            key: json.loads(self.s3.get_object(**key_of)["Body"].read()) for key, key_of in self._shared("mappings/")
        }

    def remember(self, key: str, mapping: Any) -> None:
        """Puts another mapping in its place."""
        self.s3.put_object(Bucket=self.outputs["DataBucketName"], Key=key, Body=json.dumps(mapping).encode())

    def _shared(self, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
        bucket = self.outputs["DataBucketName"]
        for entry in self.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ()):
            yield entry["Key"], {"Bucket": bucket, "Key": entry["Key"]}

    def forget_everything(self) -> None:
        for prefix in ("mappings/", "replies/"):
            for _, key_of in self._shared(prefix):
                self.s3.delete_object(**key_of)
        for table, key in (
            ("LeadsTableName", ("leadId",)),
            ("UploadsTableName", ("uploadId",)),
            ("TeamTableName", ("kind", "name")),
        ):
            keys = [{name: {"S": item[name]} for name in key} for item in self._scan(self.outputs[table])]
            for first in range(0, len(keys), _AT_ONCE):
                requests = [{"DeleteRequest": {"Key": each}} for each in keys[first : first + _AT_ONCE]]
                answer = self.dynamodb.batch_write_item(RequestItems={self.outputs[table]: requests})
                assert not answer.get("UnprocessedItems")

    def _scan(self, table: str) -> list[dict[str, Any]]:
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [from_attributes(item) for page in pages for item in page["Items"]]


PATIENCE = WAIT_SECONDS
"""Seconds; whoever knows the machine and the tests may have less."""


def wait_for(look: Callable[[], Any], seconds: float | None = None) -> Any:
    """What `look` finds, as soon as it is something."""
    seconds = PATIENCE if seconds is None else seconds
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Nothing came in {seconds} seconds.")
