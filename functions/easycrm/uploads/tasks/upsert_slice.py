"""Upsert slice: a plan, conditional writes, the leads for the read model, a result."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.lead import NAME_KEYS, Lead
from easycrm.leads.merge import changes_values, merge
from easycrm.leads.person_names import contradict
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold
from easycrm.leads.strangers import Stranger, is_anothers, stranger_to, strangers_among, written_name
from easycrm.leads.table import LeadsTable, can_be_stored
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import Record, may_be_stored, upload_of
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.slice_chain import (
    RowsOfLeads,
    as_said,
    is_ours,
    is_same,
    rows_by_lead,
    rows_of_earlier_runs,
    statement_of,
)
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import read_worksheets
from easycrm.uploads.work_files.runs import SliceItem
from easycrm.uploads.work_files.slice_entries import write_entries
from easycrm.uploads.work_files.sorted_rows import SharedRange, read_slice_rows
from easycrm.uploads.work_files.stored_leads import (
    Outcome,
    Plan,
    Result,
    SliceRun,
    planned_runs,
    read_plan,
    write_plan,
    write_result,
)

_RACES = 20


@dataclass(frozen=True)
class Change:
    """A lead that a plan names: its rows in this run and in earlier ones, and what it was `before`.

    `strangers` are those among its rows by what it was before, `statement` is what the others say.
    """

    lead_id: str
    before: Lead | None
    rows: Sequence[StandardisedRow]
    strangers: Sequence[Stranger]
    statement: Statement
    earlier: Sequence[Sequence[StandardisedRow]]

    @property
    def spoken(self) -> list[StandardisedRow]:
        """The rows that are not held."""
        return Plan({}, self.strangers).spoken(self.rows)


class Stored(NamedTuple):
    """A lead as the table holds it afterwards, and the rows about it that are held as strangers.

    `fits`: whether it takes what the rows say.
    """

    lead_id: str
    lead: Lead | None
    strangers: Sequence[Stranger]
    fits: bool = True


ForEach = Callable[[Callable[[Change], Stored], Iterable[Change]], Iterable[Stored]]


def upsert_slice(
    record: Record,
    item: SliceItem,
    store: ImportStore,
    leads: LeadsTable,
    stop_watch: Callable[[], None],
    for_each: ForEach = in_threads,
) -> Result:
    """Stores the slice's leads, several at a time, and writes what became of its rows once; returns that result.

    A repeated or redelivered task reads the first one's plan back, writes what is still missing, and comes to the
    same result. `stop_watch` is asked before each write, and raises UploadStopped when the upload is not wanted.
    """
    stop_watch()
    of = SliceRun(item["slice"], item["run"])
    by_batch = read_slice_rows([SharedRange(*part) for part in item["ranges"]], read_worksheets(store), store)
    rows = [row for rows in by_batch.values() for row in rows]
    upload, by_lead = upload_of(record), rows_by_lead(rows)
    stored = leads.get_many(by_lead)
    planned = make_plan(stored, rows, upload, plan_before(of, store))
    plan = write_plan(of, planned, store)
    if plan is not planned:  # another run's, which may have read the table after this one did
        stored = leads.get_many(by_lead)
    changes = _changes(plan, by_lead, rows_of_earlier_runs(by_batch, of.run, store), upload)

    def store_one(change: Change) -> Stored:
        return store_lead(change, stored.get(change.lead_id), upload, leads, stop_watch)

    written = {each.lead_id: each for each in for_each(store_one, changes.values())}
    write_entries(of, (each.lead for each in written.values() if each.lead), store)
    return write_result(of, _result(plan, rows, changes, stored, written, upload), store)


def plan_before(of: SliceRun, store: ImportStore) -> tuple[int, Plan] | None:
    """The highest run below this one that planned the slice, and its plan."""
    earlier = [run for run in planned_runs(of.slice, store) if run < of.run]
    return (earlier[-1], read_plan(of._replace(run=earlier[-1]), store)) if earlier else None


def make_plan(
    stored: Mapping[str, Lead],
    rows: Iterable[StandardisedRow],
    upload: Upload,
    follows: tuple[int, Plan] | None = None,
) -> Plan:
    """The leads that would change, each as it was before, and the rows that are held for another person's email.

    What `follows` has of a lead is taken over: it was planned before the upload wrote anything of it. A lead that
    the upload has changed already, which only a plan that is gone can have known, is in it as well: it is published.
    """
    run, former = follows or (None, Plan({}))
    known = {**stored, **former.before}
    befores = {lead_id: lead for lead_id, lead in known.items() if lead}
    rows = list(rows)
    strangers = strangers_among(rows, befores)
    before: dict[str, Lead | None] = {}
    for lead_id, of_lead in rows_by_lead(Plan({}, strangers).spoken(rows)).items():
        lead = befores.get(lead_id)
        is_changed = merge(lead, fold(of_lead, upload)) is not lead
        if is_changed or lead_id in former.before or (lead and _was_changed_by(upload, lead)):
            before[lead_id] = lead
    return Plan(before, strangers, run)


def _was_changed_by(upload: Upload, lead: Lead) -> bool:
    upload_id = upload.ref.upload_id
    return lead.created_in == upload_id or any(value.origin.upload_id == upload_id for value in lead.values.values())


def _changes(plan: Plan, by_lead: RowsOfLeads, earlier: Sequence[RowsOfLeads], upload: Upload) -> dict[str, Change]:
    """The leads of a plan, in its order."""
    strangers: dict[str, list[Stranger]] = {}
    lead_of = {row.position: row.lead_id for rows in by_lead.values() for row in rows}
    for stranger in plan.strangers:
        strangers.setdefault(lead_of[stranger.table, stranger.row], []).append(stranger)
    return {
        lead_id: Change(
            lead_id,
            before,
            by_lead[lead_id],
            strangers.get(lead_id, ()),
            fold(plan.spoken(by_lead[lead_id]), upload),
            [rows[lead_id] for rows in earlier if lead_id in rows],
        )
        for lead_id, before in plan.before.items()
    }


def store_lead(
    change: Change, stored: Lead | None, upload: Upload, leads: LeadsTable, stop_watch: Callable[[], None]
) -> Stored:
    """Writes what is missing. A lost race is read and merged again; raises LostRace in the end."""
    for _ in range(_RACES):
        wanted = wanted_lead(change, stored, upload)
        if wanted.lead is None or wanted.lead is stored:
            return wanted
        if not can_be_stored(wanted.lead):
            return wanted._replace(lead=stored, fits=False)
        if leads.put(wanted.lead, stop_watch):
            return wanted
        stored = leads.get(change.lead_id)
    raise LostRace("lostRace", "Other uploads kept changing the same lead.", leadId=change.lead_id)


def wanted_lead(change: Change, stored: Lead | None, upload: Upload) -> Stored:
    """A lead as the table should hold it: what is stored itself where nothing has to be written.

    While nobody else changed it, that is all rows on what it was before, whatever an earlier run made of it. Else it
    is merged onto what is stored, unless that has become somebody else's.
    """
    statement = change.statement
    earlier = (statement_of(rows, change.before, upload) for rows in change.earlier)
    if is_ours(stored, change.before, (statement, *earlier)):
        lead = merge(change.before, statement)
        if is_same(lead, stored):
            return Stored(change.lead_id, stored, change.strangers)
        version = stored.version + 1 if stored else 1
        return Stored(change.lead_id, replace(lead, version=version), change.strangers)
    if stored and is_anothers(stored, statement):
        others = (stranger_to(row, written_name(stored.values)) for row in change.spoken)
        return Stored(change.lead_id, stored, [*change.strangers, *others])
    if stored and _named_another(stored, statement, upload):
        strangers = strangers_among(change.rows, {stored.lead_id: stored})
        return Stored(change.lead_id, as_said(stored, statement_of(change.rows, stored, upload)), strangers)
    return Stored(change.lead_id, merge(stored, statement), change.strangers)


def _named_another(stored: Lead, statement: Statement, upload: Upload) -> bool:
    """Whether an earlier run has named the lead by a row that is another person's now."""
    is_named_by_us = any(value.origin.upload == upload.ref for key in NAME_KEYS if (value := stored.values.get(key)))
    names = written_name(statement.values), written_name(stored.values)
    return is_named_by_us and statement.is_by_email and contradict(*names)


def _result(
    plan: Plan,
    rows: Sequence[StandardisedRow],
    changes: Mapping[str, Change],
    stored: Mapping[str, Lead],
    written: Mapping[str, Stored],
    upload: Upload,
) -> Result:
    """What became of the rows, by what the table holds of their leads."""
    strangers = [stranger for each in written.values() for stranger in each.strangers]
    strangers += _strangers_elsewhere(plan, rows, written)
    spoken = Plan({}, strangers).spoken(rows)
    outcomes: dict[str, Outcome] = {row.lead_id: "unchanged" for row in spoken}
    after: dict[str, Lead | None] = {**stored}
    for lead_id, each in written.items():
        change = changes[lead_id]
        after[lead_id] = each.lead if each.fits else None
        outcomes[lead_id] = outcome(after[lead_id], upload, changes_values(change.before, change.statement))
    return make_result(spoken, outcomes, after, plan, strangers)


def _strangers_elsewhere(plan: Plan, rows: Iterable[StandardisedRow], written: Mapping[str, Stored]) -> list[Stranger]:
    """Those of a plan that are about leads which it does not change."""
    lead_of = {row.position: row.lead_id for row in rows}
    return [each for each in plan.strangers if lead_of[each.table, each.row] not in written]


class StopWatch:
    """Whether a run is still to store leads, asked of its upload's record at most every quarter of a second."""

    def __init__(
        self,
        upload_id: str,
        run: int,
        records: UploadRecords,
        clock: Callable[[], float] = time.monotonic,
        every: float = 0.25,
    ) -> None:
        self._upload_id = upload_id
        self._run = run
        self._records = records
        self._clock = clock
        self._every = every
        self._next_look = float("-inf")

    def __call__(self) -> None:
        """Raises UploadStopped when the upload is being closed, has ended, or has another run."""
        if self._clock() < self._next_look:
            return
        if not may_be_stored(self._records.get(self._upload_id), self._run):
            raise UploadStopped("uploadStopped", "The upload was stopped; nothing more is stored for it.")
        self._next_look = self._clock() + self._every
