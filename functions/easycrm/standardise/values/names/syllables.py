"""Whether a word may be East Asian in Latin letters, by its syllables and by family names."""

import re
from collections.abc import Iterable

from easycrm.folding import folded

_SYLLABLE = re.compile(
    r"(?!.*[aeo]y[aeiou])"  # `Meyer`
    r"(zh|ch|sh|ts|tz|hs|ng|gw|kw|ph|th|tr|kh|gh|nh|hw|[bcdfghjklmnpqrstvwxyz])?[aeiouwy]{1,3}"
    r"(ng|nh|ch|ck|n|m|k|p|t|c|h|r|l)?"
)

_ONE_PINYIN = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    "(?:iong|iang|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|a|e|i|o|u)"
)
_PINYIN = re.compile(f"(?:{_ONE_PINYIN}){{2}}")


def is_syllables(word: str) -> bool:
    """Whether a word, or each part of one with hyphens, is one syllable of a kind that East Asian names have."""
    return all(_SYLLABLE.fullmatch(part) for part in folded(word).replace("đ", "d").split("-"))


def is_pinyin(word: str) -> bool:
    """Whether a word is two Chinese syllables written as one: `Xiaoming`."""
    return bool(_PINYIN.fullmatch(folded(word)))


def are_syllables(texts: Iterable[str]) -> bool:
    """Whether each of several words is."""
    return all(map(is_syllables, texts))
