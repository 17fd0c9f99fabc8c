"""Plan batches: the identity of every row, and batches in which all rows of one lead travel together."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from easycrm.leads.identity import Identity, lead_id
from easycrm.leads.table import LeadsTable
from easycrm.standardise.columns import MappedColumn
from easycrm.standardise.layout import layout_of
from easycrm.standardise.ledger import filled_cells
from easycrm.standardise.residue import doubt
from easycrm.standardise.rows import identify, standardise
from easycrm.uploads.mapping import MAPPING, read_mapping
from easycrm.uploads.records import Record, UploadRecords
from easycrm.uploads.store import ImportStore

MANIFEST = "manifest.json"
_LOOK_UP_ROWS = 1000


class PlannedRow(NamedTuple):
    """A row on its way: `table` its place in the mapping, `row` its number, `lead_id` whom it speaks of."""

    table: int
    row: int
    lead_id: str
    cells: tuple[str, ...]


def plan_batches(
    record: Record,
    attempt: str,
    batch_rows: int,
    store: ImportStore,
    records: UploadRecords,
    leads: LeadsTable,
    unsettled_last: bool = False,
) -> dict[str, Any]:
    """Writes the batches and, once, the manifest that names them; returns `{key, batches}`.

    Each attempt writes its batches under a name of its own, and the first manifest decides, so that batches of two
    attempts are never mixed, whatever the table learned between them. With `unsettled_last`, rows that DeepSeek will
    be asked about travel together, so that it is asked about many at a time.
    """
    rows: Iterable[PlannedRow] = identified_rows(store, record["options"]["country"], leads)
    if unsettled_last:
        rows = _unsettled_last(rows, read_mapping(store), record["options"]["country"])
    groups = group_by_lead(rows, batch_rows)
    entries = [_write_batch(number, group, attempt, store) for number, group in enumerate(groups, 1)]
    entries = store.write_once(MANIFEST, entries)
    records.note(record["uploadId"], batches=len(entries))
    return {"key": store.key(MANIFEST), "batches": len(entries)}


def _unsettled_last(
    rows: Iterable[PlannedRow], mapping: Sequence[Sequence[MappedColumn]], country: str
) -> list[PlannedRow]:
    def is_unsettled(row: PlannedRow) -> bool:
        columns = mapping[row.table]
        found = standardise(columns, row.cells, country, row.lead_id)
        return doubt(layout_of(columns), row.cells, found) is not None

    return sorted(rows, key=is_unsettled)


def group_by_lead(rows: Iterable[PlannedRow], batch_rows: int) -> Iterator[list[PlannedRow]]:
    """Batches of about `batch_rows` rows, at most that many unless one lead has more."""
    by_lead: dict[str, list[PlannedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    batch: list[PlannedRow] = []
    for of_lead in by_lead.values():
        if batch and len(batch) + len(of_lead) > batch_rows:
            yield batch
            batch = []
        batch += of_lead
    if batch:
        yield batch


def identified_rows(store: ImportStore, country: str, leads: LeadsTable) -> Iterator[PlannedRow]:
    """Every row of every table with the id of its lead, in the order of the file."""
    mapping = read_mapping(store)
    for number, table in enumerate(store.read(MAPPING)):
        pending: list[tuple[int, list[str], Identity]] = []
        for line in store.read_lines(table["name"]) if table["rows"] else ():
            row, cells = json.loads(line)
            pending.append((row, cells, identify(mapping[number], cells, country)))
            if len(pending) == _LOOK_UP_ROWS:
                yield from _planned(number, pending, leads)
                pending = []
        yield from _planned(number, pending, leads)


def _planned(table: int, rows: list[tuple[int, list[str], Identity]], leads: LeadsTable) -> Iterator[PlannedRow]:
    claimed = {identity.stored_lead_id for _, _, identity in rows} - {""}
    stored = leads.which_exist(claimed) if claimed else set()
    for row, cells, identity in rows:
        known = identity if identity.stored_lead_id in stored else identity._replace(stored_lead_id="")
        yield PlannedRow(table, row, lead_id(known), tuple(cells))


def _write_batch(number: int, rows: list[PlannedRow], attempt: str, store: ImportStore) -> dict[str, Any]:
    batch = f"{number:05}"
    name = f"batches/{attempt}/{batch}.jsonl"
    store.write_lines(name, (json.dumps(row, ensure_ascii=False) for row in rows))
    cells = sum(filled_cells(row.cells) for row in rows)
    return {"batch": batch, "name": name, "rows": len(rows), "cells": cells, "ranges": _ranges(rows)}


def _ranges(rows: list[PlannedRow]) -> list[dict[str, int]]:
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


def read_batch(name: str, store: ImportStore) -> list[PlannedRow]:
    """The rows of a batch."""
    return [
        PlannedRow(table, row, lead, tuple(cells))
        for table, row, lead, cells in map(json.loads, store.read_lines(name))
    ]
