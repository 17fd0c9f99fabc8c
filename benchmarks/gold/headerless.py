"""Phone columns without a header among columns of other figures: which are found, and what passes for one."""

import random
from collections.abc import Callable, Mapping

from benchmarks.gold.claims import Claims
from benchmarks.gold.headers_of_locales import field_of
from benchmarks.gold.invented import people
from benchmarks.gold.numbers import COUNTRIES, KINDS, SPELLINGS, random_number
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.workbooks.tables import label_columns

_TABLES = 30
"""Of each spelling."""

_WRITTEN = ("national, grouped", "national, digits", "international, without +", "international, 00",
            "international, +")  # fmt: skip
DECOYS: Mapping[str, Callable[[random.Random], str]] = {
    "order number": lambda rng: f"{rng.randrange(10**7, 10**8)}",
    "dashed order number": lambda rng: (
        f"{rng.randrange(100, 999)}-{rng.randrange(10**6, 10**7)}-{rng.randrange(10**6)}"
    ),
    "id": lambda rng: str(10**9 + rng.randrange(10**6)),
    "date": lambda rng: f"{rng.randrange(1, 29):02}.{rng.randrange(1, 13):02}.{rng.randrange(1950, 2027)}",
    "time": lambda rng: f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} {rng.randrange(24):02}:15:27",
    "ISO time": lambda rng: f"2026{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}T{rng.randrange(24):02}1527Z",
    "Unix time": lambda rng: str(1_767_000_000 + rng.randrange(10**7)),
    "IP address": lambda rng: ".".join(str(rng.randrange(11, 255)) for _ in range(4)),
    "coordinates": lambda rng: f"{rng.uniform(-90, 90):.5f}, {rng.uniform(-180, 180):.5f}",
    "latitude": lambda rng: f"{rng.uniform(-90, 90):.6f}",
    "price": lambda rng: f"{rng.randrange(1000, 99999):,}.{rng.randrange(100):02}",
    "price, European": lambda rng: f"{rng.randrange(1, 9)}.{rng.randrange(100, 999)}.{rng.randrange(100, 999)},50",
    "article number": lambda rng: f"40{rng.randrange(10**10, 10**11)}",
    "bank account": lambda rng: f"{rng.randrange(10**9, 10**10)}",
    "Excel's digits lost": lambda rng: f"{rng.uniform(1, 10):.5f}E+11",
    "ZIP+4": lambda rng: f"{rng.randrange(10000, 99999)}-{rng.randrange(1000, 9999)}",
}
"""What has as many digits as a phone number, and is none."""


def phones_without_header(rng: random.Random) -> dict[str, Claims]:
    """By spelling of the numbers: phone columns found, and decoys claimed for a field."""
    claims = {spelling: Claims() for spelling in _WRITTEN}
    for spelling, each in claims.items():
        for _ in range(_TABLES):
            _count(rng, spelling, each)
    return claims | {"all": _sum(list(claims.values()))}


def _count(rng: random.Random, spelling: str, claims: Claims) -> None:
    country, kind = rng.choice(COUNTRIES), rng.choice(KINDS)
    decoys = rng.sample(list(DECOYS), 3)
    order = rng.sample(["phone", *decoys], 4)
    rows = []
    for person in people(rng, rng.randrange(12, 31)):
        number = SPELLINGS[spelling](random_number(rng, country, kind))
        made = {"phone": number, **{name: DECOYS[name](rng) for name in decoys}}
        rows.append([person.full, *("" if rng.random() < 0.1 else made[name] for name in order)])
    columns = map_columns(label_columns(["Name", *[""] * len(order)]), gather(len(order) + 1, rows))
    for name, column, example in zip(order, columns[1:], rows[0][1:], strict=True):
        claims.add("phone" if name == "phone" else "", field_of(column), f"{country} {name} {example!r}")


def _sum(each: list[Claims]) -> Claims:
    total = Claims()
    for claims in each:
        total.counts += claims.counts
    return total
