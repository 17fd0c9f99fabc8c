"""What a reader asks of the leads: checked before it comes near the read model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from easycrm.bounds import CHOSEN_CHARACTERS, PAGE_SIZE, QUOTED_CHARACTERS, SEARCH_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.lead import FIELDS
from easycrm.leads.list.finding.filters import (
    DATED,
    NUMBERED,
    Filter,
    Sense,
    compared,
    days_of,
    filter_text,
    is_column,
    number_of,
    parse_filter,
)

__all__ = ("Filter", "LeadsQuery", "Match", "Sense", "filter_text", "parse_filter", "parse_query", "parse_values_query")

COLUMNS = (
    *("leadId", *FIELDS, "sourceFile", "worksheet", "row", "uploadId", "createdAt", "updatedAt"),
    *("createdIn", "version", "flags", "standardisedBy"),
)
"""What the list has of every lead, in the order of exports. Every one can be filtered and sorted by."""

NAME = "name"
REMARKS = "remarks"
COMPANY_KEY = "companyKey"
FILTERED = (*COLUMNS, NAME, REMARKS, COMPANY_KEY)
"""What can be filtered by: the columns; first and last name in one; any column of the lists; the company's variants.
So can `column.<key>`, which the catalogue of columns knows."""

DUPLICATES = "possibleDuplicates"
"""What the list can be filtered by, too: whether another lead shares the email, or name and phone. `*` or `!` only."""

_FILTER = "filter_"
_EXACT = re.compile(r"!?=\s*|\|")
_SHOWN = 20  # characters of a value that cannot be used

Match = Literal["all", "any"]


@dataclass(frozen=True)
class LeadsQuery:
    """A page of leads: `page` from 1, `q` words that a lead must contain, and `filters`, of which all or any must hold.

    `sort_by` is one of COLUMNS, or `column.<key>`.
    """

    page: int = 1
    page_size: int = 50
    sort_by: str = "updatedAt"
    sort_order: str = "desc"
    q: str = ""
    filters: tuple[Filter, ...] = ()
    match: Match = "all"


def parse_query(parameters: Mapping[str, str]) -> LeadsQuery:
    """The query of `GET /leads`; raises BadRequest, naming the parameter and what it takes.

    Whether there is such a column of the lists, and whether it is a number or a date, the catalogue of columns knows.

    >>> query = parse_query({"q": "solar", "filter_company": "=Novak Optics", "sortBy": "lastName", "sortOrder": "asc"})
    >>> query.q, query.filters, query.sort_by, query.page
    ('solar', (Filter(column='company', sense='equals', text='Novak Optics'),), 'lastName', 1)
    """
    known = {"page", "pageSize", "sortBy", "sortOrder", "q", "match"}
    for name in parameters:
        if name not in known and not _is_filter(name):
            takes = f"There is no such parameter; there are {', '.join(sorted(known))}, filter_<field> and "
            raise _bad(name, parameters[name], f"{takes}filter_column.<key>.")
    return LeadsQuery(
        page=_number(parameters, "page", 1, 1_000_000),
        page_size=_number(parameters, "pageSize", 50, PAGE_SIZE),
        sort_by=_sort_by(parameters),
        sort_order=_choice(parameters, "sortOrder", "desc", ("asc", "desc")),
        q=_text(parameters, "q"),
        filters=tuple(_filters(parameters)),
        match="any" if _choice(parameters, "match", "all", ("all", "any")) == "any" else "all",
    )


def parse_values_query(parameters: Mapping[str, str]) -> tuple[LeadsQuery, str, str]:
    """What `GET /values` takes: among which leads values are counted, of which field or column, what they contain.

    Raises BadRequest as `parse_query` does.
    """
    of = parameters.get("of", "")
    if of not in COLUMNS and not is_column(of):
        raise _bad("of", of, f"It takes one of {', '.join(COLUMNS)}, or column.<key> of GET /columns.")
    others = {name: text for name, text in parameters.items() if name not in ("of", "contains")}
    return parse_query(others), of, _text(parameters, "contains")


def _is_filter(name: str) -> bool:
    column = name.removeprefix(_FILTER)
    return column != name and (column in (*FILTERED, DUPLICATES) or is_column(column))


def _filters(parameters: Mapping[str, str]) -> list[Filter]:
    if parameters.get(name := _FILTER + DUPLICATES, "") not in ("", "*", "!"):
        raise _bad(name, parameters[name], "It takes * for leads that have possible duplicates, ! for the others.")
    names = [name for name in parameters if name.startswith(_FILTER)]
    wanted = [_filter(name, _text(parameters, name)) for name in names]
    return [one for one in wanted if one]


def _filter(name: str, text: str) -> Filter | None:
    wanted = parse_filter(name.removeprefix(_FILTER), text)
    if wanted and wanted.sense in ("above", "below", "between") and not is_column(wanted.column):
        if wanted.column not in (*DATED, *NUMBERED):
            takes = "Only numbers and dates can be above, below or between; what follows a \\ is taken as it is."
            raise _bad(name, text, takes)
        read = days_of if wanted.column in DATED else number_of
        if not all(read(end) is not None for end in compared(wanted) if end):
            takes = "a day, month or year, such as 2026-03-01" if wanted.column in DATED else "a whole number"
            raise _bad(name, text, f"It compares with {takes}.")
    return wanted


def _text(parameters: Mapping[str, str], name: str) -> str:
    text = parameters.get(name, "").strip()
    exact = _EXACT.match(text) if name.startswith(_FILTER) else None
    if exact and len(text) - exact.end() > CHOSEN_CHARACTERS:
        raise _bad(name, text, f"What is exactly this, or one of several, has at most {CHOSEN_CHARACTERS} characters.")
    if not exact and len(text) > SEARCH_CHARACTERS:
        raise _bad(name, text, f"A search has at most {SEARCH_CHARACTERS} characters.")
    return text


def _number(parameters: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = parameters.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= largest):
        raise _bad(name, text, f"It takes a whole number from 1 to {largest}.")
    return int(text)


def _sort_by(parameters: Mapping[str, str]) -> str:
    text = parameters.get("sortBy", "updatedAt")
    if text not in COLUMNS and not is_column(text):
        raise _bad("sortBy", text, f"It takes one of {', '.join(COLUMNS)}, or column.<key> of GET /columns.")
    return text


def _choice(parameters: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = parameters.get(name, default)
    if text not in choices:
        raise _bad(name, text, f"It takes one of {', '.join(choices)}.")
    return text


def _bad(name: str, value: str, takes: str) -> BadRequest:
    value = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    name = name[:QUOTED_CHARACTERS]
    return BadRequest("badParameter", f"{name}={value} cannot be used. {takes}", parameter=name)
