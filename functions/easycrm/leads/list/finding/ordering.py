"""Leads in an order: those of a page, however deep, of all leads or of a set of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from pyroaring import BitMap

from easycrm.leads.columns.catalogue import Column
from easycrm.leads.list.finding.column_filters import filled
from easycrm.leads.list.finding.sets import all_leads, among, places, plain
from easycrm.leads.list.postings import Posting, count_among, leads_in
from easycrm.leads.list.read_model import INDEXED, count_leads, sort_key

FEW = 5_000  # leads that are handed to a statement one by one
_DEAR = 4  # times as much it takes to fetch a lead by its id as to go past it
_Row = tuple[object, int, int, Posting]  # what it is sorted by, how many leads, header, which leads
_Run = BitMap | Sequence[tuple[int, Posting]]
_Allowed = Mapping[int, BitMap | None]
_OPPOSITE = {"asc": "desc", "desc": "asc"}


class Stretch(NamedTuple):
    """Which part of the leads, by which `order`; counted from the other end, and turned round, where that is nearer."""

    direction: str
    size: int
    start: int
    is_turned: bool


def stretch_of(start: int, size: int, total: int, direction: str) -> Stretch:
    """The `size` leads from `start` of `total`."""
    size = min(size, total - start)
    is_turned = start > total // 2
    return Stretch(
        _OPPOSITE[direction] if is_turned else direction, size, total - start - size if is_turned else start, is_turned
    )


def order_of(column: str, stretch: Stretch) -> str:
    """The SQL: blanks last in both orders; equal leads by their ids. Turned, it is exactly the other way round."""
    nulls = "FIRST" if stretch.is_turned else "LAST"
    return f"{sort_key(column)} {stretch.direction} NULLS {nulls}, leadId {stretch.direction}"


def ids_by_field(model: sqlite3.Connection, leads: BitMap, field: str, stretch: Stretch) -> list[int]:
    """A stretch of the leads in the order of a field."""
    return _ordered(model, leads, order_of(field, stretch), stretch, is_indexed=field in INDEXED)


def ids_by_column(model: sqlite3.Connection, leads: BitMap | None, column: Column, stretch: Stretch) -> list[int]:
    """A stretch of the leads (None: of all) in the order of a column: as numbers or dates where it is one, else folded.

    What does not fit the column comes behind what does, blanks last, equal leads by their ids. Of a lead that has
    several texts in the column the one under its commonest header counts.
    """
    allowed = _allowed(model, leads, column)
    ids: list[int] = []
    passed = 0
    for count, run in _runs(model, column, stretch, leads, allowed):
        if passed + count > stretch.start:
            members = _members(run, allowed)
            part = stretch._replace(start=max(stretch.start - passed, 0), size=stretch.size - len(ids))
            ids += _ordered(model, members, f"leadId {stretch.direction}", part, is_indexed=True)
        passed += count
        if len(ids) == stretch.size:
            break
    return ids


def _ordered(model: sqlite3.Connection, leads: BitMap, order: str, stretch: Stretch, is_indexed: bool) -> list[int]:
    if len(leads) == 1:
        return list(leads)[stretch.start : stretch.start + 1]
    end = stretch.start + stretch.size
    steps = end * count_leads(model) // len(leads) if is_indexed else count_leads(model)
    if len(leads) <= FEW or steps > _DEAR * len(leads):
        sql, value = among(leads)
        statement = f"SELECT id FROM leads WHERE {sql} ORDER BY {order} LIMIT ? OFFSET ?"
        return [number for (number,) in plain(model).execute(statement, [value, stretch.size, stretch.start])]
    ids = (number for (number,) in plain(model).execute(f"SELECT id FROM leads ORDER BY {order}") if number in leads)
    return list(islice(ids, stretch.start, end))


def _runs(
    model: sqlite3.Connection, column: Column, stretch: Stretch, leads: BitMap | None, allowed: _Allowed
) -> Iterator[tuple[int, _Run]]:
    """Leads that are equal in the column, one run after the other, and how many they are."""
    sections = [_equal(rows, allowed) for rows in _sections(model, column, stretch)]
    blank = (all_leads(model) if leads is None else leads) - filled(model, column.headers)
    sections.insert(0 if stretch.is_turned else len(sections), iter([(len(blank), blank)]))
    for section in sections:
        yield from section


def _sections(model: sqlite3.Connection, column: Column, stretch: Stretch) -> Iterator[Iterator[_Row]]:
    """The texts in order: those that the column's reading reads, then the others."""
    sections = [("folded", "")]
    if column.reading:
        reading = f'"{column.reading}"'
        sections = [(reading, f"AND {reading} IS NOT NULL"), ("folded", f"AND {reading} IS NULL")]
    for key, where in reversed(sections) if stretch.is_turned else sections:
        yield plain(model).execute(
            f"SELECT {key}, count, header, leads FROM texts WHERE header IN ({places(column.headers)}) {where}"
            f" ORDER BY {key} {stretch.direction}",
            column.headers,
        )


def _equal(rows: Iterable[_Row], allowed: _Allowed) -> Iterator[tuple[int, _Run]]:
    """Runs of texts that are sorted alike. A column may have a million: nothing is done for one that need not be."""
    last: object = None
    run: list[tuple[int, Posting]] = []
    total = 0
    for key, count, header, posting in rows:
        if key != last:
            if total:
                yield total, run
            run, total, last = [], 0, key
        of_header = allowed[header]
        if of_header is not None:
            count = posting in of_header if isinstance(posting, int) else count_among(posting, of_header)
        if count:
            run.append((header, posting))
            total += count
    if total:
        yield total, run


def _members(run: _Run, allowed: _Allowed) -> BitMap:
    if isinstance(run, BitMap):
        return run
    sets = [(leads_in(posting), allowed[header]) for header, posting in run]
    return BitMap.union(*(leads if of_header is None else leads & of_header for leads, of_header in sets))


def _allowed(model: sqlite3.Connection, leads: BitMap | None, column: Column) -> _Allowed:
    """By header, the leads that its texts sort: those that have no text under a header that comes before. None: all."""
    allowed: dict[int, BitMap | None] = {column.headers[0]: leads}
    before = BitMap()
    for earlier, header in pairwise(column.headers):
        before |= filled(model, [earlier])
        of_header = filled(model, [header]) - before
        allowed[header] = of_header if leads is None else of_header & leads
    return allowed
