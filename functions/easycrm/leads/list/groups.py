"""Leads counted by what they say in a field or column: groups of a question, and the values that a filter offers."""

import sqlite3
from collections.abc import Iterable
from heapq import nsmallest
from itertools import combinations
from typing import Any, NamedTuple

from pyroaring import BitMap

from easycrm.bounds import LISTED_LEAD_BYTES
from easycrm.fitting import cut
from easycrm.folding import folded
from easycrm.leads.columns.catalogue import Catalogue, Column
from easycrm.leads.list.finding.column_filters import filled
from easycrm.leads.list.finding.filters import COLUMN, is_column
from easycrm.leads.list.finding.selection import Selection, selected_leads, selection_of, where_of
from easycrm.leads.list.finding.sets import Value, among, places, plain
from easycrm.leads.list.postings import Posting, count_among, leads_in
from easycrm.leads.list.query import COMPANY_KEY, LeadsQuery
from easycrm.leads.list.read_model import count_leads, search_key

DOMAIN = "emailDomain"
COMPANY = "company"

_DOMAIN = 'substr("emailFolded", instr("emailFolded", \'@\') + 1)'
_FEW = 5_000  # leads that are handed to a statement one by one


class Groups(NamedTuple):
    """`total` leads, in `groups` groups; `rows` are the largest, `(shown, leads)`, equal ones by their text.

    Leads that have nothing to be grouped by are in the total alone. A lead that has several texts in a column is in
    the group of each.
    """

    total: int
    groups: int
    rows: list[tuple[str, int]]


def groups_of(
    model: sqlite3.Connection, query: LeadsQuery, by: str, catalogue: Catalogue, limit: int, contains: str = ""
) -> Groups:
    """The leads that the query finds, grouped `by` one of COLUMNS, `emailDomain`, or `column.<key>`.

    `company` counts the variants of one name as one, under the commonest. `contains`: in the text of the group.
    """
    selection = selection_of(model, query, catalogue)
    if is_column(by):
        leads = selected_leads(model, selection)
        total = count_leads(model) if leads is None else len(leads)
        return _by_column(model, leads, total, catalogue.column(by.removeprefix(COLUMN)), limit, folded(contains))
    if by == COMPANY:
        return _by_company(model, selection, limit, folded(contains))
    key, shown = (_DOMAIN, _DOMAIN) if by == DOMAIN else (search_key(by), f'"{by}"')
    return _by_field(model, selection, key, shown, limit, folded(contains))


def values_of(
    model: sqlite3.Connection, query: LeadsQuery, of: str, catalogue: Catalogue, limit: int, contains: str = ""
) -> Groups:
    """The commonest texts of a field or column, as a filter with `=` finds them, whatever the filters on itself say."""
    others = tuple(wanted for wanted in query.filters if not _is_same(wanted.column, of, catalogue))
    of_others = LeadsQuery(q=query.q, filters=others, match=query.match)
    if of == COMPANY:
        selection = selection_of(model, of_others, catalogue)
        return _by_field(model, selection, search_key(of), f'"{of}"', limit, folded(contains))
    return groups_of(model, of_others, of, catalogue, limit, contains)


def _is_same(column: str, of: str, catalogue: Catalogue) -> bool:
    if is_column(column) and is_column(of):
        one, other = (catalogue.column(each.removeprefix(COLUMN)) for each in (column, of))
        return one.key == other.key
    return column == of


def _by_field(
    model: sqlite3.Connection, selection: Selection, key: str, shown: str, limit: int, contains: str
) -> Groups:
    where, values = _where(model, selection)
    grouped = f"SELECT {key} AS value, min({shown}) AS shown, count(*) AS leads FROM leads {where} GROUP BY value"
    rows = model.execute(
        f"SELECT shown, leads, count(*) OVER () FROM ({grouped}) WHERE value > '' AND instr(value, ?)"
        " ORDER BY leads DESC, value LIMIT ?",
        [*values, contains, limit],
    ).fetchall()
    return _groups(_total(model, selection), rows[0][2] if rows else 0, [(row[0], row[1]) for row in rows])


def _by_company(model: sqlite3.Connection, selection: Selection, limit: int, contains: str) -> Groups:
    where, values = _where(model, selection)
    grouped = (
        f"SELECT {COMPANY_KEY} AS value, count(*) AS leads, max(instr(companyFolded, ?)) AS has FROM leads {where}"
        " GROUP BY value"
    )
    rows = model.execute(
        f"SELECT value, leads, count(*) OVER () FROM ({grouped}) WHERE value > '' AND has"
        " ORDER BY leads DESC, value LIMIT ?",
        [contains, *values, limit],
    ).fetchall()
    commonest = f"""SELECT company FROM leads {where or "WHERE 1"} AND {COMPANY_KEY} = ?
        GROUP BY company ORDER BY count(*) DESC, company LIMIT 1"""
    shown = [(model.execute(commonest, [*values, key]).fetchone()[0], leads) for key, leads, _ in rows]
    return _groups(_total(model, selection), rows[0][2] if rows else 0, shown)


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
    model: sqlite3.Connection, leads: BitMap | None, total: int, column: Column, limit: int, contains: str
) -> Groups:
    if leads is None and len(column.headers) == 1:
        return _by_header(model, total, column.headers[0], limit, contains)
    twice = _under_several(model, leads, column)
    counts: dict[str, int] = {}
    commonest: dict[str, tuple[int, str]] = {}
    counted: dict[str, BitMap] = {}
    for key, text, count, posting in _texts(model, column, contains):
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
    largest = nsmallest(limit, counts.items(), key=lambda group: (-group[1], group[0]))
    return _groups(total, len(counts), [(commonest[key][1], count) for key, count in largest])


def _by_header(model: sqlite3.Connection, total: int, header: int, limit: int, contains: str) -> Groups:
    """All leads by their texts under one header, of which each has one: the texts know how many there are."""
    where = "FROM texts WHERE header = ? AND instr(folded, ?) GROUP BY folded"
    execute = plain(model).execute
    groups = execute(f"SELECT count(*) FROM (SELECT 1 {where})", (header, contains)).fetchone()[0]
    largest = execute(
        f"SELECT folded, sum(count) AS leads {where} ORDER BY leads DESC, folded LIMIT ?", (header, contains, limit)
    ).fetchall()
    commonest = "SELECT text FROM texts WHERE header = ? AND folded = ? ORDER BY count DESC, text LIMIT 1"
    rows = [(execute(commonest, (header, folded)).fetchone()[0], leads) for folded, leads in largest]
    return _groups(total, groups, rows)


def _texts(model: sqlite3.Connection, column: Column, contains: str) -> Iterable[tuple[str, str, int, Posting]]:
    statement = f"SELECT folded, text, count, leads FROM texts WHERE header IN ({places(column.headers)})"
    if contains:
        return plain(model).execute(f"{statement} AND instr(folded, ?)", [*column.headers, contains])
    return plain(model).execute(statement, column.headers)


def _under_several(model: sqlite3.Connection, leads: BitMap | None, column: Column) -> BitMap:
    """The leads that have a text under more than one of the column's headers."""
    sets = [filled(model, [header]) for header in column.headers]
    several = BitMap.union(BitMap(), *(one & other for one, other in combinations(sets, 2)))
    return several if leads is None else several & leads


def _groups(total: int, groups: int, rows: list[tuple[Any, int]]) -> Groups:
    return Groups(total, groups, [(cut(str(shown), LISTED_LEAD_BYTES), leads) for shown, leads in rows])
