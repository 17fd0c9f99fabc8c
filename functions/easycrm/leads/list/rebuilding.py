"""The operator's repair: the read model made anew from the leads table."""

from collections.abc import Callable, Iterable

from easycrm.errors import LostRace
from easycrm.leads.lead import Lead
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.filling.new_bases import Many, fill_base
from easycrm.leads.list.snapshots import BASES, File, Pointer, Snapshots, files_of, keys_of, most_to_apply
from easycrm.scratch import passing_folder

_MOVES = 50


def rebuild(scan: Callable[[], Iterable[Lead]], snapshots: Snapshots) -> dict[str, int]:
    """Puts a base made of all leads in the place of what there is; returns `{leads, orphansDeleted}`.

    Imports may publish meanwhile: what the scan may have missed stays as deltas. Needs nothing of the old files.
    Raises LostRace when the base was replaced more often than it can follow; then the read model is in use, and whole.
    """
    before, begun = snapshots.pointer(), snapshots.now()
    base = _base_of(scan(), snapshots)
    for _ in range(_MOVES):
        now = snapshots.pointer()
        later = published_since(before, now)
        if later is None:
            snapshots.discard(base)
            raise LostRace("lostRace", "The read model was replaced meanwhile. Please try again.")
        if snapshots.move(now, base, later, max(begun, now["publishedAt"])):
            snapshots.supersede([file for file in files_of(now) if file["key"] not in keys_of(later)])
            return {"leads": base["leads"], "orphansDeleted": snapshots.delete_orphans()}
    snapshots.discard(base)
    raise LostRace("lostRace", "Imports kept publishing at the same moment. Please try again.")


def published_since(before: Pointer, now: Pointer) -> list[File] | None:
    """The deltas that were published after `before`, those included that a newer base took in since.

    None when that cannot be told, because the base was replaced more than once or by another rebuild, and when it took
    in more than a reader may be left to apply.
    """
    known = keys_of(files_of(before))
    later = [delta for delta in now["deltas"] if delta["key"] not in known]
    base = now["base"]
    if base is None or base["key"] in known:
        return later
    taken_in = [held for held in base.get("holds", ()) if held["key"] not in known]
    if not base.get("holds") or any(held["key"].startswith(BASES) for held in taken_in):
        return None
    if sum(held["leads"] for held in taken_in) > most_to_apply(now):
        return None
    return [*taken_in, *later]


def _base_of(leads: Iterable[Lead], snapshots: Snapshots) -> File:
    with passing_folder() as folder:
        path = folder / "base.sqlite"
        count = fill_base(path, Many(map(entry_of, leads)), deltas=())
        return snapshots.write_base(path, count, holds=())
