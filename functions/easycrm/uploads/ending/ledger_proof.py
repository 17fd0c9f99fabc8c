"""The proof that no cell was lost: what was parsed against where it ended."""

from collections.abc import Mapping

from easycrm.errors import BrokenPromise
from easycrm.standardise.rows.ledger import FATES
from easycrm.uploads.work_files.worksheet_batches import WorksheetBatch


def prove_ledger(batch: WorksheetBatch, fates: Mapping[str, int]) -> None:
    """Raises BrokenPromise when the fates of a batch's cells are not as many as its cells.

    The cells were counted when the file was parsed, by another function than the one that placed them.
    """
    placed = sum(fates.get(fate, 0) for fate in FATES)
    if placed != batch["cells"]:
        raise BrokenPromise(
            "cellsDoNotAddUp",
            f"Batch {batch['batch']} has {batch['cells']} cells, but {placed} are in fields, remarks or left out.",
            batch=batch["batch"],
            cells=batch["cells"],
            fates=fates,
        )
