"""What a header may mean: what the vocabulary knows it by, else what its words hint at."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from easycrm.header_words import all_headers, folded_header, meaning_of, objects_in

_LONG_ENOUGH_FOR_TYPOS = 6
_CLOSE = 0.88
_SPECIFIC = ("assistant", "fax", "email", "homePhone", "mobile", "phone", "title", "company", "country", "fullName")
"""What a header with several hints means first. Fax and assistant say whose phone it is not."""


class Meaning(NamedTuple):
    """What a header may mean. `key` is a key of the vocabulary; a meaning that is not `exact` is not enough alone."""

    key: str
    exact: bool


def meanings(header: str) -> list[Meaning]:
    """What a header may mean, the likeliest first: its exact meaning alone, else what its words hint at.

    >>> meanings("Work e-mail")
    [Meaning(key='email', exact=True)]
    >>> meanings("Best phone of the company")
    [Meaning(key='phone', exact=False), Meaning(key='company', exact=False)]
    """
    key = meaning_of(header)
    if key:
        return [Meaning(key, exact=True)]
    hints = sorted(objects_in(header), key=_SPECIFIC.index)
    return [Meaning(key, exact=False) for key in dict.fromkeys([*hints, *_by_typo(header)])]


def _by_typo(header: str) -> Iterator[str]:
    text = folded_header(header)
    if len(text) >= _LONG_ENOUGH_FOR_TYPOS:
        headers = all_headers()
        yield from (headers[close] for close in get_close_matches(text, headers, n=1, cutoff=_CLOSE))
