"""Of Finish import: the batches that are not done. The record of an upload names only the first of them."""

from collections.abc import Sequence

from easycrm.bounds import FILE_NAME_CHARACTERS, RECORDED_BATCHES, RECORDED_RANGES
from easycrm.uploads.record import FailedBatch, WorksheetRange, recorded
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names


def write_failed_batches(batches: Sequence[FailedBatch], store: ImportStore) -> list[FailedBatch]:
    """Writes all of them, replacing those of a former run; returns what the record has room for.

    No file is written when there are none: then the record's `failedBatchCount` is 0.
    """
    if batches:
        store.write(file_names.FAILED_BATCHES, batches)
    return [_recorded_batch(batch) for batch in batches[:RECORDED_BATCHES]]


def _recorded_batch(batch: FailedBatch) -> FailedBatch:
    shown: FailedBatch = {**batch, "ranges": [_recorded_range(part) for part in batch["ranges"][:RECORDED_RANGES]]}
    if more := len(batch["ranges"]) - len(shown["ranges"]):
        shown["moreRanges"] = more
    return shown


def _recorded_range(part: WorksheetRange) -> WorksheetRange:
    return {**part, "worksheet": recorded(part["worksheet"], FILE_NAME_CHARACTERS)}
