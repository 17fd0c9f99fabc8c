"""Where the read model lives: a base and deltas in S3, and one pointer item that says which of them count."""

import gzip
import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypedDict

from botocore.exceptions import ClientError

from easycrm.errors import LostRace
from easycrm.leads.lead import Lead
from easycrm.leads.read_model import Entry, apply_entries, count_leads, entry_of, open_read_model

POINTER_ID = "read-model"
_MAX_DELTAS = 20
_SMALL = 5_000  # leads in deltas that never call for a new base
_SHARE = 0.25  # of the base: above it, a new base
_KEEP = timedelta(days=1)
_MOVES = 20


class File(TypedDict):
    key: str
    leads: int


class Pointer(TypedDict):
    """Which files make the read model. `revision` counts its moves; `superseded` waits to be deleted."""

    revision: int
    base: File | None
    deltas: list[File]
    superseded: list[dict[str, str]]
    publishedAt: str


NOTHING: Pointer = {"revision": 0, "base": None, "deltas": [], "superseded": [], "publishedAt": ""}


class Snapshots:
    """Files are never written twice; the pointer moves by condition, so two publishers lose nothing."""

    def __init__(self, s3: Any, bucket: str, dynamodb: Any, pointer_table: str, clock: Callable[[], str]) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._dynamodb = dynamodb
        self._table = pointer_table
        self._clock = clock

    def pointer(self) -> Pointer:
        """The pointer, read consistently; NOTHING before the first publish."""
        answer = self._dynamodb.get_item(TableName=self._table, Key=_pointer_key(), ConsistentRead=True)
        pointer: Pointer = json.loads(answer["Item"]["pointer"]["S"]) if "Item" in answer else NOTHING
        return pointer

    def publish(self, leads: Iterable[Lead]) -> int:
        """Adds leads to the read model, returns how many; then compacts, where the deltas call for it."""
        key = f"snapshots/deltas/{uuid.uuid4().hex}.jsonl.gz"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "delta"
            count = _write_delta(path, leads)
            if not count:
                return 0
            self._s3.upload_file(str(path), self._bucket, key)
        self._add_delta({"key": key, "leads": count})
        self._compact_if_due()
        return count

    def read_delta(self, file: File) -> Iterator[Entry]:
        body = self._s3.get_object(Bucket=self._bucket, Key=file["key"])["Body"]
        with gzip.open(body, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def download_base(self, base: File | None, path: Path) -> None:
        """The base's file at `path`; none where there is no base."""
        if base:
            body = self._s3.get_object(Bucket=self._bucket, Key=base["key"])["Body"]
            with gzip.open(body, "rb") as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file)

    def _add_delta(self, delta: File) -> None:
        for _ in range(_MOVES):
            before = self.pointer()
            if self._move(before, {**before, "deltas": [*before["deltas"], delta], "publishedAt": self._clock()}):
                return
        raise LostRace("lostRace", "Other imports kept publishing at the same moment.")

    def _compact_if_due(self) -> None:
        """One try: whoever loses the race leaves it to the next publisher."""
        before = self.pointer()
        if not is_compaction_due(before):
            return
        key = f"snapshots/bases/{uuid.uuid4().hex}.sqlite.gz"
        with TemporaryDirectory() as folder:
            base = self._write_base(before, Path(folder))
            self._s3.upload_file(str(base.path), self._bucket, key)
        replaced = [file["key"] for file in (*before["deltas"], *filter(None, [before["base"]]))]
        kept = self._delete_superseded(before["superseded"])
        after: Pointer = {
            **before,
            "base": {"key": key, "leads": base.leads},
            "deltas": [],
            "superseded": [*kept, *({"key": old, "at": self._clock()} for old in replaced)],
        }
        self._move(before, after)

    def _write_base(self, pointer: Pointer, folder: Path) -> "_Base":
        path = folder / "base.sqlite"
        self.download_base(pointer["base"], path)
        model = open_read_model(path)
        for delta in pointer["deltas"]:
            apply_entries(model, self.read_delta(delta))
        leads = count_leads(model)
        model.close()
        packed = folder / "base.sqlite.gz"
        with path.open("rb") as file, gzip.open(packed, "wb", compresslevel=6) as out:
            shutil.copyfileobj(file, out)
        return _Base(packed, leads)

    def _delete_superseded(self, superseded: list[dict[str, str]]) -> list[dict[str, str]]:
        """Deletes what no reader can be using any more; returns what has to wait."""
        oldest = datetime.fromisoformat(self._clock()) - _KEEP
        waiting = []
        for file in superseded:
            if datetime.fromisoformat(file["at"]) < oldest:
                self._s3.delete_object(Bucket=self._bucket, Key=file["key"])
            else:
                waiting.append(file)
        return waiting

    def _move(self, before: Pointer, after: Pointer) -> bool:
        item = _pointer_key() | {
            "revision": {"N": str(before["revision"] + 1)},
            "pointer": {"S": json.dumps({**after, "revision": before["revision"] + 1})},
        }
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(uploadId)"}
        if before["revision"]:
            condition = {
                "ConditionExpression": "revision = :before",
                "ExpressionAttributeValues": {":before": {"N": str(before["revision"])}},
            }
        try:
            self._dynamodb.put_item(TableName=self._table, Item=item, **condition)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


class _Base:
    def __init__(self, path: Path, leads: int) -> None:
        self.path = path
        self.leads = leads


def is_compaction_due(pointer: Pointer) -> bool:
    """Whether the deltas have outgrown their share of the base."""
    in_deltas = sum(delta["leads"] for delta in pointer["deltas"])
    in_base = pointer["base"]["leads"] if pointer["base"] else 0
    return len(pointer["deltas"]) > _MAX_DELTAS or in_deltas > max(_SMALL, _SHARE * in_base)


def _write_delta(path: Path, leads: Iterable[Lead]) -> int:
    count = 0
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for lead in leads:
            lines.write(json.dumps(entry_of(lead)) + "\n")
            count += 1
    return count


def _pointer_key() -> dict[str, Any]:
    return {"uploadId": {"S": POINTER_ID}}
