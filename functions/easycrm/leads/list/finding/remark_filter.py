"""The filter on `remarks`: on any column of the lists, each as a line `Header: text`."""

import sqlite3

from pyroaring import BitMap

from easycrm.folding import folded
from easycrm.leads.list.finding.conditions import begins
from easycrm.leads.list.finding.filters import Filter, choices_of
from easycrm.leads.list.finding.sets import all_leads, leads_where
from easycrm.leads.list.postings import union_of


def leads_with_remark(model: sqlite3.Connection, wanted: Filter) -> BitMap | None:
    """The leads of which one line says what the filter wants; None for a text of which nothing is left, folded."""
    text = folded(wanted.text)
    match wanted.sense:
        case "empty" | "filled":
            filled = leads_where(model, "headers", ())
            return filled if wanted.sense == "filled" else all_leads(model) - filled
        case "not":
            return all_leads(model) - _equal(model, text)
        case "equals":
            return _equal(model, text)
        case "oneOf":
            return BitMap.union(*(_equal(model, folded(choice)) for choice in choices_of(wanted.text)))
    if not text:
        return None
    if wanted.sense == "begins":
        sql, values = begins("folded", text)
        return leads_where(model, f"texts WHERE {sql}", values) | _lines(model, text, 1)
    return leads_where(model, "texts WHERE instr(folded, ?)", [text]) | _lines(model, text, None)


def _equal(model: sqlite3.Connection, text: str) -> BitMap:
    """A text says exactly this, or a whole line does."""
    matches = leads_where(model, "texts WHERE folded = ?", [text])
    for number, head, _ in _heads(model):
        if text.startswith(head):
            matches |= leads_where(model, "texts WHERE header = ? AND folded = ?", [number, text.removeprefix(head)])
    return matches


def _lines(model: sqlite3.Connection, text: str, most_starts: int | None) -> BitMap:
    """The leads of whose lines the text is in the header, or reaches from there into what is said.

    `most_starts`: 1 where it must stand at the line's beginning.
    """
    matches = BitMap()
    for number, head, leads in _heads(model):
        for start in range(len(head))[:most_starts]:
            rest = head[start:]
            if rest.startswith(text):
                matches |= union_of([leads])
            elif text.startswith(rest):
                sql, values = begins("folded", text.removeprefix(rest))
                matches |= leads_where(model, f"texts WHERE header = ? AND {sql}", [number, *values])
    return matches


def _heads(model: sqlite3.Connection) -> list[tuple[int, str, bytes]]:
    rows = model.execute("SELECT id, header, leads FROM headers")
    return [(number, folded(f"{header}: "), leads) for number, header, leads in rows]
