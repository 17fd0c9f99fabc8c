"""Plan batches: the identity of every row, and batches in which all rows of one lead travel together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from easycrm.leads.table import LeadsTable
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import filled_cells
from easycrm.standardise.rows.poison import TellPoison, tell_nobody, unless_poison
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.second_look.residue import doubt
from easycrm.uploads.lead_ids import LeadIds, PossibleIds, possible_ids
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.record import ManifestKey, Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import read_mapped_tables, read_mapping
from easycrm.uploads.work_files.parsed_tables import TableRow, read_rows
from easycrm.uploads.work_files.planned_batches import (
    ManifestEntry,
    PlannedRow,
    TableRange,
    manifest_key,
    write_batch,
    write_manifest,
)

_LOOK_UP_ROWS = 1000
BATCH_WEIGHT = 6_000_000
"""Characters of a batch, and fifty more for each cell: what the functions of a batch have memory for, and to spare."""
_CELL_WEIGHT = 50


def plan_batches(
    record: Record,
    attempt: str,
    batch_rows: int,
    store: ImportStore,
    records: UploadRecords,
    leads: LeadsTable,
    unsettled_last: bool = False,
    tell: TellPoison = tell_nobody,
) -> ManifestKey:
    """Writes the batches and, once, the manifest that names them; returns where that is.

    `tell` hears of poison rows.

    Each attempt writes its batches under a name of its own, and the first manifest decides, so that batches of two
    attempts are never mixed, whatever the table learned between them. With `unsettled_last`, rows that DeepSeek will
    be asked about travel together, so that it is asked about many at a time.
    """
    rows: Iterable[PlannedRow] = identified_rows(store, record["options"]["country"], leads, tell)
    if unsettled_last:
        rows = _unsettled_last(rows, read_mapping(store), record["options"]["country"])
    groups = enumerate(group_by_lead(rows, batch_rows), 1)
    entries = list(in_threads(lambda numbered: _write_batch(*numbered, attempt, store), groups))
    entries = write_manifest(entries, store)
    records.note(record["uploadId"], batches=len(entries))
    return manifest_key(entries, store)


def _unsettled_last(
    rows: Iterable[PlannedRow], mapping: Sequence[Sequence[MappedColumn]], country: str
) -> list[PlannedRow]:
    def is_unsettled(row: PlannedRow) -> bool:
        columns = mapping[row.table]
        by_rules = standardise(columns, row.cells, country, row.lead_id, row.written)
        return doubt(layout_of(columns), row.cells, by_rules) is not None

    def goes_last(row: PlannedRow) -> bool:
        return bool(unless_poison(is_unsettled, row, address=row[:2], tell=tell_nobody))

    return sorted(rows, key=goes_last)


def group_by_lead(rows: Iterable[PlannedRow], batch_rows: int) -> Iterator[list[PlannedRow]]:
    """Batches of about `batch_rows` rows, at most that many unless one lead has more; fewer where rows are heavy."""
    by_lead: dict[str | tuple[int, int], list[PlannedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id or (row.table, row.row), []).append(row)
    batch: list[PlannedRow] = []
    weight = 0
    for of_lead in by_lead.values():
        added = sum(map(_weight, of_lead))
        if batch and (len(batch) + len(of_lead) > batch_rows or weight + added > BATCH_WEIGHT):
            yield batch
            batch, weight = [], 0
        batch += of_lead
        weight += added
    if batch:
        yield batch


def _weight(row: PlannedRow) -> int:
    texts = (*row.cells, *row.written.values())
    return _CELL_WEIGHT * len(texts) + sum(map(len, texts))


def identified_rows(
    store: ImportStore, country: str, leads: LeadsTable, tell: TellPoison = tell_nobody
) -> Iterator[PlannedRow]:
    """Every row of every table with the id of its lead, in the order of the file."""
    mapping = read_mapping(store)
    lead_ids = LeadIds(leads)
    for number, table in enumerate(read_mapped_tables(store)):
        pending: list[_Identified] = []
        for row in read_rows(table["name"], store) if table["rows"] else ():
            address = (number, row.row)
            ids = unless_poison(ids_of_row, mapping[number], row.cells, country, address=address, tell=tell)
            pending.append(_Identified(number, row, ids))
            if len(pending) == _LOOK_UP_ROWS:
                yield from _planned(pending, lead_ids)
                pending = []
        yield from _planned(pending, lead_ids)


class _Identified(NamedTuple):
    """A row of a table and the ids that its lead may have; None for a poison row."""

    table: int
    row: TableRow
    ids: PossibleIds | None


def ids_of_row(columns: Sequence[MappedColumn], cells: Sequence[str], country: str) -> PossibleIds:
    """The ids that the row's lead may have, by the row alone."""
    return possible_ids(identify(columns, cells, country))


def _planned(rows: list[_Identified], lead_ids: LeadIds) -> Iterator[PlannedRow]:
    lead_ids.look_up(row.ids for row in rows if row.ids)
    for table, row, ids in rows:
        yield PlannedRow(table, row.row, lead_ids.of(ids) if ids else "", tuple(row.cells), row.written)


def _write_batch(number: int, rows: list[PlannedRow], attempt: str, store: ImportStore) -> ManifestEntry:
    batch = f"{number:05}"
    name = write_batch(attempt, batch, rows, store)
    cells = sum(filled_cells(row.cells) for row in rows)
    return {"batch": batch, "name": name, "rows": len(rows), "cells": cells, "ranges": _ranges(rows)}


def _ranges(rows: list[PlannedRow]) -> list[TableRange]:
    """Where the batch's rows are, for people: per table the first and last row, and how many."""
    counts = Counter(row.table for row in rows)
    return [
        {
            "table": table,
            "firstRow": min(row.row for row in rows if row.table == table),
            "lastRow": max(row.row for row in rows if row.table == table),
            "rows": count,
        }
        for table, count in sorted(counts.items())
    ]
