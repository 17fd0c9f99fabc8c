"""New rows on AWS, by arithmetic from counted calls. Nothing here was measured on AWS.

Two imports of different size give a straight line per task: what it costs once, and what each further row, worksheet
batch or slice costs. A third, in many batches, tells what each range costs that a slice reads. The work on the
processor is that of this machine, emulator taken off; each call waits for a latency that is assumed.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from benchmarks.counting import CPU
from benchmarks.metering import INDEX_WRITES, READS, TABLE_WRITES
from easycrm.leads.slices import slices_for
from easycrm.uploads.cutting import MOST_BATCHES
from tests.support.sam import translated

SIZES = (1_000_000, 5_000_000)
CONCURRENCIES = (10, 50, 100, 200)
BATCH_ROWS, SLICE_ROWS = 1_250, 2_000  # the template's defaults
MANY_BATCHES = 128  # of the third import

# Latencies, in seconds. Assumptions, to be replaced by X-Ray's once there is an account.
S3_SECONDS = 0.1  # S3 user guide, performance: small objects in roughly 100 to 200 ms; often 20 to 50 in practice
DYNAMODB_SECONDS = 0.01  # DynamoDB guide: single-digit milliseconds, rounded up
INSERT_SECONDS = 0.03  # 25 statements in a call; an estimate
INVOKE_SECONDS = 0.1  # Step Functions entering a state and invoking a warm function; an estimate
CHILD_SECONDS = 0.2  # Step Functions starting and closing a child execution; an estimate
FULL_PROCESSOR_MB = 1_769  # Lambda guide: one vCPU; less memory is a share of one, more does not speed up one thread
CHILD_TRANSITIONS = 2  # its start and its task

_LATENCIES = {"S3": S3_SECONDS, "DynamoDB": DYNAMODB_SECONDS, "DynamoDB BatchExecuteStatement": INSERT_SECONDS}
IN_PARALLEL = {  # the functions' own thread pools; all other calls wait for each other
    ("choose_slices", "S3 GetObject"): 16,
    ("upsert_slice", "S3 GetObject"): 4,
    ("upsert_slice", "DynamoDB BatchExecuteStatement"): 4,
    ("upsert_slice", "DynamoDB PutItem"): 16,
    ("publish_leads", "S3 GetObject"): 8,
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
S3_GETS_PER_SECOND = 5_500  # per prefix


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


class Shape(NamedTuple):
    """How an import's rows are shared out."""

    rows: float
    batches: float
    slices: float

    @property
    def ranges(self) -> float:
        """What all slices read: of every batch, for it has rows of each."""
        return self.batches * self.slices


def shape_of(rows: int) -> Shape:
    """With the template's defaults, of rows that are not heavy."""
    return Shape(rows, ceil(rows / max(BATCH_ROWS, ceil(rows / MOST_BATCHES))), slices_for(rows, SLICE_ROWS, 0, 1))


class Counted(NamedTuple):
    """A counted import: calls and units by task."""

    rows: int
    by_task: dict[str, Counter[str]]
    transitions: int

    @property
    def shape(self) -> Shape:
        batches, slices = (self.by_task[task]["Lambda invocations"] for task in ("standardise_batch", "upsert_slice"))
        return Shape(self.rows, batches, slices)


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
        waited = [
            number * _LATENCIES.get(name, _LATENCIES[name.split()[0]]) / IN_PARALLEL.get((self.name, name), 1)
            for name, number in self.counts.items()
            if name.split()[0] in _LATENCIES
        ]
        return sum(waited) / self.runs

    @property
    def seconds(self) -> float:
        return self.processor_seconds + self.waiting_seconds

    @property
    def gb_seconds(self) -> float:
        return self.seconds * self.runs * self.properties["MemorySize"] / 1024


class Import:
    """An import of so many new rows; `shared` is an import like `large`, in many batches."""

    def __init__(self, small: Counted, large: Counted, shared: Counted, rows: int) -> None:
        self.shape = shape_of(rows)
        extended = Extended(small, large, shared, self.shape)
        self.tasks = {name: Task(name, extended.counts(name)) for name in large.by_task}
        self.transitions = extended.transitions()

    @property
    def once(self) -> list[Task]:
        return [task for name, task in self.tasks.items() if name not in ("standardise_batch", "upsert_slice")]

    @property
    def once_seconds(self) -> float:
        return sum(task.seconds + INVOKE_SECONDS for task in self.once)

    def map_seconds(self, task: str, concurrency: int) -> float:
        """Of the map that runs this task."""
        of_item = self.tasks[task]
        return ceil(of_item.runs / concurrency) * (CHILD_SECONDS + INVOKE_SECONDS + of_item.seconds)

    def seconds(self, concurrency: int, units_per_second: float = float("inf")) -> float:
        """Of all states, where the table takes no more than so many units and never learns to take more."""
        slowest = max(self.total(TABLE_WRITES), self.total(INDEX_WRITES)) / units_per_second
        upserting = max(self.map_seconds("upsert_slice", concurrency), slowest)
        return self.once_seconds + self.map_seconds("standardise_batch", concurrency) + upserting

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


_PARTS: dict[str, Callable[[Shape], float]] = {
    "standardise_batch": lambda shape: shape.batches,
    "choose_slices": lambda shape: shape.batches,
    "upsert_slice": lambda shape: shape.slices,
    "publish_leads": lambda shape: shape.slices,
    "finish_import": lambda shape: _children(shape),
}
"""What the objects and runs of a task go with; those of others with the rows, as everybody's units and work do."""


@dataclass(frozen=True)
class Extended:
    """What was counted, on straight lines through the two imports, at another shape."""

    small: Counted
    large: Counted
    shared: Counted
    shape: Shape

    def counts(self, task: str) -> dict[str, float]:
        return {name: max(0.0, self._count(task, name)) for name in self.large.by_task[task]}

    def transitions(self) -> float:
        small, large = ((float(each.transitions), _children(each.shape)) for each in (self.small, self.large))
        return _line(small, large, _children(self.shape))

    def _count(self, task: str, name: str) -> float:
        of_range = self._of_range(name) if task == "upsert_slice" else 0
        part = _PARTS.get(task) if name.startswith(("S3", "Lambda")) else None
        part = part or (lambda shape: shape.rows)
        small, large = (
            (each.by_task[task][name] - of_range * each.shape.ranges, part(each.shape))
            for each in (self.small, self.large)
        )
        return _line(small, large, part(self.shape)) + of_range * self.shape.ranges

    def _of_range(self, name: str) -> float:
        """What one more range costs a slice."""
        if name not in (CPU, "S3 GetObject"):
            return 0
        more, less = (each.by_task["upsert_slice"][name] for each in (self.shared, self.large))
        return (more - less) / (self.shared.shape.ranges - self.large.shape.ranges)


def _children(shape: Shape) -> float:
    return shape.batches + shape.slices


def _line(small: tuple[float, float], large: tuple[float, float], at: float) -> float:
    """The value there of the line through two points, each a value and its place."""
    return large[0] + (large[0] - small[0]) / (large[1] - small[1]) * (at - large[1])


def print_simulation(small: Counted, large: Counted, shared: Counted) -> None:
    for rows in SIZES:
        print(f"Simulated, not measured: {rows:,} new rows on AWS, from counted imports of {small.rows:,} and", end=" ")
        print(f"{large.rows:,}. Assumed: S3 {S3_SECONDS} s a call, DynamoDB {DYNAMODB_SECONDS} s and", end=" ")
        print(f"{INSERT_SECONDS} s for 25 new leads, {INVOKE_SECONDS} s to invoke, {CHILD_SECONDS} s a child;", end=" ")
        print("processor as here, by the share that the memory gives.\n")
        simulated = Import(small, large, shared, rows)
        _print_tasks(simulated)
        _print_wall_time(simulated)
        _print_costs(simulated)
        _print_quotas(simulated)


def _print_tasks(simulated: Import) -> None:
    print("| task | runs | MB | processor s/run | waiting s/run | s/run | timeout s |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for task in simulated.tasks.values():
        memory, timeout = task.properties["MemorySize"], task.properties["Timeout"]
        parts = f"{task.processor_seconds:,.1f} | {task.waiting_seconds:,.1f} | {task.seconds:,.1f}"
        over = " **exceeded**" if task.seconds > timeout else ""
        print(f"| {task.name} | {task.runs:,.0f} | {memory:,} | {parts} | {timeout}{over} |")


def _print_wall_time(simulated: Import) -> None:
    print("\n| wall time, minutes | " + " | ".join(map(str, CONCURRENCIES)) + " |")
    print("|---|" + "--:|" * len(CONCURRENCIES))
    maps = {"worksheet batches": "standardise_batch", "slices": "upsert_slice"}
    rows: dict[str, list[float]] = {
        f"{simulated.tasks[task].runs:,.0f} {name}": [simulated.map_seconds(task, at) for at in CONCURRENCIES]
        for name, task in maps.items()
    }
    rows["tasks before, between and after"] = [simulated.once_seconds] * len(CONCURRENCIES)
    rows["all, warm table"] = [simulated.seconds(at) for at in CONCURRENCIES]
    rows["all, on a fresh table"] = [simulated.seconds(at, TABLE_UNITS_FIRST) for at in CONCURRENCIES]
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(f"{cell / 60:,.1f}" for cell in cells) + " |")


def _print_costs(simulated: Import) -> None:
    print(
        f"\n{simulated.transitions:,.0f} state transitions; {simulated.total(TABLE_WRITES):,.0f} write units in the",
        end=" ",
    )
    print(
        f"table, {simulated.total(INDEX_WRITES):,.0f} in its index; {simulated.total(READS):,.0f} read units.", end=" "
    )
    print("Prices are list prices to be checked; logs, traces, metrics and storage are left out.\n")
    costs = {region: simulated.costs(prices) for region, prices in PRICES.items()}
    print("| USD | " + " | ".join(costs) + " |")
    print("|---|" + "--:|" * len(costs))
    for service in costs["us-east-1"]:
        print(f"| {service} | " + " | ".join(f"{of[service]:.2f}" for of in costs.values()) + " |")
    print("| all | " + " | ".join(f"{sum(of.values()):.2f}" for of in costs.values()) + " |")


def _print_quotas(simulated: Import) -> None:
    batch, a_slice = simulated.tasks["standardise_batch"], simulated.tasks["upsert_slice"]
    of_slice = {name: count / a_slice.runs for name, count in a_slice.counts.items()}
    seconds = {task.name: CHILD_SECONDS + INVOKE_SECONDS + task.seconds for task in (batch, a_slice)}
    needs = {
        "leads table, write units/s, fresh": ("upsert_slice", of_slice[TABLE_WRITES], TABLE_UNITS_FIRST),
        "email index, write units/s, fresh": ("upsert_slice", of_slice[INDEX_WRITES], TABLE_UNITS_FIRST),
        "leads table, write units/s, warmed up": ("upsert_slice", of_slice[TABLE_WRITES], TABLE_UNITS),
        "state transitions/s (us-east-1: 5,000)": ("standardise_batch", CHILD_TRANSITIONS, TRANSITIONS_PER_SECOND),
        "executions started/s (us-east-1: 300)": ("standardise_batch", 1, STARTS_PER_SECOND),
        "S3 reads/s per prefix": ("upsert_slice", of_slice["S3 GetObject"], S3_GETS_PER_SECOND),
    }
    print(
        "\n| quota | default | "
        + " | ".join(f"needed at {at}" for at in CONCURRENCIES)
        + " | binds above concurrency |"
    )
    print("|---|--:|" + "--:|" * (len(CONCURRENCIES) + 1))
    for name, (task, needed, quota) in needs.items():
        rates = " | ".join(f"{at * needed / seconds[task]:,.0f}" for at in CONCURRENCIES)
        print(f"| {name} | {quota:,} | {rates} | {floor(quota * seconds[task] / needed):,} |")
    at_once = {"Lambda, at once": LAMBDA_CONCURRENCY, "map run, children at once": MAP_CONCURRENCY}
    at_once["MapConcurrency of the template"] = translated()["Parameters"]["MapConcurrency"]["Default"]
    for name, quota in at_once.items():
        print(f"| {name} | {quota:,} | " + " | ".join(map(str, CONCURRENCIES)) + f" | {quota:,} |")
    longest = max(simulated.once, key=lambda task: task.seconds)
    print(f"| seconds of a function ({longest.name}) | {LAMBDA_SECONDS} |", end=" ")
    print(" | ".join([f"{longest.seconds:,.0f}"] * len(CONCURRENCIES)) + " | - |\n", flush=True)
