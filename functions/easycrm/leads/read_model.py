"""The read model: leads in a SQLite file, which can filter, sort, count and jump to page N. Pure: a file, no AWS."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from easycrm.leads.export_format import remark_lines
from easycrm.leads.folding import digits_of, folded, phone_digits, unspaced_name
from easycrm.leads.lead import FIELDS, Lead, remarks_of
from easycrm.leads.query import COLUMNS

FORMAT = 1
"""Of the file. Raise it when tables, columns or folding change; older files then have to be rebuilt."""

FOLDED = (*FIELDS, "remarks", "sourceFile", "worksheet")
"""Columns that are also stored folded, as `<column>Folded`: NULL where blank."""

SEARCHED = (*FIELDS, "remarks", "sourceFile")
"""Columns that `q` looks into."""

INDEXED = ("firstName", "lastName", "title", "company", "email", "phone", "createdAt", "updatedAt", "sourceFile")
"""Columns whose order is kept in an index; the others are sorted when somebody asks."""

_DERIVED = ("phoneDigits", "unspacedName")
SEARCH_TEXTS = (*(f"{name}Folded" for name in SEARCHED), *_DERIVED)
"""What the trigram index has: three letters in a row of any of these lead to the leads that have them."""

END = "\x1f"
"""Ends a text in the trigram index, twice, so that its last two letters begin trigrams, too. Never in folded text."""

_NUMBERS = ("row", "version")
_STORED = (*COLUMNS, *(f"{name}Folded" for name in FOLDED), *_DERIVED)
_INSERT = (
    f"""INSERT INTO leads ({", ".join(f'"{name}"' for name in _STORED)}) VALUES ({", ".join("?" * len(_STORED))})"""
)
_CACHE_KB = 65_536
_MAPPED_BYTES = 0x7FFF0000  # as much as SQLite maps

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
    names = ", ".join(SEARCH_TEXTS)
    model.execute(f"CREATE VIRTUAL TABLE search USING fts5({names}, content='', tokenize='trigram case_sensitive 1')")
    model.executescript(_triggers(names))
    model.execute(f"PRAGMA user_version = {FORMAT}")


def create_indexes(model: sqlite3.Connection) -> None:
    model.execute("CREATE UNIQUE INDEX byleadId ON leads (leadId)")
    for name in INDEXED:
        model.execute(f'CREATE INDEX "by{name}" ON leads ({sort_key(name)}, leadId)')


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
    with _transaction(model):
        for entry in entries:
            held = model.execute("SELECT * FROM leads WHERE leadId = ?", (entry["leadId"],)).fetchone()
            if held is None:
                model.execute(_INSERT, _stored(entry))
            elif held["version"] < entry["version"]:
                _change(model, held, _stored(entry))


def add_entries(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Adds leads, each of them once, to tables that have no indexes yet: the fast way to fill a file."""
    with _transaction(model):
        model.executemany(_INSERT, map(_stored, entries))


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
    """Ready for questions: `temp.trigrams` lists the terms of the trigram index."""
    model.row_factory = sqlite3.Row
    model.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
    model.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    model.execute("CREATE VIRTUAL TABLE temp.trigrams USING fts5vocab(main, search, row)")
    for table in ("search", "temp.trigrams"):
        model.execute(f"SELECT * FROM {table} LIMIT 0")  # connects it, which a confined connection may not
    return model


def _type_of(name: str) -> str:
    if name.endswith("Folded") or name in _DERIVED:
        return "TEXT"
    return "INTEGER NOT NULL" if name in _NUMBERS else "TEXT NOT NULL"


def _triggers(names: str) -> str:
    """The trigram index follows the leads; it holds no text, so what leaves it has to be said again."""

    def texts(row: str) -> str:
        return ", ".join(f"""ifnull({row}."{name}" || '{END}{END}', '')""" for name in SEARCH_TEXTS)

    insert = f"INSERT INTO search (rowid, {names}) VALUES (new.id, {texts('new')});"
    delete = f"INSERT INTO search (search, rowid, {names}) VALUES ('delete', old.id, {texts('old')});"
    return (
        f"CREATE TRIGGER leadAdded AFTER INSERT ON leads BEGIN {insert} END;"
        f"CREATE TRIGGER leadChanged AFTER UPDATE OF {names} ON leads BEGIN {delete} {insert} END;"
    )


def _change(model: sqlite3.Connection, held: sqlite3.Row, stored: list[Any]) -> None:
    """Writes what differs: most of a lead's columns, and so most indexes, stay as they are."""
    changed = {name: value for name, value in zip(_STORED, stored, strict=True) if held[name] != value}
    assignments = ", ".join(f'"{name}" = ?' for name in changed)
    model.execute(f"UPDATE leads SET {assignments} WHERE id = ?", [*changed.values(), held["id"]])


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
