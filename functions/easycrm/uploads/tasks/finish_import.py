"""Finish import: totals, the failed batches, and the last word on the upload's record."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from easycrm.errors import BrokenPromise
from easycrm.held import BATCH_FAILED
from easycrm.leads.merge import merge
from easycrm.leads.table import LeadsTable
from easycrm.uploads.ledger_proof import prove_ledger
from easycrm.uploads.memory import Shared
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import Record, UploadRecords
from easycrm.uploads.remembering import remember
from easycrm.uploads.results import Outcome, Plan, make_result, outcome
from easycrm.uploads.row_report import Reasons, reasons_of_cells, write_report
from easycrm.uploads.store import MANIFEST, ImportStore
from easycrm.uploads.tasks.map_columns import MAPPING
from easycrm.uploads.tasks.parse_workbook import WORKBOOK
from easycrm.uploads.tasks.standardise_batch import read_standardised
from easycrm.uploads.tasks.upsert_batch import statements_of, upload_of

OUTCOMES = ("created", "updated", "unchanged", "merged", "held", "skipped")


@dataclass
class Totals:
    """An upload's sums: rows per outcome, rows per flag, what the row report says, all batches and those not done."""

    batches: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    reasons: Reasons = field(default_factory=Reasons)
    failed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, result: dict[str, Any]) -> None:
        """A batch's result."""
        self.counts.update(result["counts"])
        self.flags.update(result.get("flags", {}))
        self.reasons.add(result)


def finish_import(
    record: Record,
    closing: dict[str, Any] | None,
    store: ImportStore,
    records: UploadRecords,
    leads: LeadsTable,
    memory: Shared | None = None,
) -> dict[str, Any]:
    """Sums up all runs of the upload, writes the row report and ends it; returns `{status, result}`.

    `closing` is None for an import that ran through, else what a run that only closes an upload was begun with:
    `{as, by, at}` for one that was stopped, `{error}` for one that broke. Raises BrokenPromise when the rows'
    outcomes do not add up to the rows, or the cells' fates to the cells. `memory` keeps the mapping of what completed.
    """
    closing = closing or {}
    totals = total_up(record, store, leads)
    result = {name: totals.counts[name] for name in OUTCOMES} | {"rows": totals.counts.total()}
    if result["rows"] != record.get("rows", 0):
        raise BrokenPromise(
            "rowsDoNotAddUp",
            f"The file has {record.get('rows', 0)} rows, but {result['rows']} outcomes were counted.",
            result=result,
        )
    prove_ledger(store, unless={entry["batch"] for entry in totals.failed})
    facts: dict[str, Any] = {"result": result, "flags": dict(totals.flags), "failedBatches": totals.failed}
    facts["batches"] = totals.batches  # Plan batches may have died before it noted them
    if "as" in closing:
        facts["stopRequested"] = closing  # somebody else may have asked since
    facts["report"] = write_report(totals.reasons, store)
    if error := closing.get("error") or _batches_failed(totals, was_stopped="as" in closing):
        facts["error"] = error
    status = closing.get("as") or final_status(totals, facts.get("error"))
    if memory and status == "completed":
        remember(store.read(MAPPING), memory)
    was = ["failed"] if "error" in closing else ["processing"]
    records.finish(record["uploadId"], status, facts, was, stop_requested="as" in closing)
    return {"status": status, "result": result}


def final_status(totals: Totals, error: Any) -> str:
    """`completed`, `partial` where something is not done, `failed` where nothing at all was stored."""
    if not totals.failed and not error:
        return "completed"
    stored = sum(totals.counts[name] for name in ("created", "updated", "unchanged", "merged"))
    return "partial" if stored else "failed"


def total_up(record: Record, store: ImportStore, leads: LeadsTable) -> Totals:
    """Sums the batches' results; a batch without one is summed from its rows, its plan and the table."""
    of_cells = reasons_of_cells(store)
    totals = Totals(reasons=Reasons(of_cells=of_cells))
    if not store.exists(MANIFEST):
        totals.reasons = Reasons(BATCH_FAILED, of_cells)
        totals.counts["held"] = record.get("rows", 0)
        return totals
    done = set(store.names("results"))
    manifest = store.read(MANIFEST)
    totals.batches = len(manifest)
    worksheets = [table["worksheet"] for table in store.read(MAPPING)]
    finished = [f"results/{entry['batch']}.json" for entry in manifest if f"results/{entry['batch']}.json" in done]
    if len(finished) < len(manifest):
        totals.reasons = Reasons(BATCH_FAILED, of_cells)
    for result in in_threads(store.read, finished):
        totals.add(result)
    for entry in manifest:
        if f"results/{entry['batch']}.json" not in done:
            totals.add(_result_of_failed(entry, record, store, leads))
            totals.failed.append(_described(entry, worksheets))
    workbook = store.read(WORKBOOK)
    totals.counts.update(skipped=workbook["skipped"], held=workbook["held"])
    return totals


def _result_of_failed(entry: dict[str, Any], record: Record, store: ImportStore, leads: LeadsTable) -> dict[str, Any]:
    """What a failed batch stored before it failed: what running it once more would say without having to write.

    A lead of its plan that its rows would still change is held. One that they would not change has been stored, or
    has newer values by now.
    """
    planned = f"plans/{entry['batch']}.json"
    if planned not in store.names("plans"):
        return {"counts": {"held": entry["rows"]}}
    plan: Plan = store.read(planned)
    rows, held = read_standardised(entry["batch"], store)
    upload = upload_of(record)
    statements = statements_of(rows, upload)
    stored = leads.get_many(statements)
    done = {lead_id: lead for lead_id, lead in stored.items() if merge(lead, statements[lead_id]) is lead}
    outcomes: dict[str, Outcome] = {lead_id: "held" if lead_id in plan else "unchanged" for lead_id in statements}
    outcomes |= {lead_id: outcome(lead, upload) for lead_id, lead in done.items() if lead_id in plan}
    after = {lead_id: lead for lead_id, lead in stored.items() if outcomes[lead_id] != "held"}
    return make_result(rows, outcomes, held, after, plan, why_held=BATCH_FAILED)


def _described(entry: dict[str, Any], worksheets: list[str]) -> dict[str, Any]:
    return {"batch": entry["batch"], "rows": entry["rows"], "ranges": list(_named(entry["ranges"], worksheets))}


def _named(ranges: Iterable[dict[str, Any]], worksheets: list[str]) -> Iterator[dict[str, Any]]:
    for part in ranges:
        yield {"worksheet": worksheets[part["table"]]} | {name: part[name] for name in ("firstRow", "lastRow", "rows")}


def _batches_failed(totals: Totals, was_stopped: bool) -> dict[str, Any] | None:
    if not totals.failed:
        return None
    failed = f"{len(totals.failed)} of {totals.batches} batches"
    if was_stopped:
        message = f"The import was stopped before {failed} were done. What was stored stays."
    else:
        rows = sum(entry["rows"] for entry in totals.failed)
        message = f"{failed} ({rows} rows) could not be stored. The others were."
    return {"code": "batchesFailed", "message": message, "canRetry": True}
