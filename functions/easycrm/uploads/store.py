"""The data bucket: the source of an upload, and what the tasks of its import hand to each other."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypedDict, TypeVar

from botocore.exceptions import ClientError

from easycrm.aws import is_absent, is_unmet
from easycrm.errors import UnreadableFile

_CHUNK = 1024 * 1024
_LINK_SECONDS = 3600

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

    def __init__(self, s3: Any, bucket: str, upload_id: str) -> None:
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

    def write_text(self, name: str, text: str) -> None:
        self._put(name, text)

    def write(self, name: str, content: object) -> None:
        """JSON, replacing what a former try of the same task wrote: only for what every try makes alike."""
        self._put(name, _json(content))

    def write_once(self, name: str, content: Content) -> Content:
        """JSON that is never written twice; returns what is stored: this content, or that of whoever came first."""
        try:
            self._put(name, _json(content), IfNoneMatch="*")
        except ClientError as error:
            if is_unmet(error):
                stored: Content = self.read(name)
                return stored
            raise
        return content

    def read(self, name: str) -> Any:
        return json.loads(self._get(name))

    def names(self, folder: str) -> list[str]:
        """The names in a folder such as `results`, sorted."""
        prefix = self.key("")
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=f"{prefix}{folder}/")
        return sorted(entry["Key"].removeprefix(prefix) for page in pages for entry in page.get("Contents", ()))

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

    def _put(self, name: str, text: str, **condition: str) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=self.key(name), Body=text.encode(), **condition)

    def _get(self, name: str) -> str:
        body: bytes = self._s3.get_object(Bucket=self._bucket, Key=self.key(name))["Body"].read()
        return body.decode()


def presigned_upload(s3: Any, bucket: str, upload_id: str, size: int, expires_in: int) -> UploadLink:
    """A link for one file of exactly this size, for `expires_in` seconds."""
    link: UploadLink = s3.generate_presigned_post(
        bucket, source_key(upload_id), Conditions=[["content-length-range", size, size]], ExpiresIn=expires_in
    )
    return link


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
