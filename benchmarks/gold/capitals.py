"""Lists typed in capitals, in some rows or all: whether names, titles and companies are those of a letter again."""

import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.gold.claims import Misses, print_misses
from benchmarks.gold.invented import THINGS, word
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

FIELDS = ("firstName", "lastName", "title", "company")
_HEADERS = ("First name", "Last name", "Job title", "Company")
_LISTS, _ROWS = 40, 25
_SHARES = {"all rows": 1.0, "one row in five": 0.2}
_CONSONANTS = "BCDFGHKLMNPRSTVX"


class Capitals(NamedTuple):
    """By kind of list and field: how many cells were right, left as they were typed, and wrong."""

    counts: dict[tuple[str, str], Counter[str]]
    misses: Misses


def capitals(rng: random.Random) -> Capitals:
    """What becomes of the cells in capitals, and of those that are not."""
    found = Capitals(defaultdict(Counter), [])
    for kind, share in _SHARES.items():
        for _ in range(_LISTS):
            people = [_person(rng) for _ in range(_ROWS)]
            shouted = [rng.random() < share for _ in people]
            _read(kind, people, shouted, found)
    return found


def print_capitals(found: Capitals, misses: int) -> None:
    """The table of shares by kind of list and field; then some of what was missed."""
    print(f"\nCells in capitals\n  {'':34} {'right':>8} {'left':>8} {'wrong':>8} {'cells':>8}")
    for (kind, name), counts in found.counts.items():
        cells = counts.total()
        shares = "".join(f" {counts[end] / cells:8.3f}" for end in ("right", "left", "wrong"))
        print(f"  {kind + ', ' + name:34}{shares} {cells:8,}")
    print_misses(found.misses, misses)


def _read(kind: str, people: Sequence[list[str]], shouted: Sequence[bool], found: Capitals) -> None:
    rows = [list(map(_shouted, person)) if loud else person for person, loud in zip(people, shouted, strict=True)]
    columns = map_columns(label_columns(_HEADERS), gather(len(_HEADERS), rows))
    for person, typed, loud in zip(people, rows, shouted, strict=True):
        values = standardise(columns, typed, "GB", "L1").values
        for name, meant, text in zip(FIELDS, person, typed, strict=True):
            stored = values.get(name, "")
            end = "right" if stored == meant else "left" if stored == text else "wrong"
            found.counts[kind if loud else "quiet rows", name][end] += 1
            if end != "right":
                found.misses.append(f"{end} {name}: {text!r} became {stored!r}, not {meant!r}")


def _person(rng: random.Random) -> list[str]:
    first, last = rng.choice(_texts()["names"].split("\n")).split("|")
    return [first, last, rng.choice(_of("titles")), next(_companies(rng))]


def _companies(rng: random.Random) -> Iterator[str]:
    """Of two words and a form, of one and a form, of an abbreviation and a form, of an abbreviation or a word alone."""
    form, name = rng.choice(_of("forms")), f"{word(rng)} {rng.choice(THINGS)}"
    short = "".join(rng.sample(_CONSONANTS, 3))
    yield rng.choice(
        [
            *[f"{name} {form}"] * 4,
            *[f"{word(rng)} {rng.choice(_of('trades'))}"] * 4,
            *[rng.choice(_of("whole"))] * 3,
            *[f"{word(rng)}{word(rng).lower()} {form}"] * 2,
            f"{short} {form}",
            f"{short} {rng.choice(_of('trades'))}",
            short,
            word(rng),
        ]
    )


def _shouted(text: str) -> str:
    """In capitals as people type them, who have no ß in their capitals, but leave it as it is."""
    return "".join(char if char == "ß" else "İ" if char == "i" and _is_turkish(text) else char.upper() for char in text)


def _is_turkish(text: str) -> bool:
    return not set("İŞÇĞışğ").isdisjoint(text)


def _of(name: str) -> list[str]:
    return [text for line in _texts()[name].split("\n") for text in line.split("|")]


@cache
def _texts() -> dict[str, str]:
    lists = tomllib.loads(Path(__file__).with_name("capitals.toml").read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in lists.items()}
