"""Of Upsert slice: its leads as the read model takes them, so that Publish leads need not read the table."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import Entry, entry_of
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.stored_leads import SliceRun

_LEVEL = 6


def write_entries(of: SliceRun, leads: Iterable[Lead], store: ImportStore) -> None:
    """The leads that a slice was to change, as they were seen last; nothing is written where there are none.

    Every try may write again: of a lead the newest version counts.
    """
    lines = [json.dumps(entry_of(lead)) + "\n" for lead in leads]
    if lines:
        store.write_bytes(file_names.slice_entries(*of), gzip.compress("".join(lines).encode(), _LEVEL))


def written_entries(store: ImportStore) -> list[SliceRun]:
    """The slices that have entries, by run."""
    parts = (PurePosixPath(name).name.split(".") for name in store.names(file_names.SLICE_ENTRIES))
    return sorted(SliceRun(name, int(run)) for name, run, *_ in parts)


def read_entries(of: SliceRun, store: ImportStore) -> Iterator[Entry]:
    lines = gzip.decompress(store.read_bytes(file_names.slice_entries(*of))).split(b"\n")[:-1]
    return map(json.loads, lines)
