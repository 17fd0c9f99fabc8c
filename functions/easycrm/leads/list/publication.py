"""How the read model grows: a delta for each import, and a new base when the deltas outgrow it."""

from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from easycrm.errors import IncompleteReadModel, LostRace
from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import count_packed, entry_of, newest_of, packed_entries
from easycrm.leads.list.read_model import LEADS_AT_ONCE, apply_entries, count_leads, open_read_model
from easycrm.leads.list.snapshots import BASES, File, Pointer, Snapshots, files_of, keys_of, without_history
from easycrm.scratch import passing_folder

MOST_DELTAS = 30
SMALL = 5_000  # leads in deltas that never call for a new base
_SHARE = 0.01  # of the base: above it, a new base. What a cold reader has to apply to the base is at most this
_MOVES = 50

Growth = Literal["delta", "mergedDeltas", "newBase", "incomplete"]
"""What a publish left behind. `incomplete`: a file is gone, so nothing could be compacted; an operator rebuilds."""


def publish(leads: Iterable[Lead], snapshots: Snapshots) -> int:
    """Adds leads, each of them once, to the read model; returns how many.

    Raises LostRace when others always came first.
    """
    entries = map(entry_of, leads)
    chunks = iter(lambda: list(islice(entries, LEADS_AT_ONCE)), [])
    return publish_packed(map(packed_entries, chunks), snapshots)


def publish_packed(parts: Iterable[bytes], snapshots: Snapshots) -> int:
    """The same for entries that are packed already, part by part; each lead once in all of them."""
    with passing_folder() as folder:
        path = folder / "delta"
        leads = _joined(parts, path)
        if not leads:
            return 0
        delta = snapshots.write_delta(path, leads)
    for _ in range(_MOVES):
        before = snapshots.pointer()
        if snapshots.move(before, before["base"], [*before["deltas"], delta], snapshots.now()):
            return leads
    raise LostRace("lostRace", "Other imports kept publishing at the same moment.")


def _joined(parts: Iterable[bytes], path: Path) -> int:
    """Writes packed entries one behind the other; returns how many there are."""
    leads = 0
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
            leads += count_packed(part)
    return leads


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
    newest = newest_of(chain.from_iterable(map(snapshots.read_delta, deltas)))
    with passing_folder() as folder:
        path = folder / "delta"
        path.write_bytes(packed_entries(newest))
        merged = snapshots.write_delta(path, len(newest))
    return {**merged, "holds": [without_history(delta) for delta in deltas]}


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
