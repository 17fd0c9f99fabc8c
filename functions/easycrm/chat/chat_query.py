"""What chat can ask of the leads, and nothing else: a small query, checked from wherever it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from easycrm.bounds import ANSWERED_ROWS, SEARCH_CHARACTERS
from easycrm.leads.list.query import COLUMNS, FILTERED, Filter, LeadsQuery, Sense, filter_text, parse_filter

Kind = Literal["list", "count", "group"]
"""`list` shows leads, `count` says how many there are, `group` says how many there are of each value of a column."""

DOMAIN = "emailDomain"
GROUPED = (*("company", "title", "firstName", "lastName", DOMAIN, "phone", "email", "sourceFile", "worksheet"), "flags")
"""What leads can be grouped by."""

_KINDS = get_args(Kind)
_SENSES = get_args(Sense)
_MOST_FILTERS = 6


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

    All but `kind` are optional. Raises Unusable.

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
        group_by=_one_of(content.get("groupBy"), ("", *GROUPED), ""),
        sort_by=_one_of(content.get("sortBy"), COLUMNS, "createdAt"),
        sort_order="asc" if _one_of(content.get("sortOrder"), ("asc", "desc"), "desc") == "asc" else "desc",
        limit=_limit(content.get("limit")),
    )
    if (query.kind == "group") != bool(query.group_by):
        raise Unusable("groupBy goes with the kind group")
    return query


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
    return LeadsQuery(1, page_size, query.sort_by, query.sort_order, query.q, query.filters)


def as_table(query: ChatQuery) -> dict[str, Any] | None:
    """The query as the parameters of the list of leads; None for groups, which a table of leads does not show."""
    if query.kind == "group" or len({wanted.column for wanted in query.filters}) < len(query.filters):
        return None
    return {
        "q": query.q,
        "filters": {wanted.column: filter_text(wanted) for wanted in query.filters},
        "sortBy": query.sort_by,
        "sortOrder": query.sort_order,
    }


def _filter(parts: Any) -> Filter:
    if not isinstance(parts, Sequence) or isinstance(parts, str) or len(parts) not in (2, 3):
        raise Unusable("a filter is [column, sense, text]")
    column, sense, text = _one_of(parts[0], FILTERED, None), _one_of(parts[1], _SENSES, None), _text([*parts, ""][2])
    if sense == "between":
        wanted = parse_filter(column, text)
        if wanted is None or wanted.sense != "between":
            raise Unusable("between takes createdAt or updatedAt, and two days")
    if bool(text) != (sense not in ("empty", "filled")):
        raise Unusable(f"{sense} and the text do not go together")
    return Filter(column, sense, text)  # type: ignore[arg-type]  # one of _SENSES


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


def _limit(content: Any) -> int:
    if content is None:
        return 0
    if not isinstance(content, int) or isinstance(content, bool) or content < 0:
        raise Unusable("limit is a whole number")
    return min(content, ANSWERED_ROWS)
