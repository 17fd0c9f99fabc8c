"""Leads counted by what they say in a field or column: groups of a question, and the values that a filter offers."""

import sqlite3
from collections.abc import Iterable
from heapq import nsmallest
from itertools import combinations
from typing import NamedTuple

from pyroaring import BitMap

from easycrm.bounds import CHOSEN_CHARACTERS, LISTED_LEAD_BYTES
from easycrm.fitting import cut
from easycrm.folding import folded
from easycrm.leads.columns.catalogue import Catalogue, Column
from easycrm.leads.list.finding.any_form import occurs_in_field, occurs_in_texts
from easycrm.leads.list.finding.column_filters import filled, having_keys, key_sql
from easycrm.leads.list.finding.conditions import Condition, same_key
from easycrm.leads.list.finding.filters import COLUMN, is_column
from easycrm.leads.list.finding.selection import Selection, selected_leads, selection_of, where_of
from easycrm.leads.list.finding.sets import Value, among, places, plain
from easycrm.leads.list.postings import Posting, count_among, leads_in
from easycrm.leads.list.query import COMPANY_KEY, LeadsQuery
from easycrm.leads.list.read_model import count_leads

DOMAIN = "emailDomain"
COMPANY = "company"

_DOMAIN = 'substr("emailFolded", instr("emailFolded", \'@\') + 1)'
_FEW = 5_000  # leads that are handed to a statement one by one


class Groups(NamedTuple):
    """`total` leads, in `groups` groups; `rows` are the largest, `(shown, leads)`, equal ones by their size or text.

    Leads that have nothing to be grouped by are in the total alone. A lead that has several texts in a column is in
    the group of each.
    """

    total: int
    groups: int
    rows: list[tuple[str, int]]


def groups_of(model: sqlite3.Connection, query: LeadsQuery, by: str, catalogue: Catalogue, limit: int) -> Groups:
    """The leads that the query finds, grouped `by` one of COLUMNS, `emailDomain`, or `column.<key>`; long texts cut.

    `company` counts the variants of one name as one, under the commonest. Phones, and values of columns that are
    numbers or dates, are one group where they are the same, however they are written.
    """
    selection = selection_of(model, query, catalogue)
    groups = _by_company(model, selection, limit) if by == COMPANY else _by(model, selection, by, catalogue, limit)
    return groups._replace(rows=[(cut(shown, LISTED_LEAD_BYTES), leads) for shown, leads in groups.rows])


def values_of(
    model: sqlite3.Connection, query: LeadsQuery, of: str, catalogue: Catalogue, limit: int, contains: str = ""
) -> Groups:
    """The commonest texts of a field or column: a filter with `=` finds as many leads as each says, among those that
    the other filters leave, or all of them where any filter suffices.

    `contains`: in one of the texts that are the same, in any form by which a search finds it. What no filter takes,
    because it is too long or nothing is left of it without case and marks, is counted in `groups` alone.
    """
    others = () if query.match == "any" else query.filters
    filters = tuple(wanted for wanted in others if not _is_same(wanted.column, of, catalogue))
    selection = selection_of(model, LeadsQuery(q=query.q, filters=filters), catalogue)
    groups = _by(model, selection, of, catalogue, limit, contains)
    return groups._replace(rows=[row for row in groups.rows if len(row[0]) <= CHOSEN_CHARACTERS and folded(row[0])])


def _is_same(column: str, of: str, catalogue: Catalogue) -> bool:
    if is_column(column) and is_column(of):
        one, other = (catalogue.column(each.removeprefix(COLUMN)) for each in (column, of))
        return one.key == other.key
    return column == of


def _by(
    model: sqlite3.Connection, selection: Selection, by: str, catalogue: Catalogue, limit: int, contains: str = ""
) -> Groups:
    if is_column(by):
        column = catalogue.column(by.removeprefix(COLUMN))
        return _by_column(model, selected_leads(model, selection), column, limit, occurs_in_texts(contains))
    if by == DOMAIN:
        return _by_field(model, selection, _DOMAIN, _DOMAIN, limit)
    return _by_field(model, selection, same_key(by), f'"{by}"', limit, occurs_in_field(model, by, contains))


def _by_field(
    model: sqlite3.Connection,
    selection: Selection,
    key: str,
    shown: str,
    limit: int,
    occurs: Condition | None = None,
) -> Groups:
    where, values = _where(model, selection)
    grouped = f"SELECT {key} AS value, min({shown}) AS shown, count(*) AS leads FROM leads {where} GROUP BY value"
    narrowed = f"AND value IN (SELECT {key} FROM leads WHERE {occurs.sql})" if occurs else ""
    rows = model.execute(
        f"SELECT shown, leads, count(*) OVER () FROM ({grouped}) WHERE value > '' {narrowed}"
        " ORDER BY leads DESC, value LIMIT ?",
        [*values, *(occurs.values if occurs else ()), limit],
    ).fetchall()
    return Groups(_total(model, selection), rows[0][2] if rows else 0, [(str(row[0]), row[1]) for row in rows])


def _by_company(model: sqlite3.Connection, selection: Selection, limit: int) -> Groups:
    where, values = _where(model, selection)
    grouped = f"SELECT {COMPANY_KEY} AS value, count(*) AS leads FROM leads {where} GROUP BY value"
    rows = model.execute(
        f"SELECT value, leads, count(*) OVER () FROM ({grouped}) WHERE value > '' ORDER BY leads DESC, value LIMIT ?",
        [*values, limit],
    ).fetchall()
    commonest = f"""SELECT company FROM leads {where or "WHERE 1"} AND {COMPANY_KEY} = ?
        GROUP BY company ORDER BY count(*) DESC, company LIMIT 1"""
    shown = [(model.execute(commonest, [*values, key]).fetchone()[0], leads) for key, leads, _ in rows]
    return Groups(_total(model, selection), rows[0][2] if rows else 0, shown)


def _where(model: sqlite3.Connection, selection: Selection) -> tuple[str, list[Value]]:
    if selection.leads is None:
        return where_of(selection.conditions)
    leads = selected_leads(model, selection) or BitMap()
    if len(leads) <= _FEW:
        sql, value = among(leads)
        return f"WHERE {sql}", [value]
    model.create_function("among", 1, leads.__contains__, deterministic=True)
    return "WHERE among(id)", []


def _total(model: sqlite3.Connection, selection: Selection) -> int:
    where, values = _where(model, selection)
    return int(model.execute(f"SELECT count(*) FROM leads {where}", values).fetchone()[0])


def _by_column(
    model: sqlite3.Connection, leads: BitMap | None, column: Column, limit: int, occurs: Condition | None
) -> Groups:
    if leads is None and len(column.headers) == 1:
        return _by_header(model, column, limit, occurs)
    twice = _under_several(model, leads, column)
    counts: dict[float | str, int] = {}
    commonest: dict[float | str, tuple[int, str]] = {}
    counted: dict[float | str, BitMap] = {}
    for key, text, count, posting in _texts(model, column, occurs):
        if leads is not None:
            count = posting in leads if isinstance(posting, int) else count_among(posting, leads)
        if not count:
            continue
        if key in counts:
            commonest[key] = min(commonest[key], (-count, text))
        else:
            commonest[key] = (-count, text)
        if twice and (members := leads_in(posting) & twice):
            before = counted.get(key, BitMap())
            count -= before.intersection_cardinality(members)
            counted[key] = before | members
        counts[key] = counts.get(key, 0) + count
    largest = nsmallest(limit, counts.items(), key=lambda group: (-group[1], isinstance(group[0], str), group[0]))
    total = count_leads(model) if leads is None else len(leads)
    return Groups(total, len(counts), [(commonest[key][1], count) for key, count in largest])


def _by_header(model: sqlite3.Connection, column: Column, limit: int, occurs: Condition | None) -> Groups:
    """All leads by their texts under one header, of which each has one: the texts know how many there are."""
    execute = plain(model).execute
    key, (rows, values) = key_sql(column), _rows_of(column, occurs)
    groups = execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows} GROUP BY {key})", values).fetchone()[0]
    largest = execute(
        f"SELECT {key} AS key, sum(count) AS leads FROM {rows} GROUP BY key ORDER BY leads DESC, key LIMIT ?",
        [*values, limit],
    ).fetchall()
    having, keys = having_keys(column, [key for key, _ in largest])
    commonest: dict[float | str, tuple[int, str]] = {}
    for each, text, count in execute(
        f"SELECT {key}, text, count FROM texts WHERE header = ? AND {having}", [*column.headers, *keys]
    ):
        commonest[each] = min(commonest.get(each, (0, "")), (-count, text))
    return Groups(count_leads(model), groups, [(commonest[key][1], leads) for key, leads in largest])


def _texts(
    model: sqlite3.Connection, column: Column, occurs: Condition | None
) -> Iterable[tuple[float | str, str, int, Posting]]:
    rows, values = _rows_of(column, occurs)
    return plain(model).execute(f"SELECT {key_sql(column)}, text, count, leads FROM {rows}", values)


def _rows_of(column: Column, occurs: Condition | None) -> tuple[str, list[Value]]:
    """The column's texts, and the values of their SQL: those that are the same as one that `occurs` holds of."""
    rows = f"texts WHERE header IN ({places(column.headers)})"
    if not occurs:
        return rows, [*column.headers]
    key = key_sql(column)
    same = f"{rows} AND {key} IN (SELECT {key} FROM {rows} AND {occurs.sql})"
    return same, [*column.headers, *column.headers, *occurs.values]


def _under_several(model: sqlite3.Connection, leads: BitMap | None, column: Column) -> BitMap:
    """The leads that have a text under more than one of the column's headers."""
    sets = [filled(model, [header]) for header in column.headers]
    several = BitMap.union(BitMap(), *(one & other for one, other in combinations(sets, 2)))
    return several if leads is None else several & leads
