"""POST /status/{uploadId}/retry: a new execution over the batches that are not done, under the first's registeredAt."""

from easycrm.errors import Conflict
from easycrm.uploads.api.actions import require_retryable
from easycrm.uploads.api.arrival import with_arrival
from easycrm.uploads.executions import Executions
from easycrm.uploads.record import Record, RetryInput
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.source_file import source_of
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.parsed_tables import is_mapped
from easycrm.uploads.work_files.sorted_rows import sorted_batches
from easycrm.uploads.work_files.worksheet_batches import read_worksheet_batches, write_missing_batches


def retry_upload(
    upload_id: str,
    at: str,
    store: ImportStore,
    records: UploadRecords,
    executions: Executions,
    link_seconds: int,
    work_file_days: int,
) -> Record:
    """Begins the retry of an upload; raises NotFound, and Conflict when what people are shown cannot be retried.

    `link_seconds`: how long the link for the file works; `work_file_days`: how long S3 keeps work files.
    """
    record = records.get(upload_id)
    require_retryable(with_arrival(record, at, link_seconds, store), at, work_file_days)
    return retry(record, store, records, executions)


def retry(record: Record, store: ImportStore, records: UploadRecords, executions: Executions) -> Record:
    """Starts run n+1; raises Conflict when somebody else just did, or the file never came."""
    upload_id, run = record["uploadId"], record.get("runs", 0) + 1
    way_in = _way_in(record, run, store)
    begun = records.begin_retry(record, run, executions.arn(f"{upload_id}-r{run}"), way_in)
    if begun is None:
        raise Conflict("retriedAlready", "The upload is being retried already.")
    executions.start_in_charge(begun)
    return begun


def _way_in(record: Record, run: int, store: ImportStore) -> RetryInput:
    """Over the batches that are not standardised; from the start where the file was not parsed, or not mapped.

    So it is, too, where another version parsed it, whose work files are of another form.
    """
    batches = read_worksheet_batches(store)
    if batches is None or not is_mapped(store):
        etag = store.etag_of(source_of(record))
        if etag is None:
            raise Conflict("noFile", "The file has not arrived. Please upload it again.")
        return {"uploadId": record["uploadId"], "etag": etag}
    done = sorted_batches(store)
    missing = [batch for batch in batches if batch["batch"] not in done]
    return {"uploadId": record["uploadId"], "batches": write_missing_batches(run, missing, store)}
