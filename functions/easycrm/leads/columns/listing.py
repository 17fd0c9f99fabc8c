"""GET /columns: every column that the leads have, those with most values first."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, NotRequired, TypedDict

from pyroaring import BitMap

from easycrm.bounds import LISTED_COLUMNS, LISTED_COLUMNS_BYTES, LISTED_SPELLINGS, QUOTED_CHARACTERS, SEARCH_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.fitting import cut, sent_bytes
from easycrm.folding import FORMS_END, folded, other_forms, searched_forms
from easycrm.leads.columns.catalogue import Catalogue, Column
from easycrm.leads.columns.decisions import Change, Decisions

SAMPLES = 3
_TEXT_BYTES = 1_200  # of a name or spelling: 300 characters of emoji
_SAMPLE_BYTES = 200
_LOOKED_AT = 5_000
_PARAMETERS = ("q", "next")


class Decided(TypedDict):
    by: str
    at: str


class ListedColumn(TypedDict):
    """A column in the answer; see docs/reading-leads.md."""

    key: str
    name: str
    spellings: list[str]
    type: str
    typeBy: str
    misfits: int
    leads: int
    lists: int
    samples: list[str]
    isHidden: bool
    joined: list[str]
    decided: Decided | None


class Columns(TypedDict):
    """A page of columns; `next` is there when there are more, and asks for them."""

    columns: list[ListedColumn]
    next: NotRequired[str]
    version: int
    history: list[Change]
    asOf: str | None


class ColumnsQuery(NamedTuple):
    """Columns whose name or a spelling has every word of `q`, from a position (from 0) on."""

    q: str = ""
    start: int = 0


def parse_columns_query(parameters: Mapping[str, str]) -> ColumnsQuery:
    """The query of `GET /columns`; raises BadRequest, naming the parameter and what it takes."""
    for name in parameters:
        if name not in _PARAMETERS:
            raise _bad(name, "There is no such parameter; there are q and next.")
    q, start = parameters.get("q", "").strip(), parameters.get("next", "0")
    if len(q) > SEARCH_CHARACTERS:
        raise _bad("q", f"A search has at most {SEARCH_CHARACTERS} characters.")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise _bad("next", "It takes what the page before had as next.")
    return ColumnsQuery(q, int(start))


def list_columns(
    model: sqlite3.Connection, catalogue: Catalogue, query: ColumnsQuery, decisions: Decisions, as_of: str
) -> Columns:
    """The columns as last published (`as_of`, `""`: never), as many as an answer has room for."""
    matching = [column for column in catalogue.columns.values() if _matches(column, query.q)]
    page: list[ListedColumn] = []
    room = LISTED_COLUMNS_BYTES
    for column in matching[query.start : query.start + LISTED_COLUMNS]:
        listed = _listed(model, column)
        room -= sent_bytes(listed)
        if page and room < 0:
            break
        page.append(listed)
    end = query.start + len(page)
    answer: Columns = {
        "columns": page,
        "version": decisions["version"],
        "history": decisions["history"],
        "asOf": as_of or None,
    }
    return {**answer, "next": str(end)} if end < len(matching) else answer


def _matches(column: Column, q: str) -> bool:
    if not q:
        return True
    texts = [form for text in (column.name, *column.spellings) for form in (folded(text), other_forms(text))]
    text = FORMS_END.join([*texts, column.key])
    return all(any(form in text for form in searched_forms(word)) for word in q.split())


def _listed(model: sqlite3.Connection, column: Column) -> ListedColumn:
    decided = column.decided
    return {
        "key": column.key,
        "name": cut(column.name, _TEXT_BYTES),
        "spellings": [cut(header, _TEXT_BYTES) for header in column.spellings[:LISTED_SPELLINGS]],
        "type": column.type,
        "typeBy": "person" if decided and decided.get("type") else "values",
        "misfits": column.misfits,
        "leads": _leads(model, column),
        "lists": _number(model, "SELECT count(DISTINCT upload) FROM lists WHERE header IN", column.headers),
        "samples": [cut(text, _SAMPLE_BYTES) for text in _commonest(model, column.headers)],
        "isHidden": column.is_hidden,
        "joined": list(column.joined),
        "decided": {"by": decided["by"], "at": decided["at"]} if decided and "by" in decided else None,
    }


def _leads(model: sqlite3.Connection, column: Column) -> int:
    """How many leads have a value; one that has several in columns that were joined counts once."""
    if len(column.headers) == 1:
        return column.counts.values
    rows = model.execute(f"SELECT leads FROM headers WHERE id IN ({_places(column.headers)})", column.headers)
    return len(BitMap.union(*(BitMap.deserialize(row[0]) for row in rows)))


def _commonest(model: sqlite3.Connection, headers: Iterable[int]) -> list[str]:
    """Samples of what the headers say: the commonest texts, in the spelling of the commonest header."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for header in headers:
        for text, key, count in _texts(model, header):
            counts[key] += count
            spelled.setdefault(key, text)
    return [spelled[key] for key, _ in counts.most_common(SAMPLES)]


def _texts(model: sqlite3.Connection, header: int) -> list[tuple[str, str, int]]:
    """The commonest texts, folded, and counts. Of a header with very many texts those are looked at that sort first."""
    some = f"SELECT text, folded, count FROM texts WHERE header = ? ORDER BY folded LIMIT {_LOOKED_AT}"
    rows = model.execute(f"SELECT * FROM ({some}) ORDER BY count DESC LIMIT {SAMPLES}", (header,))
    return [tuple(row) for row in rows]


def _number(model: sqlite3.Connection, select: str, headers: tuple[int, ...]) -> int:
    return int(model.execute(f"{select} ({_places(headers)})", headers).fetchone()[0])


def _places(headers: tuple[int, ...]) -> str:
    return ", ".join("?" * len(headers))


def _bad(name: str, takes: str) -> BadRequest:
    name = name[:QUOTED_CHARACTERS]
    return BadRequest("badParameter", f"{name} cannot be used. {takes}", parameter=name)
