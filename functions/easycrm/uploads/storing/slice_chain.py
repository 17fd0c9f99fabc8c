"""What the runs of an upload say about the leads of a slice, and whether what is stored of a lead is theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from easycrm.leads.lead import Lead
from easycrm.leads.merge import merge
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold
from easycrm.leads.strangers import strangers_among
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.runs import chosen_runs, read_batches_of_run
from easycrm.uploads.work_files.stored_leads import Plan, done_slices

RowsOfLeads = Mapping[str, list[StandardisedRow]]
"""Rows by the lead that they speak of."""


def rows_by_lead(rows: Iterable[StandardisedRow]) -> dict[str, list[StandardisedRow]]:
    """The rows of each lead, in the order in which they come."""
    by_lead: dict[str, list[StandardisedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    return by_lead


def rows_of_run(by_batch: Mapping[str, Sequence[StandardisedRow]], run: int, store: ImportStore) -> RowsOfLeads:
    """The rows of a slice that took part in a run."""
    batches = read_batches_of_run(run, store)
    return rows_by_lead(row for batch in batches for row in by_batch.get(batch, ()))


def rows_of_earlier_runs(
    by_batch: Mapping[str, Sequence[StandardisedRow]], run: int, store: ImportStore
) -> list[RowsOfLeads]:
    """The rows of a slice that took part in each run before this one."""
    earlier_runs = [earlier for earlier in chosen_runs(store) if earlier < run] if run else []
    return [rows_of_run(by_batch, earlier, store) for earlier in earlier_runs]


def statement_of(rows: Sequence[StandardisedRow], before: Lead | None, upload: Upload) -> Statement | None:
    """What rows about one lead say, but for those that are strangers to what it was before; None where all are."""
    strangers = strangers_among(rows, {before.lead_id: before} if before else {})
    spoken = Plan({}, strangers).spoken(rows)
    return fold(spoken, upload) if spoken else None


def as_said(before: Lead | None, statement: Statement | None) -> Lead | None:
    """The lead after a statement, if there is one."""
    return merge(before, statement) if statement else before


def is_same(lead: Lead | None, other: Lead | None) -> bool:
    """Whether two leads are alike but for their version, which proves nothing."""
    if lead is None or other is None:
        return lead is other
    return lead is other or replace(lead, version=other.version) == other


def is_ours(stored: Lead | None, before: Lead | None, statements: Iterable[Statement | None]) -> bool:
    """Whether nobody else changed a lead since it was `before`: at most one of these statements was stored."""
    return is_same(stored, before) or any(is_same(stored, as_said(before, said)) for said in statements)


def slices_done(batches_of_slices: Mapping[str, Iterable[str]], store: ImportStore) -> dict[str, int]:
    """Of slices, whose rows are in these batches, the done ones, and the run whose result tells of each.

    A slice is done when its highest result is of a run in which every batch took part that has rows of it now.
    """
    results = done_slices(store)
    took_part = {run: frozenset(read_batches_of_run(run, store)) for run in set(results.values())}
    return {
        name: results[name]
        for name, batches in batches_of_slices.items()
        if name in results and took_part[results[name]].issuperset(batches)
    }
