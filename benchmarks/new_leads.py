"""What storing new leads costs, one in a call and 25: work on the processor, calls, and time on an emulator.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.new_leads [--leads 20000] [--rounds 3]

The emulator runs beside this process, without a stack; both ways take turns, each on a table that is empty. Capacity
units are those of the emulator, which counts one for each write whatever its size: `benchmarks.upsert` has AWS's.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.counting import create_leads_table
from easycrm.leads.lead import Lead, Origin, Source, Value
from easycrm.leads.table import LeadsTable
from local.emulator import aws, environment, ministack
from local.emulator.scratch import free_port
from local.settings import ACCESS_KEY, SECRET_KEY, Settings

_TABLE = "new-leads"
_THREADS_OF_PUTS = 16
_TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Of all leads: seconds, but for the calls and the units that DynamoDB says it consumed."""

    client: float
    emulator: float
    wall: float
    calls: int
    units: float


def new_leads(number: int) -> list[Lead]:
    """As an import makes them of the columns that an ordinary file has."""
    origin = Origin("2026-03-01T09:00:00.000001Z", "u" * 26, "Visitors", 2)
    made = []
    for n in range(number):
        texts = {
            **{"firstName": f"Kim{n}", "lastName": f"Lee{n % 89}", "title": "Buyer", "company": f"Company {n % 977}"},
            **{"email": f"person{n}@company{n % 977}.example", "phone": f"+656{n % 10_000_000:07d}"},
            **{"remarks.Hall": "B2", "remarks.Notes": "asked", "remarks.Follow up": "May"},
        }
        of_row = origin._replace(row=n + 2)
        values = {key: Value(text, of_row) for key, text in texts.items()}
        source = Source(of_row, "visitors.csv", "rules")
        made.append(Lead(f"L{n:021}", values, origin.upload_id, origin.registered_at, source, 1))
    return made


def put_each(table: LeadsTable, leads: Sequence[Lead]) -> None:
    with ThreadPoolExecutor(_THREADS_OF_PUTS) as pool:
        list(pool.map(table.put, leads))


def insert_all(table: LeadsTable, leads: Sequence[Lead]) -> None:
    table.insert(leads)


WAYS: dict[str, Callable[[LeadsTable, Sequence[Lead]], None]] = {
    f"one in a call, {_THREADS_OF_PUTS} at a time": put_each,
    "25 in a call, 4 at a time": insert_all,
}


@contextmanager
def running_emulator() -> Iterator[Settings]:
    with TemporaryDirectory() as root:
        settings = Settings(Path(root), free_port())
        environment.prepare(settings)
        ministack.start(settings)
        try:
            yield settings
        finally:
            ministack.kill(settings)


def measure(settings: Settings, store: Callable[[LeadsTable, Sequence[Lead]], None], leads: Sequence[Lead]) -> Cost:
    dynamodb = aws.client(settings, "dynamodb")
    create_leads_table(dynamodb, _TABLE)
    writer, counts = _counted_writer(settings)
    emulator = ministack.running(settings)
    assert emulator is not None
    at_first = _processor(emulator.pid), time.process_time(), time.perf_counter()
    store(LeadsTable(dynamodb, _TABLE, writer=writer), leads)
    after = _processor(emulator.pid), time.process_time(), time.perf_counter()
    pages = dynamodb.get_paginator("scan").paginate(TableName=_TABLE, Select="COUNT")
    if sum(page["Count"] for page in pages) != len(leads):
        raise SystemExit("Not all leads were stored.")
    dynamodb.delete_table(TableName=_TABLE)
    of_emulator, of_client, wall = (end - begin for begin, end in zip(at_first, after, strict=True))
    return Cost(of_client, of_emulator, wall, counts["calls"], counts["units"])


def _counted_writer(settings: Settings) -> tuple[Any, Counter[str]]:
    """The functions' own client for writes, and what it counts."""
    from easycrm.handlers import wiring

    os.environ |= {
        "AWS_ENDPOINT_URL_DYNAMODB": settings.endpoint,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }
    wiring.leads_writer.cache_clear()
    writer, counts = wiring.leads_writer(), Counter[str]()

    def count(parsed: dict[str, Any], **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        counts["calls"] += 1
        counts["units"] += sum(
            each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed])
        )

    writer.meta.events.register("provide-client-params.dynamodb", _ask_for_units)
    writer.meta.events.register("after-call.dynamodb", count)
    return writer, counts


def _ask_for_units(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    return params | {"ReturnConsumedCapacity": "TOTAL"}


def _processor(pid: int) -> float:
    """Seconds of work of another process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def print_costs(number: int, rounds: int) -> None:
    leads = new_leads(number)
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    with running_emulator() as settings:
        for _ in range(rounds):
            for way, store in WAYS.items():
                costs[way].append(measure(settings, store, leads))
    print(f"Of {number:,} new leads, the median of {rounds} rounds in turn.\n")
    print("| new leads | client s | emulator s | wall s | calls per 1,000 | units per lead, as the emulator counts |")
    print("|---|--:|--:|--:|--:|--:|")
    for way, of_rounds in costs.items():
        client, emulator, wall, calls, units = (median(values) for values in zip(*of_rounds, strict=True))
        cells = f"{client:.1f} | {emulator:.1f} | {wall:.1f} | {calls * 1000 / number:,.0f} | {units / number:.2f}"
        print(f"| {way} | {cells} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print_costs(given.leads, given.rounds)


if __name__ == "__main__":
    main()
