"""The read model: leads in a SQLite file, which can filter, sort, count and jump to page N. Pure: a file, no AWS."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from easycrm.leads.columns.tallies import create_tallies
from easycrm.leads.list.entries import SAID, SAID_IN, Entry, newest_of, spoken_in
from easycrm.leads.list.filling.read_model_rows import (
    COMPANY_KEY,
    DERIVED,
    FIELDS_OF_ROW,
    FOLDED,
    SEARCHED,
    fields_of_row,
)
from easycrm.leads.list.search_index import (
    Change,
    Index,
    connect_search_index,
    create_search_index,
    index_all,
    index_changes,
)
from easycrm.leads.list.text_writer import TextWriter
from easycrm.leads.list.texts import TEXTS, create_texts

FORMAT = 3
"""Of the file. Raise it when tables, columns or folding change; older files then have to be rebuilt."""

INDEXED = ("firstName", "lastName", "title", "company", "email", "phone", "createdAt", "updatedAt", "sourceFile")
"""Columns whose order is kept in an index; the others are sorted when somebody asks."""

SEARCH_TEXTS = (*(f"{name}Folded" for name in SEARCHED), *DERIVED)
LEADS = Index("search", "leads", SEARCH_TEXTS, "trigrams")
"""The trigrams of the leads themselves."""

_NUMBERS = ("row", "version")
_SAID = (SAID, SAID_IN)
_STORED = (*FIELDS_OF_ROW, *_SAID)
_NAMES = ", ".join(f'"{name}"' for name in ("id", *_STORED))
_INSERT = f"INSERT INTO leads ({_NAMES}) VALUES ({', '.join('?' * (1 + len(_STORED)))})"
_SELECT = f"SELECT {_NAMES} FROM leads WHERE leadId = ?"
_VERSION = 1 + _STORED.index("version")  # in what _SELECT gives
_searched = itemgetter(*map(_STORED.index, SEARCH_TEXTS))
_SPARED = 16  # an index made by CREATE INDEX has room for one lead more for every so many
LEADS_AT_ONCE = 5_000  # held in memory
_CACHE_KB = 65_536
_MAPPED_BYTES = 0x7FFF0000  # as much as SQLite maps


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
    create_texts(model)
    for index in (LEADS, TEXTS):
        create_search_index(model, index)
    model.execute(f"PRAGMA user_version = {FORMAT}")


def create_indexes(model: sqlite3.Connection) -> None:
    """All there are, of the leads that are there."""
    create_orders(model)
    create_tallies(model)


def create_orders(model: sqlite3.Connection) -> None:
    """The indexes of leads, with room for leads to come: SQLite fills every page of an index that it makes, and splits
    up to three for each lead that comes into a full one. So every sixteenth lead has a twin that goes again.
    """
    keys = {*(sort_key(name).strip('"') for name in INDEXED), COMPANY_KEY}
    twin = ", ".join("leadId || '~'" if name == "leadId" else f'"{name}"' if name in keys else "0" for name in _STORED)
    last = _last_id(model)
    with _transaction(model):
        model.execute(f"INSERT INTO leads ({_NAMES}) SELECT id + {last}, {twin} FROM leads WHERE id % {_SPARED} = 0")
    model.execute("CREATE UNIQUE INDEX IF NOT EXISTS byleadId ON leads (leadId)")
    for name in INDEXED:
        model.execute(f'CREATE INDEX "by{name}" ON leads ({sort_key(name)}, leadId)')
    model.execute(f'CREATE INDEX "by{COMPANY_KEY}" ON leads ("{COMPANY_KEY}")')
    with _transaction(model):
        model.execute("DELETE FROM leads WHERE id > ?", (last,))


def drop_orders(model: sqlite3.Connection) -> None:
    """The indexes of leads but that of their ids, by which leads are found that come again."""
    for name in (*INDEXED, COMPANY_KEY):
        model.execute(f'DROP INDEX "by{name}"')


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
        texts = TextWriter(model)
        while chunk := list(islice(remaining, LEADS_AT_ONCE)):
            _apply(model, newest_of(chunk), texts)
        texts.write()


def add_entries(model: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Adds leads, each of them once, to tables that are empty and have no indexes yet: the fast way to fill a file."""
    remaining, count = iter(entries), 0
    with _transaction(model):
        texts = TextWriter(model, is_filling=True)
        while chunk := list(islice(remaining, LEADS_AT_ONCE)):
            _insert(model, count, chunk, texts)
            count += len(chunk)
        texts.write()
        for index in (LEADS, TEXTS):
            index_all(model, index)


def count_leads(model: sqlite3.Connection) -> int:
    return int(model.execute("SELECT count(*) FROM leads").fetchone()[0])


def connect_empty(path: Path) -> sqlite3.Connection:
    """A new file with tables, without indexes: for `add_entries`, then `create_indexes`."""
    model = _connect(path)
    model.execute(f"PRAGMA cache_size = {-_CACHE_KB}")  # texts that are looked up meanwhile lie anywhere
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
    for index in (LEADS, TEXTS):
        connect_search_index(model, index)
    return model


def _type_of(name: str) -> str:
    if name.endswith("Folded") or name in (*DERIVED, COMPANY_KEY):
        return "TEXT"
    if name in _SAID:
        return "BLOB NOT NULL"
    return "INTEGER NOT NULL" if name in _NUMBERS else "TEXT NOT NULL"


def _apply(model: sqlite3.Connection, entries: Iterable[Entry], texts: TextWriter) -> None:
    """Writes what is newer than what is held, in the order in which it lies in the file. Each lead comes once."""
    added: list[Entry] = []
    changed: list[tuple[tuple[Any, ...], Entry]] = []
    cursor = model.cursor()
    cursor.row_factory = None  # names are looked up one after the other: tuples are faster
    for entry in entries:
        held = cursor.execute(_SELECT, (entry["leadId"],)).fetchone()
        if held is None:
            added.append(entry)
        elif held[_VERSION] < entry["version"]:
            changed.append((held, entry))
    changed.sort(key=itemgetter(0))  # by id, which comes first
    index_changes(model, LEADS, chain(_update(model, changed, texts), _insert(model, _last_id(model), added, texts)))


def _update(
    model: sqlite3.Connection, changed: Sequence[tuple[Sequence[Any], Entry]], texts: TextWriter
) -> list[Change]:
    """`changed`: the row that is held, with its id, and what it is to be."""
    cells = texts.change(
        [held[0] for held, _ in changed],
        [(held[-2], held[-1]) for held, _ in changed],
        [spoken_in(entry) for _, entry in changed],
    )
    changes = []
    for (held, entry), texts_of in zip(changed, cells, strict=True):
        row = [*fields_of_row(entry), *texts_of]
        _change(model, held, row)
        changes.append(Change(held[0], _searched(held[1:]), _searched(row)))
    return changes


def _insert(model: sqlite3.Connection, last: int, added: Sequence[Entry], texts: TextWriter) -> list[Change]:
    """Leads that are not there, with the ids after `last`."""
    ids = range(last + 1, last + 1 + len(added))
    cells = texts.add(ids, [spoken_in(entry) for entry in added])
    rows = [
        [number, *fields_of_row(entry), *texts_of] for number, entry, texts_of in zip(ids, added, cells, strict=True)
    ]
    model.executemany(_INSERT, rows)
    return [Change(row[0], None, _searched(row[1:])) for row in rows]


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
