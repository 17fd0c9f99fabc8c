"""Upsert batch: a plan, conditional writes, a result."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.lead import Lead, UploadRef
from easycrm.leads.merge import merge
from easycrm.leads.statement import StandardisedRow, Statement, Upload, fold
from easycrm.leads.table import LeadsTable, to_item
from easycrm.uploads.records import FINAL, Record
from easycrm.uploads.standardising import read_standardised
from easycrm.uploads.store import ImportStore

Outcome = Literal["created", "updated", "unchanged", "merged", "held", "skipped"]
"""What became of a row; every row has exactly one."""

Plan = dict[str, dict[str, Any] | None]
"""For every lead that would change: its item before, or None. What an undo needs."""

_WRITERS = 16
_RACES = 20

ForEach = Callable[[Callable[[Statement], Lead], Iterable[Statement]], Iterable[Lead]]


def in_threads(store_one: Callable[[Statement], Lead], statements: Iterable[Statement]) -> list[Lead]:
    """Stores several leads at a time; they are different ones, so their order does not matter."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        return list(pool.map(store_one, statements))


def upsert_batch(
    record: Record, batch: str, store: ImportStore, leads: LeadsTable, for_each: ForEach = in_threads
) -> dict[str, int]:
    """Stores the batch's leads and writes `results/{batch}.json`; returns the rows per outcome.

    A repeated or redelivered task reads the first one's plan back, writes what is still missing, and comes to the
    same result. Raises UploadStopped when the upload was cancelled.
    """
    if record["status"] in FINAL:
        raise UploadStopped("uploadStopped", f"The upload is {record['status']}; nothing more is stored for it.")
    rows, held = read_standardised(batch, store)
    upload = upload_of(record)
    statements = statements_of(rows, upload)
    stored = leads.get_many(statements)
    plan: Plan = store.write_once(f"plans/{batch}.json", make_plan(stored, statements.values()))
    changing = [statements[lead_id] for lead_id in plan]
    written = for_each(lambda statement: store_lead(statement, stored.get(statement.lead_id), leads), changing)
    outcomes: dict[str, Outcome] = dict.fromkeys(statements, "unchanged")
    outcomes |= {lead.lead_id: outcome(lead, upload) for lead in written}
    result = make_result(rows, outcomes, held, statements.values())
    store.write(f"results/{batch}.json", result)
    counts: dict[str, int] = result["counts"]
    return counts


def upload_of(record: Record) -> Upload:
    ref = UploadRef(record["registeredAt"], record["uploadId"])
    return Upload(ref, record["fileName"], record["options"]["existing"])


def statements_of(rows: Iterable[StandardisedRow], upload: Upload) -> dict[str, Statement]:
    """What the upload says about each lead, by leadId."""
    by_lead: dict[str, list[StandardisedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    return {lead_id: fold(of_lead, upload) for lead_id, of_lead in by_lead.items()}


def make_plan(stored: Mapping[str, Lead], statements: Iterable[Statement]) -> Plan:
    """The leads that would change, each with its item before."""
    plan: Plan = {}
    for statement in statements:
        before = stored.get(statement.lead_id)
        if merge(before, statement) is not before:
            plan[statement.lead_id] = to_item(before) if before else None
    return plan


def store_lead(statement: Statement, stored: Lead | None, leads: LeadsTable) -> Lead:
    """The lead as the table holds it afterwards. A lost race is read and merged again; raises LostRace in the end."""
    for _ in range(_RACES):
        lead = merge(stored, statement)
        if lead is stored or leads.put(lead):
            return lead
        stored = leads.get(statement.lead_id)
    raise LostRace("lostRace", "Other uploads kept changing the same lead.", leadId=statement.lead_id)


def outcome(lead: Lead, upload: Upload) -> Outcome:
    """What the upload did to a lead that its plan names, however often and in whatever order its tasks ran."""
    if lead.created_in == upload.ref.upload_id:
        return "created"
    return "unchanged" if upload.existing == "skip" else "updated"


def make_result(
    rows: Iterable[StandardisedRow],
    outcomes: Mapping[str, Outcome],
    held: Iterable[Mapping[str, Any]],
    statements: Iterable[Statement],
) -> dict[str, Any]:
    """A batch's result: `rows` [table, row, leadId, outcome], `held`, `counts`, `flags`, `overruled`.

    A lead's outcome goes to its first row; its other rows are merged.
    """
    told: set[str] = set()
    lines: list[list[Any]] = []
    flags: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: row.position):
        what = "merged" if row.lead_id in told else outcomes[row.lead_id]
        told.add(row.lead_id)
        lines.append([*row.position, row.lead_id, what])
        flags.update({flag for of_key in row.flags.values() for flag in of_key})
    held = list(held)
    counts = Counter(line[-1] for line in lines)
    counts["held"] += len(held)
    return {
        "rows": lines,
        "held": [[row["table"], row["row"], row["held"]] for row in held],
        "counts": {name: count for name, count in counts.items() if count},
        "flags": dict(flags),
        "overruled": [list(value) for statement in statements for value in statement.overruled],
    }


def planned_leads(store: ImportStore) -> list[str]:
    """The ids of all leads that the upload's plans say would change."""
    return list(dict.fromkeys(lead_id for name in store.names("plans") for lead_id in store.read(name)))
