"""What the rules find in gold, by kind, on data that a seed makes.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.gold [--seed 1] [--misses 5] [--kinds alone values ...]

Rules are written with the seeds from 1; the figures in README.md are of the seed 2026, which nobody looks at before.
"""

import argparse
import random
from collections.abc import Callable

from benchmarks.gold.capitals import capitals, print_capitals
from benchmarks.gold.cells import print_cells
from benchmarks.gold.claims import print_claims, print_misses
from benchmarks.gold.column_sets import faxes, others_in_fields, print_taken
from benchmarks.gold.delimited_lists import delimited
from benchmarks.gold.encodings import print_encodings
from benchmarks.gold.headerless import phones_without_header
from benchmarks.gold.headers_of_locales import alone, with_values
from benchmarks.gold.merged_rows import merged_rows
from benchmarks.gold.national_numbers import national_numbers, print_numbers
from benchmarks.gold.tables_found import print_tables
from benchmarks.gold.written_names import print_names

Kind = Callable[[random.Random, int], None]


def _print_faxes(rng: random.Random, misses: int) -> None:
    columns, claimed, lines = faxes(rng)
    print(f"\nFax columns claimed for a field: {claimed} of {columns}")
    print_misses(lines, misses)


def _print_merged(rng: random.Random, misses: int) -> None:
    cells, lines = merged_rows(rng)
    print(f"\nCells of merged rows that are nowhere on the lead: {len(lines)} of {cells}")
    print_misses(lines, misses)


KINDS: dict[str, Kind] = {
    "alone": lambda rng, misses: print_claims("Headers of 14 locales alone", alone(rng), misses),
    "values": lambda rng, misses: print_claims("Headers of 14 locales with values", with_values(rng), misses),
    "others": lambda rng, misses: print_taken(others_in_fields(rng), misses),
    "faxes": _print_faxes,
    "headerless": lambda rng, misses: print_claims("Phones without header", phones_without_header(rng), misses),
    "numbers": lambda rng, misses: print_numbers(national_numbers(rng), misses),
    "merged": _print_merged,
    "capitals": lambda rng, misses: print_capitals(capitals(rng), misses),
    "delimited": lambda rng, misses: delimited(rng).print(misses),
    "encodings": print_encodings,
    "cells": print_cells,
    "tables": print_tables,
    "names": print_names,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=5)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    options = parser.parse_args()
    for name in options.kinds:
        KINDS[name](random.Random(f"{options.seed} {name}"), options.misses)


if __name__ == "__main__":
    main()
