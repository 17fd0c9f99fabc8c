"""Runs a chat's query where it can do nothing but read leads, and not for long."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.chat.chat_query import ChatQuery, as_leads_query
from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.list.finding.filters import COLUMN, is_column
from easycrm.leads.list.groups import groups_of
from easycrm.leads.list.pages import count_matches, page_of_leads
from easycrm.leads.list.read_model import open_read_only

SHOWN = ("firstName", "lastName", "title", "company", "email", "phone", "createdAt")
"""What a list of leads shows of each."""

_USUAL = 10
_STEPS_PER_CHECK = 10_000
_MOST_STEPS = 500_000_000  # about ten seconds
_TABLES = frozenset(
    [
        *("leads", "headers", "texts", "uploads", "lists", "trigrams", "textTrigrams"),
        *("sqlite_temp_master", "json_each"),
        *(
            f"{index}{part}"
            for index in ("search", "textSearch")
            for part in ("", "_config", "_data", "_docsize", "_idx")
        ),
    ]
)
_FUNCTIONS = frozenset(
    "among count ifnull instr length lower match max min nullif replace row_number rtrim substr sum trim".split()
)


class Result(NamedTuple):
    """`total` leads were found, in `groups` groups; `columns` and `rows` are those to show, long texts cut."""

    total: int
    groups: int
    columns: Sequence[str]
    rows: list[list[Any]]


@contextmanager
def confined(path: Path, most_steps: int = _MOST_STEPS) -> Iterator[sqlite3.Connection]:
    """A connection to the read model's file that only reads leads.

    Raises BadRequest when what is done with it takes more steps of SQLite's than that.
    """
    with closing(open_read_only(path)) as model:
        confine(model, most_steps)
        try:
            yield model
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise BadRequest("tooMuchWork", "That question takes too long. Please narrow it down.") from error
            raise


def run(query: ChatQuery, model: sqlite3.Connection, catalogue: Catalogue) -> Result:
    """The query's result."""
    return _RUNNERS[query.kind](query, model, catalogue)


def confine(model: sqlite3.Connection, most_steps: int = _MOST_STEPS) -> None:
    """From here on the connection only reads leads, and is interrupted after so many steps of SQLite's."""
    # SQLite declares this table at its first use, which would be refused
    model.execute("SELECT value FROM json_each('[]')").fetchall()
    steps = min(_STEPS_PER_CHECK, most_steps)
    checks = iter(range(most_steps // steps))
    model.set_authorizer(_authorise)
    model.set_progress_handler(lambda: int(next(checks, None) is None), steps)


def _authorise(action: int, what: str | None, other: str | None, _base: str | None, _by: str | None) -> int:
    allowed = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and what in _TABLES)
        or (action == sqlite3.SQLITE_FUNCTION and other in _FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and (what, other) == ("data_version", None))  # the index asks for it
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _count(query: ChatQuery, model: sqlite3.Connection, catalogue: Catalogue) -> Result:
    total = count_matches(model, as_leads_query(query, 1), catalogue)
    return Result(total, 0, ("leads",), [[total]])


def _list(query: ChatQuery, model: sqlite3.Connection, catalogue: Catalogue) -> Result:
    leads, total = page_of_leads(model, as_leads_query(query, query.limit or _USUAL), catalogue)
    shown = _shown(query, catalogue)
    return Result(total, 0, shown, [[_value(lead, name) for name in shown] for lead in leads])


def _shown(query: ChatQuery, catalogue: Catalogue) -> Sequence[str]:
    """What a list has of every lead, and which columns the question names; not those that people hid."""
    named = [*(wanted.column for wanted in query.filters if is_column(wanted.column)), query.sort_by]
    return list(dict.fromkeys([*SHOWN, *(column for column in named if not _is_hidden(column, catalogue))]))


def _is_hidden(column: str, catalogue: Catalogue) -> bool:
    return is_column(column) and catalogue.column(column.removeprefix(COLUMN)).is_hidden


def _value(lead: dict[str, Any], name: str) -> Any:
    return lead["columns"].get(name.removeprefix(COLUMN), "") if is_column(name) else lead[name]


def _group(query: ChatQuery, model: sqlite3.Connection, catalogue: Catalogue) -> Result:
    """The largest groups. Leads that have nothing in the column are in none, but in the total."""
    outcome = groups_of(model, as_leads_query(query, 1), query.group_by, catalogue, query.limit or _USUAL)
    return Result(outcome.total, outcome.groups, (query.group_by, "leads"), [list(row) for row in outcome.rows])


_RUNNERS = {"count": _count, "list": _list, "group": _group}
