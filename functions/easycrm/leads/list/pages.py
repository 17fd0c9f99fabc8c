"""Pages of leads out of the read model, with exact totals, by whichever way is short."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from pyroaring import BitMap

from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.list.entries import Entry
from easycrm.leads.list.finding.filters import COLUMN, is_column
from easycrm.leads.list.finding.ordering import (
    Stretch,
    ids_by_column,
    ids_by_field,
    order_of,
    stretch_of,
)
from easycrm.leads.list.finding.selection import Selection, selected_leads, selection_of, split, where, where_of
from easycrm.leads.list.finding.sets import Value, all_leads
from easycrm.leads.list.query import COLUMNS, LeadsQuery
from easycrm.leads.list.read_model import count_leads
from easycrm.leads.list.said import said_of
from easycrm.leads.list.showing.listed_lead import ListedLeads

FEW = 1000
_PATIENCE = 4  # times the way that a walk is expected to take
_AT_ONCE = 500  # leads that are fetched by their ids
_COLUMNS = ", ".join(f'"{name}"' for name in COLUMNS)


def page_of_leads(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> tuple[list[Entry], int]:
    """One page of the leads that the query finds, as a list shows them, and how many it finds in all.

    >>> from pathlib import Path
    >>> from easycrm.leads.columns.catalogue import NO_COLUMNS
    >>> from easycrm.leads.list.query import parse_query
    >>> from easycrm.leads.list.read_model import apply_entries, open_read_model
    >>> lead = dict.fromkeys(COLUMNS, "") | {"row": 2, "version": 1, "flags": [], "said": {}}
    >>> ana, ben = {"leadId": "L1", "firstName": "Ana"}, {"leadId": "L2", "firstName": "Ben"}
    >>> model = open_read_model(Path(":memory:"))
    >>> apply_entries(model, [lead | ana, lead | ben])
    >>> query = parse_query({"sortBy": "firstName", "sortOrder": "desc", "pageSize": "1"})
    >>> leads, total = page_of_leads(model, query, NO_COLUMNS)
    >>> [lead["firstName"] for lead in leads], total
    (['Ben'], 2)
    >>> model.close()
    """
    ids, total = _page(model, query, catalogue)
    texts = said_of(model, ids)
    listed = ListedLeads(catalogue, query.q)
    return [listed.lead(_fields(row), texts[row["id"]]) for row in _rows(model, ids)], total


def all_rows(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> Iterator[sqlite3.Row]:
    """COLUMNS and `id` of every lead that the query finds, in its order, whatever its page says; flags as one text."""
    selection = selection_of(model, query, catalogue)
    leads = selection.leads
    if leads is None and not is_column(query.sort_by):
        sql, values = where_of(selection.conditions)
        order = order_of(query.sort_by, stretch_of(0, 1, 1, query.sort_order))
        yield from model.execute(f"SELECT {_COLUMNS}, id FROM leads {sql} ORDER BY {order}", values)
        return
    leads = selected_leads(model, selection)
    total = count_leads(model) if leads is None else len(leads)
    ids = _ids(model, query, catalogue, leads, stretch_of(0, total, total, query.sort_order)) if total else []
    remaining = iter(ids)
    while some := list(islice(remaining, _AT_ONCE)):
        yield from _rows(model, some)


def leads_found(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> BitMap:
    """All leads that the query finds, by their ids in the read model."""
    leads = selected_leads(model, selection_of(model, query, catalogue))
    return all_leads(model) if leads is None else leads


def count_matches(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> int:
    """How many leads the query finds."""
    return _count(model, selection_of(model, query, catalogue))


def _page(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> tuple[list[int], int]:
    selection = selection_of(model, query, catalogue)
    leads = selection.leads
    is_set = leads is not None or is_column(query.sort_by)
    if is_set:
        leads = selected_leads(model, selection)
    total = _count(model, selection) if leads is None else len(leads)
    start = (query.page - 1) * query.page_size
    if start >= total:
        return [], total
    stretch = stretch_of(start, query.page_size, total, query.sort_order)
    if is_set:
        ids = _ids(model, query, catalogue, leads, stretch)
    else:
        ids = _walk(model, selection, query.sort_by, stretch, total) or _fetch(model, selection, query.sort_by, stretch)
    return ids[::-1] if stretch.is_turned else ids, total


def _count(model: sqlite3.Connection, selection: Selection) -> int:
    """The trigram index counts alone what it can."""
    if selection.leads is not None:
        leads = selected_leads(model, selection)
        return 0 if leads is None else len(leads)
    match, others = split(selection.conditions)
    sql, values = where(match, others)
    if match and not others:
        sql, values = "search WHERE search MATCH ?", [match]
    else:
        sql = f"leads {sql}"
    return int(model.execute(f"SELECT count(*) FROM {sql}", values).fetchone()[0])


def _ids(
    model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue, leads: BitMap | None, stretch: Stretch
) -> list[int]:
    if is_column(query.sort_by):
        return ids_by_column(model, leads, catalogue.column(query.sort_by.removeprefix(COLUMN)), stretch)
    return ids_by_field(model, all_leads(model) if leads is None else leads, query.sort_by, stretch)


def _walk(model: sqlite3.Connection, selection: Selection, field: str, stretch: Stretch, total: int) -> list[int]:
    """The ids of a page by going through the leads in order; [] where fetching all matches is likely to be shorter.

    If matches lie anywhere, the page ends after its share of the leads. Where they all lie far away, as those of an
    old file do among the newest, the walk is given up.
    """
    steps = _PATIENCE * (stretch.start + stretch.size) * count_leads(model) // total
    if not selection.conditions or total <= FEW or steps > total:
        return []
    sql, values = where(None, selection.conditions)
    nearest = f"SELECT * FROM leads ORDER BY {order_of(field, stretch)} LIMIT ?"
    ids = _select(model, f"({nearest}) {sql} LIMIT ? OFFSET ?", [steps, *values, stretch.size, stretch.start])
    return ids if len(ids) == stretch.size else []


def _fetch(model: sqlite3.Connection, selection: Selection, field: str, stretch: Stretch) -> list[int]:
    sql, values = where_of(selection.conditions)
    statement = f"leads {sql} ORDER BY {order_of(field, stretch)} LIMIT ? OFFSET ?"
    return _select(model, statement, [*values, stretch.size, stretch.start])


def _select(model: sqlite3.Connection, source: str, values: Sequence[Value]) -> list[int]:
    return [row[0] for row in model.execute(f"SELECT id FROM {source}", values)]


def _fields(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS} | {"flags": row["flags"].split(", ") if row["flags"] else []}


def _rows(model: sqlite3.Connection, ids: Iterable[int]) -> list[sqlite3.Row]:
    """COLUMNS and `id` of these leads, in their order."""
    wanted = list(ids)
    places = ", ".join("?" * len(wanted))
    rows = model.execute(f"SELECT {_COLUMNS}, id FROM leads WHERE id IN ({places})", wanted)
    by_id = {row["id"]: row for row in rows}
    return [by_id[number] for number in wanted]
