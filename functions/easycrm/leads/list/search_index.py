"""The trigram indexes of the read model's texts: three letters in a row lead to the rows that have them. Pure.

It is FTS5 with the trigram tokenizer, which not every SQLite has. Where it is missing, `conditions` looks at each lead.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cache
from typing import NamedTuple

END = "\x1f"
"""Ends a text in the index, twice, so that its last two letters begin trigrams, too. Never in folded text."""

_STALE = 1  # as the file's application_id: leads were written by a library that could not write the index
_HELD_BYTES = 8 << 20  # of a change, before FTS5 writes it out: an import is one segment
_MERGED_AT_ONCE = 4  # segments, FTS5's own choice, while the index is filled
_OPTIONS = "content='', tokenize='trigram case_sensitive 1'"


class Index(NamedTuple):
    """An index called `name` of the `columns` of the table `source`, whose ids it gives.

    Once `connect_search_index` made it ready, `temp.<terms>` lists its trigrams.
    """

    name: str
    source: str
    columns: tuple[str, ...]
    terms: str


class Change(NamedTuple):
    """The texts of one row, by its `id`, `before` (None: it was not there) and `after` (None: it is gone).

    A text is None where it is blank.
    """

    id: int
    before: Sequence[str | None] | None
    after: Sequence[str | None] | None


@cache
def is_available() -> bool:
    """Whether this very SQLite has all that the index takes."""
    with closing(sqlite3.connect(":memory:")) as probe:
        return takes_index(probe)


def takes_index(probe: sqlite3.Connection) -> bool:
    """Tries it on an empty database: what a version number says depends on how the library was built."""
    try:
        index = Index("search", "texts", ("text",), "trigrams")
        _create(probe, index)
        _list_terms(probe, index)
    except sqlite3.DatabaseError:
        return False
    return True


def create_search_index(model: sqlite3.Connection, index: Index) -> None:
    """An empty index of texts, where there can be one. It holds no text, so what leaves it has to be said again.

    A change does not pay for merging what earlier ones wrote: FTS5 merges at sixteen segments, whatever it is told.
    """
    if is_available():
        _create(model, index)
        _configure(model, index, "hashsize", _HELD_BYTES)
        _configure(model, index, "automerge", 0)


def connect_search_index(model: sqlite3.Connection, index: Index) -> None:
    """Makes the index ready to be asked, where it can be."""
    if is_available() and _is_whole(model, index):
        _list_terms(model, index)
        for table in (index.name, f"temp.{index.terms}"):
            model.execute(f"SELECT * FROM {table} LIMIT 0")  # connects it, which a confined connection may not


def can_be_asked(model: sqlite3.Connection) -> bool:
    """Whether `connect_search_index` found indexes that say what the leads say."""
    return model.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'trigrams'").fetchone() is not None


def index_all(model: sqlite3.Connection, index: Index) -> None:
    """Fills an empty index from its table."""
    if is_available() and _is_whole(model, index):
        texts = ", ".join(f"""ifnull("{name}" || '{END}{END}', '')""" for name in index.columns)
        _configure(model, index, "automerge", _MERGED_AT_ONCE)
        model.execute(
            f"INSERT INTO {index.name} (rowid, {', '.join(index.columns)})"
            f" SELECT id, {texts} FROM {index.source} ORDER BY id"
        )
        _configure(model, index, "automerge", 0)


def index_changes(model: sqlite3.Connection, index: Index, changes: Iterable[Change]) -> None:
    """Makes the index follow its table. `changes` by ascending id: whenever ids go back, FTS5 writes out what it has.

    As statements of their own: one that a trigger runs makes FTS5 write out each row by itself, at twice the price.
    """
    if not (is_available() and _is_whole(model, index)):
        model.execute(f"PRAGMA application_id = {_STALE}")
        return
    listed, places = ", ".join(index.columns), ", ".join("?" * len(index.columns))
    insert = f"INSERT INTO {index.name} (rowid, {listed}) VALUES (?, {places})"
    delete = f"INSERT INTO {index.name} ({index.name}, rowid, {listed}) VALUES ('delete', ?, {places})"
    for change in changes:
        if change.before == change.after:
            continue
        if change.before is not None:
            model.execute(delete, [change.id, *map(_ended, change.before)])
        if change.after is not None:
            model.execute(insert, [change.id, *map(_ended, change.after)])


def _create(model: sqlite3.Connection, index: Index) -> None:
    model.execute(f"CREATE VIRTUAL TABLE {index.name} USING fts5({', '.join(index.columns)}, {_OPTIONS})")


def _list_terms(model: sqlite3.Connection, index: Index) -> None:
    model.execute(f"CREATE VIRTUAL TABLE temp.{index.terms} USING fts5vocab(main, {index.name}, row)")


def _configure(model: sqlite3.Connection, index: Index, name: str, value: int) -> None:
    """Kept in the file."""
    model.execute(f"INSERT INTO {index.name} ({index.name}, rank) VALUES (?, ?)", (name, value))


def _is_whole(model: sqlite3.Connection, index: Index) -> bool:
    """Whether the file has the index, and every writer kept it."""
    exists = model.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", (index.name,)).fetchone()
    return exists is not None and model.execute("PRAGMA application_id").fetchone()[0] != _STALE


def _ended(text: str | None) -> str:
    return f"{text}{END}{END}" if text else ""
