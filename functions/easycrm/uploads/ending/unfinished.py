"""Slices that are not done: what their tasks had stored before they failed, row by row."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from easycrm.held import BATCH_FAILED
from easycrm.leads.lead import Lead
from easycrm.leads.merge import changes_values, merge
from easycrm.leads.statement import StandardisedRow, Upload, fold_by_lead
from easycrm.leads.table import LeadsTable
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import Record, upload_of
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.sorted_rows import (
    SharedRange,
    read_slice_rows,
    read_sorted_heads,
    shared_ranges,
)
from easycrm.uploads.work_files.stored_leads import (
    HeldRow,
    Outcome,
    Plan,
    Result,
    SliceRun,
    done_slices,
    planned_slices,
    read_plan,
    read_results,
    uncounted,
)

_READERS = 4  # slices at a time, each of which reads some of its ranges at a time

RowsOfBatches = Mapping[str, Sequence[StandardisedRow]]
"""Rows of a slice, by batch."""


class Unfinished(NamedTuple):
    """What is told of a slice that is not done, and how many rows of which table (its place) are not stored for it."""

    slice: str
    results: Sequence[Result]
    missing: Counter[int]


class PlannedRun(NamedTuple):
    """A plan of a slice, and the batches that took part in its run."""

    plan: Plan
    batches: Collection[str]


def unfinished_slices(
    rows_of: Mapping[str, Counter[int]],
    batches_of: Mapping[int, Collection[str]],
    record: Record,
    worksheets: Sequence[str],
    store: ImportStore,
    leads: LeadsTable,
) -> Iterator[Unfinished]:
    """In the order of their names. `rows_of`: how many rows of which table each has; `batches_of`: those of each run.

    Of a slice without a plan nothing can have been stored. Where its last plan has a result, that tells what was, and
    all it does not know of are rows of batches that came later.
    """
    last_plans = {of.slice: of for of in planned_slices(store) if of.slice in rows_of}
    last_results = done_slices(store) if last_plans else {}
    ranges = _ranges_of(last_plans, batches_of[max(batches_of)], store) if last_plans else {}

    def tell(name: str) -> Unfinished:
        if name not in last_plans:
            return Unfinished(name, [uncounted({"held": rows_of[name].total()})], rows_of[name])
        last = last_plans[name]
        if last_results.get(name) == last.run:
            late = [part for part in ranges[name] if part.batch not in batches_of[last.run]]
            rows = chain.from_iterable(read_slice_rows(late, worksheets, store).values())
            results = [*read_results([last], store), _held_result([row.position for row in rows])]
            return Unfinished(name, results, Counter(row.table for row in results[-1]["held"]))
        by_batch = read_slice_rows(ranges[name], worksheets, store)
        plans = plans_in_force(last, batches_of, store)
        results = list(results_of_unfinished(by_batch, plans, upload_of(record), leads))
        held = chain.from_iterable(result["held"] for result in results)
        return Unfinished(name, results, Counter(row.table for row in held))

    return in_threads(tell, sorted(rows_of), _READERS)


def _held_result(positions: Sequence[tuple[int, int]]) -> Result:
    """Of rows that did not take part in what is done."""
    held = [HeldRow(*position, BATCH_FAILED) for position in positions]
    return {**uncounted({"held": len(held)}), "held": held}


def _ranges_of(slices: Collection[str], batches: Collection[str], store: ImportStore) -> dict[str, list[SharedRange]]:
    """Where the rows of these slices are in these batches."""
    ranges: dict[str, list[SharedRange]] = {name: [] for name in slices}
    batches = sorted(batches)
    for batch, head in zip(batches, read_sorted_heads(batches, store), strict=True):
        for share, part in shared_ranges(batch, head):
            if share.slice in ranges:
                ranges[share.slice].append(part)
    return ranges


def plans_in_force(
    last: SliceRun, batches_of: Mapping[int, Collection[str]], store: ImportStore
) -> Iterator[PlannedRun]:
    """A slice's last plan, then the one that it follows, and so on: what no plan follows has stored nothing."""
    run: int | None = last.run
    while run is not None:
        plan = read_plan(SliceRun(last.slice, run), store)
        yield PlannedRun(plan, batches_of[run])
        run = plan.follows


def results_of_unfinished(
    rows: RowsOfBatches, plans: Iterable[PlannedRun], upload: Upload, leads: LeadsTable
) -> Iterator[Result]:
    """What became of a slice's rows (by batch): what its tasks would say if they had nothing left to write.

    A lead is told of by the last plan whose rows would not change it: they have been stored, or it has newer values by
    now. Its rows of other batches are held, and so are all rows of a lead that every plan would still change.
    """
    stored = leads.get_many({row.lead_id for row in chain.from_iterable(rows.values())})
    last: PlannedRun | None = None
    for planned in plans:
        last = last or planned
        outcomes = _outcomes_by(planned, rows, stored, upload)
        yield _result(planned, outcomes, rows, stored)
        rows = {batch: [row for row in of_batch if row.lead_id not in outcomes] for batch, of_batch in rows.items()}
    if last:
        untold: dict[str, Outcome] = {row.lead_id: "held" for row in chain.from_iterable(rows.values())}
        yield _result(last, untold, rows, {})


def _outcomes_by(
    planned: PlannedRun, rows: RowsOfBatches, stored: Mapping[str, Lead], upload: Upload
) -> dict[str, Outcome]:
    """The outcomes of the leads that a plan tells of."""
    before = planned.plan.before
    statements = fold_by_lead(planned.plan.spoken(_of(planned.batches, rows)), upload)
    outcomes: dict[str, Outcome] = {lead_id: "unchanged" for lead_id in statements if lead_id not in before}
    for lead_id, statement in statements.items():
        lead = stored.get(lead_id)
        if lead and lead_id in before and merge(lead, statement) is lead:
            outcomes[lead_id] = outcome(lead, upload, changes_values(before[lead_id], statement))
    return outcomes


def _result(
    planned: PlannedRun,
    outcomes: Mapping[str, Outcome],
    rows: RowsOfBatches,
    stored: Mapping[str, Lead],
) -> Result:
    """Of the rows of these leads; those that did not take part are held."""
    of_leads = {batch: [row for row in of_batch if row.lead_id in outcomes] for batch, of_batch in rows.items()}
    taking_part = list(_of(planned.batches, of_leads))
    places = {row.position for row in taking_part}
    strangers = [each for each in planned.plan.strangers if (each.table, each.row) in places]
    spoken = planned.plan.spoken(taking_part)
    result = make_result(spoken, outcomes, stored, planned.plan, strangers, BATCH_FAILED)
    others = [row.position for row in chain.from_iterable(of_leads.values()) if row.position not in places]
    result["held"] += [HeldRow(*position, BATCH_FAILED) for position in others]
    result["counts"]["held"] = result["counts"].get("held", 0) + len(others)
    return result


def _of(batches: Collection[str], rows: RowsOfBatches) -> Iterator[StandardisedRow]:
    return chain.from_iterable(of_batch for batch, of_batch in rows.items() if batch in batches)
