"""Leads as rows of an export: what every export has of them, and then their columns."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pyroaring import BitMap

from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.columns.joined_texts import joined
from easycrm.leads.exports.export_format import EXPORT_HEADERS, EXPORTED
from easycrm.leads.exports.spellings import Head, Kept, head_of_headers, heads_of, kept_as_text
from easycrm.leads.list.pages import all_rows, leads_found
from easycrm.leads.list.postings import count_among
from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.said import said_of

Row = Sequence[Any]
_AT_ONCE = 1_000  # leads whose columns are fetched together
_KEPT_IN_MIND = 200_000  # texts, of which most leads have a few thousand in common


class ExportRows:
    """The rows of one export. `places`: in which of its columns stands what leads have under a header.

    What stands under another header is of a column that is not exported, and left out.
    """

    def __init__(self, heads: Sequence[Head], places: Mapping[str, int]) -> None:
        self.header = (*EXPORT_HEADERS[:-1], head_of_headers(heads), *(head.text for head in heads))
        self._heads = heads
        self._places = places

    def row(self, fixed: Row, values: Iterable[tuple[str, str]]) -> Row:
        """The cells of a lead. `fixed` are those of EXPORTED, `values` header and text of each of its columns."""
        cells = [""] * len(self._heads)
        kept: dict[int, str] = {}
        several: dict[int, dict[str, str]] = {}
        for header, text in values:
            at = self._places.get(header)
            if at is None:
                continue
            if cells[at]:
                of_first = {kept.get(at, self._heads[at].header): cells[at]}
                several.setdefault(at, of_first)[header] = text
            else:
                cells[at] = text
                if header != self._heads[at].header:
                    kept[at] = header
        for at, texts in several.items():
            cells[at] = joined(texts.values())
        return [*fixed, self._kept_as_text({**kept, **several}), *cells]

    def _kept_as_text(self, kept: Mapping[int, Kept]) -> str:
        return kept_as_text({self._heads[at].text: value for at, value in sorted(kept.items())}) if kept else ""


def lead_rows(model: sqlite3.Connection, query: LeadsQuery, catalogue: Catalogue) -> tuple[Row, Iterator[Row]]:
    """The header row, and a row for each lead that the query finds, in its order.

    Columns are those in which one of these leads has a value, the commonest first, without hidden ones.
    """
    having = _headers_of(model, leads_found(model, query, catalogue))
    columns = [
        column
        for column in catalogue.columns.values()
        if not column.is_hidden and not having.isdisjoint(column.headers)
    ]
    places = {spelling: at for at, column in enumerate(columns) for spelling in column.spellings}
    rows = ExportRows(heads_of(columns, catalogue.columns.values()), places)
    return rows.header, _rows(model, all_rows(model, query, catalogue), rows)


def _headers_of(model: sqlite3.Connection, leads: BitMap) -> set[int]:
    """The ids of the headers under which one of the leads has a value."""
    postings = model.execute("SELECT id, leads FROM headers")
    return {header for header, posting in postings if count_among(posting, leads)}


def _rows(model: sqlite3.Connection, leads: Iterator[sqlite3.Row], rows: ExportRows) -> Iterator[Row]:
    texts: dict[int, tuple[str, str]] = {}
    while some := list(islice(leads, _AT_ONCE)):
        values = said_of(model, [lead["id"] for lead in some], texts)
        if len(texts) > _KEPT_IN_MIND:
            texts.clear()
        yield from (rows.row([lead[name] for name in EXPORTED], values[lead["id"]]) for lead in some)
