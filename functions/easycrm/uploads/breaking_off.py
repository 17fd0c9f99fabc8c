"""A run that broke: what it may have stored is published and closed by another one, which has the last word."""

from hashlib import sha256

from easycrm.uploads.executions import Executions
from easycrm.uploads.problems import Problem
from easycrm.uploads.record import Closing, ClosingInput, Record, is_closing, run_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.former_form import is_of_former_form
from easycrm.uploads.work_files.runs import chosen_runs


def break_off(
    record: Record, error: Problem, store: ImportStore, records: UploadRecords, executions: Executions
) -> Record | None:
    """The record without the run that was in charge when it was read; None if another decision came first.

    Before slices are chosen, nothing can have been stored: the upload has failed. A closing run that broke is not
    closed by another one: the upload has failed, and trying again publishes, too.
    """
    was_stopped = "stopRequested" in record  # by the version before: else its closing run is on record
    if is_closing(record) or not (was_stopped or _may_have_stored(store)):
        return records.fail(record, error)
    arn = executions.arn(_closing_name(record))
    way_in = closing_input(record["uploadId"], arn, record["stopRequested"] if was_stopped else {"error": error})
    broken = records.begin_closing(record, arn, way_in)
    if broken:
        executions.start_in_charge(broken)
    return broken


def closing_input(upload_id: str, execution_arn: str, closing: Closing) -> ClosingInput:
    """What the run of this ARN is begun with, which publishes and closes."""
    return {"uploadId": upload_id, "executionArn": execution_arn, "finish": closing}


def _may_have_stored(store: ImportStore) -> bool:
    return bool(chosen_runs(store)) or is_of_former_form(store)


def _closing_name(record: Record) -> str:
    """The same for the same broken run, so that it is closed once."""
    broken = run_in_charge(record) or record["begunAt"]  # the latter of a run of the version before that never came
    return f"{record['uploadId']}-finish-{sha256(broken.encode()).hexdigest()[:8]}"
