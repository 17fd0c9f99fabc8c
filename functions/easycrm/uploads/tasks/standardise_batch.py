"""Standardise batch: the rows of a worksheet batch, each with its lead and its values, sorted by slice, once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from easycrm.held import NO_LEAD_FIELDS, ROW_UNREADABLE, TEST_LEAD
from easycrm.leads.flags import NEEDS_REVIEW
from easycrm.leads.table import LeadsTable
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.contacts import Contacts, read_contacts
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
    ValuesEntry,
    is_sorted,
    read_sorted_head,
    write_sorted,
)
from easycrm.uploads.work_files.worksheet_batches import PlacedRow, RowsRange, read_batch_rows
from easycrm.workbooks.tables import filled_cells


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
        rules = _Rules(read_mapping(store), record["options"]["country"], tell)
        rows = _standardised(list(read_batch_rows(batch, ranges, store)), rules, leads, record["uploadId"], look)
        entries = [row.entry for row in rows]
        head = write_sorted(batch, entries, _ledger(rows), sum(map(_needs_review, entries)), slices, store)
    return {"rows": head["rows"], "needsReview": head["needsReview"]}


class _Identified(NamedTuple):
    """What the rules find in a row for certain, and the ids that its lead may have."""

    contacts: Contacts
    ids: PossibleIds


class _ByRules(NamedTuple):
    """What the rules make of a row, and whether they leave it unsettled."""

    result: Standardised
    is_unsettled: bool


class _Rules:
    """The rules for the rows of an upload. What they find in a poison row is None."""

    def __init__(self, mapping: Sequence[Sequence[MappedColumn]], country: str, tell: TellPoison) -> None:
        self._mapping = mapping
        self._country = country
        self._tell = tell

    def columns(self, placed: PlacedRow) -> Sequence[MappedColumn]:
        return self._mapping[placed.table]

    def identify(self, placed: PlacedRow) -> _Identified | None:
        columns, cells = self.columns(placed), placed.row.cells

        def compute() -> _Identified:
            contacts = read_contacts(layout_of(columns), as_stored(columns, cells), self._country)
            return _Identified(contacts, possible_ids(identify(columns, cells, self._country, contacts)))

        return unless_poison(compute, address=(placed.table, placed.row.row), tell=self._tell)

    def standardise(self, placed: PlacedRow, lead_id: str, contacts: Contacts) -> _ByRules | None:
        """None also for a row that the rules cannot tell the doubts of."""
        columns, (_, cells, written) = self.columns(placed), placed.row

        def compute() -> _ByRules:
            result = standardise(columns, cells, self._country, lead_id, written, contacts)
            return _ByRules(result, doubt(layout_of(columns), as_stored(columns, cells), result) is not None)

        return unless_poison(compute, address=(placed.table, placed.row.row), tell=self._tell)


class _Standardised(NamedTuple):
    """A row as it is written, and where its cells ended, judged by that."""

    entry: RowEntry
    fates: Mapping[str, int]
    left_out: list[LeftOutCell]


def _standardised(
    placed: list[PlacedRow], rules: _Rules, leads: LeadsTable, upload_id: str, look: LookAgain
) -> list[_Standardised]:
    """The rows, in their order. All that is to do with a row by rules is done at once, while its words are in mind."""
    identified = [rules.identify(row) for row in placed]
    of_rows = lead_ids([known.ids if known else None for known in identified], leads, upload_id)
    rows: list[_Standardised] = []
    unsettled: dict[int, Standardised] = {}
    for at, (row, lead_id, known) in enumerate(zip(placed, of_rows, identified, strict=True)):
        by_rules = rules.standardise(row, lead_id, known.contacts) if known else None
        rows.append(_as_written(row, rules.columns(row), lead_id, by_rules.result if by_rules else None))
        if by_rules and by_rules.is_unsettled:
            unsettled[at] = by_rules.result
    sources = [_source(placed[at], rules.columns(placed[at]), of_rows[at]) for at in unsettled]
    for at, result in zip(unsettled, look(sources, list(unsettled.values())), strict=True):
        rows[at] = _as_written(placed[at], rules.columns(placed[at]), of_rows[at], result)
    return rows


def _source(placed: PlacedRow, columns: Sequence[MappedColumn], lead_id: str) -> Source:
    return Source(columns, placed.row.cells, lead_id, placed.row.written)


def _as_written(
    placed: PlacedRow, columns: Sequence[MappedColumn], lead_id: str, result: Standardised | None
) -> _Standardised:
    table, (number, cells, _) = placed
    entry = _entry(table, number, lead_id, result)
    reasons = _left_out(cells, entry)
    values = {} if "held" in entry else entry["values"]
    fates = fates_of(as_stored(columns, cells), layout_of(columns).remark_keys, values, reasons)
    left_out = [LeftOutCell(table, number, columns[at].label, reason) for at, reason in reasons.items()]
    return _Standardised(entry, fates, left_out)


def _left_out(cells: Sequence[str], entry: RowEntry) -> dict[int, str]:
    """By position, why a cell is left out. Of a row that is held, all are."""
    if "held" in entry:
        return {at: entry["held"] for at, cell in enumerate(cells) if filled_cells([cell])}
    return {int(at): reason for at, reason in entry.get("leftOut", {}).items()}


def _ledger(rows: Sequence[_Standardised]) -> Ledger:
    cells: Counter[str] = Counter()
    for row in rows:
        cells.update(row.fates)
    return {"cells": dict(cells), "leftOut": [cell for row in rows for cell in row.left_out]}


def _needs_review(entry: RowEntry) -> bool:
    return "held" not in entry and any(NEEDS_REVIEW in flags for flags in entry["flags"].values())


def _entry(table: int, number: int, lead_id: str, result: Standardised | None) -> RowEntry:
    why_held = _why_held(result)
    if not result or why_held:
        return {"table": table, "row": number, "held": why_held}
    entry: ValuesEntry = {
        "table": table,
        "row": number,
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
