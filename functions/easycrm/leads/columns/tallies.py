"""How many values a header has in the leads, and how they are read: counted by the file, without looking at leads."""

import sqlite3
from collections.abc import Iterable

from easycrm.leads.columns.readings import Counts, Pair

READ = "coalesce(point, comma, dayFirst, monthFirst) IS NOT NULL"
"""The condition of the index `readable`, which has the texts that are numbers or dates, and is asked by it alone."""


def tallies_of(model: sqlite3.Connection) -> dict[int, Counts]:
    """By header, of those that a lead has."""
    values = {row[0]: row[1] for row in _rows(model, "SELECT header, sum(leads) FROM lists GROUP BY header")}
    sums = ", ".join([*_sums("point", "comma"), *_sums("dayFirst", "monthFirst")])
    read = _rows(model, f"SELECT header, {sums} FROM texts WHERE {READ} GROUP BY header")
    pairs = {row[0]: (Pair(*row[1:5]), Pair(*row[5:])) for row in read}
    nothing = Pair(0, 0, 0, 0)
    return {header: Counts(count, *pairs.get(header, (nothing, nothing))) for header, count in values.items() if count}


def added(tallies: Iterable[Counts]) -> Counts:
    """The counts of several headers in one."""
    sums = [Counts(0, Pair(0, 0, 0, 0), Pair(0, 0, 0, 0)), *tallies]
    numbers = Pair(*map(sum, zip(*(each.numbers for each in sums), strict=True)))
    dates = Pair(*map(sum, zip(*(each.dates for each in sums), strict=True)))
    return Counts(sum(each.values for each in sums), numbers, dates)


def is_comma_larger(model: sqlite3.Connection, headers: Iterable[int]) -> bool:
    """Whether a decimal comma makes larger numbers of these headers' texts: thousands are grouped by points, then."""
    wanted = list(headers)
    places = ", ".join("?" * len(wanted))
    sql = (
        f"SELECT total(abs(comma) * count) > total(abs(point) * count) FROM texts WHERE {READ} AND header IN ({places})"
    )
    return bool(_rows(model, sql, wanted)[0][0])


def _sums(one: str, other: str) -> list[str]:
    """The four numbers of a Pair."""
    conditions = (
        *(f"{one} IS NOT NULL AND {other} IS NULL", f"{other} IS NOT NULL AND {one} IS NULL"),
        *(f"{one} = {other}", f"{one} != {other}"),
    )
    return [f"sum(iif({condition}, count, 0))" for condition in conditions]


def _rows(model: sqlite3.Connection, sql: str, values: Iterable[int] = ()) -> list[tuple[int, ...]]:
    return [tuple(row) for row in model.execute(sql, list(values))]
