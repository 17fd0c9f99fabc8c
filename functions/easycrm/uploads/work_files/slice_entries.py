"""Of Upsert slice: its leads as the read model takes them, so that Publish leads need not read the table."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import entry_of, packed_entries
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.stored_leads import SliceRun


def write_entries(of: SliceRun, leads: Iterable[Lead], store: ImportStore) -> None:
    """The leads that a slice was to change, as they were seen last; nothing is written where there are none.

    Every try may write again: of a lead the newest version counts.
    """
    entries = [entry_of(lead) for lead in leads]
    if entries:
        store.write_bytes(file_names.slice_entries(*of), packed_entries(entries))


def written_entries(store: ImportStore) -> dict[SliceRun, str]:
    """The slices that have entries, by run, and the etags of these."""
    tags = store.tags(file_names.SLICE_ENTRIES)
    parts = ((*PurePosixPath(name).name.split("."), tag) for name, tag in tags.items())
    return dict(sorted((SliceRun(name, int(run)), tag) for name, run, *_, tag in parts))


def read_entries(of: SliceRun, store: ImportStore) -> bytes:
    """As they are packed."""
    return store.read_bytes(file_names.slice_entries(*of))


def write_published(entries: Mapping[SliceRun, str], store: ImportStore) -> None:
    """After the pointer moved: a task that dies before publishes the same once more, which changes nothing."""
    store.write(file_names.PUBLISHED, [[*of, tag] for of, tag in entries.items()])


def read_published(store: ImportStore) -> dict[SliceRun, str]:
    """The entries that are published, as `written_entries` gives them; none before the first time."""
    published = store.read(file_names.PUBLISHED) if store.exists(file_names.PUBLISHED) else ()
    return {SliceRun(name, run): tag for name, run, tag in published}
