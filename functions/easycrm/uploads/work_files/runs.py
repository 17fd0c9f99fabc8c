"""Of Choose slices: which batches take part in a run, and the slices that it goes over.

Run 0 is the first import; every retry is one more.
"""

from collections.abc import Sequence
from typing import TypedDict

from easycrm.uploads.record import SlicesKey
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.sorted_rows import SharedRange


class SliceItem(TypedDict):
    """A slice, the run that goes over it, and where its rows are in the batches that take part."""

    slice: str
    run: int
    ranges: list[SharedRange]


def write_batches_of_run(run: int, batches: Sequence[str], store: ImportStore) -> list[str]:
    """Written once, before the first slice of the run; returns what is stored."""
    return store.write_once(file_names.batches_of_run(run), list(batches))


def read_batches_of_run(run: int, store: ImportStore) -> list[str]:
    """The batches that take part in a run that has come so far."""
    batches: list[str] = store.read(file_names.batches_of_run(run))
    return batches


def chosen_runs(store: ImportStore) -> list[int]:
    """The runs of which it is decided which batches take part, the first one first."""
    parts = (name.split("/") for name in store.names(file_names.RUNS))
    return sorted(int(run) for _, run, file in parts if file == file_names.BATCHES)


def write_slices_of_run(run: int, slices: list[SliceItem], store: ImportStore) -> SlicesKey:
    """Written once; returns where they are."""
    name = file_names.slices_of_run(run)
    stored = store.write_once(name, slices)
    return {"key": store.key(name), "slices": len(stored)}
