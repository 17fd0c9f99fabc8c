"""Of Upsert batch: the plan, which has the leads that are to change as they were; and what became of every row."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypedDict

from easycrm.leads.lead import Lead
from easycrm.leads.table import from_item, to_item
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import names

Outcome = Literal["created", "updated", "unchanged", "merged", "held", "skipped"]
"""What became of a row; every row has exactly one."""

Plan = Mapping[str, Lead | None]
"""For every lead that would change: as it was before, or None. What an undo needs."""


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
    """A value of a row that its lead does not have: its key, its text, and the lead's (`""`: none)."""

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
        "flagged": [],
        "left": [],
        "conflicts": [],
        "skipped": [],
        "counts": counts,
        "flags": {},
    }


def write_plan(batch: str, plan: Plan, store: ImportStore) -> Plan:
    """Written once. Returns the plan that is stored: this very one, or that of whoever came first."""
    items = {lead_id: to_item(before) if before else None for lead_id, before in plan.items()}
    stored = store.write_once(names.plan(batch), items)
    return plan if stored is items else _leads_of(stored)


def read_plan(batch: str, store: ImportStore) -> Plan | None:
    """None while the batch has none."""
    name = names.plan(batch)
    return _leads_of(store.read(name)) if store.exists(name) else None


def has_plans(store: ImportStore) -> bool:
    """Whether any lead may have been stored."""
    return bool(store.names(names.PLANS))


def planned_leads(store: ImportStore) -> list[str]:
    """The ids of all leads that the upload's plans say would change, plan by plan."""

    def ids_of(name: str) -> list[str]:
        return list(store.read(name))  # a plan has whole leads, of which only few are to be in memory

    return list(dict.fromkeys(chain.from_iterable(in_threads(ids_of, store.names(names.PLANS)))))


def write_result(batch: str, result: Result, store: ImportStore) -> Result:
    """Written once; returns what is stored."""
    return _result_of(store.write_once(names.result(batch), result))


def read_results(batches: list[str], store: ImportStore) -> Iterator[Result]:
    """The results of these batches, in their order."""
    return in_threads(lambda batch: _result_of(store.read(names.result(batch))), batches)


def done_batches(store: ImportStore) -> set[str]:
    """The batches that have a result."""
    return {PurePosixPath(name).stem for name in store.names(names.RESULTS)}


def _leads_of(items: Mapping[str, Mapping[str, Any] | None]) -> Plan:
    return {lead_id: from_item(item) if item else None for lead_id, item in items.items()}


def _result_of(content: Result) -> Result:
    """The rows of a stored result as what they are: JSON has them as lists."""
    return {
        "rows": [RowOutcome(*row) for row in content.get("rows", ())],
        "held": [HeldRow(*row) for row in content.get("held", ())],
        "flagged": [FlaggedRow(*row) for row in content.get("flagged", ())],
        "left": [LeftValue(*row) for row in content.get("left", ())],
        "conflicts": [NameConflict(*row) for row in content.get("conflicts", ())],
        "skipped": [Place(*row) for row in content.get("skipped", ())],
        "counts": content["counts"],
        "flags": content.get("flags", {}),
    }
