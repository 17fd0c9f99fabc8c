"""Which leads a query finds: as conditions that SQL counts alone, or as a set where a column has a say."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from pyroaring import BitMap

from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.list.finding.column_filters import leads_that_say
from easycrm.leads.list.finding.conditions import Condition, any_of, filter_condition
from easycrm.leads.list.finding.filters import COLUMN, Filter, is_column
from easycrm.leads.list.finding.remark_filter import leads_with_remark
from easycrm.leads.list.finding.sets import Value, among, ids_where
from easycrm.leads.list.finding.trigrams import Trigrams
from easycrm.leads.list.finding.words import as_set, search
from easycrm.leads.list.query import REMARKS, LeadsQuery

FEW = 5_000  # leads that are handed to a statement one by one


class Selection(NamedTuple):
    """The leads that meet all `conditions` and are in `leads`; None: any lead is."""

    conditions: Sequence[Condition]
    leads: BitMap | None


def selection_of(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> Selection:
    """What the query finds. Raises BadRequest where it names a column that is not there, or compares what cannot be."""
    filters = [part for wanted in query.filters if (part := _part(model, wanted, catalogue)) is not None]
    if query.match == "any" and len(filters) > 1:
        filters = [_any(model, filters)]
    parts = [*filters, *search(model, query.q)]
    conditions = [part for part in parts if isinstance(part, Condition)]
    sets = [part for part in parts if isinstance(part, BitMap)]
    return Selection(conditions, BitMap.intersection(*sets) if sets else None)


def selected_leads(model: sqlite3.Connection, selection: Selection) -> BitMap | None:
    """The leads as one set; None for all that there are."""
    match, others = split(selection.conditions)
    where, values = where_of(selection.conditions)
    if selection.leads is None:
        if not selection.conditions:
            return None
        if match and not others:
            return ids_where(model, "SELECT rowid FROM search WHERE search MATCH ?", [match])
        return ids_where(model, f"SELECT id FROM leads {where}", values)
    if not selection.conditions or not selection.leads:
        return selection.leads
    if len(selection.leads) <= FEW:
        sql, value = among(selection.leads)
        return ids_where(model, f"SELECT id FROM leads {where} AND {sql}", [*values, value])
    return BitMap.intersection(selection.leads, *(as_set(model, condition) for condition in selection.conditions))


def where_of(conditions: Sequence[Condition]) -> tuple[str, list[Value]]:
    """`WHERE ...` and its values, through the trigram index where it can."""
    return where(*split(conditions))


def split(conditions: Sequence[Condition]) -> tuple[str | None, list[Condition]]:
    """What the trigram index can look up at once, and the conditions that remain."""
    matches = [condition.match for condition in conditions if condition.match]
    return " AND ".join(matches) or None, [condition for condition in conditions if not condition.match]


def where(match: str | None, conditions: Sequence[Condition]) -> tuple[str, list[Value]]:
    """`WHERE ...` and its values; `""` for none."""
    parts = ["id IN (SELECT rowid FROM search WHERE search MATCH ?)"] if match else []
    parts += [condition.sql for condition in conditions]
    values: list[Value] = [match] if match else []
    values += [value for condition in conditions for value in condition.values]
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), values


def _part(model: sqlite3.Connection, wanted: Filter, catalogue: Catalogue) -> Condition | BitMap | None:
    if wanted.column == REMARKS:
        return leads_with_remark(model, wanted)
    if is_column(wanted.column):
        return leads_that_say(model, wanted, catalogue.column(wanted.column.removeprefix(COLUMN)))
    return filter_condition(model, wanted, Trigrams(model))


def _any(model: sqlite3.Connection, parts: Sequence[Condition | BitMap]) -> Condition | BitMap:
    conditions = [part for part in parts if isinstance(part, Condition)]
    if len(conditions) == len(parts):
        return any_of(conditions)
    sets = [part if isinstance(part, BitMap) else as_set(model, part) for part in parts]
    return BitMap.union(*sets)
