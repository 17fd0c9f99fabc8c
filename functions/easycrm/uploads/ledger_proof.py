"""The proof that no cell was lost: what was planned against where it ended."""

from collections import Counter
from collections.abc import Collection, Mapping

from easycrm.errors import BrokenPromise
from easycrm.standardise.rows.ledger import FATES
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.planned_batches import ManifestEntry, read_manifest
from easycrm.uploads.work_files.standardised_rows import read_fates


def prove_ledger(store: ImportStore, unless: Collection[str]) -> Counter[str]:
    """The cells per fate of all batches but the failed ones. Raises BrokenPromise when a batch's cells do not add up.

    The cells were counted when the batches were planned, by another function than the one that placed them.
    """
    entries = [entry for entry in read_manifest(store) or [] if entry["batch"] not in unless]
    of_batches = in_threads(lambda entry: read_fates(entry["batch"], store), entries)
    totals: Counter[str] = Counter()
    for entry, fates in zip(entries, of_batches, strict=True):
        _prove(entry, fates)
        totals.update(fates)
    return totals


def _prove(entry: ManifestEntry, fates: Mapping[str, int]) -> None:
    placed = sum(fates.get(fate, 0) for fate in FATES)
    if placed != entry["cells"]:
        raise BrokenPromise(
            "cellsDoNotAddUp",
            f"Batch {entry['batch']} has {entry['cells']} cells, but {placed} are in fields, remarks or left out.",
            batch=entry["batch"],
            cells=entry["cells"],
            fates=fates,
        )
