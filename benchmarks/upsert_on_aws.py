"""A million new rows on AWS, by arithmetic from counted calls. Nothing here was measured on AWS.

Two imports of different size give a straight line per task: what it costs once, and what each further row costs. The
work on the processor is that of this machine, emulator taken off; each call waits for a latency that is assumed.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from benchmarks.counting import CPU
from benchmarks.metering import INDEX_WRITES, READS, TABLE_WRITES
from tests.support.sam import translated

ROWS = 1_000_000
CONCURRENCIES = (10, 50, 200)
BATCH_ROWS = 200  # the template's default

# Latencies, in seconds. Assumptions, to be replaced by X-Ray's once there is an account.
S3_SECONDS = 0.1  # S3 user guide, performance: small objects in roughly 100 to 200 ms; often 20 to 50 in practice
DYNAMODB_SECONDS = 0.01  # DynamoDB guide: single-digit milliseconds, rounded up
INVOKE_SECONDS = 0.1  # Step Functions entering a state and invoking a warm function; an estimate
CHILD_SECONDS = 0.2  # Step Functions starting and closing a child execution; an estimate
FULL_PROCESSOR_MB = 1_769  # Lambda guide: one vCPU; less memory is a share of one, more does not speed up one thread
TASK_TRANSITIONS = 3  # a child's start and its two tasks

IN_PARALLEL = {  # the functions' own thread pools; all other calls wait for each other
    ("upsert_batch", "DynamoDB PutItem"): 16,
    ("plan_batches", "S3 PutObject"): 16,
    ("publish_leads", "S3 GetObject"): 16,
    ("publish_leads", "DynamoDB BatchGetItem"): 8,
    ("finish_import", "S3 GetObject"): 16,
}

# Default quotas, from the services' quota pages as remembered in 2025; ap-southeast-1, with us-east-1 in the table.
LAMBDA_CONCURRENCY = 1_000  # per account and region; new accounts may have less
LAMBDA_SECONDS = 900
TABLE_UNITS_FIRST = 4_000  # write units/s that a fresh on-demand table takes; it doubles within 30 minutes
TABLE_UNITS = 40_000  # write units/s per table
TRANSITIONS_PER_SECOND = 800  # StateTransition refill, Standard; 5,000 in us-east-1
STARTS_PER_SECOND = 150  # StartExecution refill, Standard; 300 in us-east-1; assumed to hold for children, too
MAP_CONCURRENCY = 10_000  # children of one map run at once
S3_PUTS_PER_SECOND = 3_500  # per prefix


class Prices(NamedTuple):
    """USD list prices as of 2025, from memory: assumptions, to be checked on the services' pricing pages."""

    transition: float
    lambda_gb_second: float  # arm64
    lambda_request: float
    write_unit: float  # on demand
    read_unit: float
    s3_put: float  # PUT, POST and LIST
    s3_get: float


PRICES = {
    "us-east-1": Prices(25e-6, 0.0000133334, 0.20e-6, 0.625e-6, 0.125e-6, 5e-6, 0.4e-6),
    "ap-southeast-1": Prices(25e-6, 0.0000133334, 0.20e-6, 0.7115e-6, 0.1423e-6, 5e-6, 0.4e-6),
}
RECORD_WRITE_UNITS = 2  # an UpdateItem on an upload's record: the table and its index, each under 1 KB


class Counted(NamedTuple):
    """A counted import: calls and units by task."""

    rows: int
    by_task: dict[str, Counter[str]]
    transitions: int


@dataclass(frozen=True)
class Task:
    """A task's share of an import, all its invocations together."""

    name: str
    counts: dict[str, float]

    @property
    def runs(self) -> float:
        return self.counts["Lambda invocations"]

    @property
    def properties(self) -> dict[str, int]:
        name = "".join(word.capitalize() for word in self.name.split("_")) + "Function"
        of_all = translated()["Resources"][name]["Properties"]
        return {"MemorySize": of_all["MemorySize"], "Timeout": of_all["Timeout"]}

    @property
    def processor_seconds(self) -> float:
        """Of one run, at the function's memory."""
        return self.counts[CPU] / 1e9 / self.runs / min(1, self.properties["MemorySize"] / FULL_PROCESSOR_MB)

    @property
    def waiting_seconds(self) -> float:
        """Of one run. Waiting and work are added, although threads overlap them: rather too long than too short."""
        waits = {"S3": S3_SECONDS, "DynamoDB": DYNAMODB_SECONDS}
        waited = [
            number * waits[name.split()[0]] / IN_PARALLEL.get((self.name, name), 1)
            for name, number in self.counts.items()
            if name.split()[0] in waits
        ]
        return sum(waited) / self.runs

    @property
    def seconds(self) -> float:
        return self.processor_seconds + self.waiting_seconds

    @property
    def gb_seconds(self) -> float:
        return self.seconds * self.runs * self.properties["MemorySize"] / 1024


class Import:
    """An import of so many new rows."""

    def __init__(self, small: Counted, large: Counted, rows: int = ROWS) -> None:
        self.tasks = {name: Task(name, _extended(small, large, name, rows)) for name in large.by_task}
        self.transitions = _line(small.transitions, large.transitions, small.rows, large.rows, rows)
        self.batches = ceil(rows / BATCH_ROWS)

    @property
    def in_batches(self) -> list[Task]:
        return [self.tasks["standardise_batch"], self.tasks["upsert_batch"]]

    @property
    def once(self) -> list[Task]:
        return [task for task in self.tasks.values() if task not in self.in_batches]

    @property
    def batch_seconds(self) -> float:
        return CHILD_SECONDS + sum(task.seconds + INVOKE_SECONDS for task in self.in_batches)

    @property
    def once_seconds(self) -> float:
        return sum(task.seconds + INVOKE_SECONDS for task in self.once)

    def map_seconds(self, concurrency: int) -> float:
        return ceil(self.batches / concurrency) * self.batch_seconds

    def fresh_map_seconds(self, concurrency: int) -> float:
        """The same where the table takes no more than a fresh one does, and never learns to take more."""
        slowest = max(self.total(TABLE_WRITES), self.total(INDEX_WRITES)) / TABLE_UNITS_FIRST
        return max(self.map_seconds(concurrency), slowest)

    def total(self, *names: str) -> float:
        return sum(task.counts.get(name, 0) for task in self.tasks.values() for name in names)

    def costs(self, prices: Prices) -> dict[str, float]:
        writes = self.total(TABLE_WRITES, INDEX_WRITES) + RECORD_WRITE_UNITS * self.total("DynamoDB UpdateItem")
        reads = self.total(READS) + self.total("DynamoDB GetItem")  # a record is one unit
        gb_seconds = sum(task.gb_seconds for task in self.tasks.values())
        runs = self.total("Lambda invocations")
        return {
            "Step Functions": self.transitions * prices.transition,
            "Lambda arm64": gb_seconds * prices.lambda_gb_second + runs * prices.lambda_request,
            "DynamoDB on demand": writes * prices.write_unit + reads * prices.read_unit,
            "S3 requests": self.total("S3 PutObject", "S3 ListObjectsV2") * prices.s3_put
            + self.total("S3 GetObject") * prices.s3_get,
        }


def _extended(small: Counted, large: Counted, task: str, rows: int) -> dict[str, float]:
    less, more = small.by_task[task], large.by_task[task]
    found = {name: max(0.0, _line(less[name], more[name], small.rows, large.rows, rows)) for name in more}
    # a file of one row has one batch
    return found | {"Lambda invocations": max(1.0, found["Lambda invocations"])}


def _line(less: float, more: float, small: int, large: int, rows: int) -> float:
    """The value at `rows` of the line through two points."""
    return more + (more - less) / (large - small) * (rows - large)


def print_simulation(small: Counted, large: Counted) -> None:
    million = Import(small, large)
    print(f"Simulated, not measured: {ROWS:,} new rows on AWS, from counted imports of {small.rows:,} and", end=" ")
    print(
        f"{large.rows:,}. Assumed: S3 {S3_SECONDS} s a call, DynamoDB {DYNAMODB_SECONDS} s, {INVOKE_SECONDS} s", end=" "
    )
    print(f"to invoke, {CHILD_SECONDS} s a child; processor as here, by the share that the memory gives.\n")
    _print_tasks(million)
    _print_wall_time(million)
    _print_costs(million)
    _print_quotas(million)


def _print_tasks(million: Import) -> None:
    print("| task | runs | MB | processor s/run | waiting s/run | s/run | timeout s |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for task in million.tasks.values():
        memory, timeout = task.properties["MemorySize"], task.properties["Timeout"]
        parts = f"{task.processor_seconds:,.1f} | {task.waiting_seconds:,.1f} | {task.seconds:,.1f}"
        over = " **exceeded**" if task.seconds > timeout else ""
        print(f"| {task.name} | {task.runs:,.0f} | {memory:,} | {parts} | {timeout}{over} |")


def _print_wall_time(million: Import) -> None:
    print(f"\n| wall time (a batch: {million.batch_seconds:.1f} s) | " + " | ".join(map(str, CONCURRENCIES)) + " |")
    print("|---|" + "--:|" * len(CONCURRENCIES))
    rows: dict[str, list[float]] = {
        f"{million.batches:,} batches, minutes": [million.map_seconds(at) / 60 for at in CONCURRENCIES],
        "tasks before and after, minutes": [million.once_seconds / 60] * len(CONCURRENCIES),
    }
    rows["all, minutes"] = [sum(parts) for parts in zip(*rows.values(), strict=True)]
    rows["all, on a fresh table, minutes"] = [
        (million.fresh_map_seconds(at) + million.once_seconds) / 60 for at in CONCURRENCIES
    ]
    rows["rows per second while batches run"] = [ROWS / million.map_seconds(at) for at in CONCURRENCIES]
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(f"{cell:,.1f}" for cell in cells) + " |")


def _print_costs(million: Import) -> None:
    print(
        f"\n{million.transitions:,.0f} state transitions; {million.total(TABLE_WRITES):,.0f} write units in the",
        end=" ",
    )
    print(f"table, {million.total(INDEX_WRITES):,.0f} in its index; {million.total(READS):,.0f} read units.", end=" ")
    print("Prices are list prices to be checked; logs, traces, metrics and storage are left out.\n")
    costs = {region: million.costs(prices) for region, prices in PRICES.items()}
    print("| USD | " + " | ".join(costs) + " |")
    print("|---|" + "--:|" * len(costs))
    for service in costs["us-east-1"]:
        print(f"| {service} | " + " | ".join(f"{of[service]:.2f}" for of in costs.values()) + " |")
    print("| all | " + " | ".join(f"{sum(of.values()):.2f}" for of in costs.values()) + " |")


def _print_quotas(million: Import) -> None:
    per_row = {name: million.total(name) / ROWS for name in (TABLE_WRITES, INDEX_WRITES)}
    puts = sum(task.counts["S3 PutObject"] for task in million.in_batches) / million.batches
    per_batch = {
        "leads table, write units/s, fresh": (BATCH_ROWS * per_row[TABLE_WRITES], TABLE_UNITS_FIRST),
        "email index, write units/s, fresh": (BATCH_ROWS * per_row[INDEX_WRITES], TABLE_UNITS_FIRST),
        "leads table, write units/s, warmed up": (BATCH_ROWS * per_row[TABLE_WRITES], TABLE_UNITS),
        "state transitions/s (us-east-1: 5,000)": (TASK_TRANSITIONS, TRANSITIONS_PER_SECOND),
        "executions started/s (us-east-1: 300)": (1, STARTS_PER_SECOND),
        "S3 writes/s per prefix": (puts, S3_PUTS_PER_SECOND),
    }
    print(
        "\n| quota | default | "
        + " | ".join(f"needed at {at}" for at in CONCURRENCIES)
        + " | binds above concurrency |"
    )
    print("|---|--:|" + "--:|" * (len(CONCURRENCIES) + 1))
    for name, (needed, quota) in per_batch.items():
        rates = " | ".join(f"{at * needed / million.batch_seconds:,.0f}" for at in CONCURRENCIES)
        print(f"| {name} | {quota:,} | {rates} | {floor(quota * million.batch_seconds / needed):,} |")
    at_once = {"Lambda, at once": LAMBDA_CONCURRENCY, "map run, children at once": MAP_CONCURRENCY}
    at_once["MapConcurrency of the template"] = translated()["Parameters"]["MapConcurrency"]["Default"]
    for name, quota in at_once.items():
        print(f"| {name} | {quota:,} | " + " | ".join(map(str, CONCURRENCIES)) + f" | {quota:,} |")
    longest = max(million.once, key=lambda task: task.seconds)
    print(f"| seconds of a function ({longest.name}) | {LAMBDA_SECONDS} |", end=" ")
    print(" | ".join([f"{longest.seconds:,.0f}"] * len(CONCURRENCIES)) + " | - |\n", flush=True)
