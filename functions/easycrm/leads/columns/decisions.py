"""What people decide about columns: names, which are one, which are hidden, what is in them; kept with who and when."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypedDict, cast

from easycrm.bounds import (
    COLUMN_KEY_CHARACTERS,
    COLUMN_NAME_CHARACTERS,
    COLUMNS_AT_ONCE,
    DECIDED_COLUMNS,
    DECISIONS_BYTES,
    DECISIONS_KEPT,
    QUOTED_CHARACTERS,
)
from easycrm.errors import BadRequest, Conflict
from easycrm.folding import seen
from easycrm.leads.columns.keys import column_key

ColumnType = Literal["text", "number", "date"]
Part = Literal["name", "joinedTo", "hidden", "type"]
TYPES: tuple[ColumnType, ...] = ("text", "number", "date")
PARTS: tuple[Part, ...] = ("name", "joinedTo", "hidden", "type")
_HISTORY_BYTES = 60_000


class ColumnDecision(TypedDict, total=False):
    """What holds for a column. A part that nobody decided, or that was taken back, is not there.

    `joinedTo` is the key of the column that it is part of; `by` and `at` are of the latest change of any part.
    """

    name: str
    joinedTo: str
    hidden: bool
    type: ColumnType
    by: str
    at: str


Change = TypedDict(
    "Change",
    {"key": str, "what": Part, "from": str | bool | None, "to": str | bool | None, "by": str, "at": str},
)
"""One part of one column, `from` what it was `to` what it is; None where nothing is decided."""


class Decisions(TypedDict):
    """All decisions by the keys of columns. `version` counts the requests that changed any; `history`: newest first."""

    version: int
    columns: dict[str, ColumnDecision]
    history: list[Change]


NOTHING_DECIDED: Decisions = {"version": 0, "columns": {}, "history": []}


class Wanted(NamedTuple):
    """What somebody wants decided who has seen `version`: `{key: {part: value}}`, None to take a part back."""

    version: int
    columns: Mapping[str, Mapping[Part, str | bool | None]]


def parse_wanted(body: object) -> Wanted:
    """`{version, columns: {key: {name, joinedTo, hidden, type}}}`, each part optional; raises BadRequest in words.

    >>> parse_wanted({"version": 0, "columns": {"land": {"name": " Country ", "hidden": False}}}).columns
    {'land': {'name': 'Country', 'hidden': None}}
    """
    if not isinstance(body, Mapping) or body.keys() != {"version", "columns"}:
        raise BadRequest("badRequest", "A decision takes version and columns.")
    version, columns = body["version"], body["columns"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise _bad("version", "takes the version of GET /columns, a whole number.")
    if not isinstance(columns, Mapping) or not 0 < len(columns) <= COLUMNS_AT_ONCE:
        raise _bad("columns", f"takes what is decided by the keys of columns, {COLUMNS_AT_ONCE} at most.")
    return Wanted(version, {_key(key): _parts(key, parts) for key, parts in columns.items()})


def _key(key: str) -> str:
    if not 0 < len(key) <= COLUMN_KEY_CHARACTERS or column_key(key) != key:
        raise _bad(key, f"is no key of GET /columns, or longer than {COLUMN_KEY_CHARACTERS:,} characters.")
    return key


def _parts(key: str, parts: object) -> dict[Part, str | bool | None]:
    if not isinstance(parts, Mapping) or not parts.keys() <= set(PARTS):
        raise _bad(key, f"takes {', '.join(PARTS)}, and null for what the lists say.")
    return {part: None if parts[part] is None else _part(key, part, parts[part]) for part in PARTS if part in parts}


def _part(key: str, part: Part, value: object) -> str | bool | None:
    """The value as it is kept; False is what a column is anyway."""
    if part == "hidden":
        if not isinstance(value, bool):
            raise _bad(f"{part} of {key}", "takes true, false or null.")
        return value or None
    if part == "type" and value not in TYPES:
        raise _bad(f"{part} of {key}", f"takes one of {', '.join(TYPES)}, or null.")
    if part == "joinedTo" and not (isinstance(value, str) and _key(value) != key):
        raise _bad(f"{part} of {key}", "takes the key of another column, or null.")
    return column_name(key, value) if part == "name" else cast(str, value)


def column_name(key: str, value: object) -> str:
    """A name as people see it: one line, without blanks around it. Raises BadRequest."""
    name = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else ""
    if not 0 < len(name) <= COLUMN_NAME_CHARACTERS or seen(name) != name:
        raise _bad(f"name of {key}", f"takes a text of 1 to {COLUMN_NAME_CHARACTERS} characters that can be seen.")
    return name


def decide(decisions: Decisions, wanted: Wanted, by: str, at: str) -> Decisions:
    """The decisions with what is wanted; the same object where that changes nothing.

    Raises Conflict `columnsChanged` where they are not of the version that was seen, with who changed them and when,
    and BadRequest where columns would be joined in a circle, or there would be too many decisions.
    """
    if wanted.version != decisions["version"]:
        raise columns_changed(decisions)
    changes = list(_changes(decisions["columns"], wanted, by, at))
    if not changes:
        return decisions
    columns = dict(decisions["columns"])
    for change in changes:
        columns[change["key"]] = _changed(columns.get(change["key"], {}), change)
    columns = {key: decision for key, decision in columns.items() if decision.keys() & set(PARTS)}
    _refuse_circles(columns, [change["key"] for change in changes])
    _refuse_too_many(columns)
    history = _as_kept([*changes, *decisions["history"]])
    return {"version": decisions["version"] + 1, "columns": columns, "history": history}


def columns_changed(decisions: Decisions) -> Conflict:
    """The error for whoever decides by what is no longer so."""
    last = decisions["history"][0] if decisions["history"] else None
    who: dict[str, Any] = {"by": last["by"], "at": last["at"]} if last else {}
    sentence = "Somebody else has changed the columns since you looked. Look again, and decide then."
    return Conflict("columnsChanged", sentence, version=decisions["version"], **who)


def root_of(columns: Mapping[str, ColumnDecision], key: str) -> str:
    """The key of the column that a column is part of in the end; its own where it is joined to none.

    A circle, which no decision makes, ends where it began.

    >>> root_of({"land": {"joinedTo": "nation"}, "nation": {"joinedTo": "country"}}, "land")
    'country'
    """
    met = {key}
    while (joined_to := columns.get(key, {}).get("joinedTo")) and joined_to not in met:
        key = joined_to
        met.add(key)
    return key


def _changes(columns: Mapping[str, ColumnDecision], wanted: Wanted, by: str, at: str) -> Iterator[Change]:
    for key, parts in wanted.columns.items():
        for what, after in parts.items():
            before = columns.get(key, {}).get(what)
            if before != after:
                yield {"key": key, "what": what, "from": before, "to": after, "by": by, "at": at}


def _changed(decision: ColumnDecision, change: Change) -> ColumnDecision:
    parts: dict[str, Any] = {**decision, "by": change["by"], "at": change["at"], change["what"]: change["to"]}
    return cast(ColumnDecision, {part: value for part, value in parts.items() if value is not None})


def _refuse_circles(columns: Mapping[str, ColumnDecision], keys: list[str]) -> None:
    for key in keys:
        if columns.get(root_of(columns, key), {}).get("joinedTo"):
            joined_to = columns[key]["joinedTo"]
            sentence = f"cannot be joined to {_quoted(joined_to)}, which is joined to it. Take that one apart first."
            raise _bad(key, sentence)


def _refuse_too_many(columns: Mapping[str, ColumnDecision]) -> None:
    if len(columns) > DECIDED_COLUMNS or _size(columns) > DECISIONS_BYTES:
        sentence = f"There is room for decisions on about {DECIDED_COLUMNS:,} columns. Take some back first."
        raise BadRequest("tooManyDecisions", sentence)


def _as_kept(history: list[Change]) -> list[Change]:
    """The newest changes, as many as there is room for."""
    newest = history[:DECISIONS_KEPT]
    while len(newest) > 1 and _size(newest) > _HISTORY_BYTES:
        newest = newest[: len(newest) * 3 // 4]
    return newest


def _size(content: object) -> int:
    return len(json.dumps(content, ensure_ascii=False).encode())


def _quoted(key: str) -> str:
    shown = key if len(key) <= QUOTED_CHARACTERS else f"{key[:QUOTED_CHARACTERS]}…"
    return f"“{shown}”"


def _bad(what: str, takes: str) -> BadRequest:
    return BadRequest("badDecision", f"{_quoted(what)} {takes}", column=what[:QUOTED_CHARACTERS])
