"""Finish import: totals, the failed batches, and the last word on the upload's record."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from easycrm.errors import BrokenPromise
from easycrm.leads.statement import StandardisedRow
from easycrm.leads.table import LeadsTable
from easycrm.uploads.batches import MANIFEST, read_batch
from easycrm.uploads.mapping import MAPPING
from easycrm.uploads.parsing import WORKBOOK
from easycrm.uploads.records import Record, UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.uploads.upserting import Outcome, Plan, make_result, outcome, upload_of

OUTCOMES = ("created", "updated", "unchanged", "merged", "held", "skipped")
_READERS = 16


@dataclass
class Totals:
    """An upload's sums: rows per outcome, rows per flag, and the batches that are not done."""

    counts: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, Any]] = field(default_factory=list)


def finish_import(
    record: Record, closed: dict[str, Any] | None, store: ImportStore, records: UploadRecords, leads: LeadsTable
) -> dict[str, Any]:
    """Sums up all runs of the upload and ends it; returns `{status, result}`.

    `closed` is what a run that only closes an upload says: `{status?, error?}`; None for an import that ran through.
    Raises BrokenPromise when the rows' outcomes do not add up to the rows.
    """
    totals = total_up(record, store, leads)
    result = {name: totals.counts[name] for name in OUTCOMES} | {"rows": totals.counts.total()}
    if result["rows"] != record["rows"]:
        raise BrokenPromise(
            "rowsDoNotAddUp",
            f"The file has {record['rows']} rows, but {result['rows']} outcomes were counted.",
            result=result,
        )
    closed = closed or {}
    facts: dict[str, Any] = {"result": result, "flags": dict(totals.flags), "failedBatches": totals.failed}
    if totals.failed or closed.get("error"):
        facts["error"] = closed.get("error") or _batches_failed(totals.failed, len(store.read(MANIFEST)))
    status = closed.get("status") or final_status(totals)
    records.finish(record["uploadId"], status, facts, unless=frozenset({"cancelled"}) - {status})
    return {"status": status, "result": result}


def final_status(totals: Totals) -> str:
    """`completed`, `partial` where batches are not done, `failed` where nothing at all was stored."""
    if not totals.failed:
        return "completed"
    stored = sum(totals.counts[name] for name in ("created", "updated", "unchanged", "merged"))
    return "partial" if stored else "failed"


def total_up(record: Record, store: ImportStore, leads: LeadsTable) -> Totals:
    """Sums the batches' results; a batch without one is summed from its rows, its plan and the table."""
    totals = Totals()
    done = set(store.names("results"))
    manifest = store.read(MANIFEST)
    worksheets = [table["worksheet"] for table in store.read(MAPPING)]
    finished = [f"results/{entry['batch']}.json" for entry in manifest if f"results/{entry['batch']}.json" in done]
    with ThreadPoolExecutor(_READERS) as pool:
        for result in pool.map(store.read, finished):
            _add(totals, result)
    for entry in manifest:
        if f"results/{entry['batch']}.json" not in done:
            _add(totals, _result_of_failed(entry, record, store, leads))
            totals.failed.append(_described(entry, worksheets))
    workbook = store.read(WORKBOOK)
    totals.counts.update(skipped=workbook["skipped"], held=workbook["held"])
    return totals


def _add(totals: Totals, result: dict[str, Any]) -> None:
    totals.counts.update(result["counts"])
    totals.flags.update(result["flags"])


def _result_of_failed(entry: dict[str, Any], record: Record, store: ImportStore, leads: LeadsTable) -> dict[str, Any]:
    """What a failed batch stored before it failed: its plan says what it set out to do, the table what it did."""
    rows = _rows_of(entry, store)
    planned = f"plans/{entry['batch']}.json"
    plan: Plan = store.read(planned) if planned in store.names("plans") else {}
    upload_id = record["uploadId"]
    outcomes: dict[str, Outcome] = dict.fromkeys((row.lead_id for row in rows), "held")
    outcomes |= {
        lead_id: outcome(lead, upload_of(record))
        for lead_id, lead in leads.get_many(plan).items()
        if lead.created_in == upload_id or any(value.origin.upload_id == upload_id for value in lead.values.values())
    }
    result = make_result(rows, outcomes, (), ())
    return result | {"counts": _unstored_are_held(result["rows"], outcomes)}


def _rows_of(entry: dict[str, Any], store: ImportStore) -> list[StandardisedRow]:
    if entry["name"] not in store.names("batches"):
        return [StandardisedRow((0, number), "", f"{entry['batch']}-{number}", {}) for number in range(entry["rows"])]
    return [StandardisedRow((row.table, row.row), "", row.lead_id, {}) for row in read_batch(entry["name"], store)]


def _unstored_are_held(lines: Iterable[list[Any]], outcomes: dict[str, Any]) -> Counter[str]:
    """Further rows of a lead that was not stored are not merged into anything: they are held with it."""
    return Counter("held" if outcomes[lead_id] == "held" else what for _, _, lead_id, what in lines)


def _described(entry: dict[str, Any], worksheets: list[str]) -> dict[str, Any]:
    return {"batch": entry["batch"], "rows": entry["rows"], "ranges": list(_named(entry["ranges"], worksheets))}


def _named(ranges: Iterable[dict[str, Any]], worksheets: list[str]) -> Iterator[dict[str, Any]]:
    for part in ranges:
        yield {"worksheet": worksheets[part["table"]]} | {name: part[name] for name in ("firstRow", "lastRow", "rows")}


def _batches_failed(failed: list[dict[str, Any]], batches: int) -> dict[str, str]:
    rows = sum(entry["rows"] for entry in failed)
    return {
        "code": "batchesFailed",
        "message": f"{len(failed)} of {batches} batches ({rows} rows) could not be stored. The others were.",
    }
