"""The read model: leads in a SQLite file, which can filter, sort, count and jump to page N. Pure: a file, no AWS."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from easycrm.bounds import LISTED_LEAD_BYTES
from easycrm.fitting import with_texts_cut
from easycrm.folding import digits_of, folded, phone_digits, unspaced_name
from easycrm.leads.lead import FIELDS, Lead, remarks_of
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.search_index import (
    Said,
    connect_search_index,
    create_search_index,
    index_all,
    index_changes,
)
from easycrm.leads.remark_lines import remark_lines

FORMAT = 2
"""Of the file. Raise it when tables, columns or folding change; older files then have to be rebuilt."""

FOLDED = (*FIELDS, "remarks", "sourceFile", "worksheet")
"""Columns that are also stored folded, as `<column>Folded`: NULL where blank."""

SEARCHED = (*FIELDS, "remarks", "sourceFile")
"""Columns that `q` looks into."""

INDEXED = ("firstName", "lastName", "title", "company", "email", "phone", "createdAt", "updatedAt", "sourceFile")
"""Columns whose order is kept in an index; the others are sorted when somebody asks."""

_DERIVED = ("phoneDigits", "unspacedName")
SEARCH_TEXTS = (*(f"{name}Folded" for name in SEARCHED), *_DERIVED)
"""What the search index has."""

_NUMBERS = ("row", "version")
_STORED = (*COLUMNS, *(f"{name}Folded" for name in FOLDED), *_DERIVED)
_NAMES = ", ".join(f'"{name}"' for name in ("id", *_STORED))
_INSERT = f"INSERT INTO leads ({_NAMES}) VALUES ({', '.join('?' * (1 + len(_STORED)))})"
_SELECT = f"SELECT {_NAMES} FROM leads WHERE leadId = ?"
_VERSION = 1 + _STORED.index("version")  # in what _SELECT gives
_searched = itemgetter(*map(_STORED.index, SEARCH_TEXTS))
_SPARED = 16  # an index made by CREATE INDEX has room for one lead more for every so many
_CHUNK = 5_000  # leads held in memory at a time
_CACHE_KB = 65_536
_MAPPED_BYTES = 0x7FFF0000  # as much as SQLite maps

Entry = dict[str, Any]
"""One lead as the read model holds it: the COLUMNS."""


def entry_of(lead: Lead) -> Entry:
    """The lead as the read model holds it."""
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


def listed(entry: Entry) -> Entry:
    """The lead as a list shows it; of one that is too large, `truncated` names the texts that are cut."""
    return with_texts_cut(entry, FOLDED, LISTED_LEAD_BYTES)


def open_read_model(path: Path) -> sqlite3.Connection:
    """The file's leads, an empty set where there is no file yet."""
    model = _connect(path)
    if not model.execute("PRAGMA user_version").fetchone()[0]:
        create_tables(model)
        create_indexes(model)
    return _prepared(model)


def open_read_only(path: Path) -> sqlite3.Connection:
    """The leads of a file that is there, for reading alone."""
    return _prepared(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None))


def create_tables(model: sqlite3.Connection) -> None:
    columns = ", ".join(f'"{name}" {_type_of(name)}' for name in _STORED)
    model.execute(f"CREATE TABLE leads (id INTEGER PRIMARY KEY, {columns})")
    create_search_index(model, SEARCH_TEXTS)
    model.execute(f"PRAGMA user_version = {FORMAT}")


def create_indexes(model: sqlite3.Connection) -> None:
    """With room for leads to come: SQLite fills every page of an index that it makes, and splits up to three for each
    lead that comes into a full one. So every sixteenth lead has a twin that goes again.
    """
    keys = {sort_key(name).strip('"') for name in INDEXED}
    twin = ", ".join("leadId || '~'" if name == "leadId" else f'"{name}"' if name in keys else "0" for name in _STORED)
    last = _last_id(model)
    with _transaction(model):
        model.execute(f"INSERT INTO leads ({_NAMES}) SELECT id + {last}, {twin} FROM leads WHERE id % {_SPARED} = 0")
    model.execute("CREATE UNIQUE INDEX byleadId ON leads (leadId)")
    for name in INDEXED:
        model.execute(f'CREATE INDEX "by{name}" ON leads ({sort_key(name)}, leadId)')
    with _transaction(model):
        model.execute("DELETE FROM leads WHERE id > ?", (last,))


def sort_key(column: str) -> str:
    """The SQL by which a column is sorted; NULL where it is blank."""
    if column in FOLDED:
        return f'"{column}Folded"'
    return f'"{column}"' if column in INDEXED or column in _NUMBERS else f"nullif(\"{column}\", '')"


def search_key(column: str) -> str:
    """The SQL of a column's folded text."""
    return f'"{column}Folded"' if column in FOLDED else f'lower("{column}")'


def apply_entries(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Adds or replaces leads in one transaction. A newer `version` wins, so twice or in any order is the same."""
    remaining = iter(entries)
    with _transaction(model):
        while chunk := list(islice(remaining, _CHUNK)):
            _apply(model, newest_of(chunk))


def add_entries(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Adds leads, each of them once, to tables that are empty and have no indexes yet: the fast way to fill a file."""
    with _transaction(model):
        model.executemany(_INSERT, ([number, *_stored(entry)] for number, entry in enumerate(entries, 1)))
        index_all(model, SEARCH_TEXTS)


def newest_of(entries: Iterable[Entry]) -> list[Entry]:
    """Each lead once, as its newest version has it."""
    newest: dict[str, Entry] = {}
    for entry in entries:
        held = newest.get(entry["leadId"])
        if held is None or held["version"] < entry["version"]:
            newest[entry["leadId"]] = entry
    return list(newest.values())


def count_leads(model: sqlite3.Connection) -> int:
    return int(model.execute("SELECT count(*) FROM leads").fetchone()[0])


def to_entry(row: Mapping[str, Any]) -> Entry:
    """An entry from a row with all COLUMNS."""
    return {name: row[name] for name in COLUMNS} | {"flags": row["flags"].split(", ") if row["flags"] else []}


def connect_empty(path: Path) -> sqlite3.Connection:
    """A new file with tables, without indexes: for `add_entries`, then `create_indexes`."""
    model = _connect(path)
    create_tables(model)
    return model


def _connect(path: Path) -> sqlite3.Connection:
    model = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # a copy: what a crash spoils is fetched again
    model.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = OFF")
    return model


def _prepared(model: sqlite3.Connection) -> sqlite3.Connection:
    """Ready for questions."""
    model.row_factory = sqlite3.Row
    model.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
    model.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    connect_search_index(model)
    return model


def _type_of(name: str) -> str:
    if name.endswith("Folded") or name in _DERIVED:
        return "TEXT"
    return "INTEGER NOT NULL" if name in _NUMBERS else "TEXT NOT NULL"


def _apply(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Writes what is newer than what is held, in the order in which it lies in the file. Each lead comes once."""
    added, changed = [], []
    cursor = model.cursor()
    cursor.row_factory = None  # names are looked up one after the other: tuples are faster
    for entry in entries:
        held = cursor.execute(_SELECT, (entry["leadId"],)).fetchone()
        if held is None:
            added.append(_stored(entry))
        elif held[_VERSION] < entry["version"]:
            changed.append((held, _stored(entry)))
    changed.sort()  # by id, which comes first
    for held, stored in changed:
        _change(model, held, stored)
    numbered = list(enumerate(added, 1 + _last_id(model)))
    model.executemany(_INSERT, ([number, *stored] for number, stored in numbered))
    old = (Said(held[0], _searched(held[1:]), _searched(stored)) for held, stored in changed)
    new = (Said(number, None, _searched(stored)) for number, stored in numbered)
    index_changes(model, SEARCH_TEXTS, chain(old, new))


def _last_id(model: sqlite3.Connection) -> int:
    return int(model.execute("SELECT ifnull(max(id), 0) FROM leads").fetchone()[0])


def _change(model: sqlite3.Connection, held: Sequence[Any], stored: Sequence[Any]) -> None:
    """Writes what differs: most of a lead's columns, and so most indexes, stay as they are."""
    changed = [(name, new) for name, old, new in zip(_STORED, held[1:], stored, strict=True) if old != new]
    assignments = ", ".join(f'"{name}" = ?' for name, _ in changed)
    model.execute(f"UPDATE leads SET {assignments} WHERE id = ?", [*(value for _, value in changed), held[0]])


@contextmanager
def _transaction(model: sqlite3.Connection) -> Iterator[None]:
    model.execute("BEGIN IMMEDIATE")
    try:
        yield
        model.execute("COMMIT")
    except BaseException:
        model.execute("ROLLBACK")
        raise


def _stored(entry: Mapping[str, Any]) -> list[Any]:
    shown = [", ".join(entry[name]) if name == "flags" else entry[name] for name in COLUMNS]
    folds = [folded(entry[name]) or None for name in FOLDED]
    digits = phone_digits(entry["phone"]) or digits_of(entry["phone"])
    return [*shown, *folds, digits or None, unspaced_name(entry["firstName"], entry["lastName"]) or None]
