"""A large import of new rows on AWS, simulated: how long it takes, what it costs, what is nearest to its limits.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.simulation [--rows 5000000] [--people 2000000]

Tasks that see the whole file did so here (`whole_files`); of the children of both maps a few runs of the same shape
were counted (`shaped`); `on_aws` has what is assumed. Every task had done the same for a few rows before.
"""

import argparse
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.counting import CPU
from benchmarks.metering import INDEX_WRITES, READS, TABLE_WRITES
from benchmarks.on_a_folder import BYTES, FolderS3, store_of
from benchmarks.on_aws import (
    CHILD_SECONDS,
    CHILDREN,
    COLD_SECONDS,
    INVOKE_SECONDS,
    LAMBDA_SECONDS,
    PRICED,
    PRICES,
    S3_BYTES_PER_SECOND,
    S3_GETS_PER_SECOND,
    S3_PUTS_PER_SECOND,
    TABLE_READS_FIRST,
    TABLE_UNITS,
    TABLE_WRITES_FIRST,
    WAITS,
    Import,
    Task,
)
from benchmarks.shaped import Shape, count_children
from benchmarks.whole_files import Cost, measure
from easycrm.uploads.work_files.worksheet_batches import read_worksheet_batches
from tests.support.sam import definition

REGION = "ap-southeast-1"
CALL_NANOSECONDS = 1_000_000  # boto3's own work on a call, which tasks on a folder do not do; measured here on moto
OF_RECORDS = {"DynamoDB GetItem": 2, "DynamoDB UpdateItem": 1}  # what a task that sees the whole file asks and notes
REGISTER: dict[str, float] = {"Lambda invocations": 1, "DynamoDB UpdateItem": 2, CPU: 5_000_000}


def simulated(rows: int, people: int) -> tuple[Import, Shape, dict[str, Cost]]:
    """The import, how it is shared out, and what the tasks took that see the whole file."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        once = dict(measure(rows, people, folder))
        batches = read_worksheet_batches(store_of(FolderS3(folder / "all"))) or []
    shape = Shape(rows, people, len(batches), batches[0]["slices"])
    children = count_children(shape)
    runs = dict(zip(CHILDREN, (shape.batches, shape.slices), strict=True))
    tasks = {"register_upload": Task("register_upload", REGISTER)}
    for task in ("parse_workbook", "map_columns", "standardise_batch", "choose_slices", "upsert_slice"):
        tasks[task] = Task(task, _all(children[task], runs[task]) if task in runs else _counts_of(once[task]))
    tasks |= {task: Task(task, _counts_of(once[task])) for task in ("publish_leads", "finish_import")}
    others = [state for state in definition()["States"].values() if state["Type"] in ("Choice", "Map")]
    transitions = len(tasks) - len(CHILDREN) + len(others) + 2 * sum(runs.values())
    return Import(rows, tasks, transitions), shape, once


def _all(of_one: Counter[str], runs: int) -> dict[str, float]:
    return {name: float(number * runs) for name, number in of_one.items()}


def _counts_of(cost: Cost) -> dict[str, float]:
    called = sum(number for name, number in cost.calls.items() if name != BYTES)
    work = cost.seconds * 1e9 + CALL_NANOSECONDS * called
    return {"Lambda invocations": 1, CPU: work, **OF_RECORDS, **cost.calls}


def print_simulation(rows: int, people: int, concurrency: int) -> None:
    whole, shape, once = simulated(rows, people)
    print(f"\nSimulated, not measured: {rows:,} new rows of {people:,} people on AWS, MapConcurrency", end=" ")
    print(f"{concurrency}, {shape.batches:,} batches, {shape.slices:,} slices. Assumed, in seconds: {_assumed()}.\n")
    _print_tasks(whole, once)
    print("\n| | minutes |\n|---|--:|")
    print(f"| tasks that see the whole file, their start included | {whole.once_seconds / 60:.1f} |")
    for child in CHILDREN:
        print(f"| the map of {child} | {whole.map_seconds(child, concurrency) / 60:.1f} |")
    print(f"| all | {whole.seconds(concurrency) / 60:.1f} |")
    print(f"| all, on a fresh table | {whole.fresh_seconds(concurrency) / 60:.1f} |\n")
    _print_rates(whole, concurrency)
    _print_costs(whole)


def _assumed() -> str:
    waits = ", ".join(f"{name} {seconds}" for name, seconds in WAITS.items())
    others = {"invoking": INVOKE_SECONDS, "a child": CHILD_SECONDS, "a cold start": COLD_SECONDS}
    rates = f"S3 {S3_BYTES_PER_SECOND / 1e6:.0f} MB/s; processor as here, by the share that the memory gives"
    return "; ".join([waits, *(f"{name} {seconds}" for name, seconds in others.items()), rates])


def _print_tasks(whole: Import, once: dict[str, Cost]) -> None:
    print("| task | runs | MB | held, MB | processor s/run | waiting s/run | s/run | timeout s |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, task in whole.tasks.items():
        memory, timeout = task.properties["MemorySize"], task.properties["Timeout"]
        held = f"{once[name].peak / 2**20:,.0f}" if name in once else ""
        over = " **exceeded**" if task.seconds > timeout else ""
        parts = f"{task.processor_seconds:,.1f} | {task.waiting_seconds:,.1f} | {task.seconds:,.1f}"
        print(f"| {name} | {task.runs:,.0f} | {memory:,} | {held} | {parts} | {timeout}{over} |")
    longest = max(whole.tasks.values(), key=lambda task: task.seconds)
    print(f"\nThe longest is {longest.name}: {longest.seconds:,.0f} s of {LAMBDA_SECONDS}.")


def _print_rates(whole: Import, concurrency: int) -> None:
    """What the second map asks of the services in a second, against what they take."""
    seconds = whole.map_seconds("upsert_slice", concurrency)
    upsert = whole.tasks["upsert_slice"].counts
    rates = {
        "writes of the leads table": (TABLE_WRITES, TABLE_WRITES_FIRST, TABLE_UNITS),
        "writes of its index": (INDEX_WRITES, TABLE_WRITES_FIRST, TABLE_UNITS),
        "reads of the leads table": (READS, TABLE_READS_FIRST, TABLE_UNITS),
        "GETs below one prefix": ("S3 GetObject", S3_GETS_PER_SECOND, S3_GETS_PER_SECOND),
        "PUTs below one prefix": ("S3 PutObject", S3_PUTS_PER_SECOND, S3_PUTS_PER_SECOND),
    }
    print("| a second, while slices are stored | needed | at first | in the end |\n|---|--:|--:|--:|")
    for name, (counted, first, end) in rates.items():
        print(f"| {name} | {upsert.get(counted, 0) / seconds:,.0f} | {first:,} | {end:,} |")


def _print_costs(whole: Import) -> None:
    calls = sum(number for name, number in _calls(whole).items() if name.startswith("DynamoDB"))
    print(f"\n{whole.transitions:,.0f} state transitions; {whole.total(TABLE_WRITES):,.0f} write units in the", end=" ")
    print(f"table, {whole.total(INDEX_WRITES):,.0f} in its index; {whole.total(READS):,.0f} read units;", end=" ")
    print(f"{calls * 1000 / whole.rows:,.0f} calls of DynamoDB per 1,000 rows.\n")
    costs = whole.costs(PRICES[REGION])
    print(f"| USD in {REGION} | |\n|---|--:|")
    for service, usd in costs.items():
        print(f"| {service} | {usd:.2f} |")
    print(f"| all | {sum(costs.values()):.2f} |\n")
    print(f"{PRICED}. Logs, traces, metrics and storage are left out.")


def _calls(whole: Import) -> Counter[str]:
    calls: Counter[str] = Counter()
    for task in whole.tasks.values():
        calls.update(task.counts)
    return calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, help="as many as rows, if it is not said")
    parser.add_argument("--concurrency", type=int, default=100)
    options = parser.parse_args()
    print_simulation(options.rows, options.people or options.rows, options.concurrency)


if __name__ == "__main__":
    main()
