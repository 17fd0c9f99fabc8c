"""Exports in the data bucket, under `exports/`; a lifecycle rule deletes them after a day."""

from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from easycrm.aws import is_absent


class S3ExportStore:
    """`link_seconds`: how long a link can be used."""

    def __init__(self, s3: Any, bucket: str, link_seconds: int) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._link_seconds = link_seconds

    def count(self, name: str) -> int | None:
        """How many leads the export has; None where there is no such export yet."""
        try:
            return int(self._s3.head_object(Bucket=self._bucket, Key=_key(name))["Metadata"]["count"])
        except ClientError as error:
            if is_absent(error):
                return None
            raise

    def put(self, name: str, path: Path, content_type: str, count: int) -> None:
        """In parts where it is large; it appears as a whole or not at all."""
        facts = {"ContentType": content_type, "Metadata": {"count": str(count)}}
        self._s3.upload_file(str(path), self._bucket, _key(name), ExtraArgs=facts)

    def link(self, name: str, file_name: str) -> str:
        """A short-lived link under which a browser saves the export as `file_name`."""
        saved_as = f'attachment; filename="{file_name}"'
        request = {"Bucket": self._bucket, "Key": _key(name), "ResponseContentDisposition": saved_as}
        link: str = self._s3.generate_presigned_url("get_object", Params=request, ExpiresIn=self._link_seconds)
        return link


def _key(name: str) -> str:
    return f"exports/{name}"
