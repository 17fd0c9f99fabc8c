"""The cell ledger: every non-empty cell of a row is in a field, in remarks, or left out with a reason."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from easycrm.folding import digits_of, folded
from easycrm.leads.lead import FIELDS
from easycrm.standardise.values.emails import may_hold_email, read_emails
from easycrm.standardise.values.phone_texts import phones_in
from easycrm.standardise.values.phones import digits_in

FATES = ("fields", "remarks", "leftOut")
"""Where a cell can end."""

# Words that say what a value is, and that the value's field says as well.
_LABELS = frozenset("e mail email mailto tel telephone telefon phone mob mobile handy cell hp t p m ext extn x".split())
_WORD = re.compile(r"[^\W_]+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_TAIL = 7
_PREFIX = 3
_KEPT_IN_MIND = 80


def words_in_fields(values: Mapping[str, str]) -> "Words":
    """The words of a row's fields. The last row's are kept in mind: its cells are placed, and then counted."""
    return _words_in_fields(tuple([(name, values[name]) for name in FIELDS if name in values]))


@lru_cache(maxsize=1)
def _words_in_fields(fields: tuple[tuple[str, str], ...]) -> "Words":
    return Words(dict(fields))


class Words:
    """The words of a row's fields, to find out whether they say all that a cell says."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._texts = {text.strip() for text in values.values()}
        self._words: set[str] | None = None
        self._covered: dict[str, bool] = {}

    def cover(self, cell: str) -> bool:
        """Whether every word, email and number of the cell is in a field."""
        text = cell.strip()
        if text not in self._covered:
            self._covered[text] = self._cover(text)
        return self._covered[text]

    def _cover(self, text: str) -> bool:
        if text in self._texts or not any(map(str.isalnum, text)):
            return text in self._texts
        labels: frozenset[str] = frozenset()
        if may_hold_email(text):
            emails = read_emails(text)
            if emails.invalid or emails.valid != (self._values.get("email"),):
                return False
            text, labels = emails.rest, _LABELS
        if digits_in(text) >= _TAIL:
            numbers, text = phones_in(text)
            if not numbers or not all(map(self._is_phone, numbers)):
                return False
            labels = _LABELS
        return self._have(text, labels)

    def _is_phone(self, number: str) -> bool:
        """Whether a number is that of the phone field, with or without its prefixes."""
        phone = digits_of(self._values.get("phone", ""))
        digits = digits_of(_TRUNK_ZERO.sub("", number)).lstrip("0")
        is_prefixed = digits.endswith(phone) and len(digits) <= len(phone) + _PREFIX
        return len(digits) >= _TAIL and (phone.endswith(digits) or (phone != "" and is_prefixed))

    def _have(self, text: str, labels: frozenset[str]) -> bool:
        if self._words is None:
            self._words = {word for value in self._values.values() for word in words_of(value)}
            self._words |= self._names_without_spaces()
        return all(word in self._words or word in labels for word in words_of(text))

    def _names_without_spaces(self) -> set[str]:
        """A name as East Asian scripts write it, in either order."""
        first, last = (self._values.get(name, "") for name in ("firstName", "lastName"))
        return {"".join(words_of(f"{one} {other}")) for one, other in ((first, last), (last, first))}


def words_of(text: str) -> Sequence[str]:
    """The words and numbers of a text, folded. Those of short ones are kept in mind: a row asks several times."""
    return _words_of(text) if len(text) <= _KEPT_IN_MIND else _WORD.findall(folded(text))


@lru_cache(maxsize=256)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(text)))


def fates_of(
    cells: Sequence[str], remark_keys: Sequence[str], values: Mapping[str, str], left_out: Iterable[int]
) -> Counter[str]:
    """How many of the row's non-empty cells ended where, judged by what is stored. A lost cell is counted nowhere."""
    words = words_in_fields(values)
    omitted = set(left_out)
    counts: Counter[str] = Counter()
    for at, (cell, key) in enumerate(zip(cells, remark_keys, strict=True)):
        if cell and (text := cell.strip()):
            if values.get(key) == text:
                counts["remarks"] += 1
            elif at in omitted:
                counts["leftOut"] += 1
            elif words.cover(text):
                counts["fields"] += 1
    return counts
