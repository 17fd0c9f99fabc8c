"""An import of new rows on AWS, by arithmetic from counted calls. Nothing here was measured on AWS.

Calls and units are those that the tasks make. Work on the processor is that of this machine, emulator taken off; each
call waits for a latency that is assumed, and each byte of a task that sees a whole file for a rate.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from benchmarks.counting import CPU
from benchmarks.metering import INDEX_WRITES, READS, TABLE_WRITES
from benchmarks.on_a_folder import BYTES
from easycrm.leads.slices import slices_for
from easycrm.uploads.strips import MOST_BATCHES
from tests.support.sam import translated

# Assumptions, in seconds, to be replaced by X-Ray's once there is an account.
WAITS = {
    "S3": 0.1,  # S3 user guide, performance: small objects in roughly 100 to 200 ms; often 20 to 50 in practice
    "DynamoDB": 0.01,  # DynamoDB guide: single-digit milliseconds, rounded up
    "DynamoDB BatchGetItem": 0.03,  # of 100 items; an estimate
    "DynamoDB BatchExecuteStatement": 0.05,  # of 25 inserts, which DynamoDB does at the same time; an estimate
}
S3_BYTES_PER_SECOND = 50_000_000  # of one connection; S3 user guide, performance: 85 to 90 MB/s at most
INVOKE_SECONDS = 0.1  # Step Functions entering a state and invoking a warm function; an estimate
CHILD_SECONDS = 0.2  # Step Functions starting and closing a child execution; an estimate
COLD_SECONDS = 2.0  # a function's sandbox, and what it imports: see benchmarks.imports, without byte code
FULL_PROCESSOR_MB = 1_769  # Lambda guide: one vCPU; less memory is a share of one, more does not speed up one thread

IN_PARALLEL = {  # the functions' own thread pools; all other calls wait for each other
    ("choose_slices", "S3 GetObject"): 16,
    ("upsert_slice", "S3 GetObject"): 4,
    ("upsert_slice", "DynamoDB BatchExecuteStatement"): 4,
    ("upsert_slice", "DynamoDB PutItem"): 16,
    ("publish_leads", "S3 GetObject"): 8,
    ("finish_import", "S3 GetObject"): 16,
}
CHILDREN = ("standardise_batch", "upsert_slice")

# Quotas as of November 2026, from the services' guides; ap-southeast-1.
LAMBDA_SECONDS = 900
TABLE_WRITES_FIRST = 4_000  # DynamoDB guide, on-demand mode: writes/s that a new table takes, and its index
TABLE_READS_FIRST = 12_000  # the same of reads. It doubles within 30 minutes, which is not counted here
TABLE_UNITS = 40_000  # write units/s per table, and of reads
S3_GETS_PER_SECOND = 5_500  # S3 user guide, performance: per prefix, at least
S3_PUTS_PER_SECOND = 3_500


class Prices(NamedTuple):
    """USD, list prices. Sources: `PRICED`."""

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
PRICED = (
    "List prices as of 2025, from memory, to be checked on the services' pricing pages; DynamoDB's in ap-southeast-1 "
    "are half of 1.4231 and 0.2846 a million, the list prices until on-demand prices were halved on 1 November 2024"
)
RECORD_WRITE_UNITS = 2  # an UpdateItem on an upload's record: the table and its index, each under 1 KB


class Counted(NamedTuple):
    """A counted import: calls and units by task."""

    rows: int
    by_task: dict[str, Counter[str]]
    transitions: int


@dataclass(frozen=True)
class Task:
    """A task's share of an import, all its runs together."""

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
        waited = self.counts.get(BYTES, 0) / S3_BYTES_PER_SECOND
        for name, number in self.counts.items():
            if wait := WAITS.get(name) or WAITS.get(name.split()[0]):
                waited += number * wait / IN_PARALLEL.get((self.name, name), 1) if name != BYTES else 0
        return waited / self.runs

    @property
    def seconds(self) -> float:
        return self.processor_seconds + self.waiting_seconds

    @property
    def gb_seconds(self) -> float:
        return self.seconds * self.runs * self.properties["MemorySize"] / 1024


class Import:
    """An import of so many new rows, by its tasks."""

    def __init__(self, rows: int, tasks: dict[str, Task], transitions: float) -> None:
        self.rows, self.tasks, self.transitions = rows, tasks, transitions

    @property
    def once(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.name not in CHILDREN]

    @property
    def once_seconds(self) -> float:
        return sum(task.seconds + INVOKE_SECONDS + COLD_SECONDS for task in self.once)

    def map_seconds(self, child: str, concurrency: int) -> float:
        """The children come in waves of so many, the first one to functions that have to start."""
        task = self.tasks[child]
        return COLD_SECONDS + ceil(task.runs / concurrency) * (CHILD_SECONDS + INVOKE_SECONDS + task.seconds)

    def seconds(self, concurrency: int) -> float:
        return self.once_seconds + sum(self.map_seconds(child, concurrency) for child in CHILDREN)

    def fresh_seconds(self, concurrency: int) -> float:
        """The same where the table takes no more than a new one does, and never learns to take more."""
        writes = max(self.total(TABLE_WRITES), self.total(INDEX_WRITES)) / TABLE_WRITES_FIRST
        slowest = max(writes, self.total(READS) / TABLE_READS_FIRST)
        stored = self.map_seconds("upsert_slice", concurrency)
        return self.seconds(concurrency) - stored + max(stored, slowest)

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


def on_the_line(small: Counted, large: Counted, rows: int) -> Import:
    """By the straight line, for each task, through two imports that were counted.

    What is no line is put in its place: how many batches and slices there are, and that each of these reads of each of
    those.
    """

    def extended(task: str) -> dict[str, float]:
        less, more = small.by_task[task], large.by_task[task]
        made = {name: max(0.0, _line(less[name], more[name], small.rows, large.rows, rows)) for name in more}
        return made | {"Lambda invocations": max(1.0, made["Lambda invocations"])}

    batches = ceil(rows / max(_parameter("BatchRows"), ceil(rows / MOST_BATCHES)))
    slices = slices_for(rows, _parameter("SliceRows"), 0, 1)
    tasks = {name: Task(name, extended(name)) for name in large.by_task}
    upsert = tasks["upsert_slice"].counts
    upsert["S3 GetObject"] += batches * slices - upsert["Lambda invocations"] * tasks["standardise_batch"].runs
    tasks["standardise_batch"].counts["Lambda invocations"] = batches
    upsert["Lambda invocations"] = slices
    transitions = small.transitions + 2 * (batches + slices) - 2 * _children(small)
    return Import(rows, tasks, transitions)


def _children(counted: Counted) -> int:
    return sum(counted.by_task[child]["Lambda invocations"] for child in CHILDREN)


def _parameter(name: str) -> int:
    default: int = translated()["Parameters"][name]["Default"]
    return default


def _line(less: float, more: float, small: int, large: int, rows: int) -> float:
    """The value at `rows` of the line through two points."""
    return more + (more - less) / (large - small) * (rows - large)
