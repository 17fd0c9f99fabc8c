"""Pages of leads out of the read model, with exact totals, by whichever way is short."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from easycrm.leads.list.conditions import Condition, Trigrams, conditions_of
from easycrm.leads.list.entries import Entry, listed, shown
from easycrm.leads.list.query import COLUMNS, LeadsQuery
from easycrm.leads.list.read_model import count_leads, entries_of, sort_key

FEW = 1000
_AT_ONCE = 500
_PATIENCE = 4  # times the way that a walk is expected to take
_OPPOSITE = {"asc": "desc", "desc": "asc"}


class _Stretch(NamedTuple):
    """Which part of the leads found, in which order; `turned` when it is counted from the other end."""

    order: str
    size: int
    start: int
    turned: bool


def page_of_leads(model: sqlite3.Connection, query: LeadsQuery) -> tuple[list[Entry], int]:
    """One page of the leads that the query finds, as a list shows them, and how many it finds in all.

    >>> from pathlib import Path
    >>> from easycrm.leads.list.query import parse_query
    >>> from easycrm.leads.list.read_model import apply_entries, open_read_model
    >>> lead = dict.fromkeys(COLUMNS, "") | {"row": 2, "version": 1, "flags": []}
    >>> ana, ben = {"leadId": "L1", "firstName": "Ana"}, {"leadId": "L2", "firstName": "Ben"}
    >>> model = open_read_model(Path(":memory:"))
    >>> apply_entries(model, [lead | ana, lead | ben])
    >>> leads, total = page_of_leads(model, parse_query({"sortBy": "firstName", "sortOrder": "desc", "pageSize": "1"}))
    >>> [lead["firstName"] for lead in leads], total
    (['Ben'], 2)
    >>> model.close()
    """
    conditions = conditions_of(query, Trigrams(model))
    total = count_matches(model, conditions)
    start = (query.page - 1) * query.page_size
    if start >= total:
        return [], total
    stretch = _stretch(query, start, total)
    ids = _walk(model, conditions, stretch, total) or _fetch(model, conditions, stretch)
    return _entries(model, ids[::-1] if stretch.turned else ids), total


def all_rows(model: sqlite3.Connection, query: LeadsQuery) -> Iterator[list[Any]]:
    """The COLUMNS of every lead that the query finds, in its order, whatever its page says; flags as one text."""
    where, values = where_of(conditions_of(query, Trigrams(model)))
    order = _order(query.sort_by, query.sort_order)
    ids = (row[0] for row in model.execute(f"SELECT id FROM leads {where} ORDER BY {order}", values))
    while chunk := list(islice(ids, _AT_ONCE)):
        for entry in map(shown, entries_of(model, chunk)):
            yield [", ".join(entry[name]) if name == "flags" else entry[name] for name in COLUMNS]


def count_matches(model: sqlite3.Connection, conditions: Sequence[Condition]) -> int:
    """How many leads meet all conditions. The trigram index counts alone what it can."""
    match, others = _split(conditions)
    where, values = _where(match, others)
    if match and not others:
        where, values = "search WHERE search MATCH ?", [match]
    else:
        where = f"leads {where}"
    return int(model.execute(f"SELECT count(*) FROM {where}", values).fetchone()[0])


def where_of(conditions: Sequence[Condition]) -> tuple[str, list[str | int]]:
    """`WHERE ...` and its values, through the trigram index where it can."""
    return _where(*_split(conditions))


def _stretch(query: LeadsQuery, start: int, total: int) -> _Stretch:
    size = min(query.page_size, total - start)
    turned = start > total // 2
    order = _order(query.sort_by, query.sort_order, turned)
    return _Stretch(order, size, total - start - size if turned else start, turned)


def _walk(model: sqlite3.Connection, conditions: Sequence[Condition], stretch: _Stretch, total: int) -> list[int]:
    """The ids of a page by going through the leads in order; [] where fetching all matches is likely to be shorter.

    If matches lie anywhere, the page ends after its share of the leads. Where they all lie far away, as those of an
    old file do among the newest, the walk is given up.
    """
    steps = _PATIENCE * (stretch.start + stretch.size) * count_leads(model) // total
    if not conditions or total <= FEW or steps > total:
        return []
    where, values = _where(None, conditions)
    nearest = f"SELECT * FROM leads ORDER BY {stretch.order} LIMIT ?"
    ids = _ids(model, f"({nearest}) {where} LIMIT ? OFFSET ?", [steps, *values, stretch.size, stretch.start])
    return ids if len(ids) == stretch.size else []


def _fetch(model: sqlite3.Connection, conditions: Sequence[Condition], stretch: _Stretch) -> list[int]:
    where, values = where_of(conditions)
    statement = f"leads {where} ORDER BY {stretch.order} LIMIT ? OFFSET ?"
    return _ids(model, statement, [*values, stretch.size, stretch.start])


def _ids(model: sqlite3.Connection, source: str, values: Sequence[str | int]) -> list[int]:
    return [row[0] for row in model.execute(f"SELECT id FROM {source}", values)]


def _entries(model: sqlite3.Connection, ids: Sequence[int]) -> list[Entry]:
    return [listed(shown(entry)) for entry in entries_of(model, ids)]


def _split(conditions: Sequence[Condition]) -> tuple[str | None, list[Condition]]:
    """What the trigram index can look up at once, and the conditions that remain."""
    matches = [condition.match for condition in conditions if condition.match]
    return " AND ".join(matches) or None, [condition for condition in conditions if not condition.match]


def _where(match: str | None, conditions: Sequence[Condition]) -> tuple[str, list[str | int]]:
    parts = ["id IN (SELECT rowid FROM search WHERE search MATCH ?)"] if match else []
    parts += [condition.sql for condition in conditions]
    values = [match] if match else []
    values += [value for condition in conditions for value in condition.values]
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), list(values)


def _order(column: str, order: str, turned: bool = False) -> str:
    """Blanks last in both orders; equal leads by their ids. `turned` is exactly the other way round."""
    direction = _OPPOSITE[order] if turned else order
    return f"{sort_key(column)} {direction} NULLS {'FIRST' if turned else 'LAST'}, leadId {direction}"
