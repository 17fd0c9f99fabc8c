"""Runs a chat's query where it can do nothing but read leads, and not for long."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.bounds import LISTED_LEAD_BYTES
from easycrm.chat.chat_query import DOMAIN, ChatQuery, as_leads_query
from easycrm.errors import BadRequest
from easycrm.fitting import cut
from easycrm.leads.list.conditions import Trigrams, conditions_of
from easycrm.leads.list.pages import count_matches, page_of_leads, where_of
from easycrm.leads.list.read_model import open_read_only, search_key

SHOWN = ("firstName", "lastName", "title", "company", "email", "phone", "createdAt")
"""What a list of leads shows of each."""

_USUAL = 10
_STEPS_PER_CHECK = 10_000
_MOST_STEPS = 500_000_000  # about ten seconds

_TABLES = (
    "leads",
    "search",
    "search_config",
    "search_data",
    "search_docsize",
    "search_idx",
    "textSearch",
    "textSearch_config",
    "textSearch_data",
    "textSearch_docsize",
    "textSearch_idx",
    "textTrigrams",
    "texts",
    "headers",
    "lists",
    "uploads",
    "trigrams",
    "sqlite_temp_master",
)
_FUNCTIONS = ("count", "ifnull", "instr", "lower", "match", "min", "nullif", "substr", "trim")


class Result(NamedTuple):
    """`total` leads were found, in `groups` groups; `columns` and `rows` are those to show, long texts cut."""

    total: int
    groups: int
    columns: Sequence[str]
    rows: list[list[Any]]


def run(query: ChatQuery, path: Path, most_steps: int = _MOST_STEPS) -> Result:
    """The query's result on the read model's file. Raises BadRequest when it takes more steps of SQLite's than that."""
    with closing(open_read_only(path)) as model:
        confine(model, most_steps)
        try:
            return _RUNNERS[query.kind](query, model)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise BadRequest("tooMuchWork", "That question takes too long. Please narrow it down.") from error
            raise


def confine(model: sqlite3.Connection, most_steps: int = _MOST_STEPS) -> None:
    """From here on the connection only reads leads, and is interrupted after so many steps of SQLite's."""
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


def _count(query: ChatQuery, model: sqlite3.Connection) -> Result:
    total = count_matches(model, conditions_of(as_leads_query(query, 1), Trigrams(model)))
    return Result(total, 0, ("leads",), [[total]])


def _list(query: ChatQuery, model: sqlite3.Connection) -> Result:
    leads, total = page_of_leads(model, as_leads_query(query, query.limit or _USUAL))
    shown = SHOWN if query.sort_by in SHOWN else (*SHOWN, query.sort_by)
    return Result(total, 0, shown, [[lead[name] for name in shown] for lead in leads])


def _group(query: ChatQuery, model: sqlite3.Connection) -> Result:
    """The largest groups. Leads that have nothing in the column are in none, but in the total."""
    conditions = conditions_of(as_leads_query(query, 1), Trigrams(model))
    where, values = where_of(conditions)
    key, shown = _group_key(query.group_by)
    grouped = f"SELECT {key} AS value, min({shown}) AS shown, count(*) AS leads FROM leads {where} GROUP BY value"
    groups = model.execute(f"SELECT count(*) FROM ({grouped}) WHERE value > ''", values).fetchone()[0]
    rows = model.execute(
        f"SELECT shown, leads FROM ({grouped}) WHERE value > '' ORDER BY leads DESC, value LIMIT ?",
        [*values, query.limit or _USUAL],
    )
    shown_rows = [[cut(value, LISTED_LEAD_BYTES), leads] for value, leads in rows]
    return Result(count_matches(model, conditions), groups, (query.group_by, "leads"), shown_rows)


def _group_key(column: str) -> tuple[str, str]:
    if column == DOMAIN:
        domain = 'substr("emailFolded", instr("emailFolded", \'@\') + 1)'
        return domain, domain
    return search_key(column), f'"{column}"'


_RUNNERS = {"count": _count, "list": _list, "group": _group}
