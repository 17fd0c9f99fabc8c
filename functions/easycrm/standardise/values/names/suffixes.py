"""Suffixes and degrees behind a name: `Jr.`, `III`, `PhD`, `MBA, PMP`. They are no part of the family name.

Some are names as well: `Jack MA` has a family name, `Ana Lee, MA` a degree, and of `Ana Lee MA` nobody knows.
"""

import re
from functools import cache
from typing import Literal, NamedTuple

import nameparser

from easycrm.folding import folded
from easycrm.standardise.values.names.syllables import are_syllables
from easycrm.standardise.values.word_lists import words

Kind = Literal["suffix", "either", "name"]

_INITIALS = re.compile(r"(?:[^\W\d_]\. ?){2,}|[^\W\d_]{2}")
_SPACED = re.compile(r"\b(?:Ph\. ?D|[BM]\. ?Sc)\b")
_FULL_STOP = re.compile(r"\s[^\W\d_]\.\s")
_NUMERALS = frozenset({"v", "vi"})
_FEWEST_LETTERS = 3
_LONGEST_NUMERAL = 3
_VOWELS = set("aeiouy")


class Trimmed(NamedTuple):
    """A name without its suffixes; not `sure` where a word may be either."""

    text: str
    sure: bool = True


def without_suffixes(text: str) -> Trimmed:
    """A full name without suffixes, whether commas stand before them or not.

    >>> without_suffixes("Novak, Ana, MBA, PMP").text, without_suffixes("John Farmer III").text
    ('Novak, Ana', 'John Farmer')
    >>> without_suffixes("Jack MA"), without_suffixes("Ana Novak MA").sure
    (Trimmed(text='Jack MA', sure=True), False)
    """
    text = _SPACED.sub(lambda degree: degree[0].replace(" ", ""), text)
    if "," not in text:
        return _of_whole(text)
    first, *others = (part.strip() for part in text.split(","))
    kept: list[str] = []
    kinds: list[Kind] = []
    for part in filter(None, others):
        kinds.append(kind := _kind_of_part(part, first, is_described=bool(kinds) or _is_whole(first, text)))
        if kind != "suffix":
            kept.append(_behind(part))
    is_sure = "either" not in kinds
    if not kept:
        bare = _of_whole(first)
        return Trimmed(bare.text, bare.sure and is_sure)
    return Trimmed(", ".join([_behind(first), *kept]), is_sure)


def family_without_suffixes(family: str) -> str:
    """A family name of a column of its own without what is certainly a suffix.

    >>> family_without_suffixes("Farmer Jr."), family_without_suffixes("Lee, MBA"), family_without_suffixes("Ma")
    ('Farmer', 'Lee', 'Ma')
    """
    first, *others = (part.strip() for part in family.split(","))
    if any(_kind(word) != "suffix" for part in others for word in part.split()):
        return family
    bare = _behind(first)
    return family if bare == first and not any(others) else bare


def _is_whole(first: str, text: str) -> bool:
    """Whether what stands before the comma is a whole name: `Ana Lee, MA`, and not `LEE, MA`."""
    return not first.isascii() or (len(first.split()) > 1 and any(map(str.islower, text)))


def _kind_of_part(part: str, first: str, is_described: bool) -> Kind:
    """What stands between commas. What may be a degree is one behind a whole name."""
    kinds = {_kind(word) for word in part.split()}
    if "name" in kinds:
        return "name"
    if kinds == {"either"} and not is_described:
        is_initials = " " not in first and _INITIALS.fullmatch(part)
        return "name" if is_initials and folded(part) not in words("degrees_and_names") else "either"
    return "suffix"


def _of_whole(text: str) -> Trimmed:
    """A name in its natural order."""
    parts = _behind(text).split()
    last = folded(parts[-1]).replace(".", "") if parts else ""
    is_told = len(parts) <= 2 or are_syllables(parts[:-1])  # `Jack MA`, `Wei Ling MA`
    if len(parts) > 2 and last in _NUMERALS and _FULL_STOP.search(text) and parts[-1].isupper() is not text.isupper():
        return Trimmed(" ".join(parts[:-1]))  # `John A. Farmer V` has an initial already
    if not is_told and _kind(parts[-1]) == "either" and (last in words("degrees_and_names") or last in _acronyms()):
        return Trimmed(text, sure=False)
    return Trimmed(" ".join(parts))


def _behind(text: str) -> str:
    """A part of a name without the suffixes in it, of which at least one word remains."""
    parts = text.split()
    while len(parts) > 1 and _kind(parts[-1]) == "suffix" and not (len(parts) == 2 and _is_written_as_name(parts[1])):
        parts.pop()
    return " ".join(word for at, word in enumerate(parts) if not (at and _is_numeral(word)))


def _is_numeral(word: str) -> bool:
    """Whether a word says which of those of one name somebody is, wherever it stands: `Jr.`, `III`."""
    return len(word.rstrip(".,")) <= _LONGEST_NUMERAL and _is_generation(word)


def _is_generation(word: str) -> bool:
    return folded(word).rstrip(".,") in words("generations")


def is_known_degree(word: str) -> bool:
    """Whether a word is a degree, and no name, whatever its letters' case."""
    key = folded(word).replace(".", "").rstrip(",")
    is_acronym = key in _acronyms() and len(key) >= _FEWEST_LETTERS and key not in words("degrees_and_names")
    return _kind(word) == "suffix" or is_acronym


@cache
def _kind(word: str) -> Kind:
    """What a word at the end of a name is, by itself."""
    key = folded(word).replace(".", "").rstrip(",")
    if _is_generation(word) or key in words("degrees"):
        return "suffix"
    joined = re.split("[-/&.]", folded(word).strip(".,"))
    if len(joined) > 1 and all(part in words("degrees") or part in _acronyms() for part in joined):
        return "suffix"
    is_known = key in words("degrees_and_names") or key in _acronyms() or _is_acronym(word)
    return "either" if is_known and _is_written_as_degree(word) else "name"


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(nameparser.Lexicon.default().suffix_acronyms)


def _is_written_as_degree(word: str) -> bool:
    """In capitals, as `MA` and `M.A.`, or with some inside, as `DLitt`."""
    return word.isupper() or any(map(str.isupper, word[1:]))


def _is_written_as_name(word: str) -> bool:
    """`Mba`, which is a family name as well."""
    return word.istitle() and "." not in word and not _is_generation(word)


def _is_acronym(word: str) -> bool:
    """Whether nobody can speak a word."""
    return len(word) >= _FEWEST_LETTERS and word.isascii() and word.isupper() and not _VOWELS & set(word.lower())
