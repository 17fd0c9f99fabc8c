"""Upsert slice: a plan, conditional writes, the leads for the read model, a result."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from easycrm.errors import UploadStopped
from easycrm.leads.lead import Lead
from easycrm.leads.merge import changes_values, merge
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold_by_lead
from easycrm.leads.strangers import strangers_among
from easycrm.leads.table import LeadsTable
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import Record, may_be_stored, upload_of
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.store import ImportStore
from easycrm.uploads.storing.changes import Change, ForEach, Stored, changes_of, store_changes
from easycrm.uploads.storing.slice_chain import rows_by_lead, rows_of_earlier_runs
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
    of, upload = SliceRun(item["slice"], item["run"]), upload_of(record)
    by_batch = read_slice_rows([SharedRange(*part) for part in item["ranges"]], read_worksheets(store), store)
    rows = [row for of_batch in by_batch.values() for row in of_batch]
    by_lead = rows_by_lead(rows)
    stored = leads.get_many(by_lead)  # before plans are listed, so that what runs have written by now was planned
    planned, statements = make_plan(stored, rows, upload, plan_before(of, store))
    plan = write_plan(of, planned, store)
    if plan is not planned:  # that of another try, which may have read the table after this one did
        stored, statements = leads.get_many(by_lead), fold_by_lead(plan.spoken(rows), upload)
    changes = changes_of(plan, by_lead, statements, rows_of_earlier_runs(by_batch, of.run, store))
    written = store_changes(changes, stored, upload, leads, stop_watch, for_each)
    write_entries(of, (each.lead for each in written.values() if each.lead), store)
    return write_result(of, _result(plan, rows, changes, {**stored}, written, upload), store)


def plan_before(of: SliceRun, store: ImportStore) -> tuple[int, Plan] | None:
    """The highest run below this one that planned the slice, and its plan."""
    earlier = [run for run in planned_runs(of.slice, store) if run < of.run] if of.run else []
    return (earlier[-1], read_plan(of._replace(run=earlier[-1]), store)) if earlier else None


def make_plan(
    stored: Mapping[str, Lead],
    rows: Sequence[StandardisedRow],
    upload: Upload,
    follows: tuple[int, Plan] | None = None,
) -> tuple[Plan, dict[str, Statement]]:
    """The leads that would change, each as it was before, and the rows that are held; also what the others say.

    What `follows` has of a lead is taken over: it was planned before the upload wrote anything of it. A lead that
    the upload has changed already, which only a plan that is gone can have known, is in it as well: it is published.
    """
    run, former = follows or (None, Plan({}))
    befores = {lead_id: lead for lead_id, lead in {**stored, **former.before}.items() if lead}
    strangers = strangers_among(rows, befores)
    statements = fold_by_lead(Plan({}, strangers).spoken(rows), upload)
    before: dict[str, Lead | None] = {}
    for lead_id, statement in statements.items():
        lead = befores.get(lead_id)
        is_changed = merge(lead, statement) is not lead
        if is_changed or lead_id in former.before or (lead and _was_changed_by(upload, lead)):
            before[lead_id] = lead
    return Plan(before, strangers, run), statements


def _was_changed_by(upload: Upload, lead: Lead) -> bool:
    upload_id = upload.ref.upload_id
    return lead.created_in == upload_id or any(value.origin.upload_id == upload_id for value in lead.values.values())


def _result(
    plan: Plan,
    rows: Sequence[StandardisedRow],
    changes: Iterable[Change],
    after: dict[str, Lead | None],
    written: Mapping[str, Stored],
    upload: Upload,
) -> Result:
    """What became of the rows. `after`: the leads that the plan does not name as they are."""
    lead_of = {row.position: row.lead_id for row in rows}
    strangers = [each for each in plan.strangers if lead_of[each.table, each.row] not in written]
    strangers += [stranger for each in written.values() for stranger in each.strangers]
    spoken = Plan({}, strangers).spoken(rows)
    outcomes: dict[str, Outcome] = {row.lead_id: "unchanged" for row in spoken}
    for change in changes:
        each = written[change.lead_id]
        after[change.lead_id] = lead = each.lead if each.fits else None
        outcomes[change.lead_id] = outcome(lead, upload, changes_values(change.before, change.statement))
    return make_result(spoken, outcomes, after, plan, strangers)


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
