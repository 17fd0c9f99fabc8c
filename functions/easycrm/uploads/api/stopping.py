"""What cancelling and force-completing share: nothing more is stored, and another run publishes and closes."""

from collections.abc import Iterable

from easycrm.errors import Conflict
from easycrm.uploads.breaking_off import closing_input
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import FINAL, Record, Status, StopRequest
from easycrm.uploads.records_table import UploadRecords


def stop(
    upload_id: str, wish: StopRequest, was: Iterable[Status], records: UploadRecords, executions: Executions
) -> Record:
    """Asking comes first, so that batches in flight see it; then the run is stopped, and one that closes started.

    Raises Conflict when the upload's status is none of `was`.
    """
    arn = executions.arn(_closing_name(upload_id, wish["at"]))
    record = records.request_stop(upload_id, wish, was, arn, closing_input(upload_id, arn, wish))
    if record is None:
        status = records.get(upload_id)["status"]
        how = "has ended already" if status in FINAL else "has not begun yet"
        raise Conflict("cannotStop", f"The upload {how}; its status is {status}.", status=status)
    if "executionArn" in record:
        executions.stop(record["executionArn"], f"{wish['as']} by {wish['by']}")
    executions.start_in_charge(record)
    return record


def _closing_name(upload_id: str, at: str) -> str:
    return f"{upload_id}-close-{''.join(char for char in at if char.isdigit())}"
