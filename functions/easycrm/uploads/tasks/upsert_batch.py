"""Upsert batch: a plan, conditional writes, a result."""

import time
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.lead import Lead, UploadRef
from easycrm.leads.merge import merge
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold
from easycrm.leads.table import MAX_ITEM_BYTES, LeadsTable, item_size, to_item
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import FINAL, Record, UploadRecords
from easycrm.uploads.results import Outcome, Plan, make_result, outcome
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.standardise_batch import read_standardised

_RACES = 20

Stored = tuple[str, Lead | None]
"""A lead's id, and the lead as the table holds it afterwards; None: too large to be stored."""

ForEach = Callable[[Callable[[Statement], Stored], Iterable[Statement]], Iterable[Stored]]


def upsert_batch(
    record: Record,
    batch: str,
    store: ImportStore,
    leads: LeadsTable,
    stop_watch: Callable[[], None],
    for_each: ForEach = in_threads,
) -> dict[str, Any]:
    """Stores the batch's leads, several at a time, and writes `results/{batch}.json` once; returns that result.

    A repeated or redelivered task reads the first one's plan back, writes what is still missing, and comes to the
    same result. `stop_watch` is asked before each write, and raises UploadStopped when the upload is not wanted.
    """
    stop_watch()
    rows, held = read_standardised(batch, store)
    upload = upload_of(record)
    statements = statements_of(rows, upload)
    stored = leads.get_many(statements)
    planned = make_plan(stored, statements.values())
    plan: Plan = store.write_once(f"plans/{batch}.json", planned)
    if plan is not planned:  # another run's, which may have read the table after this one did
        stored = leads.get_many(statements)

    def store_one(statement: Statement) -> Stored:
        return statement.lead_id, store_lead(statement, stored.get(statement.lead_id), leads, stop_watch)

    written = dict(for_each(store_one, [statements[lead_id] for lead_id in plan]))
    outcomes: dict[str, Outcome] = dict.fromkeys(statements, "unchanged")
    outcomes |= {lead_id: outcome(lead, upload) for lead_id, lead in written.items()}
    result = make_result(rows, outcomes, held, {**stored, **written}, plan)
    return dict(store.write_once(f"results/{batch}.json", result))


class StopWatch:
    """Whether the upload is still wanted, asked of its record at most every quarter of a second."""

    def __init__(
        self, upload_id: str, records: UploadRecords, clock: Callable[[], float] = time.monotonic, every: float = 0.25
    ) -> None:
        self._upload_id = upload_id
        self._records = records
        self._clock = clock
        self._every = every
        self._next_look = float("-inf")

    def __call__(self) -> None:
        """Raises UploadStopped when the upload was cancelled, force-completed, or has ended."""
        if self._clock() < self._next_look:
            return
        record = self._records.get(self._upload_id)
        if record["status"] in FINAL or "stopRequested" in record:
            raise UploadStopped("uploadStopped", "The upload was stopped; nothing more is stored for it.")
        self._next_look = self._clock() + self._every


def upload_of(record: Record) -> Upload:
    ref = UploadRef(record["registeredAt"], record["uploadId"])
    return Upload(ref, record["fileName"], record["options"]["existing"])


def statements_of(rows: Iterable[StandardisedRow], upload: Upload) -> dict[str, Statement]:
    """What the upload says about each lead, by leadId."""
    by_lead: dict[str, list[StandardisedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    return {lead_id: fold(of_lead, upload) for lead_id, of_lead in by_lead.items()}


def make_plan(stored: Mapping[str, Lead], statements: Iterable[Statement]) -> Plan:
    """The leads that would change, each with its item before."""
    plan: Plan = {}
    for statement in statements:
        before = stored.get(statement.lead_id)
        if merge(before, statement) is not before:
            plan[statement.lead_id] = to_item(before) if before else None
    return plan


def store_lead(
    statement: Statement, stored: Lead | None, leads: LeadsTable, stop_watch: Callable[[], None] = lambda: None
) -> Lead | None:
    """The lead as the table holds it afterwards; None when it is too large for an item.

    A lost race is read and merged again; raises LostRace in the end.
    """
    for _ in range(_RACES):
        lead = merge(stored, statement)
        if lead is stored:
            return lead
        if item_size(lead) > MAX_ITEM_BYTES:
            return None
        if leads.put(lead, stop_watch):
            return lead
        stored = leads.get_many([statement.lead_id]).get(statement.lead_id)
    raise LostRace("lostRace", "Other uploads kept changing the same lead.", leadId=statement.lead_id)


def planned_leads(store: ImportStore) -> list[str]:
    """The ids of all leads that the upload's plans say would change, plan by plan."""

    def ids_of(name: str) -> list[str]:
        return list(store.read(name))  # a plan has whole leads, of which only few are to be in memory

    return list(dict.fromkeys(chain.from_iterable(in_threads(ids_of, store.names("plans")))))
