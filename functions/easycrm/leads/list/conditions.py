"""What a query looks for, as SQL and as a look-up in the trigram index. Values are bound, never written into SQL."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from easycrm.folding import folded, phone_digits
from easycrm.leads.duplicates import LISTED, list_possible_duplicates
from easycrm.leads.list.entries import REMARKS
from easycrm.leads.list.postings import union_of
from easycrm.leads.list.query import DUPLICATES, NAME, Filter, LeadsQuery
from easycrm.leads.list.read_model import SEARCH_TEXTS, SEARCHED, search_key
from easycrm.leads.list.search_index import END, can_be_asked

MOST_TRIGRAMS = 100
_HIGHEST = "\U0010ffff"
_NAMES = ("firstNameFolded", "lastNameFolded", "unspacedName")
_FIRST, _LAST = "ifnull(\"firstNameFolded\", '')", "ifnull(\"lastNameFolded\", '')"


class Condition(NamedTuple):
    """`sql` with its `values`; `match` finds exactly the same leads through the trigram index, where it can."""

    sql: str
    values: tuple[str, ...] = ()
    match: str | None = None


class Trigrams:
    """The trigrams that the index has; a text of one or two letters is found through those that begin with it.

    Where there is no index that can be asked, nothing is found through it.
    """

    def __init__(self, model: sqlite3.Connection) -> None:
        self._model = model
        self._can_be_asked = can_be_asked(model)

    def match(self, text: str) -> str | None:
        """The text as an expression of the index; None when it is short and too many trigrams begin with it."""
        if not self._can_be_asked:
            return None
        if len(text) >= 3:
            return _quoted(text)
        rows = self._model.execute(
            "SELECT term FROM temp.trigrams WHERE term >= ? AND term <= ? LIMIT ?",
            (text, text + _HIGHEST * 2, MOST_TRIGRAMS + 1),
        )
        terms = [row[0] for row in rows]
        if len(terms) > MOST_TRIGRAMS:
            return None
        return f"({' OR '.join(map(_quoted, terms))})" if terms else _quoted(text + END * 3)

    def leads_of_texts(self, where: str, *values: str) -> Condition:
        """The leads that have a text in a column of which this holds."""
        leads = union_of(row[0] for row in self._model.execute(f"SELECT leads FROM texts WHERE {where}", values))
        return Condition("instr(?, ',' || id || ',') > 0", (f",{','.join(map(str, leads))},",))

    def list_possible_duplicates(self) -> None:
        """Makes ready what the condition on possible duplicates looks into."""
        list_possible_duplicates(self._model)


def conditions_of(query: LeadsQuery, trigrams: Trigrams) -> list[Condition]:
    """All of them must hold."""
    found = [filter_condition(wanted, trigrams) for wanted in query.filters]
    return [*filter(None, found), *_search(query.q, trigrams)]


def filter_condition(wanted: Filter, trigrams: Trigrams) -> Condition | None:
    """None for a text of which nothing is left without case and marks."""
    if wanted.column == NAME:
        return _name_condition(wanted, trigrams)
    if wanted.column == REMARKS:
        return _said_condition(wanted, trigrams)
    if wanted.column == DUPLICATES:
        trigrams.list_possible_duplicates()
        return Condition(LISTED if wanted.sense == "filled" else f"NOT {LISTED}")
    key, text = search_key(wanted.column), folded(wanted.text)
    match wanted.sense:
        case "empty":
            return _empty(key)
        case "filled":
            return Condition(f"{key} > ''")
        case "between":
            return _between(wanted)
        case "equals" if not text:
            return _empty(key)
        case "equals":
            return _any([Condition(f"{key} = ?", (text,)), *_same_phone(wanted)])
        case "contains" if not text:
            return None
        case "contains":
            return _any([_contains(wanted.column, text, trigrams), *_in_phone(wanted.column, wanted.text, trigrams)])


def _said_condition(wanted: Filter, trigrams: Trigrams) -> Condition | None:
    """Any column."""
    text = folded(wanted.text)
    match wanted.sense:
        case "filled":
            return trigrams.leads_of_texts("1")
        case "contains" if not text:
            return None
        case "contains":
            return trigrams.leads_of_texts("instr(folded, ?) > 0", text)
        case "equals" if text:
            return trigrams.leads_of_texts("folded = ?", text)
        case _:
            filled = trigrams.leads_of_texts("1")
            return filled._replace(sql=f"NOT {filled.sql}")


def _name_condition(wanted: Filter, trigrams: Trigrams) -> Condition | None:
    """First and last name in one: `contains` finds every word in either of them, in any order."""
    text = folded(wanted.text)
    match wanted.sense:
        case "filled":
            return _any([Condition(f"{_FIRST} > ''"), Condition(f"{_LAST} > ''")])
        case "contains" if text.split():
            each = [_any([_has(name, word, trigrams) for name in _NAMES]) for word in text.split()]
            return each[0] if len(each) == 1 else _all(each)
        case "contains":
            return None
        case _:
            return Condition(f"trim({_FIRST} || ' ' || {_LAST}) = ?", (text,))


def _between(wanted: Filter) -> Condition:
    """The end is a day, a month or a year, all of which sort before themselves with a tilde behind."""
    start, _, end = wanted.text.partition("..")
    column = f'"{wanted.column}"'
    if not end:
        return Condition(f"{column} >= ?", (start,))
    return Condition(f"{column} >= ? AND {column} < ?", (start, f"{end}~"))


def _search(q: str, trigrams: Trigrams) -> list[Condition]:
    """Every word occurs somewhere in the lead, or all of `q` is a phone number that it has."""
    words = q.split()
    each = [condition for word in dict.fromkeys(words) if (condition := _word(word, trigrams))]
    if len(words) > 1 and each and (digits := phone_digits(q)):
        return [_any([_all(each), _has("phoneDigits", digits, trigrams)])]
    return each


def _word(word: str, trigrams: Trigrams) -> Condition | None:
    text = folded(word)
    if not text:
        return None
    anywhere = [_has(name, text, trigrams)._replace(match=None) for name in SEARCH_TEXTS]
    found = _any(anywhere)._replace(match=trigrams.match(text))
    return _any([found, trigrams.leads_of_texts("instr(folded, ?) > 0", text), *_in_phone("phone", word, trigrams)])


def _empty(key: str) -> Condition:
    return Condition(f"ifnull({key}, '') = ''")


def _contains(column: str, text: str, trigrams: Trigrams) -> Condition:
    if column in SEARCHED:
        return _has(f"{column}Folded", text, trigrams)
    return Condition(f"instr({search_key(column)}, ?) > 0", (text,))


def _has(name: str, text: str, trigrams: Trigrams) -> Condition:
    match = trigrams.match(text)
    return Condition(f'ifnull(instr("{name}", ?), 0) > 0', (text,), match and f"{{{name}}} : {match}")


def _in_phone(column: str, text: str, trigrams: Trigrams) -> list[Condition]:
    digits = phone_digits(text) if column == "phone" else ""
    return [_has("phoneDigits", digits, trigrams)] if digits else []


def _same_phone(wanted: Filter) -> list[Condition]:
    digits = phone_digits(wanted.text) if wanted.column == "phone" else ""
    return [Condition("phoneDigits = ?", (digits,))] if digits else []


def _any(conditions: list[Condition]) -> Condition:
    return conditions[0] if len(conditions) == 1 else _joined(conditions, "OR")


def _all(conditions: list[Condition]) -> Condition:
    return _joined(conditions, "AND")


def _joined(conditions: Iterable[Condition], how: str) -> Condition:
    parts = list(conditions)
    matches = [part.match for part in parts if part.match]
    return Condition(
        "(" + f" {how} ".join(part.sql for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
        "(" + f" {how} ".join(matches) + ")" if len(matches) == len(parts) else None,
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
