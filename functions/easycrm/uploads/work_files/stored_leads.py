"""Of Upsert batch: the plan, which has the leads that are to change as they were; and what became of every row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypedDict

from easycrm.leads.lead import Lead
from easycrm.leads.statement import StandardisedRow
from easycrm.leads.strangers import Stranger
from easycrm.leads.table import from_item, to_item
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
    because their email is another person's, which every run of the batch has to see alike.
    """

    before: Mapping[str, Lead | None]
    strangers: Sequence[Stranger] = ()

    def spoken(self, rows: Iterable[StandardisedRow]) -> list[StandardisedRow]:
        """The rows that are not held."""
        held = {(stranger.table, stranger.row) for stranger in self.strangers}
        return [row for row in rows if row.position not in held]


_BEFORE, _STRANGERS = "before", "strangers"
"""Members of a plan as it is stored."""


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
    """What became of a batch's rows; `counts` by outcome and `flags` by code say how many."""

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
    """The result of a batch of which nothing is known but the number of its rows."""
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


def write_plan(batch: str, plan: Plan, store: ImportStore) -> Plan:
    """Written once. Returns the plan that is stored: this very one, or that of whoever came first."""
    before = {lead_id: to_item(lead) if lead else None for lead_id, lead in plan.before.items()}
    content = {_BEFORE: before, _STRANGERS: list(plan.strangers)}
    stored = store.write_once(file_names.plan(batch), content)
    return plan if stored is content else _plan_of(stored)


def read_plan(batch: str, store: ImportStore) -> Plan | None:
    """None while the batch has none."""
    return _stored_plan(batch, store) if store.exists(file_names.plan(batch)) else None


def read_plans(batches: Iterable[str], store: ImportStore) -> Iterator[tuple[str, Plan | None]]:
    """Each of these batches with its plan, in their order; the folder is listed once, however many they are."""
    planned = _batches_in(file_names.PLANS, store)
    return ((batch, _stored_plan(batch, store) if batch in planned else None) for batch in batches)


def leads_to_publish(store: ImportStore) -> list[str]:
    """The ids of all leads that the upload may have changed, batch by batch: those of the plans.

    Of a batch whose plan is gone, those of its result, which names the unchanged ones, too.
    """

    def planned(name: str) -> list[str]:
        return list(_before_in(store.read(name)))  # a plan has whole leads, of which only few are to be in memory

    def stored(batch: str) -> list[str]:
        return [row.lead_id for row in _result_of(store.read(file_names.result(batch)))["rows"]]

    plans = store.names(file_names.PLANS)
    unplanned = done_batches(store) - {PurePosixPath(name).stem for name in plans}
    lead_ids = chain(in_threads(planned, plans), in_threads(stored, sorted(unplanned)))
    return list(dict.fromkeys(chain.from_iterable(lead_ids)))


def write_result(batch: str, result: Result, store: ImportStore) -> Result:
    """Written once; returns what is stored."""
    return _result_of(store.write_once(file_names.result(batch), result))


def read_results(batches: list[str], store: ImportStore) -> Iterator[Result]:
    """The results of these batches, in their order."""
    return in_threads(lambda batch: _result_of(store.read(file_names.result(batch))), batches)


def done_batches(store: ImportStore) -> set[str]:
    """The batches that have a result."""
    return _batches_in(file_names.RESULTS, store)


def _batches_in(folder: str, store: ImportStore) -> set[str]:
    return {PurePosixPath(name).stem for name in store.names(folder)}


def _stored_plan(batch: str, store: ImportStore) -> Plan:
    return _plan_of(store.read(file_names.plan(batch)))


def _plan_of(content: Mapping[str, Any]) -> Plan:
    before = {lead_id: from_item(item) if item else None for lead_id, item in _before_in(content).items()}
    strangers = content[_STRANGERS] if _BEFORE in content else ()
    return Plan(before, [Stranger(*stranger) for stranger in strangers])


def _before_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The leads of a plan; the plan of a batch that began under an earlier release is nothing else."""
    before: Mapping[str, Any] = content.get(_BEFORE, content)
    return before


def _result_of(content: Result) -> Result:
    """The rows of a stored result as what they are: JSON has them as lists."""
    return {
        "rows": [RowOutcome(*row) for row in content.get("rows", ())],
        "held": [HeldRow(*row) for row in content.get("held", ())],
        "strangers": [Stranger(*row) for row in content.get("strangers", ())],
        "flagged": [FlaggedRow(*row) for row in content.get("flagged", ())],
        "left": [LeftValue(*row) for row in content.get("left", ())],
        "conflicts": [NameConflict(*row) for row in content.get("conflicts", ())],
        "skipped": [Place(*row) for row in content.get("skipped", ())],
        "counts": content["counts"],
        "flags": content.get("flags", {}),
    }
