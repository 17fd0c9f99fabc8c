"""`GET /companies`: the companies of the leads, each with all of its spellings, and one of them with its people."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, Literal, NamedTuple, cast

from easycrm.bounds import COMPANY_LINES, COMPANY_PEOPLE, COMPANY_SPELLINGS, COMPANY_TEXT_BYTES, QUOTED_CHARACTERS
from easycrm.errors import BadRequest, NotFound
from easycrm.fitting import cut
from easycrm.leads.companies import company_key
from easycrm.leads.list.finding.any_form import occurs_in_field
from easycrm.leads.list.finding.conditions import Condition, any_of
from easycrm.leads.list.finding.sets import Value
from easycrm.leads.list.query import parse_query
from easycrm.leads.list.reader import LeadsReader

Order = Literal["leads", "name"]
_ORDERS: Mapping[Order, str] = {"leads": "leads DESC, companyKey", "name": "companyKey"}
_TAKEN = ("q", "key", "sortBy", "page", "pageSize")
_SHOWN_DOMAINS = 3
_PERSON = ("leadId", "firstName", "lastName", "title", "email", "phone")
_DOMAIN = "substr(emailFolded, instr(emailFolded, '@') + 1)"


class CompaniesQuery(NamedTuple):
    """A page of companies of which one spelling contains `q`; `key`: that company alone."""

    q: str
    key: str
    sort_by: Order
    page: int
    page_size: int


def parse_companies(parameters: Mapping[str, str]) -> CompaniesQuery:
    """The query of `GET /companies`; raises BadRequest, naming the parameter and what it takes."""
    for name in parameters:
        if name not in _TAKEN or ("key" in parameters and len(parameters) > 1):
            shown = name[:QUOTED_CHARACTERS]
            sentence = f"{shown} cannot be used. There are q, sortBy, page and pageSize, or else key alone."
            raise BadRequest("badParameter", sentence, parameter=shown)
    sort_by = parameters.get("sortBy", "leads")
    if sort_by not in _ORDERS:
        sentence = f"sortBy={sort_by[:QUOTED_CHARACTERS]} cannot be used. It takes leads or name."
        raise BadRequest("badParameter", sentence, parameter="sortBy")
    paged = parse_query({name: text for name, text in parameters.items() if name in ("q", "page", "pageSize")})
    key = parameters.get("key", "")
    return CompaniesQuery(paged.q, key, cast(Order, sort_by), paged.page, paged.page_size)


def answer_companies(reader: LeadsReader, query: CompaniesQuery, free_mail: Set[str]) -> dict[str, Any]:
    """The answer of `GET /companies`, of one company or of a page. `free_mail`: domains that are no company's.

    Raises NotFound where no lead is of the company that `key` names.
    """
    model, as_of = reader.current()
    found = one_company(model, query.key, free_mail) if query.key else page_of_companies(model, query, free_mail)
    return {**found, "asOf": as_of or None}


def page_of_companies(model: sqlite3.Connection, query: CompaniesQuery, free_mail: Set[str]) -> dict[str, Any]:
    """`{companies, pagination}`. Those with most leads come first, or those whose key does."""
    where, values = _where(model, query.q)
    total = int(model.execute(f"SELECT count(DISTINCT companyKey) FROM leads WHERE {where}", values).fetchone()[0])
    rows = model.execute(
        f"SELECT companyKey, count(*) AS leads FROM leads WHERE {where}"
        f" GROUP BY companyKey ORDER BY {_ORDERS[query.sort_by]} LIMIT ? OFFSET ?",
        [*values, query.page_size, (query.page - 1) * query.page_size],
    ).fetchall()
    pagination = {
        "page": query.page,
        "pageSize": query.page_size,
        "totalCount": total,
        "totalPages": -(-total // query.page_size),
    }
    return {"companies": [_listed(model, key, leads, free_mail) for key, leads in rows], "pagination": pagination}


def one_company(model: sqlite3.Connection, key: str, free_mail: Set[str]) -> dict[str, Any]:
    """A company whole, by its key or by any of its spellings; texts are cut, and of long lists the commonest given."""
    key = key if _leads_of(model, key) else company_key(key)
    leads = _leads_of(model, key)
    if not leads:
        raise NotFound("companyNotFound", "No lead is of this company.", key=key[:QUOTED_CHARACTERS])
    spellings = _commonest(model, key, "company", COMPANY_LINES)
    domains = _domains(model, key, free_mail, COMPANY_LINES)
    return {
        "key": key,
        "name": spellings[0][0],
        "leads": leads,
        "spellings": [{"text": text, "leads": count} for text, count in spellings],
        "lists": _lists(model, key),
        "domains": domains,
        "people": _people(model, key),
    }


def _where(model: sqlite3.Connection, q: str) -> tuple[str, Sequence[Value]]:
    occurs, key = occurs_in_field(model, "company", q), company_key(q)
    if not occurs:
        return "companyKey IS NOT NULL", ()
    in_key = Condition("instr(companyKey, ?) > 0", (key,))
    found = any_of([occurs, in_key]) if key else occurs
    return f"companyKey IN (SELECT companyKey FROM leads WHERE {found.sql})", found.values


def _leads_of(model: sqlite3.Connection, key: str) -> int:
    return int(model.execute("SELECT count(*) FROM leads WHERE companyKey = ?", (key,)).fetchone()[0])


def _listed(model: sqlite3.Connection, key: str, leads: int, free_mail: Set[str]) -> dict[str, Any]:
    spellings = [text for text, _ in _commonest(model, key, "company", COMPANY_SPELLINGS)]
    lists = model.execute("SELECT count(DISTINCT uploadId) FROM leads WHERE companyKey = ?", (key,)).fetchone()[0]
    return {
        "key": key,
        "name": spellings[0],
        "spellings": spellings,
        "leads": leads,
        "lists": lists,
        "domains": _domains(model, key, free_mail, _SHOWN_DOMAINS),
    }


def _commonest(model: sqlite3.Connection, key: str, column: str, limit: int) -> list[tuple[str, int]]:
    """The commonest texts of a company's leads, those of equal number by the text, with how many leads have each."""
    rows = model.execute(
        f"SELECT {column} AS told, count(*) AS leads FROM leads WHERE companyKey = ? AND told > ''"
        " GROUP BY told ORDER BY leads DESC, told LIMIT ?",
        (key, limit),
    )
    return [(cut(text, COMPANY_TEXT_BYTES), leads) for text, leads in rows]


def _domains(model: sqlite3.Connection, key: str, free_mail: Set[str], limit: int) -> list[str]:
    commonest = _commonest(model, key, _DOMAIN, limit + len(free_mail))
    return [domain for domain, _ in commonest if domain not in free_mail][:limit]


def _lists(model: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    rows = model.execute(
        "SELECT uploadId, sourceFile, count(*) AS leads FROM leads WHERE companyKey = ?"
        " GROUP BY uploadId, sourceFile ORDER BY leads DESC, sourceFile, uploadId LIMIT ?",
        (key, COMPANY_LINES),
    )
    return [_cut({"uploadId": upload, "sourceFile": name, "leads": leads}) for upload, name, leads in rows]


def _people(model: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    columns = ", ".join(_PERSON)
    rows: Iterable[sqlite3.Row] = model.execute(
        f"SELECT {columns} FROM leads WHERE companyKey = ?"
        " ORDER BY lastNameFolded IS NULL, lastNameFolded, firstNameFolded, leadId LIMIT ?",
        (key, COMPANY_PEOPLE),
    )
    return [_cut(dict(zip(_PERSON, row, strict=True))) for row in rows]


def _cut(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cut(text, COMPANY_TEXT_BYTES) if isinstance(text, str) else text for name, text in texts.items()}
