"""Finish import: the last word on the upload's record, with totals and with what is not done."""

from collections.abc import Mapping
from typing import TypedDict

from easycrm.errors import BrokenPromise
from easycrm.leads.table import LeadsTable
from easycrm.uploads.ending.row_report import write_row_report
from easycrm.uploads.ending.totals import Totals, total_up
from easycrm.uploads.memory import Memory
from easycrm.uploads.problems import INTERRUPTED, Problem, problem
from easycrm.uploads.record import Closing, Ending, Record, ResultCounts, Status, run_in_charge
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.remembering import remember
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.failed_batches import write_failed
from easycrm.uploads.work_files.former_form import is_of_former_form
from easycrm.uploads.work_files.mapped_columns import read_mapped_tables
from easycrm.uploads.work_files.runs import chosen_runs
from easycrm.uploads.work_files.worksheet_batches import has_worksheet_batches

_NAMED = 3  # worksheets in a sentence about rows


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
    if closing is None and not is_of_former_form(store):
        _require_lists(store)
    totals = total_up(record, store, leads)
    _prove_rows(record, totals)
    ending = _ending(totals, closing, store)
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


def _require_lists(store: ImportStore) -> None:
    if not (has_worksheet_batches(store) and chosen_runs(store)):
        raise BrokenPromise("noBatches", "The list of batches is gone, so that nobody knows whether all are done.")


def _prove_rows(record: Record, totals: Totals) -> None:
    rows = record.get("rows", 0)
    if totals.counts.total() != rows:
        raise BrokenPromise(
            "rowsDoNotAddUp",
            f"The file has {rows} rows, but {totals.counts.total()} outcomes were counted.",
            result=totals.result(),
        )


def _ending(totals: Totals, closing: Closing | None, store: ImportStore) -> Ending:
    """What is told of the end; writes what people and operators can read of it besides."""
    recorded = write_failed({"batches": totals.failed_batches, "slices": totals.failed_slices}, store)
    ending: Ending = {
        "result": totals.result(),
        "flags": dict(totals.flags),
        "failedBatches": list(recorded["batches"]),
        "failedSlices": list(recorded["slices"]),
        "failedCounts": {"batches": len(totals.failed_batches), "slices": len(totals.failed_slices)},
        "batches": totals.batches,
        "slices": totals.slices,
        "report": write_row_report(totals.reasons, store),
    }
    error = _broken(closing, store) or _not_stored(totals, closing is not None)
    if error:
        ending["error"] = error
    return ending


def final_status(totals: Totals, error: Problem | None) -> Status:
    """`completed`, `partial` where something is not done, `failed` where nothing at all was stored."""
    if totals.is_whole and not error:
        return "completed"
    stored = sum(totals.counts[name] for name in ("created", "updated", "unchanged", "merged"))
    return "partial" if stored else "failed"


def _broken(closing: Closing | None, store: ImportStore) -> Problem | None:
    """What broke the import: also that it began in the former form, whose batches nobody imports any more."""
    if closing and "error" in closing:
        return closing["error"]
    return INTERRUPTED if closing is None and is_of_former_form(store) else None


def _not_stored(totals: Totals, was_stopped: bool) -> Problem | None:
    """What is not done, in the words of the file's owner, who knows rows and worksheets."""
    if totals.is_whole:
        return None
    missing = _rows_of(totals.missing())
    if not missing:
        message = "All rows are stored, but the import broke off before it had noted that. Trying again makes sure."
    elif was_stopped:
        message = f"The import was stopped before it had stored {missing}. What was stored stays."
    else:
        message = f"{missing} could not be stored. Trying again may help."
    return problem("batchesFailed", message, can_retry=True)


def _rows_of(missing: Mapping[str, int]) -> str:
    """Rows by their worksheet: the first few, and how many others there are."""
    named = [f"{_rows(rows)} of “{worksheet}”" for worksheet, rows in list(missing.items())[:_NAMED]]
    if others := list(missing.values())[_NAMED:]:
        worksheets = "worksheet" if len(others) == 1 else "worksheets"
        named.append(f"{_rows(sum(others))} of {len(others)} other {worksheets}")
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"
