"""Register upload: which upload an execution works for, and whether it may."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from easycrm.times import now
from easycrm.uploads.record import BatchesKey
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.source_file import Source, delivered_record, is_delivered, is_folder, upload_id_of
from easycrm.uploads.work_files.former_form import refuse_former_form


class Registration(TypedDict):
    """What the machine goes on with: the etag of the source that is to be read, or a retry's batches.

    `executionArn`: the execution, so that Finish import can say which one has ended; `run`: 0, or which retry it is.
    """

    uploadId: str
    registered: bool
    executionArn: str
    run: int
    etag: NotRequired[str]
    batches: NotRequired[BatchesKey]


def register_upload(
    event: Mapping[str, Any], execution_arn: str, records: UploadRecords, default_country: str, record_days: int
) -> Registration:
    """`event` is the S3 event of a new source, or what a retry is begun with (`RetryInput`).

    `registered` is False for a second delivery of the same event and for a cancelled upload: the execution then ends
    quietly. A file in the drop folder gets its record here.
    """
    upload = _way_in(event, execution_arn)
    if "detail" in event:
        source: Source = event["detail"]["object"]
        if is_folder(source["key"]):
            return upload
        if is_delivered(source["key"]):
            records.create(delivered_record(source, now(), default_country), record_days)
    registered = records.register(upload["uploadId"], execution_arn, event.get("previousExecutionArn"))
    return {**upload, "registered": True, "run": registered.get("runs", 0)} if registered else upload


def _way_in(event: Mapping[str, Any], execution_arn: str) -> Registration:
    """As long as it is not registered."""
    if "detail" in event:
        source: Source = event["detail"]["object"]
        return {**_of(upload_id_of(source), execution_arn), "etag": source["etag"]}
    refuse_former_form(event)
    upload = _of(event["uploadId"], execution_arn)
    if "batches" in event:
        upload["batches"] = event["batches"]
    if "etag" in event:
        upload["etag"] = event["etag"]
    return upload


def _of(upload_id: str, execution_arn: str) -> Registration:
    return {"uploadId": upload_id, "registered": False, "executionArn": execution_arn, "run": 0}
