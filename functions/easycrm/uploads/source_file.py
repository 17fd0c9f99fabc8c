"""The file of an upload: the browser's under `uploads/`, or one that a script put into the drop folder, `inbox/`."""

from hashlib import sha256
from typing import TypedDict

from easycrm.bounds import FILE_NAME_CHARACTERS
from easycrm.folding import seen
from easycrm.uploads.record import Record
from easycrm.uploads.store import source_key

_INBOX = "inbox/"


class Source(TypedDict):
    """The object of an S3 event: its key, its etag without quotes, its bytes."""

    key: str
    etag: str
    size: int


def source_of(record: Record) -> str:
    """The key of an upload's file."""
    return record.get("sourceKey") or source_key(record["uploadId"])


def is_delivered(key: str) -> bool:
    """Whether a key is in the drop folder."""
    return key.startswith(_INBOX)


def is_folder(key: str) -> bool:
    """Whether a key is what S3 clients make when they are asked for a folder."""
    return key.endswith("/")


def upload_id_of(source: Source) -> str:
    """The upload that the object of an S3 event is the file of.

    Of a file in the drop folder, key and etag make the id, so that every event of the same bytes means one upload.
    """
    if is_delivered(source["key"]):
        return sha256(f"{source['key']}\n{source['etag']}".encode()).hexdigest()[:32]
    return source["key"].split("/")[1]


def delivered_record(source: Source, at: str, default_country: str) -> Record:
    """The record of an upload by the drop folder.

    The folder's name is the identity that Cognito gave to whoever holds the login: no other can write there.
    """
    folder, _, name = source["key"].removeprefix(_INBOX).rpartition("/")
    return {
        "uploadId": upload_id_of(source),
        "status": "uploading",
        "createdAt": at,
        "createdBy": f"drop folder {folder.partition('/')[0]}".rstrip(),
        "fileName": seen(name)[-FILE_NAME_CHARACTERS:],
        "fileSize": source["size"],
        "sourceKey": source["key"],
        "options": {"country": default_country, "existing": "update"},
    }
