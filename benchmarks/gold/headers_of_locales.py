"""Headers in fourteen languages: which field the rules take each for, alone and with values, beside rapidfuzz."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from benchmarks.gold.claims import Claims
from benchmarks.gold.locales import (
    FIELD_OF,
    OBJECTS,
    Header,
    as_programs_write,
    domain,
    locales,
    other_headers,
    own_headers,
    somebody,
    thing,
)
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MAPPABLE, MappedColumn, map_columns
from easycrm.workbooks.tables import label_columns

_TABLES = 30
"""Of each language."""

_MACHINE_WRITTEN = 0.2
_CUTOFF = 80  # of a hundred: lower ones take `City` for a field


class Table(NamedTuple):
    """Headers with what they are, and rows of as many cells."""

    headers: list[Header]
    rows: list[list[str]]


def alone(rng: random.Random) -> dict[str, Claims]:
    """By language: what the rules and the rival take each header for that has no values."""
    claims = {name: Claims() for name in ("English", "13 others", "rapidfuzz, English", "rapidfuzz, 13 others")}
    rival = _Rival()
    for language in locales():
        name = "English" if language == "en" else "13 others"
        for header in _written(rng, [*own_headers(language), *other_headers(language)]):
            (column,) = map_columns(label_columns([header.text]))
            _count(claims[name], language, header, field_of(column))
            _count(claims[f"rapidfuzz, {name}"], language, header, rival.field_of(header.text))
    return claims


def with_values(rng: random.Random) -> dict[str, Claims]:
    """The same of whole tables."""
    claims = {name: Claims() for name in ("rules", "rapidfuzz, by header")}
    rival = _Rival()
    for language in locales():
        for _ in range(_TABLES):
            table = _table(rng, language)
            columns = map_columns(label_columns([header.text for header in table.headers]),
                                  gather(len(table.headers), table.rows))  # fmt: skip
            for header, column in zip(table.headers, columns, strict=True):
                _count(claims["rules"], language, header, field_of(column))
                _count(claims["rapidfuzz, by header"], language, header, rival.field_of(header.text))
    return claims


def field_of(column: MappedColumn) -> str:
    """The field that a column is read for, if only in the place of another; `""`: none."""
    field = column.field or column.also
    return field if field in MAPPABLE else ""


def _written(rng: random.Random, headers: Sequence[Header]) -> Iterator[Header]:
    for header in headers:
        is_by_machine = rng.random() < _MACHINE_WRITTEN
        yield header._replace(text=as_programs_write(rng, header.text)) if is_by_machine else header


def _count(claims: Claims, language: str, header: Header, field: str) -> None:
    expected = FIELD_OF[header.object] if header.whose == "person" else ""
    claims.add(expected, field, f"{language} {header.whose} {header.text!r}")


def _table(rng: random.Random, language: str) -> Table:
    """Own columns in the order of chance, somebody else's together before or behind them, things anywhere."""
    words = locales()[language]
    own = [_own(rng, language, name) for name in _own_objects(rng)]
    rng.shuffle(own)
    others = [header for header in other_headers(language) if header.whose == "others"]
    role = rng.choice(words["others"])
    same = [header for header in others if header.text in {role.format(words[name][0]) for name in OBJECTS}]
    theirs = rng.sample(same, rng.randrange(0, 3))
    things = rng.sample([header for header in other_headers(language) if header.whose in ("thing", "fax")], 3)
    chosen = list(dict.fromkeys([*theirs, *own, *things] if rng.random() < 0.5 else [*own, *things, *theirs]))
    unique = {header.text: header for header in _written(rng, chosen)}
    return _filled(rng, language, list(unique.values()))


def _own_objects(rng: random.Random) -> list[str]:
    names = rng.choice([["fullName"], ["firstName", "lastName"]])
    phones = rng.choice([["phone"], ["mobile"], ["phone", "mobile"], ["phone", "phone"]])
    emails = ["email"] * rng.choice([1, 1, 2])
    return [*names, *phones, *emails, *(name for name in ("company", "title") if rng.random() < 0.85)]


def _own(rng: random.Random, language: str, name: str) -> Header:
    beside = locales()[language].get("beside", [])
    possible = [header for header in own_headers(language) if header.object == name]
    possible += [Header(text, name, "person") for text in beside if name == "firstName"] * 3
    return rng.choice(possible)


def _filled(rng: random.Random, language: str, headers: list[Header]) -> Table:
    domains = [domain(rng) for _ in range(8)]
    staff = [somebody(rng, language, domain(rng)) for _ in range(rng.choice([2, 3, 30]))]  # relatives are all distinct
    rows = []
    for _ in range(rng.randrange(12, 31)):
        person, other = somebody(rng, language, rng.choice(domains)), rng.choice(staff)
        again = somebody(rng, language, "post")  # for a second column of one object
        rows.append(_row(rng, headers, person, other, again))
    return Table(headers, rows)


def _row(
    rng: random.Random, headers: list[Header], person: dict[str, str], other: dict[str, str], again: dict[str, str]
) -> list[str]:
    cells, met = [], set()
    for header in headers:
        if header.whose == "thing":
            text = thing(rng, header.object)
        elif header.whose == "person":
            text = (again if header.object in met else person)[header.object]
            met.add(header.object)
        else:
            text = (other if header.whose == "others" else again)[header.object]
        cells.append("" if rng.random() < 0.1 else text)
    return cells


class _Rival:
    """rapidfuzz with a list of English field names and, for each, the first word of every language of ours."""

    def __init__(self) -> None:
        english = [(text, name) for name in OBJECTS for text in locales()["en"][name]]
        translated = [(words[name][0], name) for words in locales().values() for name in OBJECTS]
        self._fields = {utils.default_process(text): FIELD_OF[name] for text, name in (*translated, *english)}

    def field_of(self, header: str) -> str:
        best = process.extractOne(header, self._fields.keys(), scorer=fuzz.token_set_ratio,
                                  processor=utils.default_process, score_cutoff=_CUTOFF)  # fmt: skip
        return self._fields[best[0]] if best else ""
