"""How likely a word is in a language, by the letters that follow each other in it.

`letters.tsv` has how often they do in the names that Faker makes (MIT licence) and in the translations of Django (BSD
licence): counts of letters, of which no text can be made again. `benchmarks/learning_letters.py` learns it anew.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_UNSEEN = 10
_ALIEN = 13
_CAPITAL_INSIDE = 5
_SMALL_AMONG_CAPITALS = 4
_ASCII_LETTER = 3
_UNSEEN_CHARACTER = 11
_GLUED_CHARACTER = 8
_SIGN, _GLUED_SIGN = 5, 9
_UNASSIGNED = 20
_OPENING = frozenset("‘“„«¿¡")
_INSIDE = frozenset("’·\u00a0–—")
_SIGNS = frozenset("’‘“”„–—…€£¥¢§°ª«»º·•®™©½¼¾²³×±µ\u00a0´¿¡、。・「」（）ー，．！？：；")


class WordCost(NamedTuple):
    """`nats`: how surprising the word is; how many of its characters are not ASCII, and how many of these are odd."""

    nats: int
    foreign: int
    odd: int

    def dearer(self, nats: int) -> "WordCost":
        """The same with so many nats more."""
        return self._replace(nats=self.nats + nats)


class Language(NamedTuple):
    """The costs of a letter after another in nats, or under "" those of characters; which letters it has at all.

    `scripts`: how the names of its characters begin in Unicode.
    """

    pairs: Mapping[str, Mapping[str, int]]
    letters: frozenset[str]
    scripts: frozenset[str]


@lru_cache(maxsize=50_000)
def word_cost(word: str, language: str) -> WordCost:
    """The cost of a word in a language that `letters.tsv` has.

    >>> word_cost("Győző", "hu").nats < word_cost("Gyõzõ", "pt").nats
    True
    """
    known = _languages()[language]
    step = _character_cost if "" in known.pairs else _letter_cost
    costs = [step(word, at, known) for at in range(len(word))]
    odd = sum(cost >= _ALIEN and char > "\x7f" for cost, char in zip(costs, word, strict=True))
    return WordCost(sum(costs), sum(char > "\x7f" for char in word), odd)


@cache
def _languages() -> Mapping[str, Language]:
    pairs: dict[str, dict[str, dict[str, int]]] = {}
    for line in Path(__file__).with_name("letters.tsv").read_text(encoding="utf-8").splitlines():
        language, first, following = line.split("\t")
        pairs.setdefault(language, {})[first] = dict(zip(following[::2], map(int, following[1::2]), strict=True))
    return {language: _language(costs) for language, costs in pairs.items()}


def _language(costs: Mapping[str, Mapping[str, int]]) -> Language:
    return Language(costs, frozenset().union(*costs.values()), frozenset(map(_script, costs.get("", ()))))


def _script(char: str) -> str:
    return unicodedata.name(char, "?").partition(" ")[0]


def _letter_cost(word: str, at: int, language: Language) -> int:
    """The cost of the character at a place, and of the word's end behind it."""
    char, before, after = word[at], word[at - 1 : at] or " ", word[at + 1 : at + 2] or " "
    if not _is_letter(char):
        return 0 if char < "\x7f" else _sign_cost(word, at)
    cost = _pair_cost(before, char, language)
    if before.islower() and char.isupper():
        cost += _CAPITAL_INSIDE
    if char > "\x7f" and char.islower() and before.isupper() and after.isupper():
        cost += _SMALL_AMONG_CAPITALS
    return cost if _is_letter(after) else cost + _pair_cost(char, " ", language)


def _pair_cost(first: str, second: str, language: Language) -> int:
    first, second = _small(first) if _is_letter(first) else " ", _small(second)
    if "a" not in language.letters and ((first.isascii() and first != " ") or (second.isascii() and second != " ")):
        is_plain = first.isascii() and second.isascii()  # a Latin word among Greek ones
        return _ASCII_LETTER * (second != " ") if is_plain else _ALIEN * (second != " ")
    if second not in language.letters:
        return _ALIEN
    return language.pairs.get(first, {}).get(second, _UNSEEN)


def _sign_cost(word: str, at: int) -> int:
    """Of what is no letter and not ASCII: where it stands tells whether it is meant."""
    char = word[at]
    before, after = _is_letter(word[at - 1 : at]), _is_letter(word[at + 1 : at + 2])
    if unicodedata.category(char) in ("Co", "Cn", "Cc"):
        return _UNASSIGNED
    is_misplaced = after and not before and char not in _OPENING and char not in "–—…·\u00a0"
    if char not in _SIGNS or is_misplaced or (before and char in _OPENING):
        return _ALIEN
    if not (before and after):
        return _SIGN
    return _ALIEN if char not in _INSIDE else _SIGN if _is_elision(word, at) else _GLUED_SIGN


def _is_elision(word: str, at: int) -> bool:
    """Whether the word is like `d’Angludet`, `l’été` or `Ana’s`."""
    return word[at] == "’" and (at <= 2 or len(word) - at <= 2 or word[at + 1].isupper())


def _character_cost(word: str, at: int, language: Language) -> int:
    char = word[at]
    if char < "\x7f":
        return _ASCII_LETTER
    cost = language.pairs[""].get(char) or _unseen_cost(char, language)
    return cost + _GLUED_CHARACTER if char.isalpha() and _touches_latin(word, at) else cost


def _unseen_cost(char: str, language: Language) -> int:
    if unicodedata.category(char) in ("Co", "Cn", "Cc"):
        return _UNASSIGNED
    if char in _SIGNS or "\uff01" <= char <= "\uff5e":
        return _SIGN + 1
    return _UNSEEN_CHARACTER if _script(char) in language.scripts else _ALIEN


def _touches_latin(word: str, at: int) -> bool:
    neighbours = word[at - 1 : at] + word[at + 1 : at + 2]
    return any(char.isascii() and char.isalpha() for char in neighbours)


def _is_letter(char: str) -> bool:
    return (char.isalpha() and char not in _SIGNS) or unicodedata.category(char or " ").startswith("M")


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter
