"""How the read model grows: a delta for each import, and a new base when the deltas outgrow it."""

from collections.abc import Iterable, Iterator
from typing import Literal

from easycrm.errors import IncompleteReadModel, LostRace
from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import Entry, entry_of, newest_of
from easycrm.leads.list.read_model import apply_entries, count_leads, open_read_model
from easycrm.leads.list.snapshots import BASES, File, Pointer, Snapshots, files_of, keys_of, without_history
from easycrm.scratch import passing_folder

MOST_DELTAS = 30
SMALL = 5_000  # leads in deltas that never call for a new base
_SHARE = 0.01  # of the base: above it, a new base. What a cold reader has to apply to the base is at most this
_MOVES = 50

Growth = Literal["delta", "mergedDeltas", "newBase", "incomplete"]
"""What a publish left behind. `incomplete`: a file is gone, so nothing could be compacted; an operator rebuilds."""


def publish(leads: Iterable[Lead], snapshots: Snapshots) -> int:
    """Adds leads to the read model; returns how many. Raises LostRace when others always came first."""
    delta = snapshots.write_delta(map(entry_of, leads))
    if delta is None:
        return 0
    for _ in range(_MOVES):
        before = snapshots.pointer()
        if snapshots.move(before, before["base"], [*before["deltas"], delta], snapshots.now()):
            return delta["leads"]
    raise LostRace("lostRace", "Other imports kept publishing at the same moment.")


def compact(snapshots: Snapshots) -> Growth:
    """Makes fewer or smaller files of the read model where that is due. What it holds stays the same."""
    before = snapshots.pointer()
    due = compaction_due(before)
    try:
        if due == "newBase":
            _replace(files_of(before), _new_base(before, snapshots), snapshots)
        elif due == "mergedDeltas":
            _replace(before["deltas"], _merged(before["deltas"], snapshots), snapshots)
    except IncompleteReadModel:
        return "incomplete"
    return due


def compaction_due(pointer: Pointer) -> Growth:
    """A new base costs what the table costs, so it is due by size; many small deltas are merged into one."""
    in_deltas = sum(delta["leads"] for delta in pointer["deltas"])
    in_base = pointer["base"]["leads"] if pointer["base"] else 0
    if in_deltas > max(SMALL, _SHARE * in_base):
        return "newBase"
    return "mergedDeltas" if len(pointer["deltas"]) > MOST_DELTAS else "delta"


def _new_base(pointer: Pointer, snapshots: Snapshots) -> File:
    with passing_folder() as folder:
        path = folder / "base.sqlite"
        if pointer["base"]:
            snapshots.download_base(pointer["base"], path)
        model = open_read_model(path)
        for delta in pointer["deltas"]:
            apply_entries(model, snapshots.read_delta(delta))
        leads = count_leads(model)
        model.close()
        return snapshots.write_base(path, leads, holds=files_of(pointer))


def _merged(deltas: list[File], snapshots: Snapshots) -> File:
    merged = snapshots.write_delta(newest_of(_entries(deltas, snapshots)))
    assert merged is not None  # no delta is empty
    return {**merged, "holds": [without_history(delta) for delta in deltas]}


def _entries(deltas: Iterable[File], snapshots: Snapshots) -> Iterator[Entry]:
    for delta in deltas:
        yield from snapshots.read_delta(delta)


def _replace(replaced: list[File], by: File, snapshots: Snapshots) -> None:
    """Puts one file in the place of others. Deltas that came since then stay; if the others are gone, so is this."""
    keys = keys_of(replaced)
    for _ in range(_MOVES):
        now = snapshots.pointer()
        if not keys <= keys_of(files_of(now)):
            break
        later = [delta for delta in now["deltas"] if delta["key"] not in keys]
        base, deltas = (by, later) if by["key"].startswith(BASES) else (now["base"], [by, *later])
        if snapshots.move(now, base, deltas, now["publishedAt"]):
            snapshots.supersede(replaced)
            return
    snapshots.discard(by)
