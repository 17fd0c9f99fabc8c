"""What an ordinary fair list says beside names and addresses: forty columns, most of them with few different texts."""

import random
from collections.abc import Mapping
from functools import cache

_KINDS: Mapping[str, int] = {
    "Country": 60,
    "City": 2_000,
    "Owner": 300,
    "Event": 200,
    "Source": 30,
    "Interest": 50,
    "Rating": 10,
    "Date": 336,
}
"""How many different texts a column of this kind has."""

_TIMES = 5
_SYLLABLES = "ka lo mi ren to sa vel du ni bra fe gor hu jin pa qui sto tan wex yo zu".split()
COLUMNS = 40
"""Of every lead: each kind five times, but twice once less, for notes and for a number that no other lead has."""


def invented_columns(number: int, draw: random.Random, redraw: random.Random) -> dict[str, str]:
    """What the lead with this number says, by header: notes and ratings by `redraw`, all else by `draw`."""
    texts = {}
    for header, values in _pools().items():
        chance = redraw if header.startswith("Rating") else draw
        texts[header] = values[int(chance.random() * len(values))]
    notes = f"met at stand {redraw.randrange(100_000)}, wants a demo {redraw.randrange(1000)}"
    return texts | {"Notes": notes, "Customer No": f"C-{number * 7919 % 10**9:09}"}


@cache
def _pools() -> dict[str, list[str]]:
    draw = random.Random(5)
    pools = {f"{kind} {time}": _pool(kind, count, draw) for time in range(_TIMES) for kind, count in _KINDS.items()}
    return {header: values for header, values in pools.items() if header not in ("Rating 4", "Date 4")}


def _pool(kind: str, count: int, draw: random.Random) -> list[str]:
    if kind == "Rating":
        return [str(rating) for rating in range(1, count + 1)]
    if kind == "Date":
        return [f"2026-{day // 28 + 1:02}-{day % 28 + 1:02}" for day in range(count)]
    return [_word(draw) + (f" {_word(draw)}" if draw.random() < 0.4 else "") for _ in range(count)]


def _word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.randrange(2, 6))).capitalize()
