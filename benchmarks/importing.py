"""How fast an import is on the local stack, and how many calls it makes.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.importing [--rows 1000 20000]

Rows per second are those of this machine, emulator included. The calls are counted in this process, with the handlers
run in the state machine's order on moto, so they are the same everywhere, and plans for AWS can be made from them.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.counting import counted_import
from local.emulator.scratch import scratch_stack
from local.operating import importing

HEADER = ("Full name", "Job title", "Company", "E-mail", "Mobile", "Hall", "Notes", "Follow up")


def write_leads(path: Path, rows: int, people: int = 0) -> Path:
    """A CSV of so many fictional people, who come again and again; each once if it is not said how many."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in (row % (people or rows) for row in range(rows)):
            email = f"person{n}@company{n % 977}.example"
            phone = f"+65 6{n % 10_000_000:07d}"
            writer.writerow((f"Kim{n} Lee{n % 89}", "Buyer", f"Company {n % 977}", email, phone, "B2", "asked", "May"))
    return path


@contextmanager
def timed(results: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    results[name] = time.perf_counter() - begun


def measure_speed(rows: int, folder: Path) -> dict[str, float]:
    """Seconds of a first and a second import of the same file, on a fresh stack that has run one import."""
    root = folder / f"stack-{rows}"
    root.mkdir()
    seconds: dict[str, float] = {}
    with scratch_stack(root) as running:
        client = running.client()
        warm = write_leads(folder / "warm.csv", 10)
        importing.import_file(client, warm, {}, lambda _status: None)
        path = write_leads(folder / f"{rows}.csv", rows)
        for name in ("new", "unchanged"):
            with timed(seconds, name):
                status = importing.import_file(client, path, {}, lambda _status: None)
            if status["status"] != "completed" or status["result"]["rows"] != rows:
                raise SystemExit(f"The import did not complete: {status}")
    return seconds


def print_speed(sizes: list[int], folder: Path) -> None:
    print("| rows | first import | rows/s | same file again | rows/s |")
    print("|--:|--:|--:|--:|--:|")
    for rows in sizes:
        seconds = measure_speed(rows, folder)
        cells = [f"{seconds[name]:.1f} s | {rows / seconds[name]:,.0f}" for name in ("new", "unchanged")]
        print(f"| {rows:,} | {' | '.join(cells)} |", flush=True)


def print_calls(rows: int, folder: Path) -> None:
    """Calls per 1,000 rows."""
    path = write_leads(folder / "counted.csv", rows)
    first, again = counted_import([path, path])
    print(f"\n| calls per 1,000 rows (of {rows:,}) | first import | same file again |")
    print("|---|--:|--:|")
    for name in sorted({*first, *again}):
        print(f"| {name} | {_per_thousand(first, name, rows)} | {_per_thousand(again, name, rows)} |")


def _per_thousand(calls: Counter[str], name: str, rows: int) -> str:
    return f"{calls[name] * 1000 / rows:,.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 20_000])
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        print_speed(given.rows, Path(folder))
        print_calls(max(given.rows), Path(folder))


if __name__ == "__main__":
    main()
