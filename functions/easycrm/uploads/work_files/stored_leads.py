"""Of Upsert slice: the plan, which has the leads that are to change as they were; and what became of every row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypedDict

from easycrm.leads.items.lead_items import from_item, to_item
from easycrm.leads.lead import Lead
from easycrm.leads.statement import StandardisedRow
from easycrm.leads.strangers import Stranger
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names

Outcome = Literal["created", "updated", "unchanged", "merged", "held", "skipped"]
"""What became of a row; every row has exactly one."""

OUTCOMES: Mapping[Outcome, str] = {
    "created": "the first row of a lead that this upload made",
    "updated": "the first row of a lead that it changed",
    "unchanged": "the first row of a lead that it left as it was",
    "merged": "another row of the file already speaks for that lead",
    "held": "not stored, with the reason",
    "skipped": "no lead row: the header again, a total, a footer",
}
"""What each outcome means to the one who uploads."""


class Plan(NamedTuple):
    """`before`: every lead that would change, as it was, or None: what an undo needs. `strangers`: rows that are held
    because their email is another person's, which every try of the slice has to see alike. `follows`: the run whose
    plan this one took over what was before from; None for the first.
    """

    before: Mapping[str, Lead | None]
    strangers: Sequence[Stranger] = ()
    follows: int | None = None

    def spoken(self, rows: Iterable[StandardisedRow]) -> list[StandardisedRow]:
        """The rows that are not held."""
        held = {(stranger.table, stranger.row) for stranger in self.strangers}
        return [row for row in rows if row.position not in held]


_BEFORE, _STRANGERS, _FOLLOWS = "before", "strangers", "follows"
"""Members of a plan as it is stored."""


class SliceRun(NamedTuple):
    """What one run makes of a slice."""

    slice: str
    run: int


class RowOutcome(NamedTuple):
    """What became of a row that speaks of a lead and is not held."""

    table: int
    row: int
    lead_id: str
    outcome: Outcome


class HeldRow(NamedTuple):
    """A row that is not stored, and the code of why."""

    table: int
    row: int
    code: str


class FlaggedRow(NamedTuple):
    """A row that deserves a look."""

    table: int
    row: int
    flags: list[str]


class LeftValue(NamedTuple):
    """A value of a row that its lead does not have: its key, its text, and the beginning of the lead's (`""`: none)."""

    table: int
    row: int
    key: str
    text: str
    kept: str


class NameConflict(NamedTuple):
    """A row whose lead has, or had, the name of somebody else."""

    table: int
    row: int
    other_name: str


class Place(NamedTuple):
    """A row: the place of its table in the mapping, and its number."""

    table: int
    row: int


class Result(TypedDict):
    """What became of the rows of a slice, or of those of a batch that speak of no lead.

    `counts` by outcome and `flags` by code say how many.
    """

    rows: list[RowOutcome]
    held: list[HeldRow]
    strangers: list[Stranger]
    flagged: list[FlaggedRow]
    left: list[LeftValue]
    conflicts: list[NameConflict]
    skipped: list[Place]
    counts: dict[Outcome, int]
    flags: dict[str, int]


def uncounted(counts: dict[Outcome, int]) -> Result:
    """The result of rows of which nothing is known but the number of its rows."""
    return {
        "rows": [],
        "held": [],
        "strangers": [],
        "flagged": [],
        "left": [],
        "conflicts": [],
        "skipped": [],
        "counts": counts,
        "flags": {},
    }


def write_plan(of: SliceRun, plan: Plan, store: ImportStore) -> Plan:
    """Written once. Returns the plan that is stored: this very one, or that of whoever came first."""
    before = {lead_id: to_item(lead) if lead else None for lead_id, lead in plan.before.items()}
    content = {_BEFORE: before, _STRANGERS: list(plan.strangers), _FOLLOWS: plan.follows}
    stored = store.write_once(file_names.slice_plan(*of), content)
    return plan if stored is content else _plan_of(stored)


def read_plan(of: SliceRun, store: ImportStore) -> Plan:
    return _plan_of(store.read(file_names.slice_plan(*of)))


def planned_runs(slice_name: str, store: ImportStore) -> list[int]:
    """The runs that have planned what to change in a slice, the first one first."""
    return sorted(of.run for of in planned_slices(store, slice_name))


def planned_slices(store: ImportStore, slice_name: str = "") -> list[SliceRun]:
    """All plans there are, or those of one slice."""
    return _slices_in(file_names.SLICE_PLANS, store, slice_name)


def write_result(of: SliceRun, result: Result, store: ImportStore) -> Result:
    """Written once; returns what is stored."""
    return _result_of(store.write_once(file_names.slice_result(*of), result))


def read_results(done: Iterable[SliceRun], store: ImportStore) -> Iterator[Result]:
    """These results, in their order."""
    return in_threads(lambda of: _result_of(store.read(file_names.slice_result(*of))), done)


def done_slices(store: ImportStore) -> dict[str, int]:
    """The slices that have a result, and the highest run that gave one."""
    done: dict[str, int] = {}
    for of in _slices_in(file_names.SLICE_RESULTS, store):
        done[of.slice] = max(of.run, done.get(of.slice, 0))
    return done


def _slices_in(folder: str, store: ImportStore, slice_name: str = "") -> list[SliceRun]:
    """In the order of slices, then of runs."""
    parts = (
        PurePosixPath(name).name.split(".") for name in store.names(folder, f"{slice_name}." if slice_name else "")
    )
    return sorted(SliceRun(name, int(run)) for name, run, *_ in parts)


def _plan_of(content: Mapping[str, Any]) -> Plan:
    before = {lead_id: from_item(item) if item else None for lead_id, item in content[_BEFORE].items()}
    return Plan(before, [Stranger(*stranger) for stranger in content[_STRANGERS]], content[_FOLLOWS])


def _result_of(content: Result) -> Result:
    """The rows of a stored result as what they are: JSON has them as lists."""
    return {
        "rows": [RowOutcome(*row) for row in content["rows"]],
        "held": [HeldRow(*row) for row in content["held"]],
        "strangers": [Stranger(*row) for row in content["strangers"]],
        "flagged": [FlaggedRow(*row) for row in content["flagged"]],
        "left": [LeftValue(*row) for row in content["left"]],
        "conflicts": [NameConflict(*row) for row in content["conflicts"]],
        "skipped": [Place(*row) for row in content["skipped"]],
        "counts": content["counts"],
        "flags": content["flags"],
    }
