"""The capitals of single words: where a capital stands in a word, and what of it could be an abbreviation."""

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from easycrm.folding import folded

APOSTROPHES = "'’ʼ‘`´ʻ"
_LETTERS = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_VOWELS = frozenset("aeiouyæœøəıαεηιουωаеиоуыэюяіє")
_OTHER_SCRIPTS = "\u0530"
"""From here on, scripts are not asked for their vowels."""
_TURKISH = frozenset("İĞŞığş")
_LONGEST_UNSCOTTISH = 4


@cache
def spellings(name: str) -> dict[str, str]:
    """A list of `calming.toml`: by word without case, how it is written."""
    lists = tomllib.loads((Path(__file__).parent / "calming.toml").read_text(encoding="utf-8"))
    return {word.casefold(): word for word in lists[name].split()}


def lowered(word: str) -> str:
    """In small letters, as many as there were: İ is a dotted letter in Turkish, and one letter here.

    >>> lowered("ÇELİK"), lowered("ΝΙΚΟΣ")
    ('çelik', 'νικος')
    """
    return word.replace("İ", "i").lower()


def is_unclear(text: str) -> bool:
    """Whether a Turkish text has an I: it may be the capital of i or of ı, and no rule knows which."""
    return "I" in text and not _TURKISH.isdisjoint(text)


def has_vowel(word: str) -> bool:
    """Whether a word can be spoken."""
    return any(letter in _VOWELS or letter >= _OTHER_SCRIPTS for letter in folded(word))


def capitalised(word: str) -> str:
    """A run of letters with the capitals of a word.

    >>> capitalised("NOVAK"), capitalised("MCDONALD"), capitalised("IJSSEL"), capitalised("İREM")
    ('Novak', 'McDonald', 'IJssel', 'İrem')
    """
    small = lowered(word)
    if small.startswith("mc") and len(small) > _LONGEST_UNSCOTTISH:
        return "Mc" + _initial(small[2]) + small[3:]
    if small.startswith("ij") and len(small) > 2:
        return "IJ" + small[2:]
    at = next((at for at, letter in enumerate(word) if letter.lower() != letter.upper()), 0)
    return small[:at] + ("İ" if word[at] == "İ" else _initial(small[at])) + small[at + 1 :]


@lru_cache(maxsize=20_000)
def spelt(token: str, is_kept: Callable[[str], bool] | None = None) -> str:
    """A word with the capitals that its parts have, but for those parts that `is_kept` says to keep.

    >>> spelt("JEAN-PIERRE"), spelt("O'BRIEN"), spelt("WENDY'S"), spelt("ABD-EL-KADER"), spelt("XI'AN")
    ('Jean-Pierre', "O'Brien", "Wendy's", 'Abd-el-Kader', "Xi'an")
    """
    runs = list(_LETTERS.finditer(token))
    parts, end = [], 0
    for at, run in enumerate(runs):
        parts.append(token[end : run.start()])
        part = _part(token, runs, at)
        parts.append(run.group() if is_kept and part[:1].isupper() and is_kept(run.group()) else part)
        end = run.end()
    return "".join([*parts, token[end:]])


def letters_in(token: str) -> list[str]:
    """The runs of letters of a word."""
    return _LETTERS.findall(token)


def with_case_of(token: str, written: str) -> str:
    """A word with the capitals of its spelling, whatever stands around its letters.

    >>> with_case_of("(GMBH),", "GmbH")
    '(GmbH),'
    """
    letters = iter(letter for letter in written if letter.isalpha())
    return "".join(next(letters, char) if char.isalpha() else char for char in token)


def _part(token: str, runs: list[re.Match[str]], at: int) -> str:
    run, before = runs[at].group(), runs[at - 1].group() if at else ""
    between = token[runs[at - 1].end() : runs[at].start()] if at else ""
    if between and between in APOSTROPHES:
        opens = len(before) == 1 or before.casefold() in spellings("elisions")
        return capitalised(run) if opens and len(run) > 1 else lowered(run)
    is_inside = between == "-" and at + 1 < len(runs)
    return lowered(run) if is_inside and run.casefold() in spellings("hyphened_particles") else capitalised(run)


def _initial(letter: str) -> str:
    """The letter as words begin with it; Georgian ones begin with a small one, and ß has no other."""
    capital = letter.title()
    return capital if len(capital) == 1 else letter
