"""Record failure: what stopped a run, in words that a user understands, on the upload's record."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypedDict

from easycrm.uploads.breaking_off import break_off
from easycrm.uploads.executions import Executions
from easycrm.uploads.problems import INTERRUPTED, problem
from easycrm.uploads.record import FINAL, is_closing, is_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.source_file import upload_id_of
from easycrm.uploads.store import ImportStore
from easycrm.workbooks.refusals import EncodingChoice

_OURS = (
    "Something went wrong on our side while the file was imported. Nothing in the file has to be changed; "
    "please try again, and tell us if it happens again."
)
_TIMED_OUT = "The import took longer than it may and was stopped. Please try again, or split the file."
_ABORTED = "The import was stopped by an operator."

Reason = tuple[str, str, bool, Sequence[EncodingChoice]]
"""Code, sentence, whether to try again, and the encodings that the file may be in."""

_BY_STATUS: Mapping[str, Reason] = {
    "TIMED_OUT": ("timedOut", _TIMED_OUT, True, ()),
    "ABORTED": ("aborted", _ABORTED, True, ()),
}
_BY_ERROR: Mapping[str, Reason] = {"States.Timeout": ("timedOut", _TIMED_OUT, True, ())}

_GONE: Reason = (INTERRUPTED["code"], INTERRUPTED["message"], True, ())
"""A function that went with an update of the stack, by whose former definition the execution runs."""


class Failure(NamedTuple):
    """Which run failed, for whom, and why in words; the encodings that its file may be in."""

    upload_id: str
    execution_arn: str
    code: str
    message: str
    can_retry: bool
    choices: Sequence[EncodingChoice] = ()


class Recorded(TypedDict):
    """Of which upload a failure was recorded; `canRetry` is False where the file itself is at fault."""

    uploadId: str
    message: str
    canRetry: bool


def failure_of(event: Mapping[str, Any]) -> Failure:
    """The failure in a Catch's payload `{input, executionArn}`, or in EventBridge's event of an execution's end."""
    if "detail" in event:
        detail = event["detail"]
        begun_with = json.loads(detail.get("input") or "{}")
        reason = _BY_STATUS.get(detail["status"]) or _reason_in(detail.get("error"), detail.get("cause"))
        return Failure(_upload_of(begun_with), detail["executionArn"], *reason)
    begun_with = event["input"]
    reason = _reason_in(begun_with["failure"].get("Error"), begun_with["failure"].get("Cause"))
    return Failure(_upload_of(begun_with), event["executionArn"], *reason)


def record_failure(
    event: Mapping[str, Any],
    records: UploadRecords,
    store_of: Callable[[str], ImportStore],
    executions: Executions,
) -> Recorded:
    """Writes the failure on the record, and has what was stored published and closed.

    An upload that has ended, or is being closed, keeps its end; a run that is not in charge changes nothing.
    """
    failure = failure_of(event)
    error = problem(failure.code, failure.message, failure.can_retry, failure.choices)
    record = records.get(failure.upload_id)
    if record["status"] not in FINAL and is_in_charge(failure.execution_arn, record):
        break_off(record, error, store_of(failure.upload_id), records, executions)
    elif is_closing(record):
        executions.start_in_charge(record)  # who decided on it may have died before it was started
    return {"uploadId": failure.upload_id, "message": failure.message, "canRetry": failure.can_retry}


def _upload_of(begun_with: Mapping[str, Any]) -> str:
    if "uploadId" in begun_with:
        return str(begun_with["uploadId"])
    return upload_id_of(begun_with["detail"]["object"])


def _reason_in(error: str | None, cause: str | None) -> Reason:
    """What our own errors say: they travel as JSON in a Lambda's error message."""
    try:
        said = json.loads(json.loads(cause or "")["errorMessage"])
        return said["code"], said["message"], bool(said["canRetry"]), (said.get("details") or {}).get("choices", ())
    except (ValueError, KeyError, TypeError):
        return _GONE if _is_gone(error, cause) else _BY_ERROR.get(error or "", ("internal", _OURS, True, ()))


def _is_gone(error: str | None, cause: str | None) -> bool:
    """The permission to call a function goes with an update first, the function itself at its end."""
    is_forbidden = error == "Lambda.AWSLambdaException" and "lambda:InvokeFunction" in (cause or "")
    return is_forbidden or error == "Lambda.ResourceNotFoundException"
