"""Whether a name's cell speaks of one person: it may name several, or a company."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.names.syllables import are_syllables
from easycrm.standardise.values.word_lists import given_names, only_given_names, words

_AND = re.compile(r"\s(&|and|und|et|or|oder|\+|/)\s|&", re.IGNORECASE)
_AND_OR_LETTER = re.compile(r"\s(y|e|en|i|och|og)\s", re.IGNORECASE)
_AMBIGUOUS = frozenset("ag se sa as ab me co pt cv sci sl nv kk spa ev cia kg doo zoo bank".split())


def are_several(text: str) -> bool:
    """Whether a text names several people.

    One letter between two names is an initial, unless it is in small letters among capitals, or a given name follows;
    `Santiago Ramón y Cajal` has two family names.

    >>> are_several("Ana & Ben Novak"), are_several("Juan y Maria"), are_several("JOHN E FARMER")
    (True, True, False)
    """
    return (
        bool(_AND.search(text))
        or any(_joins(letter, text) for letter in _AND_OR_LETTER.finditer(text))
        or _are_listed(text)
    )


def _joins(conjunction: re.Match[str], text: str) -> bool:
    before, after = text[: conjunction.start()].split(), text[conjunction.end() :].split()
    is_name = folded(after[0]).strip(",") in only_given_names()
    is_marked = conjunction[1].islower() and before[-1][0].isupper()
    if is_name or not is_marked:
        return is_name and (is_marked or conjunction[1].isupper() is text.isupper())
    is_family = "," in after[0] or (len(before) > 1 and len(after) == 1)  # `Ramón y Cajal, Santiago`
    return not is_family


def _are_listed(text: str) -> bool:
    """`Ana Novak, Ben Okoro`: on both sides of the comma is a given name before another name."""
    one, comma, other = text.partition(",")
    sides = (one.split(), other.split())
    return bool(comma) and all(len(side) > 1 and _is_given(side[0]) and len(side[1].strip(".")) > 1 for side in sides)


def _is_given(word: str) -> bool:
    return folded(word) in given_names()


def is_firm(text: str) -> bool:
    """Whether a text is a company's name. Legal forms that are names as well count at the end and in capitals."""
    if not is_company(text):
        return False
    parts = text.split()
    keys = {word: folded(word).replace(".", "").strip(",") for word in parts}
    known = [word for word in parts if keys[word] in words("companies")]
    if not known or any(keys[word] not in _AMBIGUOUS for word in known):
        return True
    if len(parts) < 2 or parts[-2].endswith(",") or parts[-1] not in known:
        return False
    if text.isupper():  # `NORDLYS AS`, but not `ANA SA` and `WEI LING CO`
        return not _is_given(parts[0]) and not are_syllables(parts[:-1])
    return any(map(str.isupper, parts[-1][1:])) or "." in parts[-1]
