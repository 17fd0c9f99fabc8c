"""Countries by the names, codes and signs that people write in a column."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import phonenumbers

from easycrm.folding import folded
from easycrm.standardise.values.blanks import is_placeholder

_BETWEEN = re.compile(r"[()\[\]/|,;:–]|\s-\s|(?<=[A-Z]{2})-|\s(?=\+\d)")
_CALLING_CODE = re.compile(r"\s*(?:\+|00)(\d{1,3})\s*")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SEVERAL = re.compile(f"{_BETWEEN.pattern}|{_FLAG.pattern}")
_FLAG_LETTERS = 0x1F1E6 - ord("A")


@lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """The ISO 3166 code of a country; None for others.

    It may be a code of two or three letters, a name in any language that `phonenumbers` knows, a calling code with +, a
    flag, or several of them that agree, as in `Germany (DE)`.

    >>> country_of("Deutschland"), country_of("U.K."), country_of("Germany (DE)"), country_of("Hall 7")
    ('DE', 'GB', 'DE', None)
    """
    if is_placeholder(text) and not _FLAG.search(text):
        return None
    country = _one(text)
    if country or not _SEVERAL.search(text):
        return country
    parts = _BETWEEN.split(_FLAG.sub(lambda flag: f" / {_letters(flag.group())} / ", text))
    countries = {_one(part) for part in parts if part.strip()}
    return countries.pop() if len(countries) == 1 else None


def _one(text: str) -> str | None:
    if calling := _CALLING_CODE.fullmatch(text):
        dialled = phonenumbers.region_code_for_country_code(int(calling[1]))
        return dialled if dialled in phonenumbers.SUPPORTED_REGIONS else None
    names, plain = _names(), folded(text).replace("'", "")
    country = names.get("".join(filter(str.isalnum, plain)))
    words = plain.split()
    if country or _formal().isdisjoint(words):
        return country
    return names.get(_key("".join(word for word in words if word not in _formal())))


def _letters(flag: str) -> str:
    return "".join(chr(ord(sign) - _FLAG_LETTERS) for sign in flag)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))


@cache
def _formal() -> frozenset[str]:
    return frozenset(map(_key, _lists()["formal"].split()))


@cache
def _names() -> dict[str, str]:
    # Half a second and some megabytes, so only for workbooks that have a country column.
    from phonenumbers.geodata.locale import LOCALE_DATA

    names = {_key(name): code for code, by_language in LOCALE_DATA.items() for name in by_language.values()}
    also = {_key(name): code for code, others in _lists()["also"].items() for name in others.split("|")}
    codes = _lists()["codes"].split()
    longer = {three.lower(): two for two, three in zip(codes[::2], codes[1::2], strict=True)}
    return names | longer | {code.lower(): code for code in LOCALE_DATA} | also
