"""Cells that say nothing: what people and programs write where there is no value, and ditto marks."""

import re
from functools import cache

from easycrm.folding import folded
from easycrm.standardise.values.word_lists import words, written

NAMES = ("fullName", "firstName", "lastName")

_LONGEST = 12
_NEVER_TRUE = ("title", "email", "phone")
_DITTO_SIGN = re.compile(r"[\s\-–—_.]*(?:[\"“”„‟″〃〞〟]|['’‘´`′]{2}|,,)[\s\-–—_.\"“”„‟″〃'’‘´`′,]*")


def is_placeholder(text: str, field: str = "") -> bool:
    """Whether a cell only says that there is nothing to say: `n/a`, `--`, `nan`, a ditto mark. `field`: its column's.

    What programs write is told by its letter case, because people are called Nan, Null, None and True: those stay
    names. What is left in a field can be seen and mended; a name that is taken away cannot.

    >>> is_placeholder("n/a"), is_placeholder("nan", "firstName"), is_placeholder("Nan", "firstName")
    (True, True, False)
    """
    if len(text) > _LONGEST:
        return False
    return _says_nothing(text, field) or is_ditto(text, field)


def _says_nothing(text: str, field: str) -> bool:
    if not any(map(str.isalnum, text)):
        return True
    text = text.strip()
    if text in _of_programs():
        return True
    plain = folded(text)
    if field in NAMES:
        return plain in words("name_placeholders")
    return plain in words("placeholders") or (field in _NEVER_TRUE and plain == "true")


def was_placeholder(text: str, name: bool = False) -> bool:
    """Whether a cell said nothing to the former rules, which took `Nan` for a blank and a ditto mark for a value."""
    if len(text) > _LONGEST:
        return False
    plain = folded(text.strip())
    listed = plain in words("name_placeholders") or plain == "nan" if name else plain in words("placeholders")
    return listed or not any(map(str.isalnum, text))


def is_ditto(text: str, field: str = "") -> bool:
    """Whether a cell says that what stands above it counts here too: `"`, `ditto`, `同上`. `field`: its column's.

    Under names only signs and words in small letters do: Dito and Do are people.

    >>> is_ditto("-''-"), is_ditto("Ditto"), is_ditto("Dito", "firstName"), is_ditto("Do")
    (True, True, False, False)
    """
    if len(text) > _LONGEST:
        return False
    text = text.strip()
    lower = text.lower()
    if lower in _dittos():
        return field not in NAMES or text == lower
    return not text[:1].isalnum() and _DITTO_SIGN.fullmatch(text) is not None


@cache
def _of_programs() -> frozenset[str]:
    return frozenset(written("program_blanks"))


@cache
def _dittos() -> frozenset[str]:
    """As written, and without accents."""
    texts = [word.replace("_", " ") for word in written("dittos")]
    return frozenset([*texts, *map(folded, texts)])
