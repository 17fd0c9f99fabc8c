"""Tasks on a folder in the place of S3: what an import of any size writes is on the disk, and nothing else is held."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import md5
from pathlib import Path
from typing import Any

import tests.support.functions_environment  # noqa: F401 - the environment of the functions
from benchmarks.invented_leads import FolderS3 as SnapshotsOnly
from benchmarks.invented_leads import OneTable
from easycrm.leads.lead import Lead
from easycrm.leads.list.snapshots import Snapshots
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.worksheet_batches import read_worksheet_batches

UPLOAD = "u"
BYTES = "S3 bytes"
AT = "2026-03-02T09:00:00.000000Z"


class FolderS3(SnapshotsOnly):
    """What `ImportStore` and `Snapshots` ask of S3, answered from a folder; `calls` counts them, one process alone."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    def put_object(self, Key: str, Body: bytes, **_: Any) -> None:
        self._count("S3 PutObject", len(Body))
        self._new(Key).write_bytes(Body)

    def upload_fileobj(self, file: Any, _bucket: str, key: str) -> None:
        with self._new(key).open("wb") as out:
            while chunk := file.read(1 << 20):
                out.write(chunk)
            self._count("S3 PutObject", out.tell())

    def upload_file(self, path: str, bucket: str, key: str) -> None:
        self._count("S3 PutObject", Path(path).stat().st_size)
        super().upload_file(path, bucket, key)

    def get_object(self, Bucket: str, Key: str, Range: str = "", **_: Any) -> dict[str, Any]:  # noqa: ARG002
        first, dash, last = Range.removeprefix("bytes=").partition("-")
        body = _Body(self.root / Key, int(first or 0), int(last) + 1 if dash else None)
        self._count("S3 GetObject", body.size)
        return {"Body": body}

    def list_objects_v2(self, Prefix: str, **_: Any) -> dict[str, Any]:
        self._count("S3 ListObjectsV2")
        within = self.root / Prefix.rpartition("/")[0]
        found = ((str(path.relative_to(self.root)), path) for path in within.rglob("*") if path.is_file())
        return {"Contents": [{"Key": key, "ETag": _tag(path)} for key, path in sorted(found) if key.startswith(Prefix)]}

    def get_paginator(self, _operation: str) -> Any:
        return self

    def paginate(self, Prefix: str, **_: Any) -> Iterator[Any]:
        yield self.list_objects_v2(Prefix)

    def _count(self, name: str, size: int = 0) -> None:
        with self._lock:
            self.calls += Counter({name: 1, BYTES: size})

    def _new(self, key: str) -> Path:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _tag(path: Path) -> str:
    return md5(f"{path}{path.stat().st_mtime_ns}".encode(), usedforsecurity=False).hexdigest()


class _Body:
    """Of an object, from its first byte to the last one that is asked for."""

    def __init__(self, path: Path, start: int, stop: int | None) -> None:
        self._file = path.open("rb")
        self._file.seek(start)
        there = path.stat().st_size
        self.size = min(stop or there, there) - start
        self._left = stop - start if stop is not None else None

    def read(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        content = self._file.read(size)
        if self._left is not None:
            self._left -= len(content)
        if size < 0:
            self._file.close()
        return content

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        yield from iter(partial(self.read, size), b"")

    def close(self) -> None:
        self._file.close()


class Nobody:
    """Records that nobody reads, and a table without leads that takes all of them."""

    def note(self, *_: Any, **__: Any) -> None: ...

    def names_of(self, _ids: Iterable[str], **__: Any) -> dict[str, Any]:
        return {}

    def get_many(self, _ids: Iterable[str]) -> dict[str, Any]:
        return {}

    def put(self, *_: Any) -> bool:
        return True

    def insert(self, leads: Iterable[Lead], *_: Any) -> set[str]:
        return {lead.lead_id for lead in leads}


def nobody() -> Any:
    """In the place of records or leads."""
    return Nobody()


def store_of(s3: FolderS3) -> ImportStore:
    """The work files of the only upload."""
    return ImportStore(s3, "data", UPLOAD)


def snapshots_of(s3: FolderS3) -> Snapshots:
    """A read model that is empty at first."""
    snapshots = Snapshots(s3, "", OneTable(), "", lambda: AT)
    snapshots.delete_orphans = lambda: 0  # type: ignore[method-assign]  # a folder is not listed as S3 is
    return snapshots


def record_of(s3: FolderS3) -> Any:
    """The record of the only upload, as it is when its workbook is parsed."""
    store = store_of(s3)
    batches = read_worksheet_batches(store) or []
    return {
        "uploadId": UPLOAD,
        "status": "processing",
        "fileName": "leads.csv",
        "fileSize": source_of(s3).stat().st_size,
        "options": {"country": "SG", "existing": "update"},
        "registeredAt": AT,
        "rows": sum(batch["rows"] for batch in batches),
    }


def source_of(s3: FolderS3) -> Path:
    """Where the file is."""
    path = s3.root / f"uploads/{UPLOAD}/source"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
