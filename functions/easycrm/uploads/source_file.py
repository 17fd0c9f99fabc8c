"""The file of an upload: the browser's under `uploads/`, or one that a script put into the drop folder, `inbox/`."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from easycrm.uploads.record import Record
from easycrm.uploads.store import source_key

_INBOX = "inbox/"
_LONGEST_NAME = 255


def source_of(record: Record) -> str:
    """The key of an upload's file."""
    return str(record.get("sourceKey") or source_key(record["uploadId"]))


def is_delivered(key: str) -> bool:
    """Whether a key is in the drop folder."""
    return key.startswith(_INBOX)


def is_folder(key: str) -> bool:
    """Whether a key is what S3 clients make when they are asked for a folder."""
    return key.endswith("/")


def upload_id_of(found: Mapping[str, Any]) -> str:
    """The upload that the object of an S3 event, `{key, etag}`, is the file of.

    Of a file in the drop folder, key and etag make the id, so that every event of the same bytes means one upload.
    """
    if is_delivered(found["key"]):
        return sha256(f"{found['key']}\n{found['etag']}".encode()).hexdigest()[:32]
    return str(found["key"]).split("/")[1]


def delivered_record(found: Mapping[str, Any], at: str, default_country: str) -> Record:
    """The record of an upload by the drop folder; `found` is the object of the S3 event, `{key, etag, size}`.

    The folder's name is the identity that Cognito gave to whoever holds the login: no other can write there.
    """
    folder, _, name = found["key"].removeprefix(_INBOX).rpartition("/")
    return {
        "uploadId": upload_id_of(found),
        "status": "uploading",
        "createdAt": at,
        "createdBy": f"drop folder {folder.partition('/')[0]}".rstrip(),
        "fileName": name[-_LONGEST_NAME:],
        "fileSize": int(found["size"]),
        "sourceKey": found["key"],
        "options": {"country": default_country, "existing": "update"},
    }
