"""National numbers of forty countries: which become what they are, and which another number, beside phonenumbers."""

import random
from collections import Counter
from typing import NamedTuple

import phonenumbers

from benchmarks.gold.claims import Misses, print_misses
from benchmarks.gold.numbers import COUNTRIES, KINDS, SPELLINGS, e164, random_number
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.standardising import standardise

WAYS = ("country column", "upload's country", "foreign")
"""How the country is known: by a column, by the upload's option, or not at all, as the upload's is another."""

OUTCOMES = ("right", "as typed, marked", "wrong, marked", "wrong in silence", "nowhere")
_NUMBERS = 4
"""Of each kind and country."""

_NAME = MappedColumn(0, "Name", "Name", "fullName", 1.0, "header")
_PHONE = MappedColumn(1, "Phone", "Phone", "phone", 1.0, "header")
_COUNTRY = MappedColumn(2, "Country", "Country", None, 1.0, "header", "country")


class Numbers(NamedTuple):
    """`counts`: (way, spelling) -> how often each outcome; `rival`: the same of phonenumbers alone."""

    counts: dict[tuple[str, str], Counter[str]]
    rival: dict[tuple[str, str], Counter[str]]
    misses: Misses


def national_numbers(rng: random.Random) -> Numbers:
    keys = [(way, spelling) for way in WAYS for spelling in SPELLINGS]
    result = Numbers({key: Counter() for key in keys}, {key: Counter() for key in keys}, [])
    for country in COUNTRIES:
        for kind in KINDS:
            for _ in range(_NUMBERS):
                _count(rng, result, random_number(rng, country, kind), country)
    return result


def _count(rng: random.Random, result: Numbers, number: phonenumbers.PhoneNumber, country: str) -> None:
    elsewhere = rng.choice([each for each in COUNTRIES if _code(each) != _code(country)])
    for way, spelling in result.counts:
        text = SPELLINGS[spelling](number)
        upload = country if way == "upload's country" else elsewhere
        outcome, became = _read(text, country if way == "country column" else "", upload, e164(number))
        result.counts[way, spelling][outcome] += 1
        result.rival[way, spelling][_rivals(text, upload, e164(number))] += 1
        if outcome.startswith("wrong"):
            result.misses.append(f"{way}, {spelling}: {country} {text!r} in an upload of {upload}: {became}")


def _code(country: str) -> int:
    return phonenumbers.country_code_for_region(country)


def _read(text: str, stated: str, upload: str, right: str) -> tuple[str, str]:
    """The outcome of a row with such a phone, and the phone that it got."""
    columns = [_NAME, _PHONE, _COUNTRY] if stated else [_NAME, _PHONE]
    row = standardise(columns, ["Ida Holm", text, stated][: len(columns)], upload, "L1")
    phone = row.values.get("phone", "")
    is_marked = any(row.flags.get(key) for key in ("phone", "remarks.Phone"))
    if phone == right:
        return "right", phone
    if phone.startswith("+") and phone != text:
        return "wrong, marked" if is_marked else "wrong in silence", phone
    return "as typed, marked" if is_marked else "nowhere", phone


def _rivals(text: str, upload: str, right: str) -> str:
    """phonenumbers with the upload's country; what is not valid stays as typed, and is marked."""
    try:
        number = phonenumbers.parse(text, upload)
    except phonenumbers.NumberParseException:
        return "as typed, marked"
    if not phonenumbers.is_valid_number(number):
        return "as typed, marked"
    return "right" if e164(number) == right else "wrong in silence"


def print_numbers(result: Numbers, misses: int) -> None:
    print(f"\nNumbers of {len(COUNTRIES)} countries\n  {'':46}" + "".join(f"{name:>18}" for name in OUTCOMES))
    for way in WAYS:
        for spelling in SPELLINGS:
            _print(f"{way}: {spelling}", result.counts[way, spelling])
        for title, counts in (("all", result.counts), ("phonenumbers, all", result.rival)):
            _print(f"{way}: {title}", sum((counts[way, spelling] for spelling in SPELLINGS), Counter()))
    foreign = [spelling for spelling in SPELLINGS if not spelling.startswith("international")]
    for title, counts in (("rules", result.counts), ("phonenumbers", result.rival)):
        _print(f"foreign national: {title}", sum((counts["foreign", spelling] for spelling in foreign), Counter()))
    print_misses(result.misses, misses)


def _print(title: str, counts: Counter[str]) -> None:
    print(f"  {title:46}" + "".join(f"{counts[name]:18,}" for name in OUTCOMES))
