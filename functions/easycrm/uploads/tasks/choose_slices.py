"""Choose slices: which batches take part in a run, and the slices that are not done."""

from easycrm.errors import UploadStopped
from easycrm.uploads.record import Record, SlicesKey, may_be_stored
from easycrm.uploads.store import ImportStore
from easycrm.uploads.storing.slice_chain import slices_done
from easycrm.uploads.work_files.runs import (
    SliceItem,
    write_batches_of_run,
    write_slices_of_run,
)
from easycrm.uploads.work_files.sorted_rows import SharedRange, read_sorted_heads, shared_ranges, sorted_batches


def choose_slices(record: Record, run: int, store: ImportStore) -> SlicesKey:
    """Decides once which batches take part in the run, and which slices it goes over; returns where those are named.

    Those are the slices that have rows, but for the done ones. Raises UploadStopped when nothing may be stored for it.
    """
    if not may_be_stored(record, run):
        raise UploadStopped("uploadStopped", "The upload was stopped; nothing more is stored for it.")
    batches = write_batches_of_run(run, sorted(sorted_batches(store)), store)
    ranges = _ranges_by_slice(batches, store)
    done = slices_done({name: [part.batch for part in of_slice] for name, of_slice in ranges.items()}, store)
    items: list[SliceItem] = [
        {"slice": name, "run": run, "ranges": of_slice} for name, of_slice in sorted(ranges.items()) if name not in done
    ]
    return write_slices_of_run(run, items, store)


def _ranges_by_slice(batches: list[str], store: ImportStore) -> dict[str, list[SharedRange]]:
    ranges: dict[str, list[SharedRange]] = {}
    for batch, head in zip(batches, read_sorted_heads(batches, store), strict=True):
        for share, part in shared_ranges(batch, head):
            ranges.setdefault(share.slice, []).append(part)
    return ranges
