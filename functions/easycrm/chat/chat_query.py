"""What chat can ask of the leads, and nothing else: a small query, checked from wherever it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from easycrm.bounds import ANSWERED_ROWS, SEARCH_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import Catalogue, Column
from easycrm.leads.companies import company_key
from easycrm.leads.list.finding.filters import (
    COLUMN,
    DATED,
    NUMBERED,
    Filter,
    Sense,
    choices_of,
    compared,
    days_of,
    filter_text,
    is_column,
    number_of,
    one_of,
)
from easycrm.leads.list.query import COLUMNS, COMPANY_KEY, FILTERED, LeadsQuery

Kind = Literal["list", "count", "group"]
"""`list` shows leads, `count` says how many there are, `group` says how many there are of each value of a column."""

DOMAIN = "emailDomain"
GROUPED = (*("company", "title", "firstName", "lastName", DOMAIN, "phone", "email", "sourceFile", "worksheet"), "flags")
"""What leads can be grouped by, beside the columns of the lists."""

_KINDS = get_args(Kind)
_SENSES = get_args(Sense)
_COMPARED = ("above", "below", "between")
_MOST_FILTERS = 6
_LONGEST_COLUMN = 2_000  # characters, of which a header has fewer


@dataclass(frozen=True)
class ChatQuery:
    """`limit`: of the leads listed or the groups named, 0 for as many as are usual."""

    kind: Kind
    filters: tuple[Filter, ...] = ()
    q: str = ""
    group_by: str = ""
    sort_by: str = "createdAt"
    sort_order: Literal["asc", "desc"] = "desc"
    limit: int = 0


class Unusable(Exception):
    """What was said is no query of this form; the message says why."""


def check_fields(content: Any) -> ChatQuery:
    """A query from JSON: `{kind, filters: [[column, sense, text]], q, groupBy, sortBy, sortOrder, limit}`.

    All but `kind` are optional; a column is a field or `column.<key>`. Raises Unusable.

    >>> query = check_fields({"kind": "group", "groupBy": "company", "filters": [["title", "contains", "buyer"]]})
    >>> query.group_by, query.filters
    ('company', (Filter(column='title', sense='contains', text='buyer'),))
    """
    if not isinstance(content, Mapping) or content.get("kind") not in _KINDS:
        raise Unusable("kind is list, count or group")
    query = ChatQuery(
        kind=content["kind"],
        filters=tuple(_filter(one) for one in _list(content.get("filters"))),
        q=_text(content.get("q")),
        group_by=_column(content.get("groupBy"), GROUPED, ""),
        sort_by=_column(content.get("sortBy"), COLUMNS, "createdAt"),
        sort_order="asc" if _one_of(content.get("sortOrder"), ("asc", "desc"), "desc") == "asc" else "desc",
        limit=_limit(content.get("limit")),
    )
    if (query.kind == "group") != bool(query.group_by):
        raise Unusable("groupBy goes with the kind group")
    return query


def check_columns(query: ChatQuery, catalogue: Catalogue) -> ChatQuery:
    """The query with the columns' own keys, where keys were joined. Raises Unusable where a column is gone, or compared
    with what it has not.
    """
    filters = tuple(_checked(wanted, catalogue) for wanted in query.filters)
    group_by, sort_by = (_resolved(column, catalogue) for column in (query.group_by, query.sort_by))
    return replace(query, filters=filters, group_by=group_by, sort_by=sort_by)


def fields_of(query: ChatQuery) -> dict[str, Any]:
    """The inverse of `check_fields`."""
    return {
        "kind": query.kind,
        "filters": [list(wanted) for wanted in query.filters],
        "q": query.q,
        "groupBy": query.group_by,
        "sortBy": query.sort_by,
        "sortOrder": query.sort_order,
        "limit": query.limit,
    }


def as_leads_query(query: ChatQuery, page_size: int) -> LeadsQuery:
    """The leads that the query is about, as the list of leads asks for them."""
    return LeadsQuery(1, page_size, query.sort_by, query.sort_order, query.q, tuple(map(_as_found, query.filters)))


def as_table(query: ChatQuery) -> dict[str, Any] | None:
    """The query as the parameters of the list of leads; None for groups, which a table of leads does not show."""
    if query.kind == "group" or len({wanted.column for wanted in query.filters}) < len(query.filters):
        return None
    return {
        "q": query.q,
        "filters": {wanted.column: filter_text(_as_found(wanted)) for wanted in query.filters},
        "sortBy": query.sort_by,
        "sortOrder": query.sort_order,
    }


def _as_found(wanted: Filter) -> Filter:
    """A company's key, where the question has its name."""
    if wanted.column != COMPANY_KEY:
        return wanted
    if wanted.sense == "oneOf":
        return wanted._replace(text=one_of([company_key(choice) for choice in choices_of(wanted.text)]))
    return wanted._replace(text=company_key(wanted.text) if wanted.text else "")


def _filter(parts: Any) -> Filter:
    if not isinstance(parts, Sequence) or isinstance(parts, str) or len(parts) not in (2, 3):
        raise Unusable("a filter is [column, sense, text]")
    column, sense, text = _column(parts[0], FILTERED, None), _one_of(parts[1], _SENSES, None), _text([*parts, ""][2])
    if bool(text) != (sense not in ("empty", "filled")):
        raise Unusable(f"{sense} and the text do not go together")
    wanted = Filter(column, sense, text)  # type: ignore[arg-type]  # one of _SENSES
    if wanted.sense in _COMPARED and not is_column(column):
        if column not in (*DATED, *NUMBERED):
            raise Unusable(f"{sense} takes numbers and dates, and {column} is neither")
        _refuse_other_ends(wanted, is_date=column in DATED)
    return wanted


def _refuse_other_ends(wanted: Filter, is_date: bool, column: Column | None = None) -> None:
    ends = [end for end in compared(wanted) if end]
    read = days_of if is_date else number_of
    if not ends or any(read(end) is None and (column is None or column.read(end) is None) for end in ends):
        raise Unusable(f"{wanted.column} is compared with {'days such as 2026-03-01' if is_date else 'numbers'}")


def _checked(wanted: Filter, catalogue: Catalogue) -> Filter:
    resolved = wanted._replace(column=_resolved(wanted.column, catalogue))
    if is_column(resolved.column) and wanted.sense in _COMPARED:
        column = catalogue.column(resolved.column.removeprefix(COLUMN))
        if column.type == "text":
            raise Unusable(f"{column.name} is neither a number nor a date, and cannot be {wanted.sense}")
        _refuse_other_ends(resolved, is_date=column.type == "date", column=column)
    return resolved


def _resolved(column: str, catalogue: Catalogue) -> str:
    if not is_column(column):
        return column
    try:
        return f"{COLUMN}{catalogue.column(column.removeprefix(COLUMN)).key}"
    except BadRequest as error:
        raise Unusable(str(error)) from error


def _list(content: Any) -> Sequence[Any]:
    if content is None:
        return ()
    if not isinstance(content, list) or len(content) > _MOST_FILTERS:
        raise Unusable(f"filters is a list of at most {_MOST_FILTERS}")
    return content


def _text(content: Any) -> str:
    if content is None:
        return ""
    if not isinstance(content, str) or len(content) > SEARCH_CHARACTERS:
        raise Unusable("a text is expected")
    return content.strip()


def _one_of(content: Any, choices: Sequence[str], default: str | None) -> str:
    if content in (None, "") and default is not None:
        return default
    if not isinstance(content, str) or content not in choices:
        raise Unusable(f"{str(content)[:20]} is none of {', '.join(choices)}")
    return content


def _column(content: Any, fields: Sequence[str], default: str | None) -> str:
    if isinstance(content, str) and is_column(content) and len(content) <= _LONGEST_COLUMN:
        return content
    return _one_of(content, ("", *fields) if default == "" else fields, default)


def _limit(content: Any) -> int:
    if content is None:
        return 0
    if not isinstance(content, int) or isinstance(content, bool) or content < 0:
        raise Unusable("limit is a whole number")
    return min(content, ANSWERED_ROWS)
