"""Finish import: totals, the failed batches, and the last word on the upload's record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from easycrm.errors import BrokenPromise
from easycrm.held import BATCH_FAILED
from easycrm.leads.merge import changes_values, merge
from easycrm.leads.statement import fold_by_lead
from easycrm.leads.table import LeadsTable
from easycrm.uploads.ledger_proof import prove_ledger
from easycrm.uploads.memory import Memory
from easycrm.uploads.record import (
    Closing,
    Ending,
    FailedBatch,
    Problem,
    Record,
    ResultCounts,
    Status,
    WorksheetRange,
    run_in_charge,
    upload_of,
)
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.remembering import remember
from easycrm.uploads.results import make_result, outcome
from easycrm.uploads.row_report import Reasons, reasons_of_cells, write_row_report
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.failed_batches import write_failed_batches
from easycrm.uploads.work_files.mapped_columns import read_mapped_tables, read_worksheets
from easycrm.uploads.work_files.parsed_tables import read_parsed
from easycrm.uploads.work_files.planned_batches import ManifestEntry, TableRange, read_manifest
from easycrm.uploads.work_files.standardised_rows import read_standardised
from easycrm.uploads.work_files.stored_leads import (
    Outcome,
    Plan,
    Result,
    done_batches,
    read_plans,
    read_results,
    uncounted,
)


@dataclass
class Totals:
    """An upload's sums: rows per outcome, rows per flag, what the row report says, all batches and those not done."""

    batches: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    reasons: Reasons = field(default_factory=Reasons)
    failed: list[FailedBatch] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """A batch's result."""
        self.counts.update(result["counts"])
        self.flags.update(result["flags"])
        self.reasons.add(result)

    def result(self) -> ResultCounts:
        """Rows per outcome, and all of them."""
        return {
            "created": self.counts["created"],
            "updated": self.counts["updated"],
            "unchanged": self.counts["unchanged"],
            "merged": self.counts["merged"],
            "held": self.counts["held"],
            "skipped": self.counts["skipped"],
            "rows": self.counts.total(),
        }


class Finished(TypedDict):
    """How the upload ended, and what became of its rows."""

    status: Status
    result: ResultCounts


def finish_import(
    record: Record,
    closing: Closing | None,
    run: str | None,
    store: ImportStore,
    records: UploadRecords,
    leads: LeadsTable,
    memory: Memory | None = None,
) -> Finished:
    """Sums up all runs of the upload, writes the row report and ends it; of a run that is not in charge, nothing.

    `closing` is None for an import that ran through. `run`: the execution, which those of the version before do not
    say. Raises BrokenPromise when the rows' outcomes do not add up to the rows, or the cells' fates to the cells.
    `memory` keeps the mapping of what completed.
    """
    if not _may_end(record, closing, run):
        return {"status": record["status"], "result": Totals().result()}
    totals = total_up(record, store, leads, is_planned=closing is None)
    _prove_rows(record, totals)
    prove_ledger(store, unless={entry["batch"] for entry in totals.failed})
    ending = _ending(totals, write_failed_batches(totals.failed, store), closing)
    ending["report"] = write_row_report(totals.reasons, store)
    status = closing["as"] if closing and "as" in closing else final_status(totals, ending.get("error"))
    if memory and status == "completed":
        remember(read_mapped_tables(store), memory)
    records.finish(record, status, ending)
    return {"status": status, "result": totals.result()}


def _may_end(record: Record, closing: Closing | None, run: str | None) -> bool:
    """Whether the run is in charge. One of the version before is if nothing on record speaks against it."""
    if run:
        return record["status"] == "processing" and run_in_charge(record) == run
    if closing and "as" in closing:
        return record["status"] == "processing" and record.get("stopRequested") == closing
    if closing:
        return record["status"] == "failed" and "result" not in record
    return record["status"] == "processing" and run_in_charge(record) == record.get("executionArn")


def _prove_rows(record: Record, totals: Totals) -> None:
    rows = record.get("rows", 0)
    if totals.counts.total() != rows:
        raise BrokenPromise(
            "rowsDoNotAddUp",
            f"The file has {rows} rows, but {totals.counts.total()} outcomes were counted.",
            result=totals.result(),
        )


def _ending(totals: Totals, first_failed: list[FailedBatch], closing: Closing | None) -> Ending:
    """What is told of the end, but for whether there is a report."""
    ending: Ending = {
        "result": totals.result(),
        "flags": dict(totals.flags),
        "failedBatches": first_failed,
        "failedBatchCount": len(totals.failed),
        "batches": totals.batches,  # Plan batches may have died before it noted them
    }
    error = closing["error"] if closing and "error" in closing else _batches_failed(totals, closing is not None)
    if error:
        ending["error"] = error
    return ending


def final_status(totals: Totals, error: Problem | None) -> Status:
    """`completed`, `partial` where something is not done, `failed` where nothing at all was stored."""
    if not totals.failed and not error:
        return "completed"
    stored = sum(totals.counts[name] for name in ("created", "updated", "unchanged", "merged"))
    return "partial" if stored else "failed"


def total_up(record: Record, store: ImportStore, leads: LeadsTable, is_planned: bool = False) -> Totals:
    """Sums the batches' results; a batch without one is summed from its rows, its plan and the table.

    Raises BrokenPromise when there is no manifest of an import that `is_planned`.
    """
    of_cells = reasons_of_cells(store)
    totals = Totals(reasons=Reasons(of_cells=of_cells))
    manifest = read_manifest(store)
    if manifest is None and is_planned:
        raise BrokenPromise("noManifest", "The list of batches is gone, so that nobody knows whether all are done.")
    if manifest is None:
        totals.reasons = Reasons(BATCH_FAILED, of_cells)
        totals.counts["held"] = record.get("rows", 0)
        return totals
    totals.batches = len(manifest)
    done = done_batches(store)
    if any(entry["batch"] not in done for entry in manifest):
        totals.reasons = Reasons(BATCH_FAILED, of_cells)
    for result in read_results([entry["batch"] for entry in manifest if entry["batch"] in done], store):
        totals.add(result)
    worksheets = read_worksheets(store)
    failed = [entry for entry in manifest if entry["batch"] not in done]
    plans = read_plans((entry["batch"] for entry in failed), store)
    for entry, (_, plan) in zip(failed, plans, strict=True):
        totals.add(_result_of_failed(entry, plan, record, store, leads))
        totals.failed.append(_described(entry, worksheets))
    workbook = read_parsed(store)
    totals.counts.update({"skipped": workbook["skipped"], "held": workbook["held"]})
    return totals


def _result_of_failed(
    entry: ManifestEntry, plan: Plan | None, record: Record, store: ImportStore, leads: LeadsTable
) -> Result:
    """What a failed batch stored before it failed: what running it once more would say without having to write.

    A lead of its plan that its rows would still change is held. One that they would not change has been stored, or
    has newer values by now.
    """
    if plan is None:
        return uncounted({"held": entry["rows"]})
    rows, held = read_standardised(entry["batch"], store)
    upload = upload_of(record)
    rows = plan.spoken(rows)
    statements = fold_by_lead(rows, upload)
    stored = leads.get_many(statements)
    done = {lead_id: lead for lead_id, lead in stored.items() if merge(lead, statements[lead_id]) is lead}
    outcomes: dict[str, Outcome] = {
        lead_id: "held" if lead_id in plan.before else "unchanged" for lead_id in statements
    }
    outcomes |= {
        lead_id: outcome(lead, upload, changes_values(plan.before[lead_id], statements[lead_id]))
        for lead_id, lead in done.items()
        if lead_id in plan.before
    }
    after = {lead_id: lead for lead_id, lead in stored.items() if outcomes[lead_id] != "held"}
    return make_result(rows, outcomes, held, after, plan, plan.strangers, BATCH_FAILED)


def _described(entry: ManifestEntry, worksheets: list[str]) -> FailedBatch:
    return {"batch": entry["batch"], "rows": entry["rows"], "ranges": _named(entry["ranges"], worksheets)}


def _named(ranges: Iterable[TableRange], worksheets: list[str]) -> list[WorksheetRange]:
    return [
        {
            "worksheet": worksheets[part["table"]],
            "firstRow": part["firstRow"],
            "lastRow": part["lastRow"],
            "rows": part["rows"],
        }
        for part in ranges
    ]


def _batches_failed(totals: Totals, was_stopped: bool) -> Problem | None:
    if not totals.failed:
        return None
    failed = f"{len(totals.failed)} of {totals.batches} batches"
    if was_stopped:
        message = f"The import was stopped before {failed} were done. What was stored stays."
    else:
        rows = sum(entry["rows"] for entry in totals.failed)
        message = f"{failed} ({rows} rows) could not be stored. The others were."
    return {"code": "batchesFailed", "message": message, "canRetry": True}
