"""The read model: leads in a SQLite file, which can filter, sort, count and jump to page N. Pure: a file, no AWS."""

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from easycrm.leads.folding import digits_of, folded
from easycrm.leads.lead import FIELDS, Lead, remark_lines, remarks_of
from easycrm.leads.query import SORT_FIELDS, LeadsQuery

COLUMNS = (
    *("leadId", *FIELDS, "remarks", "sourceFile", "worksheet", "row", "uploadId", "createdAt", "updatedAt"),
    *("createdIn", "version", "flags", "standardisedBy"),
)
"""What the list shows of a lead, in the order of exports."""

_BLANK = "\U0010ffff"  # sorts after every text
_IN_PHONES = "+()./"
_GAPS = ("Zs", "Pd")  # spaces and dashes
_STORED = (*COLUMNS, *(f"{name}Sort" for name in SORT_FIELDS), "search")

Entry = dict[str, Any]
"""One lead as the read model holds it and as `GET /leads` lists it: the COLUMNS."""


def entry_of(lead: Lead) -> Entry:
    """The lead as the list shows it."""
    return {
        "leadId": lead.lead_id,
        **{name: lead.text(name) for name in FIELDS},
        "remarks": remark_lines(remarks_of(lead.values)),
        "sourceFile": lead.source.source_file,
        "worksheet": lead.source.origin.worksheet,
        "row": lead.source.origin.row,
        "uploadId": lead.source.origin.upload_id,
        "createdAt": lead.created_at,
        "updatedAt": lead.source.origin.registered_at,
        "createdIn": lead.created_in,
        "version": lead.version,
        "flags": lead.flags,
        "standardisedBy": lead.source.standardised_by,
    }


def open_read_model(path: Path) -> sqlite3.Connection:
    """The file's leads, an empty set where there is no file yet."""
    model = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    model.row_factory = sqlite3.Row
    numbers = ("row", "version")
    columns = ", ".join(f'"{name}" {"INTEGER" if name in numbers else "TEXT"} NOT NULL' for name in _STORED)
    model.execute("PRAGMA synchronous = OFF")  # a copy: what a crash spoils is fetched again
    model.execute(f"CREATE TABLE IF NOT EXISTS leads ({columns}, PRIMARY KEY (leadId))")
    for name in SORT_FIELDS:
        model.execute(f'CREATE INDEX IF NOT EXISTS "by{name}" ON leads ("{name}Sort", leadId)')
    return model


def apply_entries(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Adds or replaces leads in one transaction. A newer `version` wins, so twice or in any order is the same."""
    names = ", ".join(f'"{name}"' for name in _STORED)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in _STORED[1:])
    statement = (
        f"INSERT INTO leads ({names}) VALUES ({', '.join('?' * len(_STORED))}) "
        f"ON CONFLICT (leadId) DO UPDATE SET {updates} WHERE excluded.version > leads.version"
    )
    model.execute("BEGIN IMMEDIATE")
    try:
        model.executemany(statement, (_stored(entry) for entry in entries))
        model.execute("COMMIT")
    except BaseException:
        model.execute("ROLLBACK")
        raise


def count_leads(model: sqlite3.Connection) -> int:
    return int(model.execute("SELECT count(*) FROM leads").fetchone()[0])


def page_of_leads(model: sqlite3.Connection, query: LeadsQuery) -> tuple[list[Entry], int]:
    """One page of the leads that the query finds, and how many it finds in all."""
    where, values = _where(query)
    total = int(model.execute(f"SELECT count(*) FROM leads {where}", values).fetchone()[0])
    key, order = f'"{query.sort_by}Sort"', query.sort_order
    # blanks last in both orders, so the index is walked in two parts
    part = (
        f"SELECT * FROM (SELECT {', '.join(COLUMNS)} FROM leads "
        f"{where or 'WHERE TRUE'} AND {key} {{}} ? ORDER BY {key} {order}, leadId {order})"
    )
    rows = model.execute(
        f"{part.format('<')} UNION ALL {part.format('=')} LIMIT ? OFFSET ?",
        [*values, _BLANK, *values, _BLANK, query.page_size, (query.page - 1) * query.page_size],
    )
    return [dict(row) | {"flags": json.loads(row["flags"])} for row in rows], total


def _where(query: LeadsQuery) -> tuple[str, list[str]]:
    """Every word must occur somewhere in the lead; a phone number matches however it is typed."""
    words = folded(query.q).split()
    if not words:
        return "", []
    condition, values = " AND ".join("instr(search, ?)" for _ in words), words
    digits = digits_of(query.q)
    if digits and all(char.isdigit() or char in _IN_PHONES or unicodedata.category(char) in _GAPS for char in query.q):
        condition, values = f"{condition} OR instr(search, ?)", [*words, digits]
    return f"WHERE ({condition})", values


def _stored(entry: Mapping[str, Any]) -> list[Any]:
    shown = [json.dumps(entry[name]) if name == "flags" else entry[name] for name in COLUMNS]
    sorts = [folded(entry[name]) or _BLANK for name in SORT_FIELDS]
    texts = [entry[name] for name in (*FIELDS, "remarks", "sourceFile")]
    return [*shown, *sorts, folded(" ".join([*filter(None, texts), digits_of(entry["phone"])]))]
