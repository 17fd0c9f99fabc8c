"""What a whole column says of its numbers: in which countries they are dialled, and whether they are phones at all."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import phonenumbers

from easycrm.standardise.values.dialling import INTERNATIONAL, Reading, at_home, foreign_mobile
from easycrm.standardise.values.phones import Region, looks_like_phone, read_phone

Plans = tuple[tuple[int, float], ...]
"""Calling codes, each with how well it explains a column's national numbers; empty where too few are known."""

MOST_NUMBERS = 24
"""Of a column, as many are tried."""

_GROUP = re.compile(r"\d+")
_FEWEST = 3
_FIRST = 8
_LEAST_SHARE = 0.3
_LIKELY = 0.5
_CONFIRMED, _POSSIBLE = 0.9, 0.8
_LOST_ZERO, _OTHERWISE_GROUPED = 0.85, 0.88
_FEWEST_IN_ORDER = 5
_SHORTEST_STEM = 4


def is_national(value: str) -> bool:
    """Whether a value is a number that does not say its country."""
    return (
        looks_like_phone(value)
        and "+" not in value
        and not INTERNATIONAL.match(value)
        and not (value.isdigit() and len(value) > 10 and foreign_mobile(value))
    )


def plans_of(values: Iterable[str]) -> Plans:
    """In which numbering plans the national numbers among a column's values are valid, the best first.

    >>> plans_of(["(020) 7946 0018", "07400 123456", "0161 496 0929"])[0]
    (44, 1.0)
    """
    numbers = [value for value in dict.fromkeys(values) if is_national(value)][:MOST_NUMBERS]
    if len(numbers) < _FEWEST:
        return ()
    shares = ((code, _share(numbers, country)) for code, country in _plans())
    return tuple(sorted((each for each in shares if each[1] >= _LEAST_SHARE), key=lambda each: (-each[1], each[0])))


@lru_cache(maxsize=256)
def region_of_upload(country: str, plans: Plans) -> Region | None:
    """The upload's country as evidence for where a column's national numbers are dialled; None when it is none.

    It is none where another country explains many more of them, contested where it explains more, else confirmed.
    """
    share = dict(plans).get(phonenumbers.country_code_for_region(country), 0.0)
    best = max((share for _, share in plans), default=0.0)
    if not plans or best < _LIKELY:
        return Region(country, "upload")
    if share < _POSSIBLE * best:
        return None
    return Region(country, "upload", confirmed=share >= _CONFIRMED * best, contested=share < _CONFIRMED * best)


def share_of_phones(values: Sequence[str], country: str) -> float:
    """From 0 to 1: how many of a column's values are valid numbers in a country, or say theirs themselves.

    0 for ids: bare digits that only rise, or that differ in their last digits alone.

    >>> share_of_phones(["22123456", "41234567", "91123456"], "NO"), share_of_phones(["22123451", "22123452"], "NO")
    (1.0, 0.0)
    """
    filled = [value.strip() for value in values if value.strip()]
    if not filled or _are_ids(filled):
        return 0.0
    regions = [Region(country, "upload")]
    valid = sum(1 for value in filled if looks_like_phone(value) and read_phone(value, regions))
    return valid / len(filled)


def _are_ids(values: Sequence[str]) -> bool:
    bare = [value for value in values if value.isdigit()]
    if len(bare) < len(values) / 2 or len(set(bare)) < 2:
        return False
    steps = [int(after) - int(before) for before, after in pairwise(bare)]
    if len(bare) >= _FEWEST_IN_ORDER and (min(steps) > 0 or max(steps) < 0):
        return True
    stem = max(_SHORTEST_STEM, min(map(len, bare)) - _SHORTEST_STEM)
    return len({value[:stem] for value in bare}) == 1 or (len(set(steps)) == 1 and len(steps) > 1)


def _share(numbers: Sequence[str], country: str) -> float:
    """How well a country explains numbers, from 0 to 1; the first ones alone count, if hardly any of them is valid."""
    first = _explained(numbers[:_FIRST], country)
    if first < _LEAST_SHARE * min(_FIRST, len(numbers)):
        return 0.0
    return (first + _explained(numbers[_FIRST:], country)) / len(numbers)


def _explained(numbers: Iterable[str], country: str) -> float:
    """A number counts less if it would lack its 0, or is grouped as another country groups it."""
    return sum(_weight(number, at_home(number, country)[0]) for number in numbers)


def _weight(number: str, reading: Reading | None) -> float:
    if reading is None:
        return 0.0
    if reading.lost_zero:
        return _LOST_ZERO
    groups = _GROUP.findall(number)
    return 1.0 if len(groups) == 1 or groups == _GROUP.findall(reading.national) else _OTHERWISE_GROUPED


@cache
def _plans() -> list[tuple[int, str]]:
    """Calling codes, each with the first of its countries: `+1` is read as the United States have it."""
    plans = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return [(code, countries[0]) for code, countries in plans.items() if countries[0] != "001"]
