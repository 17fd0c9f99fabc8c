"""What a filter on a field looks for, as SQL and as a look-up in the trigram index. Values are bound, not written."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from easycrm.folding import dialled, folded, phone_digits
from easycrm.leads.companies import company_key
from easycrm.leads.duplicates import LISTED, list_possible_duplicates
from easycrm.leads.list.filling.read_model_rows import SEARCHED
from easycrm.leads.list.finding.filters import NUMBERED, Filter, choices_of, compared
from easycrm.leads.list.finding.sets import Value
from easycrm.leads.list.finding.trigrams import Trigrams
from easycrm.leads.list.query import COMPANY_KEY, DUPLICATES, NAME
from easycrm.leads.list.read_model import search_key

_NAMES = ("firstNameFolded", "lastNameFolded", "unspacedName")
_FIRST, _LAST = "ifnull(\"firstNameFolded\", '')", "ifnull(\"lastNameFolded\", '')"
_WHOLE_NAME = f"trim({_FIRST} || ' ' || {_LAST})"
_HIGHEST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class Condition(NamedTuple):
    """`sql` with its `values`; `match` finds exactly the same leads through the trigram index, where it can."""

    sql: str
    values: tuple[Value, ...] = ()
    match: str | None = None


def filter_condition(model: sqlite3.Connection, wanted: Filter, trigrams: Trigrams) -> Condition | None:
    """None for a text of which nothing is left without case and marks."""
    if wanted.column == DUPLICATES:
        list_possible_duplicates(model)
        return Condition(LISTED if wanted.sense == "filled" else f"NOT {LISTED}")
    match wanted.sense:
        case "not":
            return _not(_equals(wanted.column, wanted.text))
        case "oneOf":
            return any_of([_equals(wanted.column, choice) for choice in choices_of(wanted.text)])
        case "equals":
            return _equals(wanted.column, wanted.text)
        case "above" | "below" | "between":
            return _compared(wanted)
    if wanted.column == NAME:
        return _name_condition(wanted, trigrams)
    key, text = search_key(wanted.column), folded(wanted.text)
    if wanted.sense in ("empty", "filled"):
        return _empty(key) if wanted.sense == "empty" else Condition(f"{key} > ''")
    if not text:
        return None
    condition = _begins(key, text) if wanted.sense == "begins" else _contains(wanted.column, text, trigrams)
    return any_of([condition, *_in_phone(wanted, trigrams)])


def same_key(column: str) -> str:
    """The SQL by which values of a field are the same: phones by their digits, others folded."""
    return 'ifnull("phoneDigits", "phoneFolded")' if column == "phone" else search_key(column)


def has(name: str, text: str, trigrams: Trigrams) -> Condition:
    """The text, folded, occurs in the column of this name."""
    match = trigrams.match(text)
    return Condition(f'ifnull(instr("{name}", ?), 0) > 0', (text,), match and f"{{{name}}} : {match}")


def begins(key: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The SQL, and its values, by which an index finds what begins with the text."""
    after = _after(text)
    return (f"({key} >= ? AND {key} < ?)", (text, after)) if after else (f"{key} >= ?", (text,))


def any_of(conditions: list[Condition]) -> Condition:
    """At least one of them holds."""
    return conditions[0] if len(conditions) == 1 else _joined(conditions, "OR")


def all_of(conditions: list[Condition]) -> Condition:
    return conditions[0] if len(conditions) == 1 else _joined(conditions, "AND")


def _name_condition(wanted: Filter, trigrams: Trigrams) -> Condition | None:
    """First and last name in one: `contains` finds every word in either of them, in any order."""
    text = folded(wanted.text)
    match wanted.sense:
        case "empty":
            return _equals(NAME, "")
        case "filled":
            return any_of([Condition(f"{_FIRST} > ''"), Condition(f"{_LAST} > ''")])
        case "begins":
            return any_of([_begins(key, text) for key in (_FIRST, _LAST, _WHOLE_NAME)]) if text else None
        case _:
            each = [any_of([has(name, word, trigrams) for name in _NAMES]) for word in text.split()]
            return all_of(each) if each else None


def _equals(column: str, asked: str) -> Condition:
    text = folded(asked)
    if column == NAME:
        return Condition(f"{_WHOLE_NAME} = ?", (text,))
    if column == COMPANY_KEY and text:
        return Condition(f'"{COMPANY_KEY}" IN (?, ?)', (text, company_key(asked)))
    same = dialled(asked) if column == "phone" else ""
    return Condition(f"{same_key(column)} = ?", (same or text,)) if text else _empty(search_key(column))


def _compared(wanted: Filter) -> Condition:
    """A day, month or year sorts before itself with a tilde behind, and that after all of its moments."""
    start, end = compared(wanted)
    column, is_strict = f'"{wanted.column}"', wanted.sense != "between"
    parts: list[Condition] = []
    if wanted.column in NUMBERED:
        parts += [Condition(f"{column} {'>' if is_strict else '>='} ?", (float(start),))] if start else []
        parts += [Condition(f"{column} {'<' if is_strict else '<='} ?", (float(end),))] if end else []
    else:
        parts += [Condition(f"{column} >= ?", (f"{start}~" if is_strict else start,))] if start else []
        parts += [Condition(f"{column} < ?", (end if is_strict else f"{end}~",))] if end else []
    return all_of(parts)


def _not(condition: Condition) -> Condition:
    return Condition(f"NOT ifnull({condition.sql}, 0)", condition.values)


def _empty(key: str) -> Condition:
    return Condition(f"ifnull({key}, '') = ''")


def _begins(key: str, text: str) -> Condition:
    return Condition(*begins(key, text))


def _contains(column: str, text: str, trigrams: Trigrams) -> Condition:
    if column in SEARCHED:
        return has(f"{column}Folded", text, trigrams)
    return Condition(f"ifnull(instr({search_key(column)}, ?), 0) > 0", (text,))


def _in_phone(wanted: Filter, trigrams: Trigrams) -> list[Condition]:
    digits = phone_digits(wanted.text) if wanted.column == "phone" else ""
    if not digits:
        return []
    return [_begins('"phoneDigits"', digits) if wanted.sense == "begins" else has("phoneDigits", digits, trigrams)]


def _joined(conditions: Iterable[Condition], how: str) -> Condition:
    parts = list(conditions)
    matches = [part.match for part in parts if part.match]
    return Condition(
        "(" + f" {how} ".join(part.sql for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
        "(" + f" {how} ".join(matches) + ")" if len(matches) == len(parts) else None,
    )


def _after(text: str) -> str:
    """The first text after all that begin with this one; "" where there is none."""
    bare = text.rstrip(chr(_HIGHEST))
    if not bare:
        return ""
    following = ord(bare[-1]) + 1
    return bare[:-1] + chr(_SURROGATES.stop if following in _SURROGATES else following)
