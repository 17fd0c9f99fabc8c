"""Publish leads: the read model learns what the slices changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from io import BytesIO
from itertools import chain
from typing import TypedDict

from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import Entry, entry_of, newest_of, packed_entries, unpacked_entries
from easycrm.leads.list.publication import Growth, compact, publish, publish_packed
from easycrm.leads.list.snapshots import Snapshots
from easycrm.leads.table import LeadsTable
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.former_form import leads_of_former_form
from easycrm.uploads.work_files.slice_entries import read_entries, read_published, write_published, written_entries
from easycrm.uploads.work_files.stored_leads import SliceRun, planned_slices, read_plan

_CHUNK = 100  # what the table reads at once
_READERS = 8


class Published(TypedDict):
    """How many leads were published that were not before, and what became of the read model's files."""

    published: int
    readModel: Growth


def publish_leads(store: ImportStore, leads: LeadsTable, snapshots: Snapshots) -> Published:
    """Publishes the entries of slices, and of slices that died before they wrote them, the leads as they are."""
    slices = Unpublished(store, leads)
    published = publish_packed(in_threads(slices.newest_entries, slices.names, _READERS), snapshots)
    if slices.written:
        write_published(slices.written, store)
    published += publish(_as_they_are(leads_of_former_form(store), leads), snapshots)
    return {"published": published, "readModel": compact(snapshots)}


class Unpublished:
    """What is to be published of an upload; `written`: the runs of slices that have entries."""

    def __init__(self, store: ImportStore, leads: LeadsTable) -> None:
        self._store, self._leads = store, leads
        self.written = written_entries(store)
        published = read_published(store)
        self._runs: dict[str, list[SliceRun]] = defaultdict(list)
        for of in {**self.written, **dict.fromkeys(planned_slices(store))}:
            if of not in self.written or published.get(of) != self.written[of]:
                self._runs[of.slice].append(of)

    @property
    def names(self) -> Collection[str]:
        return self._runs.keys()

    def newest_entries(self, name: str) -> bytes:
        """Each lead of a slice once, packed."""
        runs = self._runs[name]
        packed = [read_entries(of, self._store) for of in runs if of in self.written]
        unseen = [lead_id for of in runs if of not in self.written for lead_id in read_plan(of, self._store).before]
        if len(packed) == 1 and not unseen:
            return packed[0]
        return packed_entries(newest_of(chain(*map(unpacked_entries, map(BytesIO, packed)), self._as_they_are(unseen))))

    def _as_they_are(self, lead_ids: list[str]) -> Iterator[Entry]:
        return map(entry_of, self._leads.get_many(lead_ids).values())


def _as_they_are(lead_ids: list[str], leads: LeadsTable) -> Iterator[Lead]:
    chunks = (lead_ids[start : start + _CHUNK] for start in range(0, len(lead_ids), _CHUNK))
    for stored in in_threads(leads.get_many, chunks, _READERS):
        yield from stored.values()
