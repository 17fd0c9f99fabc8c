"""Standardise batch: the rows of a worksheet batch, each with its lead and its values, sorted by slice, once."""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from easycrm.held import NO_LEAD_FIELDS, ROW_UNREADABLE, TEST_LEAD
from easycrm.leads.flags import NEEDS_REVIEW
from easycrm.leads.table import LeadsTable
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.export_rows import as_stored
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of
from easycrm.standardise.rows.poison import TellPoison, tell_nobody, unless_poison
from easycrm.standardise.rows.standardising import LEAD_ID, OF_ROW_REPORT, Standardised, standardise
from easycrm.standardise.second_look.looking import LookAgain, Source, look_again
from easycrm.standardise.second_look.residue import doubt
from easycrm.uploads.lead_ids import PossibleIds, lead_ids, possible_ids
from easycrm.uploads.record import Record
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import read_mapping
from easycrm.uploads.work_files.sorted_rows import (
    Ledger,
    LeftOutCell,
    RowEntry,
    SortedHead,
    ValuesEntry,
    is_sorted,
    read_sorted_head,
    write_sorted,
)
from easycrm.uploads.work_files.worksheet_batches import PlacedRow, RowsRange, read_batch_rows
from easycrm.workbooks.tables import filled_cells

Mapping = Sequence[Sequence[MappedColumn]]


class StandardisedBatch(TypedDict):
    """How many rows there are, and how many nobody settled."""

    rows: int
    needsReview: int


def standardise_batch(
    record: Record,
    batch: str,
    ranges: list[RowsRange],
    slices: int,
    store: ImportStore,
    leads: LeadsTable,
    look: LookAgain = look_again,
    tell: TellPoison = tell_nobody,
) -> StandardisedBatch:
    """Writes the batch's rows, each with its lead and values or the reason why it is held; once.

    `look` is for the rows that the rules leave unsettled; without an assistant, those are only flagged. `tell`
    hears of the rows that the rules stumble over.
    """
    if is_sorted(batch, store):
        head = read_sorted_head(batch, store)
    else:
        mapping = read_mapping(store)
        rows = list(read_batch_rows(batch, ranges, store))
        entries = _entries(rows, mapping, record, leads, look, tell)
        head = _write(batch, entries, ledger_of(rows, entries, mapping), slices, store)
    return {"rows": head["rows"], "needsReview": head["needsReview"]}


def _write(batch: str, entries: list[RowEntry], ledger: Ledger, slices: int, store: ImportStore) -> SortedHead:
    return write_sorted(batch, entries, ledger, sum(map(_needs_review, entries)), slices, store)


def _needs_review(entry: RowEntry) -> bool:
    return "held" not in entry and any(NEEDS_REVIEW in flags for flags in entry["flags"].values())


def _entries(
    rows: list[PlacedRow], mapping: Mapping, record: Record, leads: LeadsTable, look: LookAgain, tell: TellPoison
) -> list[RowEntry]:
    country = record["options"]["country"]
    possible = [_possible_ids(row, mapping, country, tell) for row in rows]
    of_rows = lead_ids(possible, leads, record["uploadId"])
    by_rules = [_by_rules(*row, mapping, country, tell) for row in zip(rows, of_rows, strict=True)]
    good = [(row, of, result) for row, of, result in zip(rows, of_rows, by_rules, strict=True) if result]
    sources = [Source(mapping[row.table], row.row.cells, of, row.row.written) for row, of, _ in good]
    settled = iter(look(sources, [result for *_, result in good]))
    results = [next(settled) if result else None for result in by_rules]
    return [_entry(*row) for row in zip(rows, of_rows, results, strict=True)]


def _possible_ids(placed: PlacedRow, mapping: Mapping, country: str, tell: TellPoison) -> PossibleIds | None:
    """The ids that the row's lead may have; None for a poison row."""
    table, row = placed

    def compute() -> PossibleIds:
        return possible_ids(identify(mapping[table], row.cells, country))

    return unless_poison(compute, address=(table, row.row), tell=tell)


def _by_rules(placed: PlacedRow, lead_id: str, mapping: Mapping, country: str, tell: TellPoison) -> Standardised | None:
    """What the rules find in a row; None for a poison row, also for one that they cannot tell the doubts of."""
    table, row = placed
    columns = mapping[table]

    def compute() -> Standardised:
        result = standardise(columns, row.cells, country, lead_id, row.written)
        doubt(layout_of(columns), as_stored(columns, row.cells), result)
        return result

    return unless_poison(compute, address=(table, row.row), tell=tell) if lead_id else None


def ledger_of(rows: Sequence[PlacedRow], entries: Sequence[RowEntry], mapping: Mapping) -> Ledger:
    """Where every cell of the batch ended, judged by what is written."""
    cells: Counter[str] = Counter()
    left_out: list[LeftOutCell] = []
    for (table, row), entry in zip(rows, entries, strict=True):
        columns = mapping[table]
        reasons = _left_out(row.cells, entry)
        values = {} if "held" in entry else entry["values"]
        cells.update(fates_of(as_stored(columns, row.cells), layout_of(columns).remark_keys, values, reasons))
        left_out += [LeftOutCell(table, row.row, columns[at].label, reason) for at, reason in reasons.items()]
    return {"cells": dict(cells), "leftOut": left_out}


def _left_out(cells: Sequence[str], entry: RowEntry) -> dict[int, str]:
    """By position, why a cell is left out. Of a row that is held, all are."""
    if "held" in entry:
        return {at: entry["held"] for at, cell in enumerate(cells) if filled_cells([cell])}
    return {int(at): reason for at, reason in entry.get("leftOut", {}).items()}


def _entry(placed: PlacedRow, lead_id: str, result: Standardised | None) -> RowEntry:
    why_held = _why_held(result)
    if not result or why_held:
        return {"table": placed.table, "row": placed.row.row, "held": why_held}
    entry: ValuesEntry = {
        "table": placed.table,
        "row": placed.row.row,
        "leadId": lead_id,
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
