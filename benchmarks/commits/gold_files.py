"""Writes what `benchmarks.gold` of a checkout measures as files: each table, the full names, and the phone numbers.

    cd CHECKOUT && PYTHONPATH=functions:. python -P /path/to/benchmarks/commits/gold_files.py FOLDER

What gold asks of the rules is caught on its way there, so that no list of it is written twice.
"""

import csv
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

_SEED = 7
_MOST_ROWS = 1000
"""Of one file: enough for every kind of row that gold makes."""

Calls = list[tuple[Any, ...]]
"""The arguments of every call of a function."""


def main() -> None:
    """Gold is measured, and every header, row, name and number that it asks about is written down."""
    folder, gold = Path(sys.argv[1]), import_module("benchmarks.gold")
    for name in ("headers", "messy_rows"):
        asked = _asked_by(getattr(gold, name), "label_columns", "gather")
        for number, ((header,), (_, rows)) in enumerate(zip(*asked, strict=True)):
            _write(folder / f"{name}-{number:03}.csv", header, rows)
    (names,) = _asked_by(gold.full_names, "split_name")
    _write(folder / "names.csv", ["Full name"], names)
    (numbers,) = _asked_by(gold.phone_numbers, "read_phone")
    rows = [[f"Person {at}", regions[0].country, text] for at, (text, regions) in enumerate(numbers)]
    _write(folder / "phones.csv", ["Name", "Country", "Phone"], rows)


def _asked_by(measure: Callable[[random.Random], object], *functions: str) -> list[Calls]:
    """How often and of what a measurement asks each of these functions of the rules."""
    gold = import_module(measure.__module__)
    with ExitStack() as patches:
        wrapped = [patches.enter_context(patch.object(gold, name, wraps=getattr(gold, name))) for name in functions]
        measure(random.Random(_SEED))
        return [[call.args for call in each.call_args_list] for each in wrapped]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *islice(rows, _MOST_ROWS)])


if __name__ == "__main__":
    main()
