"""What is decided about an upload's record, without starting what is decided."""

from tests.support.step_functions import EXECUTION


def retry_arn(run, upload_id="u1"):
    return f"{EXECUTION}{upload_id}-r{run}"


def begin_retry(records, run, upload_id="u1", record=None):
    """Puts run `run` in charge, by somebody who read this record, or reads it now."""
    record = record or records.get(upload_id)
    return records.begin_retry(record, run, retry_arn(run, upload_id), {"uploadId": upload_id, "etag": "e"})


def request_stop(records, wish, was=("processing",), upload_id="u1", closing=EXECUTION + "closing"):
    """Puts a closing run in charge."""
    way_in = {"uploadId": upload_id, "executionArn": closing, "finish": wish}
    return records.request_stop(upload_id, wish, was, closing, way_in)
