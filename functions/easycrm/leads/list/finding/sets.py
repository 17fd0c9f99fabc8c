"""Sets of leads, by their ids in the read model, out of its tables and into its statements."""

import json
import sqlite3
from collections.abc import Sequence

from pyroaring import BitMap

from easycrm.leads.list.postings import union_of

Value = str | int | float


def places(values: Sequence[object]) -> str:
    """As many placeholders."""
    return ", ".join("?" * len(values))


def leads_where(model: sqlite3.Connection, rows: str, values: Sequence[Value]) -> BitMap:
    """The leads of these rows, `texts WHERE ...` or `headers WHERE ...`."""
    return union_of(posting for (posting,) in plain(model).execute(f"SELECT leads FROM {rows}", values))


def ids_where(model: sqlite3.Connection, select: str, values: Sequence[Value]) -> BitMap:
    """The ids that a statement selects."""
    return BitMap([number for (number,) in plain(model).execute(select, values)])


def all_leads(model: sqlite3.Connection) -> BitMap:
    count, highest = model.execute("SELECT count(*), ifnull(max(id), 0) FROM leads").fetchone()
    if count == highest:
        return BitMap(range(1, count + 1))
    return ids_where(model, "SELECT id FROM leads", ())


def among(leads: BitMap) -> tuple[str, str]:
    """The SQL by which a lead is one of few, and its value."""
    return "id IN (SELECT value FROM json_each(?))", json.dumps(list(leads))


def plain(model: sqlite3.Connection) -> sqlite3.Cursor:
    """Rows as tuples, which are faster than by name."""
    cursor = model.cursor()
    cursor.row_factory = None
    return cursor
