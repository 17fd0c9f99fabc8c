"""Three ways to keep what lists say in columns, with the same invented values: which one decision 0024 chose, and why.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.column_stores [--leads 100000]
    .venv/bin/uv pip install duckdb==2.0.1     # beside the lock, for the row of DuckDB; without it that row is left out

Each store is a process of its own. `cells` is a row of SQLite for each value, `sets` a dictionary of texts with a
Roaring bitmap of leads for each, as the read model has it, DuckDB a table with a column for each header. Forty columns:
country, city, owner, event, source, interest, rating and date five times, of which the last two are a free text and an
id of each lead. Milliseconds are medians; import is that of the library, layer its size on disk.
"""

import argparse
import importlib.util
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyroaring import BitMap

STORES = ("cells", "sets", "duckdb")
_CHOICES = {"country": 60, "city": 2_000, "owner": 300, "event": 200, "source": 30, "interest": 50, "rating": 10}
_REPEATED = 5
_PRAGMAS = "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA mmap_size = 2147418112"
_ROUNDS = 5
CITY, RATING, FREE, ID = 1, 6, 38, 39


def columns_of(leads: int) -> list[list[str]]:
    """The values of each column, lead by lead."""
    columns = []
    for repeat in range(_REPEATED):
        for name, choices in _CHOICES.items():
            draw = random.Random(f"{name} {repeat}")
            texts = [str(number) if name == "rating" else _word(draw) for number in range(choices)]
            columns.append(draw.choices(texts, k=leads))
        draw = random.Random(f"date {repeat}")
        columns.append([f"2026-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}" for _ in range(leads)])
    draw = random.Random("each its own")
    columns[FREE] = [
        f"met at stand {draw.randrange(100_000)}, wants demo {draw.randrange(1_000)}" for _ in range(leads)
    ]
    columns[ID] = [f"c-{draw.randrange(10**9)}" for _ in range(leads)]
    return columns


def _word(draw: random.Random) -> str:
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randrange(4, 14)))


def _by_text(column: list[str]) -> dict[str, "array[int]"]:
    leads: dict[str, array[int]] = {}
    for number, text in enumerate(column, 1):
        leads.setdefault(text, array("I")).append(number)
    return leads


def measure_cells(path: Path, columns: list[list[str]]) -> dict[str, float]:
    model = _dictionary(path, columns, "")
    model.execute("CREATE TABLE cells (said INTEGER, lead INTEGER, PRIMARY KEY (said, lead)) WITHOUT ROWID")
    model.execute("BEGIN")
    texts = {(place, text): number for number, place, text in model.execute("SELECT id, header, text FROM texts")}
    for place, column in enumerate(columns):
        for text, leads in _by_text(column).items():
            model.executemany("INSERT INTO cells VALUES (?, ?)", ((texts[place, text], lead) for lead in leads))
    model.execute("COMMIT")
    of_rating = f"SELECT lead FROM cells WHERE said IN (SELECT id FROM texts WHERE header = {RATING} AND text > '5')"
    per_text = "SELECT said, count(*) AS n FROM cells WHERE said IN (SELECT id FROM texts WHERE header = ?)"
    questions = {
        "filter": (f"SELECT count(*) FROM leads WHERE id IN ({of_rating})", ()),
        "filter, negated": (f"SELECT count(*) FROM leads WHERE id NOT IN ({of_rating})", ()),
        "group, filtered": (f"{per_text} AND +lead IN ({of_rating}) GROUP BY said ORDER BY n DESC LIMIT 10", (CITY,)),
        "sort, middle page": (
            "SELECT lead FROM texts CROSS JOIN cells ON said = id WHERE header = ? ORDER BY folded LIMIT 50 OFFSET ?",
            (CITY, len(columns[0]) // 2),
        ),
    }
    asked = {
        name: _median(lambda sql=sql, values=values: model.execute(sql, values).fetchall())  # type: ignore[misc]
        for name, (sql, values) in questions.items()
    }
    return {**asked, **_rare_word(model, "SELECT lead FROM cells WHERE said IN ({})", columns)}


def measure_sets(path: Path, columns: list[list[str]]) -> dict[str, float]:
    model = _dictionary(path, columns, ", leads")
    model.execute("BEGIN")
    for place, column in enumerate(columns):
        rows = [(_packed(leads), place, text) for text, leads in _by_text(column).items()]
        model.executemany("UPDATE texts SET leads = ? WHERE header = ? AND folded = ?", rows)
    model.execute("COMMIT")
    rated = f"SELECT leads FROM texts WHERE header = {RATING} AND text > '5'"
    every = BitMap(range(1, len(columns[0]) + 1))

    def sets(sql: str, *values: Any) -> BitMap:
        rows = [row[0] for row in model.execute(sql, values)]
        return BitMap.union(BitMap(row for row in rows if isinstance(row, int)), *map(_unpacked, rows))

    def groups() -> list[Any]:
        leads = sets(rated)
        of_city = model.execute("SELECT text, leads FROM texts WHERE header = ?", (CITY,))
        return sorted((_unpacked(packed).intersection_cardinality(leads), text) for text, packed in of_city)[-10:]

    def middle() -> BitMap:
        passed = 0
        for (packed,) in model.execute("SELECT leads FROM texts WHERE header = ? ORDER BY folded", (CITY,)):
            passed += len(_unpacked(packed))
            if passed > len(every) // 2:
                return _unpacked(packed)
        return BitMap()

    asked = {
        "filter": _median(lambda: len(sets(rated))),
        "filter, negated": _median(lambda: len(every - sets(rated))),
        "group, filtered": _median(groups),
        "sort, middle page": _median(middle),
    }
    return {**asked, **_rare_word(model, "SELECT leads FROM texts WHERE id IN ({})", columns)}


def measure_duckdb(path: Path, columns: list[list[str]]) -> dict[str, float]:
    import duckdb  # type: ignore[import-not-found]

    model = duckdb.connect(str(path), config={"threads": 2})
    names = ", ".join(f"c{place} VARCHAR" for place in range(len(columns)))
    model.execute(f"CREATE TABLE leads (id INTEGER, {names})")
    rows = path.with_suffix(".csv")
    with rows.open("w", encoding="utf-8") as file:
        file.writelines(
            ";".join([str(number), *row]) + "\n" for number, row in enumerate(zip(*columns, strict=True), 1)
        )
    model.execute(f"COPY leads FROM '{rows}' (DELIMITER ';', HEADER false)")
    rows.unlink()
    model.execute("CHECKPOINT")
    rare = columns[ID][len(columns[ID]) // 2]
    anywhere = " OR ".join(f"contains(c{place}, '{rare}')" for place in range(len(columns)))
    questions = {
        "filter": f"SELECT count(*) FROM leads WHERE c{RATING} > '5'",
        "filter, negated": f"SELECT count(*) FROM leads WHERE NOT c{RATING} > '5'",
        "group, filtered": f"SELECT c{CITY}, count(*) FROM leads WHERE c{RATING} > '5' GROUP BY 1 ORDER BY 2 LIMIT 10",
        "sort, middle page": f"SELECT id FROM leads ORDER BY c{CITY}, id LIMIT 50 OFFSET {len(columns[0]) // 2}",
        "rare word, all columns": f"SELECT id FROM leads WHERE {anywhere}",
    }
    return {name: _median(lambda sql=sql: model.execute(sql).fetchall()) for name, sql in questions.items()}  # type: ignore[misc]


def _dictionary(path: Path, columns: list[list[str]], more: str) -> sqlite3.Connection:
    """The leads, and the texts of all columns with an index of trigrams."""
    model = sqlite3.connect(path, isolation_level=None)
    model.executescript(_PRAGMAS)
    model.execute("CREATE TABLE leads (id INTEGER PRIMARY KEY)")
    model.execute(f"CREATE TABLE texts (id INTEGER PRIMARY KEY, header INTEGER, text TEXT, folded TEXT{more})")
    model.execute("CREATE VIRTUAL TABLE search USING fts5(folded, content='', tokenize='trigram case_sensitive 1')")
    model.execute("BEGIN")
    model.executemany("INSERT INTO leads VALUES (?)", ((number,) for number in range(1, len(columns[0]) + 1)))
    for place, column in enumerate(columns):
        rows = ((place, text, text.lower()) for text in dict.fromkeys(column))
        model.executemany("INSERT INTO texts (header, text, folded) VALUES (?, ?, ?)", rows)
    model.execute("INSERT INTO search (rowid, folded) SELECT id, folded FROM texts")
    model.execute("CREATE INDEX byheader ON texts (header, folded)")
    model.execute("COMMIT")
    return model


def _rare_word(model: sqlite3.Connection, leads: str, columns: list[list[str]]) -> dict[str, float]:
    rare = f'"{columns[ID][len(columns[ID]) // 2]}"'
    sql = leads.format("SELECT rowid FROM search WHERE search MATCH ?")
    return {"rare word, all columns": _median(lambda: model.execute(sql, (rare,)).fetchall())}


def _packed(leads: "array[int]") -> int | bytes:
    return leads[0] if len(leads) == 1 else BitMap(leads).serialize()


def _unpacked(packed: int | bytes) -> BitMap:
    return BitMap([packed]) if isinstance(packed, int) else BitMap.deserialize(packed)


def _median(ask: Callable[[], Any]) -> float:
    ask()
    spent = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        ask()
        spent.append(1000 * (time.perf_counter() - begun))
    return statistics.median(spent)


def measure(store: str, leads: int) -> dict[str, float]:
    """Every line of the table for one store."""
    columns = columns_of(leads)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with TemporaryDirectory() as folder:
        path = Path(folder) / store
        begun = time.perf_counter()
        asked = {"cells": measure_cells, "sets": measure_sets, "duckdb": measure_duckdb}[store](path, columns)
        facts = {"file (MB)": path.stat().st_size / 1e6, "filling and asking (s)": time.perf_counter() - begun}
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / 1e6
    return {**facts, **asked, "memory beside the values (MB)": grown, **_library(store)}


def _library(store: str) -> dict[str, float]:
    """What the library weighs in a layer, and how long it takes to import."""
    name = {"cells": "sqlite3", "sets": "pyroaring", "duckdb": "duckdb"}[store]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {name}"], check=True)
    with_import = time.perf_counter() - begun
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    site = Path(importlib.util.find_spec("pyroaring").origin or "").parent  # type: ignore[union-attr]
    files = [path for each in site.glob(f"*{name}*") for path in (each.rglob("*") if each.is_dir() else [each])]
    size = sum(path.stat().st_size for path in files if path.is_file()) / 1e6
    return {"layer (MB)": size, "import (ms)": 1000 * (with_import - (time.perf_counter() - begun))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--store", choices=STORES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.store:
        print(json.dumps(measure(options.store, options.leads)))
        return
    stores = [store for store in STORES if store != "duckdb" or importlib.util.find_spec("duckdb")]
    command = [sys.executable, "-m", "benchmarks.column_stores", "--leads", str(options.leads), "--store"]
    results = [
        json.loads(subprocess.run([*command, store], stdout=subprocess.PIPE, check=True).stdout) for store in stores
    ]
    print(f"| {options.leads:,} leads, 40 columns | {' | '.join(stores)} |\n|---|{'--:|' * len(stores)}")
    for line in results[0]:
        print(f"| {line} | {' | '.join(f'{result[line]:,.1f}' for result in results)} |")


if __name__ == "__main__":
    main()
