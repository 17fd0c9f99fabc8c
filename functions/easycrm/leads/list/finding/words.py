"""The words of a search: each occurs in a field or a column, in one of its forms, or the whole is a phone number."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from pyroaring import BitMap

from easycrm.folding import FORMS_END, digits_of, folded, other_forms, phone_digits, searched_forms
from easycrm.leads.list.finding.column_filters import TEXT_TRIGRAMS, TEXTS_THAT_MATCH
from easycrm.leads.list.finding.conditions import Condition, any_of, has
from easycrm.leads.list.finding.sets import ids_where, leads_where
from easycrm.leads.list.finding.trigrams import Trigrams
from easycrm.leads.list.read_model import SEARCH_TEXTS
from easycrm.leads.list.texts import TEXT_FORMS


class Word(NamedTuple):
    """What is looked for: `forms`, of which any may occur in a text, and `digits`, which may occur in a phone."""

    forms: tuple[str, ...]
    digits: str

    def occurs_in(self, texts: Sequence[str]) -> bool:
        """Whether one of the `indexed_forms` of a text has it."""
        return any(form in text for form in self.all_forms for text in texts)

    @property
    def all_forms(self) -> list[str]:
        return [*self.forms, *([self.digits] if self.digits else [])]


def indexed_forms(text: str, is_phone: bool = False) -> list[str]:
    """By what a text is found: its folded form, its other forms, the digits of a phone."""
    digits = phone_digits(text) or (digits_of(text) if is_phone else "")
    return [folded(text), *other_forms(text).split(FORMS_END), digits]


def words_of(q: str) -> list[Word]:
    """The different words; without those of which nothing is left without case and marks."""
    words = (Word(tuple(filter(None, searched_forms(word))), phone_digits(word)) for word in dict.fromkeys(q.split()))
    return [word for word in words if word.forms]


def whole_phone(q: str) -> Word | None:
    """All of a search of several words, where it is a phone number as a whole."""
    digits = phone_digits(q) if len(q.split()) > 1 else ""
    return Word((), digits) if digits else None


def search(model: sqlite3.Connection, q: str) -> list[Condition | BitMap]:
    """All of them must hold: a condition where no column says the word, else the set of leads."""
    parts = [_word_leads(model, word) for word in words_of(q)]
    phone = whole_phone(q)
    if parts and phone:
        each = BitMap.intersection(*(_as_set(model, part) for part in parts))
        return [each | _as_set(model, _word_leads(model, phone))]
    return parts


def as_set(model: sqlite3.Connection, condition: Condition) -> BitMap:
    """The leads that meet it."""
    if condition.match:
        return ids_where(model, "SELECT rowid FROM search WHERE search MATCH ?", [condition.match])
    return ids_where(model, f"SELECT id FROM leads WHERE {condition.sql}", condition.values)


def _as_set(model: sqlite3.Connection, part: Condition | BitMap) -> BitMap:
    return part if isinstance(part, BitMap) else as_set(model, part)


def _word_leads(model: sqlite3.Connection, word: Word) -> Condition | BitMap:
    in_fields, in_texts = _in_fields(model, word), _in_texts(model, word)
    return as_set(model, in_fields) | in_texts if in_texts else in_fields


def _in_fields(model: sqlite3.Connection, word: Word) -> Condition:
    trigrams = Trigrams(model)
    conditions = []
    for form in word.forms:
        anywhere = [has(name, form, trigrams)._replace(match=None) for name in SEARCH_TEXTS]
        conditions.append(any_of(anywhere)._replace(match=trigrams.match(form)))
    if word.digits:
        conditions.append(has("phoneDigits", word.digits, trigrams))
    return any_of(conditions)


def _in_texts(model: sqlite3.Connection, word: Word) -> BitMap:
    trigrams = Trigrams(model, TEXT_TRIGRAMS)
    matches = [trigrams.match(form) for form in word.all_forms]
    if all(matches):
        return leads_where(model, f"texts WHERE {TEXTS_THAT_MATCH}", [" OR ".join(filter(None, matches))])
    occurs = [(name, form) for form in word.all_forms for name in TEXT_FORMS]
    where = " OR ".join(f"instr({name}, ?) > 0" for name, _ in occurs)
    return leads_where(model, f"texts WHERE {where}", [text for _, text in occurs])
