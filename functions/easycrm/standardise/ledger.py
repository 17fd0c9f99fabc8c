"""The cell ledger: every non-empty cell of a row is in a field, in remarks, or left out with a reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from easycrm.leads.folding import digits_of, folded
from easycrm.leads.lead import FIELDS
from easycrm.standardise.emails import may_hold_email, read_emails

FATES = ("fields", "remarks", "leftOut")
"""Where a cell can end."""

# Words that say what a value is, and that the value's field says as well.
_LABELS = frozenset("e mail email mailto tel telephone telefon phone mob mobile handy cell hp t p m ext extn x".split())
_TAIL = 7


class Words:
    """The words of a row's fields, to find out whether they say all that a cell says."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name: values[name] for name in FIELDS if name in values}
        self._texts = set(self._values.values())
        self._words: set[str] | None = None

    def cover(self, cell: str) -> bool:
        """Whether every word and number of the cell is in a field."""
        text = cell.strip()
        return text in self._texts or self._is_phone(text) or self._is_email(text) or self._has_words(text)

    def _has_words(self, text: str) -> bool:
        if self._words is None:
            self._words = {word for value in self._values.values() for word in words_of(value)}
        return self._words.issuperset(words_of(text)) and any(map(str.isalnum, text))

    def _is_phone(self, text: str) -> bool:
        digits, phone = digits_of(text), digits_of(self._values.get("phone", ""))
        labels = [word for word in words_of(text) if not word.isdigit()]
        is_tail = len(digits) >= _TAIL and phone.endswith(digits[-_TAIL:]) and len(digits) <= len(phone) + 3
        return is_tail and _LABELS.issuperset(labels)

    def _is_email(self, text: str) -> bool:
        email = self._values.get("email")
        if not email or not may_hold_email(text):
            return False
        found = read_emails(text)
        rest = [word for word in words_of(found.rest) if word not in _LABELS]
        return found.valid == (email,) and not found.invalid and (not rest or self._has_words(found.rest))


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return "".join(char if char.isalnum() else " " for char in folded(text)).split()


def fates_of(
    cells: Sequence[str], remark_keys: Sequence[str], values: Mapping[str, str], left_out: Iterable[int]
) -> Counter[str]:
    """How many of the row's non-empty cells ended where, judged by what is stored. A lost cell is counted nowhere."""
    words = Words(values)
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


def filled_cells(cells: Iterable[str]) -> int:
    """The row's non-empty cells."""
    return sum(1 for cell in cells if cell and not cell.isspace())
