"""The data bucket: the source of an upload, and what the tasks of its import hand to each other."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypedDict, TypeVar

from botocore.exceptions import ClientError

from easycrm.aws import is_absent, is_conflict, is_unmet
from easycrm.errors import UnreadableFile

_CHUNK = 1024 * 1024
_LINK_SECONDS = 3600
_CONFLICTS = 6  # tries of a write that somebody else makes at the same moment
_PAUSE = 0.05  # seconds before the second of them, doubled for each further one

Content = TypeVar("Content")


class UploadLink(TypedDict):
    """A form post that takes one file: where to, and the fields that go before the file."""

    url: str
    fields: dict[str, str]


def source_key(upload_id: str) -> str:
    """Where the browser puts the file. The file's name is in the record, never in a key."""
    return f"uploads/{upload_id}/source"


class ImportStore:
    """Work files of one upload, under `imports/{uploadId}/`. Names below are relative to that."""

    def __init__(self, s3: Any, bucket: str, upload_id: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._s3 = s3
        self._bucket = bucket
        self._upload_id = upload_id

    def key(self, name: str) -> str:
        return f"imports/{self._upload_id}/{name}"

    def download_source(self, key: str, etag: str, to: Path) -> None:
        """The source as it was when its event was sent; raises UnreadableFile when it was replaced since then."""
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key, IfMatch=etag)
        except ClientError as error:
            if is_unmet(error):
                raise UnreadableFile(
                    "fileReplaced", "The file was replaced while it was read. Please upload it again."
                ) from error
            raise
        with to.open("wb") as file:
            for chunk in answer["Body"].iter_chunks(_CHUNK):
                file.write(chunk)

    def write_lines(self, name: str, lines: Iterable[str]) -> None:
        """Text lines as one object, replacing what a former try of the same task wrote; they pass by on the disk."""
        with TemporaryFile() as file:
            for line in lines:
                file.write(f"{line}\n".encode())
            file.seek(0)
            self._s3.upload_fileobj(file, self._bucket, self.key(name))

    def read_lines(self, name: str) -> Iterator[str]:
        """The lines that `write_lines` wrote, as they arrive. Only a newline ends a line."""
        body = self._s3.get_object(Bucket=self._bucket, Key=self.key(name))["Body"]
        begun = b""
        for chunk in body.iter_chunks(_CHUNK):
            *lines, begun = (begun + chunk).split(b"\n")
            yield from (line.decode() for line in lines)

    def write(self, name: str, content: object) -> None:
        """JSON, replacing what a former try of the same task wrote: only for what every try makes alike."""
        self.write_bytes(name, _json(content).encode())

    def write_once(self, name: str, content: Content) -> Content:
        """JSON that is never written twice; returns what is stored: this content, or that of whoever came first."""
        if self.write_bytes_once(name, _json(content).encode()):
            return content
        stored: Content = self.read(name)
        return stored

    def write_bytes_once(self, name: str, content: bytes) -> bool:
        """Bytes that are never written twice; whether these are stored, and not those of whoever came first."""
        for attempt in range(_CONFLICTS):
            try:
                self._s3.put_object(Bucket=self._bucket, Key=self.key(name), Body=content, IfNoneMatch="*")
                return True
            except ClientError as error:
                if not is_unmet(error) or (is_conflict(error) and attempt == _CONFLICTS - 1):
                    raise
                if not is_conflict(error):
                    return False
            self._sleep(_PAUSE * 2**attempt)
        raise AssertionError

    def write_bytes(self, name: str, content: bytes) -> None:
        """Bytes, replacing what a former try of the same task wrote."""
        self._s3.put_object(Bucket=self._bucket, Key=self.key(name), Body=content)

    def read_bytes(self, name: str) -> bytes:
        body: bytes = self._s3.get_object(Bucket=self._bucket, Key=self.key(name))["Body"].read()
        return body

    def read_range(self, name: str, start: int, size: int) -> bytes:
        """So many bytes from `start`, fewer where the object ends; it may not end before `start`."""
        if not size:
            return b""
        span = f"bytes={start}-{start + size - 1}"
        body: bytes = self._s3.get_object(Bucket=self._bucket, Key=self.key(name), Range=span)["Body"].read()
        return body

    def read(self, name: str) -> Any:
        return json.loads(self.read_bytes(name).decode())

    def names(self, folder: str, begin: str = "") -> list[str]:
        """The names in a folder such as `sorted`, sorted; those that begin so in it."""
        return list(self.tags(folder, begin))

    def tags(self, folder: str, begin: str = "") -> dict[str, str]:
        """The same with the etag of each, which is another one for another content."""
        prefix = self.key("")
        within = f"{prefix}{folder}/{begin}"
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=within)
        entries = (entry for page in pages for entry in page.get("Contents", ()))
        return dict(sorted((entry["Key"].removeprefix(prefix), entry["ETag"].strip('"')) for entry in entries))

    def link(self, name: str, content_type: str, file_name: str) -> str:
        """A link to a work file that works for an hour, and saves it under a name like that."""
        ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in file_name)
        parameters = {
            "Bucket": self._bucket,
            "Key": self.key(name),
            "ResponseContentType": content_type,
            "ResponseContentDisposition": f'attachment; filename="{ascii_name}"',
        }
        return str(self._s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=_LINK_SECONDS))

    def exists(self, name: str) -> bool:
        """Whether there is such a work file; asked by listing, which answers without fail where reading may not."""
        answer = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=self.key(name), MaxKeys=1)
        return any(entry["Key"] == self.key(name) for entry in answer.get("Contents", ()))

    def etag_of(self, key: str) -> str | None:
        """The etag of a source; None while there is none."""
        try:
            answer = self._s3.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if is_absent(error):
                return None
            raise
        return str(answer["ETag"]).strip('"')


def presigned_upload(s3: Any, bucket: str, upload_id: str, size: int, expires_in: int) -> UploadLink:
    """A link for one file of exactly this size, for `expires_in` seconds."""
    link: UploadLink = s3.generate_presigned_post(
        bucket, source_key(upload_id), Conditions=[["content-length-range", size, size]], ExpiresIn=expires_in
    )
    return link


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
