"""What a header says: the synonyms of `headers.toml`, in ten languages."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from easycrm.folding import folded

_FILE = Path(__file__).with_name("headers.toml")
_LONG_ENOUGH_FOR_TYPOS = 6
_CLOSE = 0.88
_LIST_NUMBER = re.compile(r"\D(\d)$")


class Meaning(NamedTuple):
    """What a header may mean. `key` is a key of `headers.toml`; a meaning that is not `exact` is not enough alone."""

    key: str
    exact: bool


class Synonyms(NamedTuple):
    """Folded header -> key, and folded word inside a longer header -> key."""

    whole: dict[str, str]
    parts: dict[str, str]


def folded_header(header: str) -> str:
    """A header as people mean it: `E-Mail address` is `emailaddress`, `Prénom` is `prenom`."""
    return "".join(char for char in folded(header) if char.isalnum())


def meanings(header: str) -> list[Meaning]:
    """What a header may mean, the likeliest first: its exact meaning alone, else what its words hint at."""
    key = _synonyms().whole.get(folded_header(header)) or _numbered(header)
    if key:
        return [Meaning(key, exact=True)]
    return [Meaning(key, exact=False) for key in dict.fromkeys([*_by_words(header), *_by_typo(header)])]


def _numbered(header: str) -> str | None:
    """`Phone 2`, `E-Mail 3`: what the header without its number means."""
    found = _LIST_NUMBER.search(header.strip())
    return _synonyms().whole.get(folded_header(header.strip()[:-1])) if found else None


def _by_words(header: str) -> Iterator[str]:
    """Keys of known words in the header. Fax and assistant come first: they say whose phone it is not."""
    spaced = f" {' '.join(''.join(char if char.isalnum() else ' ' for char in folded(header)).split())} "
    found = [key for word, key in _synonyms().parts.items() if (f" {word} " if word.isascii() else word) in spaced]
    yield from sorted(found, key=lambda key: (key not in ("assistant", "fax"), _SPECIFIC.index(key)))


def _by_typo(header: str) -> Iterator[str]:
    text = folded_header(header)
    if len(text) >= _LONG_ENOUGH_FOR_TYPOS:
        synonyms = _synonyms().whole
        yield from (synonyms[close] for close in get_close_matches(text, synonyms, n=1, cutoff=_CLOSE))


_SPECIFIC = ("assistant", "fax", "email", "homePhone", "mobile", "phone", "title", "company", "country", "fullName")


@cache
def _synonyms() -> Synonyms:
    languages = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    whole: dict[str, str] = {}
    parts: dict[str, str] = {}
    for words in languages.values():
        inside = words.pop("parts")
        for key, headers in words.items():
            whole |= {folded_header(header): key for header in headers}
        for key, hints in inside.items():
            parts |= {" ".join(folded(hint).split()): key for hint in hints}
    return Synonyms(whole, parts)
