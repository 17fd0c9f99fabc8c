"""The proof that no cell was lost: what was planned against where it ended."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from easycrm.errors import BrokenPromise
from easycrm.standardise.rows.ledger import FATES
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import MANIFEST, ImportStore


def prove_ledger(store: ImportStore, unless: Collection[str]) -> Counter[str]:
    """The cells per fate of all batches but the failed ones. Raises BrokenPromise when a batch's cells do not add up.

    The cells were counted when the batches were planned, by another function than the one that placed them.
    """
    manifest = store.read(MANIFEST) if store.exists(MANIFEST) else []
    entries = [entry for entry in manifest if entry["batch"] not in unless]
    ledgers = in_threads(lambda entry: store.read(f"ledgers/{entry['batch']}.json"), entries)
    totals: Counter[str] = Counter()
    for entry, ledger in zip(entries, ledgers, strict=True):
        _prove(entry, ledger["cells"])
        totals.update(ledger["cells"])
    return totals


def _prove(entry: dict[str, Any], fates: dict[str, int]) -> None:
    placed = sum(fates.get(fate, 0) for fate in FATES)
    if placed != entry["cells"]:
        raise BrokenPromise(
            "cellsDoNotAddUp",
            f"Batch {entry['batch']} has {entry['cells']} cells, but {placed} are in fields, remarks or left out.",
            batch=entry["batch"],
            cells=entry["cells"],
            fates=fates,
        )
