"""Upsert batch: a plan, conditional writes, a result."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.lead import Lead
from easycrm.leads.merge import changes_values, merge
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold_by_lead
from easycrm.leads.strangers import is_anothers, stranger_to, strangers_among, written_name
from easycrm.leads.table import LeadsTable, can_be_stored
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import Record, may_be_stored, upload_of
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.standardised_rows import HeldEntry, read_standardised
from easycrm.uploads.work_files.stored_leads import Outcome, Plan, Result, write_plan, write_result

_RACES = 20


class Stored(NamedTuple):
    """A lead's id, and the lead as the table holds it afterwards; None: too large to be stored.

    `is_anothers`: it became somebody else's before this upload spoke of it, which says nothing to it.
    """

    lead_id: str
    lead: Lead | None
    is_anothers: bool = False


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
    lead_ids = list(dict.fromkeys(row.lead_id for row in rows))
    stored = leads.get_many(lead_ids)
    planned = make_plan(stored, rows, upload)
    plan = write_plan(batch, planned, store)
    if plan is not planned:  # another run's, which may have read the table after this one did
        stored = leads.get_many(lead_ids)
    spoken = plan.spoken(rows)
    statements = fold_by_lead(spoken, upload)

    def store_one(statement: Statement) -> Stored:
        lead_id = statement.lead_id
        return store_lead(statement, stored.get(lead_id), leads, plan.before[lead_id], stop_watch)

    changes = [statements[lead_id] for lead_id in plan.before]
    written = {each.lead_id: each for each in for_each(store_one, changes)}
    outcomes = {
        lead_id: outcome(each.lead, upload, changes_values(plan.before[lead_id], statements[lead_id]))
        for lead_id, each in written.items()
    }
    result = _result(plan, spoken, held, stored, written, outcomes)
    return write_result(batch, result, store)


def _result(
    plan: Plan,
    rows: list[StandardisedRow],
    held: list[HeldEntry],
    stored: Mapping[str, Lead],
    written: Mapping[str, Stored],
    of_leads: Mapping[str, Outcome],
) -> Result:
    """What became of the rows; those of leads that became somebody else's are held beside those of the plan."""
    strangers = list(plan.strangers)
    for row in rows:
        each = written.get(row.lead_id)
        if each and each.is_anothers and each.lead:
            strangers.append(stranger_to(row, written_name(each.lead.values)))
    rows = Plan({}, strangers).spoken(rows)
    outcomes: dict[str, Outcome] = {row.lead_id: "unchanged" for row in rows}
    outcomes |= of_leads
    after = {**stored, **{lead_id: each.lead for lead_id, each in written.items()}}
    return make_result(rows, outcomes, held, after, plan, strangers)


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
        """Raises UploadStopped when the upload is being closed, or has ended."""
        if self._clock() < self._next_look:
            return
        record = self._records.get(self._upload_id)
        if not may_be_stored(record):
            raise UploadStopped("uploadStopped", "The upload was stopped; nothing more is stored for it.")
        self._next_look = self._clock() + self._every


def make_plan(stored: Mapping[str, Lead], rows: Iterable[StandardisedRow], upload: Upload) -> Plan:
    """The leads that would change, each as it was before, and the rows that are held for another person's email.

    A lead that the upload has changed already, which only a plan that is gone can have known, is in it as well, so that
    it is published.
    """
    rows = list(rows)
    strangers = strangers_among(rows, stored)
    before: dict[str, Lead | None] = {}
    for lead_id, statement in fold_by_lead(Plan({}, strangers).spoken(rows), upload).items():
        lead = stored.get(lead_id)
        if merge(lead, statement) is not lead or (lead and _was_changed_by(upload, lead)):
            before[lead_id] = lead
    return Plan(before, strangers)


def _was_changed_by(upload: Upload, lead: Lead) -> bool:
    upload_id = upload.ref.upload_id
    return lead.created_in == upload_id or any(value.origin.upload_id == upload_id for value in lead.values.values())


def store_lead(
    statement: Statement,
    stored: Lead | None,
    leads: LeadsTable,
    before: Lead | None = None,
    stop_watch: Callable[[], None] = lambda: None,
) -> Stored:
    """The lead as the table holds it afterwards. `before`: as the plan has it, which has seen whose it is.

    A lost race is read and merged again; raises LostRace in the end.
    """
    for _ in range(_RACES):
        if stored and _is_changed(stored, before) and is_anothers(stored, statement):
            return Stored(statement.lead_id, stored, is_anothers=True)
        lead = merge(stored, statement)
        if lead is stored:
            return Stored(statement.lead_id, lead)
        if not can_be_stored(lead):
            return Stored(statement.lead_id, None)
        if leads.put(lead, stop_watch):
            return Stored(statement.lead_id, lead)
        stored = leads.get_many([statement.lead_id]).get(statement.lead_id)
    raise LostRace("lostRace", "Other uploads kept changing the same lead.", leadId=statement.lead_id)


def _is_changed(stored: Lead, before: Lead | None) -> bool:
    return before is None or stored.version != before.version
