"""What memory tasks take, and how that grows with the rows of a file.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.memory [--rows 20000 60000] [--shapes usual wide]

Each task runs in a process of its own, on a folder in the place of S3, and its peak is what the kernel says of it: in
MB with the larger size, and in brackets the bytes for each row more, the slope between two sizes. `standardise` is all
worksheet batches one after the other, `upsert` three slices; of the others `finish` reads invented results, in which
every row is marked twice, and one value of each was left out.
"""

import argparse
import random
import string
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.on_a_folder import FolderS3, nobody, record_of, source_of, store_of
from benchmarks.whole_files import most_held
from easycrm.uploads.ending.row_report import write_row_report
from easycrm.uploads.ending.totals import total_up
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.map_columns import map_worksheets
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.tasks.standardise_batch import standardise_batch
from easycrm.uploads.tasks.upsert_slice import upsert_slice
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.mapped_columns import read_worksheets
from easycrm.uploads.work_files.sorted_rows import SharedRange, read_slice_rows
from easycrm.uploads.work_files.stored_leads import (
    FlaggedRow,
    LeftValue,
    RowOutcome,
    SliceRun,
    uncounted,
    write_result,
)
from easycrm.uploads.work_files.worksheet_batches import read_worksheet_batches

MEGABYTE = 1_000_000
SLICES = 3
IDEOGRAPHS = "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅"


class Shape(NamedTuple):
    """Rows of so many cells, of which so many are filled, each with so many letters of an alphabet."""

    cells: int
    filled: int
    characters: int
    alphabet: Sequence[str] = string.ascii_letters


SHAPES: Mapping[str, Shape] = {
    "emails alone": Shape(1, 1, 24),
    "narrow": Shape(4, 4, 12),
    "usual": Shape(10, 9, 16),
    "single letters": Shape(20, 20, 1),
    "wide": Shape(60, 60, 12),
    "sparse": Shape(200, 6, 14),
    "long notes": Shape(5, 5, 3_000),
    "mended": Shape(60, 60, 8, ("é".encode().decode("cp1252"), *"novak")),
    "ideographs": Shape(10, 10, 6, IDEOGRAPHS),
    "long ideographs": Shape(4, 4, 1_000, IDEOGRAPHS),
}


def write_file(path: Path, shape: Shape, rows: int) -> None:
    """A list of invented people; one cell of each row is an email, so that no two rows speak of one person."""
    chosen = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        headers = ["Email", "Name", "Company", *(f"Remark {number}" for number in range(3, shape.cells))]
        file.write(",".join(headers[: shape.cells]) + "\n")
        for number in range(rows):
            cells = [f"p{number}@{''.join(chosen.choices(string.ascii_lowercase, k=8))}.example"]
            for _ in range(shape.filled - 1):
                cells.append("".join(chosen.choices(shape.alphabet, k=shape.characters)))
            file.write(",".join([*cells, *[""] * (shape.cells - shape.filled)]) + "\n")


def parse(s3: FolderS3) -> None:
    parse_workbook(record_of(s3), "etag", store_of(s3), nobody())


def map_columns(s3: FolderS3) -> None:
    map_worksheets(record_of(s3), store_of(s3), nobody())


def standardise(s3: FolderS3) -> None:
    record, store = record_of(s3), store_of(s3)
    for batch in read_worksheet_batches(store) or ():
        standardise_batch(record, batch["batch"], batch["ranges"], batch["slices"], store, nobody())


def choose(s3: FolderS3) -> None:
    choose_slices(record_of(s3), 0, store_of(s3))


def upsert(s3: FolderS3) -> None:
    record, store = record_of(s3), store_of(s3)
    for item in store.read(file_names.slices_of_run(0))[:SLICES]:
        upsert_slice(record, item, store, nobody(), lambda: None)


def finish(s3: FolderS3) -> None:
    store = store_of(s3)
    write_row_report(total_up(record_of(s3), store, nobody()).reasons, store)


def _write_results(s3: FolderS3) -> None:
    """Those of the slices that were not upserted."""
    store = store_of(s3)
    worksheets = read_worksheets(store)
    for item in store.read(file_names.slices_of_run(0)):
        ranges = [SharedRange(*part) for part in item["ranges"]]
        rows = list(chain.from_iterable(read_slice_rows(ranges, worksheets, store).values()))
        result = uncounted({"created": len(rows)})
        result["rows"] = [RowOutcome(*row.position, row.lead_id, "created") for row in rows]
        result["flagged"] = [FlaggedRow(*row.position, ["nameSplit", "phoneUnclear"]) for row in rows]
        result["left"] = [LeftValue(*row.position, "company", "Acme " * 4, "Hooli " * 4) for row in rows]
        write_result(SliceRun(item["slice"], 0), result, store)


TASKS: Mapping[str, Callable[[FolderS3], None]] = {
    "parse": parse,
    "map_columns": map_columns,
    "standardise": standardise,
    "choose": choose,
    "upsert": upsert,
    "finish": finish,
}


def peak_of(task: str, folder: Path) -> int:
    """Bytes, at the most, of a process that does this task."""
    command = [sys.executable, "-m", "benchmarks.memory", "--task", task, str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(shape: Shape, rows: int, folder: Path) -> dict[str, int]:
    """The peak of each task."""
    s3 = FolderS3(folder)
    write_file(source_of(s3), shape, rows)
    peaks = {}
    for task in TASKS:
        if task == "finish":
            _write_results(s3)
        peaks[task] = peak_of(task, folder)
    return peaks


def print_shape(name: str, shape: Shape, sizes: tuple[int, int]) -> None:
    measured = []
    for rows in sizes:
        with TemporaryDirectory() as folder:
            measured.append(measure(shape, rows, Path(folder)))
    fewer, more = measured
    between = sizes[1] - sizes[0]
    cells = (f"{more[task] / MEGABYTE:,.0f} ({(more[task] - fewer[task]) / between:,.0f})" for task in TASKS)
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs=2, default=[20_000, 60_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--task", nargs=2)
    options = parser.parse_args()
    if options.task:
        TASKS[options.task[0]](FolderS3(Path(options.task[1])))
        print(most_held())
        return
    print(f"| MB (bytes a row) | {' | '.join(TASKS)} |")
    print("|---|" + "--:|" * len(TASKS))
    for name in options.shapes:
        print_shape(name, SHAPES[name], (options.rows[0], options.rows[1]))


if __name__ == "__main__":
    main()
