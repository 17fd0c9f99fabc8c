"""Upsert batch: a plan, conditional writes, a result."""

import time
from collections.abc import Callable, Iterable, Mapping

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.lead import Lead
from easycrm.leads.merge import merge
from easycrm.leads.statement import Statement, fold_by_lead
from easycrm.leads.table import MAX_ITEM_BYTES, LeadsTable, item_size
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import FINAL, Record, upload_of
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.standardised_rows import read_standardised
from easycrm.uploads.work_files.stored_leads import Outcome, Plan, Result, write_plan, write_result

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
) -> Result:
    """Stores the batch's leads, several at a time, and writes what became of its rows once; returns that result.

    A repeated or redelivered task reads the first one's plan back, writes what is still missing, and comes to the
    same result. `stop_watch` is asked before each write, and raises UploadStopped when the upload is not wanted.
    """
    stop_watch()
    rows, held = read_standardised(batch, store)
    upload = upload_of(record)
    statements = fold_by_lead(rows, upload)
    stored = leads.get_many(statements)
    planned = make_plan(stored, statements.values())
    plan = write_plan(batch, planned, store)
    if plan is not planned:  # another run's, which may have read the table after this one did
        stored = leads.get_many(statements)

    def store_one(statement: Statement) -> Stored:
        return statement.lead_id, store_lead(statement, stored.get(statement.lead_id), leads, stop_watch)

    written = dict(for_each(store_one, [statements[lead_id] for lead_id in plan]))
    outcomes: dict[str, Outcome] = dict.fromkeys(statements, "unchanged")
    outcomes |= {lead_id: outcome(lead, upload) for lead_id, lead in written.items()}
    result = make_result(rows, outcomes, held, {**stored, **written}, plan)
    return write_result(batch, result, store)


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


def make_plan(stored: Mapping[str, Lead], statements: Iterable[Statement]) -> Plan:
    """The leads that would change, each as it was before."""
    plan: dict[str, Lead | None] = {}
    for statement in statements:
        before = stored.get(statement.lead_id)
        if merge(before, statement) is not before:
            plan[statement.lead_id] = before
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
