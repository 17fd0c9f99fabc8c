"""What a reader asks of the leads: checked before it comes near the read model."""

from collections.abc import Mapping
from dataclasses import dataclass

from easycrm.errors import BadRequest

SORT_FIELDS = (
    *("firstName", "lastName", "title", "company", "email", "phone", "createdAt", "updatedAt", "sourceFile"),
)
MAX_PAGE_SIZE = 500
_MAX_QUERY = 200
_SHOWN = 20  # characters of a value that cannot be used


@dataclass(frozen=True)
class LeadsQuery:
    """A page of leads: `page` from 1, `q` words that a lead must contain."""

    page: int = 1
    page_size: int = 50
    sort_by: str = "updatedAt"
    sort_order: str = "desc"
    q: str = ""


def parse_query(parameters: Mapping[str, str]) -> LeadsQuery:
    """The query of `GET /leads`; raises BadRequest, naming the parameter and what it takes."""
    known = {"page", "pageSize", "sortBy", "sortOrder", "q"}
    for name in parameters:
        if name not in known:
            raise _bad(name, parameters[name], f"There is no such parameter; there are {', '.join(sorted(known))}.")
    query = LeadsQuery(
        page=_number(parameters, "page", 1, 1_000_000),
        page_size=_number(parameters, "pageSize", 50, MAX_PAGE_SIZE),
        sort_by=_choice(parameters, "sortBy", "updatedAt", SORT_FIELDS),
        sort_order=_choice(parameters, "sortOrder", "desc", ("asc", "desc")),
        q=parameters.get("q", "").strip(),
    )
    if len(query.q) > _MAX_QUERY:
        raise _bad("q", query.q, f"A search has at most {_MAX_QUERY} characters.")
    return query


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
    return BadRequest("badParameter", f"{name}={value} cannot be used. {takes}", parameter=name)
