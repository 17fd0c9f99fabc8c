"""What an upsert costs: capacity units and calls against query-then-put, and speed here.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.upsert [--rows 1000] [--stack 1000 5000]

Units are computed from the real items of the calls that the functions make on moto (`metering.py`). The rival stores
the same leads, in the same run, in a table of the same shape. `--stack` without sizes leaves the local stack out.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.counting import create_leads_table, emulated_aws, import_one
from benchmarks.importing import print_speed, write_leads
from benchmarks.metering import INDEX_WRITES, READS, TABLE_WRITES, Item, Meter
from benchmarks.on_aws import Counted
from benchmarks.query_then_put import query_then_put

_KINDS = ("new", "changed", "unchanged")
_RIVAL = "rival"
_ROWS = (
    TABLE_WRITES,
    INDEX_WRITES,
    READS,
    "DynamoDB BatchExecuteStatement",
    "DynamoDB PutItem",
    "DynamoDB BatchGetItem",
    "DynamoDB GetItem",
    "DynamoDB Query",
)


def with_other_jobs(path: Path, copy: Path) -> Path:
    """The same people, every one in another job."""
    with path.open(encoding="utf-8", newline="") as given, copy.open("w", encoding="utf-8", newline="") as changed:
        writer = csv.writer(changed)
        for number, row in enumerate(csv.reader(given)):
            writer.writerow([row[0], "Director", *row[2:]] if number else row)
    return copy


def count_units(path: Path, changed: Path) -> dict[str, tuple[dict[str, Counter[str]], Counter[str]]]:
    """Per kind of lead: the import's calls by task, and the rival's calls, for the same leads."""
    calls: Counter[str] = Counter()
    counted = {}
    with emulated_aws(calls) as session:
        ours = Meter(session, "leads", "leadId", calls)
        Meter(session, _RIVAL, "leadId", calls)
        dynamodb = session.client("dynamodb")
        create_leads_table(dynamodb, _RIVAL)
        for kind, file in zip(_KINDS, (path, changed, changed), strict=True):
            by_task = import_one(kind, file, calls)
            counted[kind] = (by_task, _counted_rival(dynamodb, list(ours.items.values()), calls))
    return counted


def _counted_rival(dynamodb: Any, leads: list[Item], calls: Counter[str]) -> Counter[str]:
    calls.clear()
    query_then_put(dynamodb, _RIVAL, leads)
    return Counter(calls)


def print_units(rows: int, folder: Path) -> None:
    path = write_leads(folder / "units.csv", rows)
    counted = count_units(path, with_other_jobs(path, folder / "changed.csv"))
    print(f"| per 1,000 leads (of {rows:,}) | " + " | ".join(f"{kind} | rival" for kind in _KINDS) + " |")
    print("|---|" + "--:|" * 2 * len(_KINDS))
    for name in _ROWS:
        cells = [of[name] for by_task, rival in counted.values() for of in (by_task["upsert_slice"], rival)]
        print(f"| {name} | {_per_thousand(cells, rows)} |")
    cells = [n for by_task, _ in counted.values() for n in (_other_reads(by_task), 0)]
    print(f"| read units of other tasks | {_per_thousand(cells, rows)} |\n")
    print_goals({kind: by_task["upsert_slice"] for kind, (by_task, _) in counted.items()}, rows)
    calls = sum(_calls(counts) for counts in counted["new"][0].values())
    goal = "under 100 calls of DynamoDB per 1,000 new leads, of all tasks"
    print(f"| {goal} | {calls * 1000 / rows:.0f} | {_met(calls * 1000 < 100 * rows)} |\n", flush=True)


def _other_reads(by_task: dict[str, Counter[str]]) -> int:
    return sum(calls[READS] for task, calls in by_task.items() if task != "upsert_slice")


def print_goals(upserts: dict[str, Counter[str]], rows: int) -> None:
    units = {kind: (calls[TABLE_WRITES] + calls[INDEX_WRITES]) / rows for kind, calls in upserts.items()}
    queries = sum(calls["DynamoDB Query"] for calls in upserts.values())
    if upserts["new"][TABLE_WRITES] < rows:
        raise SystemExit("The meter heard too little: every new lead takes a write unit at least.")
    print("| goal | counted | met |")
    print("|---|--:|---|")
    print(f"| at most 2 write units per new lead | {units['new']:.2f} | {_met(units['new'] <= 2)} |")
    print(f"| 0 write units per unchanged lead | {units['unchanged']:.2f} | {_met(units['unchanged'] == 0)} |")
    print(f"| no query of the index | {queries} | {_met(queries == 0)} |")


def _calls(counts: Counter[str]) -> int:
    return sum(number for name, number in counts.items() if name.startswith("DynamoDB"))


def _met(is_met: bool) -> str:
    return "yes" if is_met else "NO"


def _per_thousand(counts: list[int], rows: int) -> str:
    return " | ".join(f"{count * 1000 / rows:,.0f}" for count in counts)


def count_import(path: Path, rows: int) -> Counted:
    """A first import of so many rows, on a table of its own."""
    calls: Counter[str] = Counter()
    with emulated_aws(calls) as session:
        Meter(session, "leads", "leadId", calls)
        by_task = import_one("simulated", path, calls)
        return Counted(rows, by_task, calls["Step Functions state transitions"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--stack", type=int, nargs="*", default=[1_000, 5_000])
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        print_units(given.rows, folder)
        if given.stack:
            print_speed(given.stack, folder)


if __name__ == "__main__":
    main()
