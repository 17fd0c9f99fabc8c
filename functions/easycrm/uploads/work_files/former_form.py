"""Of uploads that began before rows were shared out twice: the leads that they may have stored.

An execution that runs while a stack is upgraded is interrupted; what it stored until then is published. This module can
go once no such upload can end or be retried any more: when the records of all of them have expired.
"""

from collections.abc import Mapping
from itertools import chain
from pathlib import PurePosixPath

from easycrm.errors import Terminal
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.problems import INTERRUPTED
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.runs import chosen_runs

_MANIFEST = "manifest.json"
"""The batches of the import, written before the first of them began."""
_PLANS, _RESULTS = "plans", "results"
"""Folders with a file for each batch."""


def refuse_former_form(event: Mapping[str, object]) -> None:
    """Raises Terminal where a run of the former form begins with its batches, or comes to one of them."""
    if "manifest" in event or "name" in event:
        raise Terminal(INTERRUPTED["code"], INTERRUPTED["message"])


def is_of_former_form(store: ImportStore) -> bool:
    """Whether batches of the former form may have stored leads, and no run has gone over slices since."""
    return store.exists(_MANIFEST) and not chosen_runs(store)


def leads_of_former_form(store: ImportStore) -> list[str]:
    """The ids of the leads that plans name; of a batch whose plan is gone, those of its result."""

    def planned(name: str) -> list[str]:
        plan = store.read(name)
        return list(plan.get("before", plan))

    def stored(name: str) -> list[str]:
        return [lead_id for _, _, lead_id, _ in store.read(name)["rows"]]

    plans = store.names(_PLANS)
    batches = {PurePosixPath(name).stem for name in plans}
    unplanned = [name for name in store.names(_RESULTS) if PurePosixPath(name).stem not in batches]
    return list(dict.fromkeys(chain.from_iterable([*in_threads(planned, plans), *in_threads(stored, unplanned)])))
