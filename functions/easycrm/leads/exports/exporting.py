"""Exports: all leads that a query finds, as a file in S3 and a short-lived link to it."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import Catalogue, cached_catalogue
from easycrm.leads.columns.decisions import Decisions
from easycrm.leads.exports.export_format import MAY_ALTER, guard, guard_typed
from easycrm.leads.exports.lead_rows import Row, lead_rows
from easycrm.leads.exports.xlsx import write_xlsx
from easycrm.leads.list.finding.filters import is_column
from easycrm.leads.list.query import LeadsQuery, parse_query
from easycrm.leads.list.reader import LeadsReader
from easycrm.scratch import passing_folder

Format = Literal["csv", "xlsx"]

CONTENT_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WORKSHEET = "Leads"
_COLUMN = "column"
"""What is told of a filter of a column, whose name came from a list."""


class ExportRequest(NamedTuple):
    """What `POST /export` asks for."""

    format: Format
    query: LeadsQuery

    @property
    def filter_names(self) -> list[str]:
        """By what the leads are chosen, without what was asked: the columns of the filters, and `q` for a search."""
        names = {_COLUMN if is_column(each.column) else each.column for each in self.query.filters}
        return sorted({*names, *(["q"] if self.query.q else [])})


class ExportStore(Protocol):
    """Where exports are kept for a while, by names made from what they hold."""

    def count(self, name: str) -> int | None:
        """How many leads the export has; None where there is no such export yet."""

    def put(self, name: str, path: Path, content_type: str, count: int) -> None: ...

    def link(self, name: str, file_name: str) -> str:
        """A short-lived link under which a browser saves the export as `file_name`."""


def parse_export(body: Any) -> ExportRequest:
    """`{format, q?, filters?{name: text}, match?, sort?{sortBy, sortOrder}}`; raises BadRequest."""
    if not isinstance(body, Mapping) or set(body) - {"format", "q", "filters", "match", "sort"}:
        raise BadRequest("badRequest", "An export takes format, q, filters, match and sort.")
    if body.get("format") not in tuple(CONTENT_TYPES):
        raise BadRequest("badParameter", "format takes csv or xlsx.", parameter="format")
    filters, sort = _texts(body, "filters"), _texts(body, "sort")
    parameters = {**{f"filter_{name}": text for name, text in filters.items()}, **sort}
    if set(sort) - {"sortBy", "sortOrder"}:
        raise BadRequest("badParameter", "sort takes sortBy and sortOrder.", parameter="sort")
    for name in ("q", "match"):
        if not isinstance(text := body.get(name, ""), str):
            raise BadRequest("badParameter", f"{name} takes a text.", parameter=name)
        parameters |= {name: text} if name in body else {}
    return ExportRequest(body["format"], parse_query(parameters))


def export_leads(
    request: ExportRequest, reader: LeadsReader, decisions: Decisions, store: ExportStore, at: str
) -> dict[str, Any]:
    """`{url, fileName, count, asOf}`. The same question about the same leads and columns makes its file once.

    So whoever asks again after the API's time was up, while the function went on, finds the file.
    """
    model, as_of = reader.current()
    catalogue = cached_catalogue(reader, decisions)
    name = _name(request, reader.version, decisions["version"])
    count = store.count(name)
    if count is None:
        with passing_folder() as folder:
            path = folder / "export"
            count = write_leads(path, request.format, model, request.query, catalogue)
            store.put(name, path, CONTENT_TYPES[request.format], count)
    file_name = f"leads-{at[:19].replace('T', '-').replace(':', '')}.{request.format}"
    return {"url": store.link(name, file_name), "fileName": file_name, "count": count, "asOf": as_of or None}


def write_leads(
    path: Path, file_format: Format, model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue
) -> int:
    """Writes all leads that a query finds, in its order; returns how many there are."""
    return _WRITERS[file_format](path, *lead_rows(model, query, catalogue))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> int:
    """UTF-8 with a byte order mark, without which Excel takes it for another encoding. Returns the rows written."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(guard, header))
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is what counts
            writer.writerow([guard(cell) if cell.__class__ is str and cell[:1] in MAY_ALTER else cell for cell in row])
    return count


def write_excel(path: Path, header: Sequence[str], rows: Iterable[Row]) -> int:
    """Cells typed as text, so phones and leading zeros stay what they are. Returns the rows written."""
    count = 0

    def texts() -> Iterator[list[str]]:
        nonlocal count
        for row in rows:
            count += 1
            yield [cell if cell.__class__ is str and cell[:1] != "'" else guard_typed(str(cell)) for cell in row]

    write_xlsx(path, _WORKSHEET, [guard_typed(head) for head in header], texts())
    return count


_WRITERS: dict[Format, Callable[[Path, Sequence[str], Iterable[Row]], int]] = {"csv": write_csv, "xlsx": write_excel}


def _name(request: ExportRequest, version: str, decided: int) -> str:
    query = request.query
    asked = [request.format, query.q, query.filters, query.match, query.sort_by, query.sort_order]
    return sha256(json.dumps([version, decided, *asked]).encode()).hexdigest()[:32]


def _texts(body: Mapping[str, Any], name: str) -> Mapping[str, str]:
    texts = body.get(name, {})
    if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
        raise BadRequest("badParameter", f"{name} takes names with texts.", parameter=name)
    return texts
