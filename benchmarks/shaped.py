"""One run of each child of the two maps, as it is in an import of any size, counted on moto after a run like it.

A slice of a large import reads a few rows of each of hundreds of batches. So its runs are counted in a smaller import
that has as many batches, of fewer rows each, and slices of as many rows, but fewer of them; those of Standardise batch
in one whose batches have as many rows, in as many slices.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.counting import CountedImport, emulated_aws
from benchmarks.importing import write_leads
from benchmarks.metering import Meter
from easycrm.uploads import strips

COUNTED_SLICES = 4  # of which the first one is not counted
COUNTED_BATCHES = 3


class Shape(NamedTuple):
    """How an import is shared out, and of how many people its rows are."""

    rows: int
    people: int
    batches: int
    slices: int

    @property
    def rows_of_batch(self) -> int:
        return ceil(self.rows / self.batches)

    @property
    def rows_of_slice(self) -> int:
        return ceil(self.rows / self.slices)


def count_children(shape: Shape) -> dict[str, Counter[str]]:
    """By child what one run of it takes: calls, units, and nanoseconds of its work on the processor."""
    with TemporaryDirectory() as folder:
        return {
            "standardise_batch": _count_standardise(shape, Path(folder)),
            "upsert_slice": _count_upsert(shape, Path(folder)),
        }


def _count_standardise(shape: Shape, folder: Path) -> Counter[str]:
    rows = COUNTED_BATCHES * shape.rows_of_batch
    with _counting(write_leads(folder / "batches.csv", rows), shape.rows_of_batch, rows // shape.slices) as counted:
        batches = counted.parse_and_map()
        counted.standardise(batches[:1])
        counted.by_task.pop("standardise_batch")
        counted.standardise(batches[1:])
        return _each(counted.by_task["standardise_batch"])


def _count_upsert(shape: Shape, folder: Path) -> Counter[str]:
    rows = COUNTED_SLICES * shape.rows_of_slice
    path = write_leads(folder / "slices.csv", rows, rows * shape.people // shape.rows)
    with _counting(path, ceil(rows / shape.batches), shape.rows_of_slice) as counted:
        counted.standardise(counted.parse_and_map())
        slices = counted.choose()
        counted.upsert(slices[:1])
        counted.by_task.pop("upsert_slice")
        counted.upsert(slices[1:])
        return _each(counted.by_task["upsert_slice"])


@contextmanager
def _counting(path: Path, batch_rows: int, slice_rows: int) -> Iterator[CountedImport]:
    """An import that is cut so, by parameters that nobody could choose."""
    from easycrm.handlers import parse_workbook as handler
    from easycrm.settings import settings

    calls = Counter[str]()
    with ExitStack() as stack:
        session = stack.enter_context(emulated_aws(calls))
        Meter(session, "leads", "leadId", calls)
        sizes = replace(settings, batch_rows=batch_rows, slice_rows=slice_rows)
        stack.enter_context(patch.object(handler, "settings", sizes))
        stack.enter_context(patch.object(strips, "MOST_BATCHES", 1_000_000))
        yield CountedImport("counted", path, calls)


def _each(counts: Counter[str]) -> Counter[str]:
    """Of one run, in whole numbers."""
    runs = counts["Lambda invocations"]
    return Counter({name: round(number / runs) for name, number in counts.items()})
