"""Names in Chinese, Japanese and Korean script, which are written family first."""

import re

import nameparser
from nameparser import locales, parser_for

from easycrm.standardise.values.names.parts import Name, whole
from easycrm.standardise.values.word_lists import is_honorific, surnames

_HAN = re.compile(r"[\u3005\u3400-\u9fff]+")
_JAPANESE = re.compile(r"([\u3005\u3400-\u9fff]{1,3})([\u3040-\u309f]+)")
_EAST_ASIAN = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LONGEST_CHINESE = 2
_LONGEST_UNSPACED = 4

_chinese = parser_for(locales.ZH)


def is_in_own_script(text: str) -> bool:
    """Whether a text has East Asian characters."""
    return bool(_EAST_ASIAN.search(text))


def is_family_name(text: str) -> bool:
    """Whether a text without spaces is no more than a family name in its own script."""
    if not _HAN.fullmatch(text):
        return False
    return text in surnames("japanese") or (len(text) <= _LONGEST_CHINESE and not _chinese.parse(text).given)


def split_own_script(text: str) -> Name:
    """Family first; a name with words in Latin letters beside it stays whole.

    >>> split_own_script("김민준")
    Name(first='민준', last='김', sure=True)
    """
    parts = re.split(r"[\s・,]+", text)
    if len(parts) > 1 and parts[0].isascii() and is_honorific(parts[0]):
        return split_own_script(text[len(parts[0]) :].strip())
    if any(part and part.isascii() and not is_honorific(part) for part in parts):
        return whole(text)  # `陳大文 David` has a given name in each script
    if len(parts) == 2 and "," not in text and not any(map(is_honorific, parts)):
        return _two_parts(*parts)
    if len(parts) == 1 and _HAN.fullmatch(text):
        return _unspaced_han(text)
    if len(parts) == 1 and (japanese := _JAPANESE.fullmatch(text)):
        return Name(japanese[2], japanese[1])
    parsed = nameparser.parse(text)
    first = " ".join(filter(None, (parsed.given, parsed.middle)))
    if not first or not parsed.family:
        return Name(text, "", sure=not parsed.family or len(text) <= 2)
    return Name(first, parsed.family)


def _two_parts(one: str, two: str) -> Name:
    """Family first, unless it is a transcription in katakana, which keeps the order of its source."""
    katakana = all("\u30a0" <= char <= "\u30ff" for char in one + two)
    return Name(one, two) if katakana else Name(two, one)


def _unspaced_han(text: str) -> Name:
    """Chinese and Japanese write the same characters; a name that both can claim stays whole."""
    japanese = next((text[:size] for size in (3, 2) if text[:size] in surnames("japanese") and len(text) > size), "")
    parsed = _chinese.parse(text)
    chinese = parsed.family if parsed.given and len(text) < _LONGEST_UNSPACED + 1 else ""
    if japanese and chinese and len(text) == 3:
        return whole(text)
    family = japanese or chinese
    return Name(text[len(family) :], family) if family else whole(text)
