"""How many values a header has in the leads, and how they are read: counted whenever the file changes."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from easycrm.leads.columns.readings import Counts, Pair

_PAIRS = (("point", "comma"), ("dayFirst", "monthFirst"))
_WEIGHED = 1_000  # texts that are looked at to tell thousands from decimals
_NOTHING = Pair(0, 0, 0, 0)


def create_tallies(model: sqlite3.Connection) -> None:
    """The table `tallies`, filled from `texts`, and triggers that keep it: values of a header by how they are read.

    A `way` is a place in the Counts: 0 to 3 of numbers, 4 to 7 of dates. Texts that are neither cost nothing.
    """
    model.execute(
        "CREATE TABLE tallies (header INTEGER, way INTEGER, leads INTEGER, PRIMARY KEY (header, way)) WITHOUT ROWID"
    )
    model.execute(
        f"INSERT INTO tallies SELECT header, {_way()} AS way, sum(count) FROM texts WHERE way IS NOT NULL GROUP BY 1, 2"
    )
    for event, count, row in (
        ("INSERT", "new.count", "new."),
        ("DELETE", "-old.count", "old."),
        ("UPDATE OF count", "new.count - old.count", "new."),
    ):
        model.execute(
            f"CREATE TRIGGER tally{event[:6]} AFTER {event} ON texts WHEN {_way(row)} IS NOT NULL BEGIN"
            f" INSERT INTO tallies VALUES ({row}header, {_way(row)}, {count})"
            " ON CONFLICT (header, way) DO UPDATE SET leads = leads + excluded.leads; END"
        )


def tallies_of(model: sqlite3.Connection) -> dict[int, Counts]:
    """By header, of those that a lead has."""
    ways: dict[int, list[int]] = defaultdict(lambda: [0] * 8)
    for header, way, count in model.execute("SELECT header, way, leads FROM tallies"):
        ways[header][way] = count
    values = model.execute("SELECT header, sum(leads) FROM lists GROUP BY header")
    return {
        header: Counts(count, Pair(*ways[header][:4]), Pair(*ways[header][4:])) for header, count in values if count
    }


def added(tallies: Iterable[Counts]) -> Counts:
    """The counts of several headers in one."""
    each = [Counts(0, _NOTHING, _NOTHING), *tallies]
    numbers, dates = (Pair(*map(sum, zip(*pairs, strict=True))) for pairs in list(zip(*each, strict=True))[1:])
    return Counts(sum(one.values for one in each), numbers, dates)


def is_comma_larger(model: sqlite3.Connection, headers: Iterable[int]) -> bool:
    """Whether a decimal comma makes larger numbers of these headers' texts: thousands are grouped by points, then."""
    wanted = list(headers)
    texts = f"SELECT * FROM texts WHERE header IN ({', '.join('?' * len(wanted))}) AND point != comma LIMIT {_WEIGHED}"
    sums = "total(abs(comma) * count) > total(abs(point) * count)"
    return bool(model.execute(f"SELECT {sums} FROM ({texts})", wanted).fetchone()[0])


def _way(row: str = "") -> str:
    """The SQL of how a text is read; NULL for one that is neither a number nor a date."""
    cases = []
    for first, (one, other) in zip((0, 4), _PAIRS, strict=True):
        one, other = f"{row}{one}", f"{row}{other}"
        cases += [
            f"WHEN {one} = {other} THEN {first + 2}",
            f"WHEN {one} != {other} THEN {first + 3}",
            f"WHEN {one} IS NOT NULL THEN {first}",
            f"WHEN {other} IS NOT NULL THEN {first + 1}",
        ]
    return f"(CASE {' '.join(cases)} END)"
