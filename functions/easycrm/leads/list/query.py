"""What a reader asks of the leads: checked before it comes near the read model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from easycrm.bounds import PAGE_SIZE, QUOTED_CHARACTERS, SEARCH_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.lead import FIELDS

COLUMNS = (
    *("leadId", *FIELDS, "remarks", "sourceFile", "worksheet", "row", "uploadId", "createdAt", "updatedAt"),
    *("createdIn", "version", "flags", "standardisedBy"),
)
"""What the list shows of a lead, in the order of exports. Every one can be filtered and sorted by."""

NAME = "name"
FILTERED = (*COLUMNS, NAME)
"""What can be filtered by: the columns, and first and last name in one."""

DUPLICATES = "possibleDuplicates"
"""What the list can be filtered by, too: whether another lead shares the email, or name and phone. `*` or `!` only."""

_FILTER = "filter_"
_SHOWN = 20  # characters of a value that cannot be used

_DATED = ("createdAt", "updatedAt")
_DAY = r"(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?"
_PERIOD = re.compile(rf"{_DAY}\.\.{_DAY}")

Sense = Literal["contains", "equals", "between", "empty", "filled"]


class Filter(NamedTuple):
    """What a column must say. `text` is compared without case and marks; `""` for `empty` and `filled`.

    `between` is for dates, its text `2026-03..2026-04-15`, the last day included; either end may be open.
    """

    column: str
    sense: Sense
    text: str = ""


@dataclass(frozen=True)
class LeadsQuery:
    """A page of leads: `page` from 1, `q` words that a lead must contain, `filters` that all must hold."""

    page: int = 1
    page_size: int = 50
    sort_by: str = "updatedAt"
    sort_order: str = "desc"
    q: str = ""
    filters: tuple[Filter, ...] = ()


def parse_query(parameters: Mapping[str, str]) -> LeadsQuery:
    """The query of `GET /leads`; raises BadRequest, naming the parameter and what it takes.

    >>> query = parse_query({"q": "solar", "filter_company": "=Novak Optics", "sortBy": "lastName", "sortOrder": "asc"})
    >>> query.q, query.filters, query.sort_by, query.page
    ('solar', (Filter(column='company', sense='equals', text='Novak Optics'),), 'lastName', 1)
    """
    known = {"page", "pageSize", "sortBy", "sortOrder", "q"}
    for name in parameters:
        if name not in known and name.removeprefix(_FILTER) not in (*FILTERED, DUPLICATES):
            takes = f"There is no such parameter; there are {', '.join(sorted(known))} and filter_<field>."
            raise _bad(name, parameters[name], takes)
    return LeadsQuery(
        page=_number(parameters, "page", 1, 1_000_000),
        page_size=_number(parameters, "pageSize", 50, PAGE_SIZE),
        sort_by=_choice(parameters, "sortBy", "updatedAt", COLUMNS),
        sort_order=_choice(parameters, "sortOrder", "desc", ("asc", "desc")),
        q=_text(parameters, "q"),
        filters=tuple(_filters(parameters)),
    )


def parse_filter(column: str, text: str) -> Filter | None:
    """`=Acme` is exactly that, `!` is empty, `*` is not empty, `\\` takes what follows as it is, else: contains.

    Dates also take a period: `2026-03-01..2026-03-31`, `2026-03..`, `..2025`.

    >>> [parse_filter("createdAt", text).sense for text in ("2026-03", "=2026-03-01", "2026-03..", "*")]
    ['contains', 'equals', 'between', 'filled']
    """
    if column in _DATED and _PERIOD.fullmatch(text) and text != "..":
        return Filter(column, "between", text)
    if text in ("!", "*"):
        return Filter(column, "empty" if text == "!" else "filled")
    if text.startswith("="):
        exact = text[1:].strip()
        return Filter(column, "equals", exact) if exact else Filter(column, "empty")
    wanted = text.removeprefix("\\").strip()
    return Filter(column, "contains", wanted) if wanted else None


def filter_text(wanted: Filter) -> str:
    """The inverse of `parse_filter`: what the filter's parameter says."""
    if wanted.sense == "contains":
        return f"\\{wanted.text}" if wanted.text[0] in "=\\" or wanted.text in ("!", "*") else wanted.text
    return {"equals": f"={wanted.text}", "between": wanted.text, "empty": "!", "filled": "*"}[wanted.sense]


def _filters(parameters: Mapping[str, str]) -> list[Filter]:
    if parameters.get(name := _FILTER + DUPLICATES, "") not in ("", "*", "!"):
        raise _bad(name, parameters[name], "It takes * for leads that have possible duplicates, ! for the others.")
    texts = {name: _text(parameters, name) for name in parameters if name.startswith(_FILTER)}
    wanted = [parse_filter(name.removeprefix(_FILTER), text) for name, text in texts.items()]
    return [one for one in wanted if one]


def _text(parameters: Mapping[str, str], name: str) -> str:
    text = parameters.get(name, "").strip()
    if len(text) > SEARCH_CHARACTERS:
        raise _bad(name, text, f"A search has at most {SEARCH_CHARACTERS} characters.")
    return text


def _number(parameters: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = parameters.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= largest):
        raise _bad(name, text, f"It takes a whole number from 1 to {largest}.")
    return int(text)


def _choice(parameters: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = parameters.get(name, default)
    if text not in choices:
        raise _bad(name, text, f"It takes one of {', '.join(choices)}.")
    return text


def _bad(name: str, value: str, takes: str) -> BadRequest:
    value = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    name = name[:QUOTED_CHARACTERS]
    return BadRequest("badParameter", f"{name}={value} cannot be used. {takes}", parameter=name)
