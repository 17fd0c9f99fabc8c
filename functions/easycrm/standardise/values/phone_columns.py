"""What a whole column says of its numbers: in which countries they are dialled, and whether they are phones at all."""

import random
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import phonenumbers

from easycrm.folding import digits_of
from easycrm.standardise.values.dialling import INTERNATIONAL, Reading, at_home, dialled, foreign_mobile, with_its_code
from easycrm.standardise.values.phones import Region, looks_like_phone, read_phone

Plans = tuple[tuple[int, float], ...]
"""Calling codes, each with how well it explains a column's national numbers; empty where too few are known."""

MOST_NUMBERS = 24
"""Of a column, as many are tried."""

_GROUP = re.compile(r"\d+")
_FEWEST = 3
_FIRST = 8
_LEAST_SHARE = 0.3
_LIKELY, _MOSTLY = 0.5, 0.7
_CONFIRMED, _POSSIBLE = 0.9, 0.8
_LOST_ZERO, _OTHERWISE_GROUPED = 0.85, 0.88
_FEWEST_IN_ORDER = 5
_SHORTEST_STEM = 4
_NEARLY_ALL = 0.84
_FEWEST_BARE = 5
_FAR_MORE = 0.25
_ALL, _GROUPED = 0.95, 3
_TRIES = 50
_ROUND_STEM = re.compile(r"\d*[1-9]00")
_FEWEST_WITH_CODE = 10


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

    It is none where it explains few of them, or another country many more; contested where another one explains more.
    """
    share = dict(plans).get(phonenumbers.country_code_for_region(country), 0.0)
    best = max((share for _, share in plans), default=0.0)
    if not plans:
        return Region(country, "upload")
    if share < max(_LIKELY, _POSSIBLE * best):
        return None
    is_confirmed = share >= max(_MOSTLY, _CONFIRMED * best)
    return Region(country, "upload", confirmed=is_confirmed, contested=not is_confirmed)


def share_of_phones(values: Sequence[str], country: str) -> float:
    """From 0 to 1: how many of a column's values are valid numbers in a country, or say theirs themselves.

    0 for ids: bare digits that only rise, that differ in their last digits alone, or that go on from a round number.

    >>> share_of_phones(["22123456", "41234567", "91123456"], "NO"), share_of_phones(["22123451", "22123452"], "NO")
    (1.0, 0.0)
    """
    filled = [value.strip() for value in values if value.strip()]
    if not filled or _are_ids(filled):
        return 0.0
    regions = [Region(country, "upload")]
    valid = sum(1 for value in filled if looks_like_phone(value) and read_phone(value, regions))
    return valid / len(filled)


def are_phones(values: Iterable[str]) -> bool:
    """Whether values that look like phones are phones: nearly all of them valid, and more than other digits would be.

    Valid with their own country's code, or in one country.

    >>> are_phones(["020 7946 0018", "07400 123456", "0161 496 0929", "07400 654321", "0113 496 0018"])
    True
    >>> are_phones(["10000021", "10000022", "10000025", "10000027", "10000031"])
    False
    """
    numbers = list(dict.fromkeys(values))[:MOST_NUMBERS]
    if not numbers or _are_ids(numbers):
        return False
    national = [number for number in numbers if not _says_its_country(number)]
    if len(national) < len(numbers) * (1 - _NEARLY_ALL):
        return True
    if len(national) < _FEWEST_BARE:
        return False
    likely = [(code, share) for code, share in plans_of(national) if share >= _NEARLY_ALL]
    if likely and likely[0][1] >= _ALL and min(len(_GROUP.findall(number)) for number in national) >= _GROUPED:
        return True  # all as that country groups them
    return any(_explains(dict(_plans())[code], national) for code, _ in likely)


def _explains(country: str, numbers: Sequence[str]) -> bool:
    """Whether far more of the numbers are valid in a country than digits of the same lengths would be by chance."""
    digits = [digits_of(number) for number in numbers]
    chance = sum(_by_chance(country, len(text), text.startswith("0")) for text in digits) / len(digits)
    return sum(1 for text in digits if at_home(text, country)[0]) / len(digits) >= chance + _FAR_MORE


@lru_cache(maxsize=4096)
def _by_chance(country: str, length: int, begins_with_zero: bool) -> float:
    """The share of other digits that are a valid number in a country. The same each time that it is asked for."""
    rng = random.Random(length)
    first = "0" if begins_with_zero else "123456789"
    texts = (rng.choice(first) + "".join(rng.choices("0123456789", k=length - 1)) for _ in range(_TRIES))
    return sum(1 for text in texts if at_home(text, country)[0]) / _TRIES


def _says_its_country(number: str) -> bool:
    reading = with_its_code(INTERNATIONAL.sub("", number)) if "+" not in number else dialled(number, "ZZ")
    return reading is not None and (not number.isdigit() or len(number) >= _FEWEST_WITH_CODE)


def _are_ids(values: Sequence[str]) -> bool:
    bare = [value for value in values if value.isdigit()]
    if len(bare) < len(values) / 2 or len(set(bare)) < 2:
        return False
    steps = [int(after) - int(before) for before, after in pairwise(bare)]
    if len(bare) >= _FEWEST_IN_ORDER and (min(steps) > 0 or max(steps) < 0):
        return True
    low, high = min(bare), max(bare)
    stem = low[: next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))]
    is_run = len(stem) >= max(_SHORTEST_STEM, min(map(len, bare)) - _SHORTEST_STEM)
    return is_run or _ROUND_STEM.match(stem) is not None or (len(set(steps)) == 1 and len(steps) > 1)


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
