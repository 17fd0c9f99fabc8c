"""How the read model grows: a delta for each import, and a new base when the deltas, or one import, outgrow it."""

from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Literal, NamedTuple

from easycrm.errors import IncompleteReadModel, LostRace
from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import count_packed, entry_of, newest_of, packed_entries, unpacked_entries
from easycrm.leads.list.filling.new_bases import Many, fill_base
from easycrm.leads.list.read_model import LEADS_AT_ONCE
from easycrm.leads.list.snapshots import File, Pointer, Snapshots, files_of, keys_of, most_to_apply, without_history
from easycrm.scratch import passing_folder

MOST_DELTAS = 30
_MOVES = 50
_BASES = 5  # are made for one import: whenever another base came first, one more

Growth = Literal["delta", "mergedDeltas", "newBase", "incomplete"]
"""What compaction did; `delta`: nothing was due. `incomplete`: a file is gone, so nothing could be compacted; an
operator rebuilds.
"""


class _Unseen(NamedTuple):
    """A delta that the pointer does not name, and a copy of it here."""

    delta: File
    path: Path


def publish(leads: Iterable[Lead], snapshots: Snapshots) -> int:
    """Adds leads, each of them once, to the read model; returns how many.

    Raises LostRace when others always came first.
    """
    entries = map(entry_of, leads)
    chunks = iter(lambda: list(islice(entries, LEADS_AT_ONCE)), [])
    return publish_packed(map(packed_entries, chunks), snapshots)


def publish_packed(parts: Iterable[bytes], snapshots: Snapshots) -> int:
    """The same for entries that are packed already, part by part; each lead once in all of them.

    Many are in a new base before anybody sees them, so that what readers have to apply stays small.
    """
    with passing_folder() as folder:
        path = folder / "delta"
        leads = _joined(parts, path)
        if leads:
            unseen = _Unseen(snapshots.write_delta(path, leads), path)
            if leads <= most_to_apply(snapshots.pointer()) or not _publish_in_base(unseen, snapshots):
                _publish_as_it_is(unseen.delta, snapshots)
    return leads


def compact(snapshots: Snapshots) -> Growth:
    """Makes fewer or smaller files of the read model where that is due. What it holds stays the same."""
    before = snapshots.pointer()
    due = compaction_due(before)
    try:
        if due == "newBase":
            _put_base(_new_base(before, snapshots), before, snapshots)
        elif due == "mergedDeltas":
            _put_merged(_merged(before["deltas"], snapshots), before["deltas"], snapshots)
    except IncompleteReadModel:
        return "incomplete"
    return due


def compaction_due(pointer: Pointer) -> Growth:
    """A new base costs what the table costs, so it is due by size; many small deltas are merged into one."""
    if sum(delta["leads"] for delta in pointer["deltas"]) > most_to_apply(pointer):
        return "newBase"
    return "mergedDeltas" if len(pointer["deltas"]) > MOST_DELTAS else "delta"


def _joined(parts: Iterable[bytes], path: Path) -> int:
    """Writes packed entries one behind the other; returns how many there are."""
    leads = 0
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
            leads += count_packed(part)
    return leads


def _publish_as_it_is(delta: File, snapshots: Snapshots) -> None:
    for _ in range(_MOVES):
        before = snapshots.pointer()
        if snapshots.move(before, before["base"], [*before["deltas"], delta], snapshots.now()):
            return
    raise LostRace("lostRace", "Other imports kept publishing at the same moment.")


def _publish_in_base(unseen: _Unseen, snapshots: Snapshots) -> bool:
    """Whether that could be: where a file is gone, only a rebuild makes a base."""
    for _ in range(_BASES):
        before, at = snapshots.pointer(), snapshots.now()
        try:
            base = _new_base(before, snapshots, unseen)
        except IncompleteReadModel:
            return False
        if _put_base(base, before, snapshots, at):
            snapshots.supersede([unseen.delta])
            return True
    raise LostRace("lostRace", "Other imports kept replacing the base at the same moment.")


def _new_base(pointer: Pointer, snapshots: Snapshots, unseen: _Unseen | None = None) -> File:
    """What the pointer names, and what a delta has besides."""
    with passing_folder() as folder:
        path = folder / "base.sqlite"
        if pointer["base"]:
            snapshots.download_base(pointer["base"], path)
        deltas = chain.from_iterable(map(snapshots.read_delta, pointer["deltas"]))
        many = Many(unpacked_entries(unseen.path.open("rb")), unseen.delta["leads"]) if unseen else Many(())
        leads = fill_base(path, many, deltas)
        return snapshots.write_base(path, leads, holds=[*files_of(pointer), *([unseen.delta] if unseen else [])])


def _put_base(base: File, before: Pointer, snapshots: Snapshots, at: str = "") -> bool:
    """Puts a base in the place of the files that it was made of, `before` and others. Deltas that came since then stay.

    False, and the base is gone, when another base came first. What was stored until `at` is in it.
    """
    taken_in = keys_of(base["holds"])
    for _ in range(_MOVES):
        now = snapshots.pointer()
        if _key_of_base(now) != _key_of_base(before):
            break
        later = [delta for delta in now["deltas"] if not keys_of(delta.get("holds", [delta])) <= taken_in]
        if snapshots.move(now, base, later, max(at, now["publishedAt"])):
            snapshots.supersede(file for file in files_of(now) if file["key"] not in keys_of(later))
            return True
    snapshots.discard(base)
    return False


def _key_of_base(pointer: Pointer) -> str:
    return pointer["base"]["key"] if pointer["base"] else ""


def _merged(deltas: list[File], snapshots: Snapshots) -> File:
    newest = newest_of(chain.from_iterable(map(snapshots.read_delta, deltas)))
    with passing_folder() as folder:
        path = folder / "delta"
        path.write_bytes(packed_entries(newest))
        merged = snapshots.write_delta(path, len(newest))
    return {**merged, "holds": [without_history(delta) for delta in deltas]}


def _put_merged(merged: File, deltas: list[File], snapshots: Snapshots) -> None:
    """Puts one delta in the place of others. If these are gone, so is this."""
    keys = keys_of(deltas)
    for _ in range(_MOVES):
        now = snapshots.pointer()
        if not keys <= keys_of(now["deltas"]):
            break
        later = [delta for delta in now["deltas"] if delta["key"] not in keys]
        if snapshots.move(now, now["base"], [merged, *later], now["publishedAt"]):
            snapshots.supersede(deltas)
            return
    snapshots.discard(merged)
