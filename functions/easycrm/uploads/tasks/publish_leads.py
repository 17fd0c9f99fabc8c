"""Publish leads: the read model learns what the batches changed."""

from collections.abc import Iterator
from typing import TypedDict

from easycrm.leads.lead import Lead
from easycrm.leads.list.publication import Growth, compact, publish
from easycrm.leads.list.snapshots import Snapshots
from easycrm.leads.table import LeadsTable
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.stored_leads import leads_to_publish

_CHUNK = 100  # what the table reads at once
_READERS = 8


class Published(TypedDict):
    """How many leads were published, and what became of the read model's files."""

    published: int
    readModel: Growth


def publish_leads(store: ImportStore, leads: LeadsTable, snapshots: Snapshots) -> Published:
    """Re-reads the leads that the upload may have changed and publishes them as they are now."""
    published = publish(_as_they_are(leads_to_publish(store), leads), snapshots)
    return {"published": published, "readModel": compact(snapshots)}


def _as_they_are(lead_ids: list[str], leads: LeadsTable) -> Iterator[Lead]:
    chunks = (lead_ids[start : start + _CHUNK] for start in range(0, len(lead_ids), _CHUNK))
    for stored in in_threads(leads.get_many, chunks, _READERS):
        yield from stored.values()
