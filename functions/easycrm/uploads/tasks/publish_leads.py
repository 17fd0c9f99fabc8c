"""Publish leads: the read model learns what the batches changed."""

from collections.abc import Iterator
from typing import Any

from easycrm.leads.lead import Lead
from easycrm.leads.list.publication import compact, publish
from easycrm.leads.list.snapshots import Snapshots
from easycrm.leads.table import LeadsTable
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.upsert_batch import planned_leads

_CHUNK = 100  # what the table reads at once
_READERS = 8


def publish_leads(store: ImportStore, leads: LeadsTable, snapshots: Snapshots) -> dict[str, Any]:
    """Re-reads the leads named in the upload's plans and publishes them as they are now.

    Returns `{published, readModel}`: how many, and what became of the read model's files.
    """
    published = publish(_as_they_are(planned_leads(store), leads), snapshots)
    return {"published": published, "readModel": compact(snapshots)}


def _as_they_are(lead_ids: list[str], leads: LeadsTable) -> Iterator[Lead]:
    chunks = (lead_ids[start : start + _CHUNK] for start in range(0, len(lead_ids), _CHUNK))
    for found in in_threads(leads.get_many, chunks, _READERS):
        yield from found.values()
