"""Register upload: which upload an execution works for, and whether it may."""

from collections.abc import Mapping
from typing import Any

from easycrm.uploads.records import UploadRecords
from easycrm.uploads.store import upload_id_of


def register_upload(event: Mapping[str, Any], execution_arn: str, records: UploadRecords) -> dict[str, Any]:
    """`{uploadId, registered, ...}`: the way in that the machine goes on with.

    `event` is the S3 event of a new source, or a retry: `{uploadId, manifest{key, batches} or etag,
    previousExecutionArn?}`. `registered` is False for a second delivery of the same event and for a cancelled upload:
    the execution then ends quietly.
    """
    if "detail" in event:
        upload = {
            "uploadId": upload_id_of(event["detail"]["object"]["key"]),
            "etag": event["detail"]["object"]["etag"],
        }
    else:
        upload = {name: event[name] for name in ("uploadId", "manifest", "etag") if name in event}
    registered = records.register(upload["uploadId"], execution_arn, event.get("previousExecutionArn"))
    return upload | {"registered": registered is not None}
