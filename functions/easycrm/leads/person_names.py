"""Whether two names can be one person's, as a reader would tell: by a word, an initial or a near spelling."""

import unicodedata
from difflib import SequenceMatcher
from itertools import product
from typing import NamedTuple

from easycrm.leads.identity import name_words

STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that folding leaves, as people write them who do not have them."""
_INSIDE = str.maketrans(dict.fromkeys("'’`´", ""))
_NEAR = 0.8
_SHORTEST_NEAR = 3
_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
"""Scripts in which a whole name may be one word."""
_NO_NAME = frozenset(
    "mr mrs ms miss mx dr prof sir madam herr frau hr fr dott sig signora sr sra srta don dona mme mlle monsieur "
    "madame de del della der den des di do da dos das du la le las los van von zu zum ten ter el al bin binti ibn und "
    "and jr jnr sr snr ii iii iv esq phd dphil mba md msc bsc llm dds cpa pmp".split()
)
"""Words that people have in common without being one person: forms of address, particles, suffixes, degrees."""


class PersonName(NamedTuple):
    """A name by its parts; a name that is not split is all in `first`."""

    first: str
    last: str = ""

    @property
    def whole(self) -> str:
        return f"{self.first} {self.last}".strip()


def contradict(one: PersonName, other: PersonName) -> bool:
    """Whether two names are two people's: no word, initial or near spelling in common.

    No name contradicts none, and names of different scripts cannot be compared.

    >>> contradict(PersonName("Ola", "Farmer"), PersonName("Ida", "Holm"))
    True
    >>> contradict(PersonName("I.", "HOLM"), PersonName("Ida", "Berg"))
    False
    >>> contradict(PersonName("王伟"), PersonName("Wei", "Wang"))
    False
    """
    if one.whole == other.whole or not one.whole or not other.whole:
        return False
    words, others = _words(one.whole), _words(other.whole)
    if not words or not others or not _scripts(words) & _scripts(others):
        return False
    return not (_initials(one) & _initials(other) or _are_near(words, others))


def _words(name: str) -> list[str]:
    """The words that tell people apart, folded."""
    words = (word.translate(STROKES) for word in name_words(name.translate(_INSIDE)))
    return [word for word in words if word not in _NO_NAME]


def _scripts(words: list[str]) -> set[str]:
    return {_script(word) for word in words}


def _script(word: str) -> str:
    """The script of a word, by what Unicode calls its first letter."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def _initials(name: PersonName) -> set[str]:
    """The first letters of the given names."""
    return {word[0] for word in _words(name.first)}


def _are_near(words: list[str], others: list[str]) -> bool:
    if set(words) & set(others) or any(_is_near(*pair) for pair in product(words, others)):
        return True
    return _is_near("".join(words), "".join(others)) or _have_initial(words, others) or _have_initial(others, words)


def _is_near(word: str, other: str) -> bool:
    """Whether one word begins with the other, or is spelt nearly so; an unspaced one may end with it as well."""
    short, long = sorted((word, other), key=len)
    is_unspaced = _script(short) in _UNSPACED
    if len(short) < _SHORTEST_NEAR - is_unspaced:
        return False
    if long.startswith(short) or (is_unspaced and long.endswith(short)):
        return True
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _NEAR


def _have_initial(words: list[str], others: list[str]) -> bool:
    """Whether one of the words is a letter that a word of the other name begins with."""
    return bool({word for word in words if len(word) == 1} & {word[0] for word in others})
