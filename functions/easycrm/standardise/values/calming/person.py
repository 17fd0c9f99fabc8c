"""Names of people as a letter would have them."""

import re
from functools import lru_cache
from typing import NamedTuple

from easycrm.bounds import NAMED_CHARACTERS
from easycrm.folding import folded
from easycrm.standardise.values.calming.capitals import (
    APOSTROPHES,
    has_vowel,
    is_unclear,
    letters_in,
    lowered,
    spellings,
    spelt,
)
from easycrm.standardise.values.names.initials import are_initials
from easycrm.standardise.values.names.suffixes import is_known_degree
from easycrm.standardise.values.word_lists import surnames

_GENERATIONS = frozenset({"II", "III", "IV", "VII", "VIII"})
_LONGEST_INITIALS = 3
_SMALL_WORD = re.compile(rf"[{APOSTROPHES}]?[^\W\d_](?:[^\W\d_]|[\u0300-\u036f{APOSTROPHES}-])*[.,]?")


class CalmName(NamedTuple):
    """The two parts of a name."""

    first: str
    last: str


def calm_name(first: str, last: str, one_cell: bool = False) -> CalmName:
    """A name whose shouting words are calmed, and whose cell is given its capitals where it has none.

    Words of both cases stay as they are, and so do initials. `one_cell`: both parts are from one cell.

    >>> calm_name("MEERA", "NAIDU"), calm_name("Jun Hao", "KOH")
    (CalmName(first='Meera', last='Naidu'), CalmName(first='Jun Hao', last='Koh'))
    >>> calm_name("JAN TJ", "VAN DER BERG"), calm_name("ana", "o'brien", one_cell=True)
    (CalmName(first='Jan TJ', last='van der Berg'), CalmName(first='Ana', last="O'Brien"))
    """
    is_calm = (first.istitle() or not first) and (last.istitle() or not last)
    if is_calm or len(first) + len(last) > NAMED_CHARACTERS:
        return CalmName(first, last)
    return _calm(first, last, one_cell)


@lru_cache(maxsize=20_000)
def _calm(first: str, last: str, one_cell: bool) -> CalmName:
    whole = f"{first} {last}".strip()
    if is_unclear(whole):
        return CalmName(first, last)
    shouts = " " in whole and all(letters.isupper() for letters in letters_in(whole) if len(letters) > 1)
    small = [part for part in (first, last) if (whole.islower() or not one_cell) and _is_small(part)]
    firsts = [_in_first_name(word, shouts, first in small) for word in _words(first)]
    lasts = [_in_last_name(word, bool(first), last.isupper(), last in small) for word in _words(last)]
    calm = CalmName(" ".join(firsts), " ".join(lasts))
    return calm if last in small or not calm.last.islower() else calm._replace(last=last)


class _Word(NamedTuple):
    """A word of a part of a name: its place, and how many come behind it."""

    text: str
    at: int
    behind: int

    @property
    def shouts(self) -> bool:
        """Whether it is in capitals. A letter alone is an initial, and has no other form."""
        return self.text.isupper() and any(len(letters) > 1 for letters in letters_in(self.text))

    @property
    def is_generation(self) -> bool:
        return self.at > 0 and not self.behind and self.text in _GENERATIONS

    def is_among(self, *lists: str) -> bool:
        """Whether something comes behind it, and one of the lists has it."""
        small = self.text.casefold().replace("’", "'")
        return self.behind > 0 and any(small in spellings(name) for name in lists)


def _words(part: str) -> list[_Word]:
    texts = part.split(" ")
    return [_Word(text, at, len(texts) - at - 1) for at, text in enumerate(texts)]


def _in_first_name(word: _Word, shouts: bool, raises: bool) -> str:
    if not raises and not word.shouts:
        return word.text
    if word.at and word.is_among("given_particles"):
        return lowered(word.text)
    is_kept = word.is_generation or (not raises and _may_be_initials(word.text, shouts))
    return word.text if is_kept or (word.at and is_known_degree(word.text)) else spelt(word.text)


def _in_last_name(word: _Word, has_first: bool, shouts: bool, raises: bool) -> str:
    if (raises or word.shouts or (shouts and word.text.isupper())) and _is_particle(word, has_first):
        return lowered(word.text)
    is_kept = word.is_generation or not (raises or word.shouts)
    return word.text if is_kept else spelt(word.text)


def _is_particle(word: _Word, has_first: bool) -> bool:
    """Whether a word is small in a family name, where it stands."""
    if word.at:
        return word.is_among("particles", "inner_particles")
    return has_first and word.is_among("particles")


def _is_small(part: str) -> bool:
    """Whether a part has only small letters, and is nothing that programs write so, as mailboxes."""
    return part.islower() and all(map(_SMALL_WORD.fullmatch, part.split(" ")))


def _may_be_initials(word: str, shouts: bool) -> bool:
    """`JRR`, `TJ`, `AJ`, `AJP`, but not `BO`, unless other words of the name are not in capitals."""
    runs = letters_in(word)
    small = folded(runs[0])
    if len(runs) > 1 or len(small) > _LONGEST_INITIALS or small in surnames("latin"):
        return False
    if len(small) > 2 or not has_vowel(small):
        return not has_vowel(small) or (not shouts and are_initials(word))
    return not shouts or (has_vowel(small[0]) and small not in spellings("two_letter_names"))
