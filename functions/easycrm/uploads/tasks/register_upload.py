"""Register upload: which upload an execution works for, and whether it may."""

from collections.abc import Mapping
from typing import Any

from easycrm.times import now
from easycrm.uploads.record import UploadRecords
from easycrm.uploads.source_file import delivered_record, is_delivered, is_folder, upload_id_of


def register_upload(
    event: Mapping[str, Any], execution_arn: str, records: UploadRecords, default_country: str, record_days: int
) -> dict[str, Any]:
    """`{uploadId, registered, ...}`: the way in that the machine goes on with.

    `event` is the S3 event of a new source, or a retry: `{uploadId, manifest{key, batches} or etag,
    previousExecutionArn?}`. `registered` is False for a second delivery of the same event and for a cancelled upload:
    the execution then ends quietly. A file in the drop folder gets its record here.
    """
    if "detail" in event:
        found = event["detail"]["object"]
        upload = {"uploadId": upload_id_of(found), "etag": found["etag"]}
        if is_folder(found["key"]):
            return upload | {"registered": False}
        if is_delivered(found["key"]):
            records.create(delivered_record(found, now(), default_country), record_days)
    else:
        upload = {name: event[name] for name in ("uploadId", "manifest", "etag") if name in event}
    registered = records.register(upload["uploadId"], execution_arn, event.get("previousExecutionArn"))
    return upload | {"registered": registered is not None}
