"""Standardise batch: a batch's rows into values of leads, written once, so that every retry says the same."""

from collections import Counter
from typing import TypedDict

from easycrm.held import NO_LEAD_FIELDS, ROW_UNREADABLE, TEST_LEAD
from easycrm.leads.flags import NEEDS_REVIEW
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.export_rows import as_stored
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of, filled_cells
from easycrm.standardise.rows.poison import TellPoison, tell_nobody, unless_poison
from easycrm.standardise.rows.standardising import LEAD_ID, OF_ROW_REPORT, Standardised, standardise
from easycrm.standardise.second_look.looking import LookAgain, Source, look_again
from easycrm.standardise.second_look.residue import doubt
from easycrm.uploads.record import Record
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import read_mapping
from easycrm.uploads.work_files.planned_batches import PlannedRow, read_batch
from easycrm.uploads.work_files.standardised_rows import (
    Ledger,
    LeftOutCell,
    RowEntry,
    ValuesEntry,
    write_ledger,
    write_standardised,
)


class StandardisedBatch(TypedDict):
    """How many rows there are, and how many nobody settled."""

    rows: int
    needsReview: int


def standardise_batch(
    record: Record,
    batch: str,
    name: str,
    store: ImportStore,
    look: LookAgain = look_again,
    tell: TellPoison = tell_nobody,
) -> StandardisedBatch:
    """Writes the batch's rows, each with its values or the reason why it is held.

    `look` is for the rows that the rules leave unsettled; without an assistant, those are only flagged. `tell`
    hears of the rows that the rules stumble over.

    Then the ledger says where the cells ended, by what was written: Finish import adds them up.
    """
    mapping = read_mapping(store)
    country = record["options"]["country"]
    planned = read_batch(name, store)
    by_rules = [_by_rules(row, mapping, country, tell) for row in planned]
    good = [(row, result) for row, result in zip(planned, by_rules, strict=True) if result]
    sources = [Source(mapping[row.table], row.cells, row.lead_id, row.written) for row, _ in good]
    settled = iter(look(sources, [result for _, result in good]))
    entries = [_entry(row, next(settled) if result else None) for row, result in zip(planned, by_rules, strict=True)]
    stored = write_standardised(batch, entries, store)
    write_ledger(batch, ledger_of(planned, stored, mapping), store)
    return {"rows": len(stored), "needsReview": sum(map(_needs_review, stored))}


def _by_rules(
    row: PlannedRow, mapping: list[list[MappedColumn]], country: str, tell: TellPoison
) -> Standardised | None:
    """What the rules find in a row; None for a poison row, also for one that they cannot tell the doubts of."""
    columns = mapping[row.table]

    def compute() -> Standardised:
        result = standardise(columns, row.cells, country, row.lead_id, row.written)
        doubt(layout_of(columns), as_stored(columns, row.cells), result)
        return result

    return unless_poison(compute, address=(row.table, row.row), tell=tell) if row.lead_id else None


def _needs_review(entry: RowEntry) -> bool:
    return "held" not in entry and any(NEEDS_REVIEW in flags for flags in entry["flags"].values())


def ledger_of(planned: list[PlannedRow], stored: list[RowEntry], mapping: list[list[MappedColumn]]) -> Ledger:
    """Where every cell of the batch ended, judged by what is stored."""
    cells: Counter[str] = Counter()
    left_out: list[LeftOutCell] = []
    for row, entry in zip(planned, stored, strict=True):
        columns = mapping[row.table]
        reasons = _left_out(row, entry)
        values = {} if "held" in entry else entry["values"]
        cells.update(fates_of(as_stored(columns, row.cells), layout_of(columns).remark_keys, values, reasons))
        left_out += [LeftOutCell(row.table, row.row, columns[at].label, reason) for at, reason in reasons.items()]
    return {"cells": dict(cells), "leftOut": left_out}


def _left_out(row: PlannedRow, entry: RowEntry) -> dict[int, str]:
    """By position, why a cell is left out. Of a row that is held, all are."""
    if "held" in entry:
        return {at: entry["held"] for at, cell in enumerate(row.cells) if filled_cells([cell])}
    return {int(at): reason for at, reason in entry.get("leftOut", {}).items()}


def _entry(row: PlannedRow, result: Standardised | None) -> RowEntry:
    why_held = _why_held(result)
    if not result or why_held:
        return {"table": row.table, "row": row.row, "leadId": row.lead_id, "held": why_held}
    entry: ValuesEntry = {
        "table": row.table,
        "row": row.row,
        "leadId": row.lead_id,
        "values": result.values,
        "blanks": result.blanks,
        "flags": result.flags,
        "by": result.by,
    }
    if result.by_of:
        entry["byOf"] = result.by_of
    if result.left_out:
        entry["leftOut"] = {str(at): reason for at, reason in result.left_out.items()}
    if result.phone_evidence:
        entry["phoneEvidence"] = result.phone_evidence
    if result.names_its_lead or LEAD_ID in result.left_out.values():
        entry["namesLead"] = True
    if result.written:
        entry["written"] = result.written
    return entry


def _why_held(result: Standardised | None) -> str:
    """`""` for a row that speaks of a lead."""
    if not result:
        return ROW_UNREADABLE
    if result.is_of_row_report_alone:
        return OF_ROW_REPORT
    if result.is_test:
        return TEST_LEAD
    return "" if result.speaks_of_someone else NO_LEAD_FIELDS
