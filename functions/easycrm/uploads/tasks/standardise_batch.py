"""Standardise batch: a batch's rows into values of leads, written once, so that every retry says the same."""

from collections import Counter
from typing import Any

from easycrm.held import NO_LEAD_FIELDS, ROW_UNREADABLE
from easycrm.leads.flags import NEEDS_REVIEW
from easycrm.leads.statement import StandardisedRow
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.export_rows import as_stored
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of, filled_cells
from easycrm.standardise.rows.poison import TellPoison, tell_nobody, unless_poison
from easycrm.standardise.rows.standardising import REPORT, Standardised, standardise
from easycrm.standardise.second_look.looking import LookAgain, Source, look_again
from easycrm.standardise.second_look.residue import doubt
from easycrm.uploads.record import Record
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.map_columns import MAPPING, read_mapping
from easycrm.uploads.tasks.plan_batches import PlannedRow, read_batch


def standardise_batch(
    record: Record,
    batch: str,
    name: str,
    store: ImportStore,
    look: LookAgain = look_again,
    tell: TellPoison = tell_nobody,
) -> dict[str, int]:
    """Writes `standardised/{batch}.json`: a list of rows, each with its values or the reason why it is held.

    `look` is for the rows that the rules leave unsettled; without an assistant, those are only flagged. `tell`
    hears of the rows that the rules stumble over.

    Then `ledgers/{batch}.json` says where the cells ended, by what was written: Finish import adds them up. Returns
    `{rows, needsReview}`: how many there are, and how many nobody settled.
    """
    mapping = read_mapping(store)
    country = record["options"]["country"]
    planned = read_batch(name, store)
    by_rules = [_by_rules(row, mapping, country, tell) for row in planned]
    good = [(row, result) for row, result in zip(planned, by_rules, strict=True) if result]
    sources = [Source(mapping[row.table], row.cells, row.lead_id) for row, _ in good]
    settled = iter(look(sources, [result for _, result in good]))
    content = [_as_json(row, next(settled) if result else None) for row, result in zip(planned, by_rules, strict=True)]
    stored = store.write_once(_name(batch), content)
    store.write(f"ledgers/{batch}.json", ledger_of(planned, stored, mapping))
    unsettled = sum(any(NEEDS_REVIEW in flags for flags in row.get("flags", {}).values()) for row in stored)
    return {"rows": len(stored), NEEDS_REVIEW: unsettled}


def _by_rules(
    row: PlannedRow, mapping: list[list[MappedColumn]], country: str, tell: TellPoison
) -> Standardised | None:
    """What the rules find in a row; None for a poison row, also for one that they cannot tell the doubts of."""
    columns = mapping[row.table]

    def compute() -> Standardised:
        found = standardise(columns, row.cells, country, row.lead_id)
        doubt(layout_of(columns), as_stored(columns, row.cells), found)
        return found

    return unless_poison(compute, address=(row.table, row.row), tell=tell) if row.lead_id else None


def ledger_of(
    planned: list[PlannedRow], stored: list[dict[str, Any]], mapping: list[list[MappedColumn]]
) -> dict[str, Any]:
    """`cells` per fate, and `leftOut`: [table, row, column, reason] of what is neither in a field nor in remarks."""
    cells: Counter[str] = Counter()
    left_out: list[list[Any]] = []
    for row, result in zip(planned, stored, strict=True):
        layout = layout_of(mapping[row.table])
        reasons = _left_out(row, result)
        cells.update(
            fates_of(as_stored(mapping[row.table], row.cells), layout.remark_keys, result.get("values", {}), reasons)
        )
        left_out += [[row.table, row.row, mapping[row.table][at].label, reason] for at, reason in reasons.items()]
    return {"cells": dict(cells), "leftOut": left_out}


def _left_out(row: PlannedRow, result: dict[str, Any]) -> dict[int, str]:
    """By position, why a cell is left out. Of a row that is held, all are."""
    if "held" in result:
        return {at: result["held"] for at, cell in enumerate(row.cells) if filled_cells([cell])}
    return {int(at): reason for at, reason in result.get("leftOut", {}).items()}


def _as_json(row: PlannedRow, found: Standardised | None) -> dict[str, Any]:
    address = {"table": row.table, "row": row.row, "leadId": row.lead_id}
    if not found:
        return address | {"held": ROW_UNREADABLE}
    if found.is_report_alone:
        return address | {"held": REPORT}
    if not found.speaks_of_someone:
        return address | {"held": NO_LEAD_FIELDS}
    said = {"values": found.values, "blanks": found.blanks, "flags": found.flags, "by": found.by}
    known = {"byOf": found.by_of, "leftOut": found.left_out, "phoneEvidence": found.phone_evidence}
    return address | said | {name: value for name, value in known.items() if value}


def read_standardised(batch: str, store: ImportStore) -> tuple[list[StandardisedRow], list[dict[str, Any]]]:
    """The rows that speak of a lead, and `{table, row, held}` of those that are held."""
    worksheets = [table["worksheet"] for table in store.read(MAPPING)]
    content = store.read(_name(batch))
    rows = [
        StandardisedRow(
            position=(row["table"], row["row"]),
            worksheet=worksheets[row["table"]],
            lead_id=row["leadId"],
            values=row["values"],
            blanks=row["blanks"],
            flags=row["flags"],
            standardised_by=row["by"],
            by_of=row.get("byOf", {}),
        )
        for row in content
        if "held" not in row
    ]
    return rows, [row for row in content if "held" in row]


def _name(batch: str) -> str:
    return f"standardised/{batch}.json"
