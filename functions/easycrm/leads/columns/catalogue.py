"""The columns that the leads have: what lists call them, what people decided on them, and what their values are."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from weakref import WeakKeyDictionary

from easycrm.bounds import QUOTED_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.columns.decisions import ColumnDecision, ColumnType, Decisions, root_of
from easycrm.leads.columns.keys import column_key
from easycrm.leads.columns.naming import distinct_names
from easycrm.leads.columns.readings import READINGS, Counts, better_reading, column_type, readings_of, values_read
from easycrm.leads.columns.tallies import added, is_comma_larger, tallies_of

PREFIX = "column."
"""Of a column's key where fields are named, too."""


class Column(NamedTuple):
    """One column of the leads.

    `headers` are ids of the read model; `spellings` the headers themselves, commonest first. `reading` is one of
    READINGS, `""` for text. `joined` are the keys that people joined to it, and `counts` how its values are read.
    """

    key: str
    name: str
    headers: tuple[int, ...]
    spellings: tuple[str, ...]
    type: ColumnType
    reading: str
    is_hidden: bool
    joined: tuple[str, ...]
    decided: ColumnDecision | None
    counts: Counts

    @property
    def misfits(self) -> int:
        """How many values are none by the column's reading; 0 for text."""
        if not self.reading:
            return 0
        pair = self.counts.numbers if self.type == "number" else self.counts.dates
        return self.counts.values - values_read(pair, READINGS.index(self.reading) % 2 == 0)

    @property
    def cannot_be_compared(self) -> str:
        """A sentence for who compares the values of a text column, and what can be done."""
        return (
            f"{self.name} is neither a number nor a date, which alone can be above, below or between. Somebody can say "
            "that it is one: Name, type and more, in the column’s head."
        )

    def read(self, text: str) -> float | None:
        """The text as the number or date that it is in this column; None: it is none, or the column is text."""
        return readings_of(text)[READINGS.index(self.reading)] if self.reading else None


@dataclass(frozen=True)
class Catalogue:
    """All `columns` by key, those with most values first; `key_of` has the column's key for every header's id."""

    columns: Mapping[str, Column]
    key_of: Mapping[int, str]
    targets: Mapping[str, str]
    """To which column a joined key leads."""

    def find(self, key: str) -> Column | None:
        """The column of a key, of one that was joined to it, or of a header as lists spell it."""
        for each in (key, column_key(key)):
            if column := self.columns.get(self.targets.get(each, each)):
                return column
        return None

    def column(self, key: str) -> Column:
        """As `find`; raises BadRequest where there is no such column."""
        column = self.find(key)
        if column is None:
            shown = key[:QUOTED_CHARACTERS]
            sentence = f"There is no column {shown}. GET /columns has those that there are."
            raise BadRequest("badParameter", sentence, parameter=f"{PREFIX}{shown}")
        return column


NO_COLUMNS = Catalogue({}, {}, {})


class Reader(Protocol):
    """A copy of the read model, as it was last brought up to date."""

    @property
    def model(self) -> sqlite3.Connection: ...

    @property
    def version(self) -> str: ...


_CATALOGUES: WeakKeyDictionary[Reader, tuple[tuple[str, int], Catalogue]] = WeakKeyDictionary()


def cached_catalogue(reader: Reader, decisions: Decisions) -> Catalogue:
    """The catalogue of the reader's copy as it is, made once for what the copy holds and what people decided."""
    version = (reader.version, decisions["version"])
    held = _CATALOGUES.get(reader)
    if held is None or held[0] != version:
        held = _CATALOGUES[reader] = (version, catalogue_of(reader.model, decisions))
    return held[1]


def catalogue_of(model: sqlite3.Connection, decisions: Decisions) -> Catalogue:
    """The columns of all headers that a lead has a value of."""
    tallies = tallies_of(model)
    targets = _targets(decisions["columns"])
    groups: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for number, header, key in model.execute("SELECT id, header, key FROM headers"):
        if number in tallies:
            groups[targets.get(key, key)].append((number, header, key))
    columns = [_column(model, key, headers, tallies, decisions) for key, headers in groups.items()]
    columns.sort(key=lambda column: (-column.counts.values, column.key))
    names = distinct_names((column.name, column.key) for column in sorted(columns, key=_is_named_late))
    named = {column.key: column._replace(name=names[column.key]) for column in columns}
    return Catalogue(named, {number: key for key, column in named.items() for number in column.headers}, targets)


def _targets(decided: Mapping[str, ColumnDecision]) -> dict[str, str]:
    """Where each joined key leads in the end."""
    roots = {key: root_of(decided, key) for key in decided}
    return {key: root for key, root in roots.items() if key != root}


def _column(
    model: sqlite3.Connection,
    key: str,
    headers: list[tuple[int, str, str]],
    tallies: Mapping[int, Counts],
    decisions: Decisions,
) -> Column:
    ordered = sorted(headers, key=lambda header: (-tallies[header[0]].values, header[1].isupper(), header[1]))
    numbers = tuple(number for number, _, _ in ordered)
    counts = added(tallies[number] for number in numbers)
    decision = decisions["columns"].get(key)
    kind, reading = _type_of(model, numbers, counts, decision)
    return Column(
        key=key,
        name=(decision or {}).get("name") or _usual_spelling(key, ordered),
        headers=numbers,
        spellings=tuple(header for _, header, _ in ordered),
        type=kind,
        reading=reading,
        is_hidden=bool(decision and decision.get("hidden")),
        joined=tuple(dict.fromkeys(each for _, _, each in ordered if each != key)),
        decided=decision,
        counts=counts,
    )


def _is_named_late(column: Column) -> tuple[bool, bool]:
    """Names that people gave stay as they are before spellings, and those of hidden columns make way for others."""
    return column.is_hidden, not (column.decided and column.decided.get("name"))


def _usual_spelling(key: str, ordered: Iterable[tuple[int, str, str]]) -> str:
    """The commonest of its own, before those that were joined to it, in one line."""
    spelling = next(header for _, header, _ in sorted(ordered, key=lambda header: header[2] != key))
    return " ".join(spelling.split()) or spelling


def _type_of(
    model: sqlite3.Connection, headers: tuple[int, ...], counts: Counts, decision: ColumnDecision | None
) -> tuple[ColumnType, str]:
    """What a person decided, else what the values are. Of readings that fit alike, thousands are likelier."""
    kind = decision.get("type") if decision else None
    if kind is None:
        return column_type(counts)
    if kind == "date":
        return kind, better_reading(counts.dates, READINGS[2:])
    if kind == "text":
        return kind, ""
    pair = counts.numbers
    is_even = pair.first_alone == pair.second_alone and pair.differently
    return kind, "comma" if is_even and is_comma_larger(model, headers) else better_reading(pair, READINGS[:2])
