"""Of Finish import: the batches and slices that are not done. The record of an upload names only the first of them."""

from collections.abc import Sequence
from typing import TypedDict

from easycrm.bounds import FILE_NAME_CHARACTERS, RECORDED_BATCHES, RECORDED_RANGES, RECORDED_SLICES
from easycrm.uploads.problems import FailedBatch, FailedSlice, WorksheetRange, WorksheetRows, recorded
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names


class Failed(TypedDict):
    """What is not done."""

    batches: Sequence[FailedBatch]
    slices: Sequence[FailedSlice]


def write_failed(failed: Failed, store: ImportStore) -> Failed:
    """Writes all of them, replacing those of a former run; returns what the record has room for.

    No file is written when there are none: then both `failedCounts` of the record are 0.
    """
    if failed["batches"] or failed["slices"]:
        store.write(file_names.FAILED_BATCHES, failed)
    return {
        "batches": [_recorded_batch(batch) for batch in failed["batches"][:RECORDED_BATCHES]],
        "slices": [_recorded_slice(each) for each in failed["slices"][:RECORDED_SLICES]],
    }


def _recorded_batch(batch: FailedBatch) -> FailedBatch:
    shown: FailedBatch = {**batch, "ranges": [_recorded_range(part) for part in batch["ranges"][:RECORDED_RANGES]]}
    if more := len(batch["ranges"]) - len(shown["ranges"]):
        shown["moreRanges"] = more
    return shown


def _recorded_range(part: WorksheetRange) -> WorksheetRange:
    return {**part, "worksheet": recorded(part["worksheet"], FILE_NAME_CHARACTERS)}


def _recorded_slice(each: FailedSlice) -> FailedSlice:
    named = [_recorded_rows(part) for part in each["worksheets"][:RECORDED_RANGES]]
    shown: FailedSlice = {**each, "worksheets": named}
    if more := len(each["worksheets"]) - len(named):
        shown["moreWorksheets"] = more
    return shown


def _recorded_rows(part: WorksheetRows) -> WorksheetRows:
    return {**part, "worksheet": recorded(part["worksheet"], FILE_NAME_CHARACTERS)}
