"""National numbers of forty countries: which become what they are, and which another number, beside phonenumbers."""

import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import phonenumbers

from benchmarks.gold.claims import Misses, print_misses
from benchmarks.gold.numbers import COUNTRIES, KINDS, SPELLINGS, e164, random_number
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

WAYS = ("country column", "upload's country", "foreign")
"""How the country is known: by a column, by the upload's option, or not at all, as the upload's is another."""

_COUNTRIES = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))

OUTCOMES = ("right", "as typed, marked", "wrong, marked", "wrong in silence", "nowhere")
_NUMBERS = 4
"""Of each kind and country."""


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
        stated = _stated(rng, country) if way == "country column" else ()
        outcome, became = _read(text, stated, upload, e164(number))
        result.counts[way, spelling][outcome] += 1
        result.rival[way, spelling][_rivals(text, upload, e164(number))] += 1
        if outcome.startswith("wrong"):
            result.misses.append(f"{way}, {spelling}: {country} {text!r} {stated} in an upload of {upload}: {became}")


def _code(country: str) -> int:
    return phonenumbers.country_code_for_region(country)


def _stated(rng: random.Random, country: str) -> tuple[str, str]:
    """The header and the cell of a column that names a country."""
    headers, names = _COUNTRIES["headers"].split("|"), _COUNTRIES["names"][country].split("|")
    return rng.choice(headers).strip(), rng.choice([country, *names])


def _read(text: str, stated: Sequence[str], upload: str, right: str) -> tuple[str, str]:
    """The outcome of a row with such a phone, and the phone that it got. `stated`: as `_stated` has it, or nothing."""
    cells = ["Ida Holm", text, *stated[1:]]
    columns = map_columns(label_columns(["Name", "Phone", *stated[:1]]), gather(len(cells), [cells]))
    row = standardise(columns, cells, upload, "L1")
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
