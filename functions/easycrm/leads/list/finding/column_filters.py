"""What a filter on a column of the lists finds, as a set of leads: of its texts, those that say it."""

import sqlite3
from collections.abc import Sequence

from pyroaring import BitMap

from easycrm.errors import BadRequest
from easycrm.folding import folded, phone_digits
from easycrm.leads.columns.catalogue import Column
from easycrm.leads.list.finding.conditions import begins
from easycrm.leads.list.finding.filters import Filter, choices_of, compared, days_of, number_of
from easycrm.leads.list.finding.sets import Value, all_leads, leads_where, places
from easycrm.leads.list.finding.trigrams import Trigrams

TEXT_TRIGRAMS = "textTrigrams"
"""The table in `temp` that lists what the index of texts has."""

TEXTS_THAT_MATCH = "id IN (SELECT rowid FROM textSearch WHERE textSearch MATCH ?)"

FEW_TEXTS = 5_000  # of a column, which are looked at one by one
_NEARLY_A_DAY = 1 - 1e-9


def leads_that_say(model: sqlite3.Connection, wanted: Filter, column: Column) -> BitMap | None:
    """The leads of which one text in the column says what the filter wants; for `not` and `empty`, the others.

    None for a text of which nothing is left without case and marks. Raises BadRequest where numbers or dates are
    compared with what is none.
    """
    match wanted.sense:
        case "empty":
            return all_leads(model) - filled(model, column.headers)
        case "filled":
            return filled(model, column.headers)
        case "not":
            return all_leads(model) - _equal(model, column, [wanted.text])
        case "equals":
            return _equal(model, column, [wanted.text])
        case "oneOf":
            return _equal(model, column, choices_of(wanted.text))
        case "above" | "below" | "between":
            return _having(model, column.headers, *_comparison(wanted, column))
    text = folded(wanted.text)
    if not text:
        return None
    if wanted.sense == "begins":
        return _having(model, column.headers, *begins("folded", text))
    return _containing(model, column, text, phone_digits(wanted.text))


def key_sql(column: Column) -> str:
    """The SQL by which texts of the column are the same: as numbers or dates where it reads them, else folded."""
    return f'ifnull("{column.reading}", folded)' if column.reading else "folded"


def having_keys(column: Column, keys: Sequence[Value]) -> tuple[str, list[Value]]:
    """The SQL, and its values, by which a text of the column has one of these keys."""
    texts = [key for key in keys if isinstance(key, str)]
    in_letters = f"folded IN ({places(texts)})"
    if not column.reading:
        return in_letters, [*texts]
    readings, name = [key for key in keys if not isinstance(key, str)], f'"{column.reading}"'
    return f"({name} IN ({places(readings)}) OR ({name} IS NULL AND {in_letters}))", [*readings, *texts]


def filled(model: sqlite3.Connection, headers: Sequence[int]) -> BitMap:
    """The leads that have a text under one of the headers."""
    return leads_where(model, f"headers WHERE id IN ({places(headers)})", headers)


def _equal(model: sqlite3.Connection, column: Column, asked: list[str]) -> BitMap:
    leads = _having(model, column.headers, *having_keys(column, [_key(column, text) for text in asked]))
    return leads if all(map(folded, asked)) else leads | (all_leads(model) - filled(model, column.headers))


def _key(column: Column, text: str) -> float | str:
    reading = column.read(text)
    return folded(text) if reading is None else reading


def _containing(model: sqlite3.Connection, column: Column, text: str, digits: str) -> BitMap:
    trigrams = Trigrams(model, TEXT_TRIGRAMS)
    matches = [trigrams.match(text), *([trigrams.match(digits)] if digits else [])]
    if all(matches) and _has_many_texts(model, column.headers):
        expressions = [f"{{{name}}} : {match}" for name, match in zip(("folded", "also folded"), matches, strict=False)]
        return _having(model, column.headers, TEXTS_THAT_MATCH, [" OR ".join(expressions)], "+")
    if digits:
        where = "(instr(folded, ?) OR instr(folded, ?) OR instr(also, ?))"
        return _having(model, column.headers, where, [text, digits, digits])
    return _having(model, column.headers, "instr(folded, ?)", [text])


def _has_many_texts(model: sqlite3.Connection, headers: Sequence[int]) -> bool:
    counted = f"SELECT 1 FROM texts WHERE header IN ({places(headers)}) LIMIT {FEW_TEXTS + 1}"
    return int(model.execute(f"SELECT count(*) FROM ({counted})", headers).fetchone()[0]) > FEW_TEXTS


def _having(
    model: sqlite3.Connection, headers: Sequence[int], where: str, values: Sequence[Value], unindexed: str = ""
) -> BitMap:
    """The leads of the texts that `where` is true of. `unindexed`: `+` where the condition finds texts faster."""
    return leads_where(model, f"texts WHERE {where} AND {unindexed}header IN ({places(headers)})", [*values, *headers])


def _comparison(wanted: Filter, column: Column) -> tuple[str, list[Value]]:
    """The SQL on the column's reading, and its values."""
    start, end = compared(wanted)
    reading, is_strict = f'"{column.reading}"', wanted.sense != "between"
    if column.type == "text":
        raise _bad(wanted, column.cannot_be_compared)
    parts: list[str] = []
    values: list[Value] = []
    if start:
        first, last = _bounds(wanted, start, column)
        parts.append(f"{reading} {'>' if is_strict else '>='} ?")
        values.append(last if is_strict else first)
    if end:
        first, last = _bounds(wanted, end, column)
        parts.append(f"{reading} {'<' if is_strict else '<='} ?")
        values.append(first if is_strict else last)
    return " AND ".join(parts), values


def _bounds(wanted: Filter, text: str, column: Column) -> tuple[float, float]:
    """Between which readings a number, or a time of a day, month or year lies: as the column's texts are read first."""
    read = column.read(text)
    if column.type == "number":
        number = number_of(text) if read is None else read
        if number is None:
            raise _bad(wanted, f"{column.name} is a number, and can be compared with numbers alone.")
        return number, number
    days = days_of(text) or (None if read is None else (int(read), int(read)))
    if days is None:
        raise _bad(wanted, f"{column.name} is a date, and is compared with a day, month or year such as 2026-03-01.")
    return days[0], days[1] + _NEARLY_A_DAY


def _bad(wanted: Filter, sentence: str) -> BadRequest:
    return BadRequest("badParameter", sentence, parameter=f"filter_{wanted.column}"[:100])
