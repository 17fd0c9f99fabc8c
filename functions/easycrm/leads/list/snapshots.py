"""Where the read model lives: a base and deltas in S3, and one pointer item that says which of them count."""

import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from botocore.exceptions import ClientError

from easycrm.aws import is_absent, is_unmet
from easycrm.errors import IncompleteReadModel
from easycrm.leads.list.entries import Entry, unpacked_entries
from easycrm.leads.list.filling.packing import pack
from easycrm.leads.list.read_model import FORMAT
from easycrm.times import parsed

POINTER_ID = "read-model"
SUPERSEDED_ID = "read-model-superseded"
BASES = "snapshots/bases/"
DELTAS = "snapshots/deltas/"
_GZIP = 16 + zlib.MAX_WBITS  # zlib's name for the format
_PART = 1 << 20
_PARTS_AHEAD = 16
SMALL = 5_000  # leads in deltas that never call for a new base
_SHARE = 0.01  # of the base
KEPT = timedelta(days=1)
"""How long a file that no longer counts can still be read."""


class File(TypedDict):
    """`holds`: the files that it was made of, and says the same as; [] for a base that was built from the table."""

    key: str
    leads: int
    holds: NotRequired[list["File"]]


class Pointer(TypedDict):
    """Which files make the read model. `revision` counts its moves.

    What was stored until `publishedAt` by imports that have ended is in the files; `""` before the first publish.
    """

    revision: int
    base: File | None
    deltas: list[File]
    publishedAt: str


NOTHING: Pointer = {"revision": 0, "base": None, "deltas": [], "publishedAt": ""}


def files_of(pointer: Pointer) -> list[File]:
    """The base, if there is one, and the deltas."""
    return [*([pointer["base"]] if pointer["base"] else []), *pointer["deltas"]]


def keys_of(files: Iterable[File]) -> set[str]:
    return {file["key"] for file in files}


def most_to_apply(pointer: Pointer) -> float:
    """How many leads a reader may be left to apply to the base; beyond that a new base is due."""
    return max(SMALL, _SHARE * (pointer["base"]["leads"] if pointer["base"] else 0))


def without_history(file: File) -> File:
    """The file as another one's `holds` names it."""
    return {"key": file["key"], "leads": file["leads"]}


class Snapshots:
    """Files have unique keys and are never written twice; the pointer moves by condition."""

    def __init__(self, s3: Any, bucket: str, dynamodb: Any, pointer_table: str, clock: Callable[[], str]) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._dynamodb = dynamodb
        self._table = pointer_table
        self._clock = clock

    def pointer(self) -> Pointer:
        """The pointer, read consistently; NOTHING before the first publish."""
        answer = self._dynamodb.get_item(TableName=self._table, Key=_key(POINTER_ID), ConsistentRead=True)
        pointer: Pointer = json.loads(answer["Item"]["pointer"]["S"]) if "Item" in answer else NOTHING
        return pointer

    def now(self) -> str:
        return self._clock()

    def move(self, before: Pointer, base: File | None, deltas: list[File], published_at: str) -> bool:
        """Moves the pointer; False when somebody else moved it since `before`."""
        revision = before["revision"] + 1
        after: Pointer = {"revision": revision, "base": base, "deltas": deltas, "publishedAt": published_at}
        item = _key(POINTER_ID) | {"revision": {"N": str(revision)}, "pointer": {"S": json.dumps(after)}}
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(uploadId)"}
        if before["revision"]:
            condition = {
                "ConditionExpression": "revision = :before",
                "ExpressionAttributeValues": {":before": {"N": str(before["revision"])}},
            }
        try:
            self._dynamodb.put_item(TableName=self._table, Item=item, **condition)
        except ClientError as error:
            if is_unmet(error):
                return False
            raise
        return True

    def write_delta(self, path: Path, leads: int) -> File:
        """The file at `path`, which has packed entries, of so many leads."""
        return self._upload(path, DELTAS, leads)

    def read_delta(self, file: File) -> Iterator[Entry]:
        """Raises IncompleteReadModel when the file is gone."""
        return unpacked_entries(self._body(file))

    def write_base(self, path: Path, leads: int, holds: Iterable[File]) -> File:
        """The SQLite file at `path`, gzipped. `holds`: the files that it was made of."""
        packed = path.with_suffix(".gz")
        pack(path, packed)
        base = self._upload(packed, BASES, leads)
        packed.unlink()
        return {**base, "holds": [without_history(held) for held in holds]}

    def download_base(self, base: File, path: Path) -> None:
        """The base's SQLite file at `path`. Raises IncompleteReadModel when it is gone or of another format."""
        if not base["key"].startswith(f"{BASES}{FORMAT}-"):
            raise _incomplete(base)
        unpacking = zlib.decompressobj(wbits=_GZIP)
        with closing(self._body(base)) as body, path.open("wb") as file:
            for packed in _read_ahead(body):
                file.write(unpacking.decompress(packed))
            file.write(unpacking.flush())
        if not unpacking.eof:
            raise EOFError("The base ended before its end.")

    def supersede(self, files: Iterable[File]) -> None:
        """Remembers files that no longer count, and deletes those that have not counted for a day.

        Not one that counts again: a rebuild goes back to deltas that a base took in while it scanned.
        """
        at = self._clock()
        names = [f"{at} {file['key']}" for file in files]
        if names:
            self._change_superseded("ADD", names)
        oldest = parsed(at) - KEPT
        counted = keys_of(files_of(self.pointer()))
        remembered = [name.split(" ") for name in self.superseded()]
        overdue = [f"{at} {key}" for at, key in remembered if parsed(at) < oldest and key not in counted]
        for name in overdue:
            self._delete(name.split(" ")[1])
        if overdue:
            self._change_superseded("DELETE", overdue)

    def discard(self, file: File) -> None:
        """Deletes a file that never counted."""
        self._delete(file["key"])

    def delete_orphans(self) -> int:
        """Deletes what a killed publisher left: files older than a day that nobody names. Returns how many."""
        pointer = self.pointer()
        held = [held for file in files_of(pointer) for held in file.get("holds", ())]
        named = keys_of(files_of(pointer)) | keys_of(held) | {name.split(" ")[1] for name in self.superseded()}
        oldest = parsed(self._clock()) - KEPT
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix="snapshots/")
        stored = [entry for page in pages for entry in page.get("Contents", ())]
        orphans = [entry["Key"] for entry in stored if entry["Key"] not in named and entry["LastModified"] < oldest]
        for key in orphans:
            self._delete(key)
        return len(orphans)

    def _upload(self, path: Path, folder: str, leads: int) -> File:
        key = f"{folder}{FORMAT}-{secrets.token_hex(8)}"
        self._s3.upload_file(str(path), self._bucket, key)
        return {"key": key, "leads": leads}

    def _body(self, file: File) -> Any:
        try:
            return self._s3.get_object(Bucket=self._bucket, Key=file["key"])["Body"]
        except ClientError as error:
            if is_absent(error):
                raise _incomplete(file) from error
            raise

    def _delete(self, key: str) -> None:
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def superseded(self) -> list[str]:
        """`time key` of each file that no longer counts."""
        answer = self._dynamodb.get_item(TableName=self._table, Key=_key(SUPERSEDED_ID), ConsistentRead=True)
        return sorted(answer.get("Item", {}).get("files", {}).get("SS", ()))

    def _change_superseded(self, how: str, names: list[str]) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key=_key(SUPERSEDED_ID),
            UpdateExpression=f"{how} files :names",
            ExpressionAttributeValues={":names": {"SS": names}},
        )


def _read_ahead(body: Any) -> Iterator[bytes]:
    """What a body has, in parts that are fetched while those before them are unpacked."""
    with ThreadPoolExecutor(1) as fetching:
        parts = deque(fetching.submit(body.read, _PART) for _ in range(_PARTS_AHEAD))
        while part := parts.popleft().result():
            parts.append(fetching.submit(body.read, _PART))
            yield part


def _incomplete(file: File) -> IncompleteReadModel:
    sentence = "The list of leads cannot be read until an operator has rebuilt it. No lead is lost."
    return IncompleteReadModel("readModelIncomplete", sentence, file=file["key"])


def _key(item_id: str) -> dict[str, Any]:
    return {"uploadId": {"S": item_id}}
