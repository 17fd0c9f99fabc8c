"""What memory the tasks that see all rows of a file take, and how that compares with what limits.py counts of it.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.memory [--rows 20000 60000] [--shapes usual wide]

Each task runs in a process of its own, on a folder in the place of S3, and its peak is what the kernel says of it. What
a row takes is the slope between two sizes; where `counted` is less than that, `limits.py` counts too little.
"""

import argparse
import random
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from easycrm.uploads.tasks.plan_batches import plan_batches
from easycrm.uploads.work_files.planned_batches import read_batch, read_manifest

import tests.support.functions_environment  # noqa: F401 - the environment of the functions
from easycrm.uploads.ending.row_report import write_row_report
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.finish_import import total_up
from easycrm.uploads.tasks.map_columns import map_worksheets
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.parsed_tables import read_parsed, read_rows
from easycrm.workbooks.limits import Limits, memory_of_row

MEGABYTE = 1_000_000
BATCH_ROWS = 200
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


class FolderS3:
    """What `ImportStore` asks of S3, answered from a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_object(self, Key: str, Body: bytes, **_: Any) -> None:
        path = self._path(Key)
        path.write_bytes(Body)

    def upload_fileobj(self, file: Any, _bucket: str, key: str) -> None:
        with self._path(key).open("wb") as out:
            while chunk := file.read(1 << 20):
                out.write(chunk)

    def get_object(self, Key: str, **_: Any) -> Any:
        return {"Body": _Body(self._path(Key))}

    def list_objects_v2(self, Prefix: str, **_: Any) -> Any:
        names = sorted(path.name for path in self._folder.iterdir())
        keys = [name.replace("|", "/") for name in names]
        return {"Contents": [{"Key": key} for key in keys if key.startswith(Prefix)]}

    def get_paginator(self, _operation: str) -> Any:
        return self

    def paginate(self, Prefix: str, **_: Any) -> Iterator[Any]:
        yield self.list_objects_v2(Prefix)

    def _path(self, key: str) -> Path:
        return self._folder / key.replace("/", "|")


class _Body:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes:
        return self._path.read_bytes()

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while chunk := file.read(size):
                yield chunk


class Nobody:
    """Records that nobody reads, and a table without leads."""

    def note(self, *_: Any, **__: Any) -> None: ...

    def names_of(self, _ids: Iterable[str]) -> dict[str, Any]:
        return {}

    def get_many(self, _ids: Iterable[str]) -> dict[str, Any]:
        return {}


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


def _record(folder: Path) -> Any:
    size = (folder / "uploads|u|source").stat().st_size
    return {
        "uploadId": "u",
        "fileName": "leads.csv",
        "fileSize": size,
        "options": {"country": "SG", "existing": "update"},
        "registeredAt": "2026-03-02T09:00:00.000000Z",
        "rows": read_parsed(_store(folder))["tables"][0]["rows"]
        if (folder / "imports|u|workbook.json").exists()
        else 0,
    }


def _store(folder: Path) -> ImportStore:
    return ImportStore(FolderS3(folder), "data", "u")


def _nobody() -> Any:
    return Nobody()


def parse(folder: Path) -> None:
    limits = Limits(file_bytes=10**10, carried_bytes=10**12)
    parse_workbook(_record(folder), "etag", _store(folder), _nobody(), limits)


def map_columns(folder: Path) -> None:
    map_worksheets(_record(folder), _store(folder), _nobody())


def plan(folder: Path) -> None:
    plan_batches(_record(folder), "attempt", BATCH_ROWS, _store(folder), _nobody(), _nobody())


def plan_for_deepseek(folder: Path) -> None:
    (folder / f"imports|u|{file_names.MANIFEST}").unlink()
    store = _store(folder)
    plan_batches(_record(folder), "other", BATCH_ROWS, store, _nobody(), _nobody(), unsettled_last=True)


def finish(folder: Path) -> None:
    """Of an import in which every row is marked twice, and one value of each was left out."""
    store = _store(folder)
    write_row_report(total_up(_record(folder), store, _nobody()).reasons, store)


def _write_results(folder: Path) -> None:
    store = _store(folder)
    for entry in read_manifest(store) or []:
        rows = read_batch(entry["name"], store)
        places = [(row.table, row.row) for row in rows]
        result = {
            "rows": [[*place, row.lead_id, "created"] for place, row in zip(places, rows, strict=True)],
            "flagged": [[*place, ["nameSplit", "phoneUnclear"]] for place in places],
            "left": [[*place, "company", row.cells[-1], row.cells[0]] for place, row in zip(places, rows, strict=True)],
            "counts": {"created": len(rows)},
        }
        store.write(file_names.result(entry["batch"]), result)


TASKS: Mapping[str, Callable[[Path], None]] = {
    "parse": parse,
    "map_columns": map_columns,
    "plan": plan,
    "plan_for_deepseek": plan_for_deepseek,
    "finish": finish,
}


def most_held() -> int:
    """Bytes that this process has held at the most. What `getrusage` says begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert peak is not None
    return int(peak[1]) * 1024


def peak_of(task: str, folder: Path) -> int:
    """Bytes, at the most, of a process that does this task."""
    command = [sys.executable, "-m", "benchmarks.memory", "--task", task, str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(shape: Shape, rows: int, folder: Path) -> tuple[dict[str, int], int]:
    """The peak of each task, and what `limits.py` counts of the file."""
    write_file(folder / "uploads|u|source", shape, rows)
    peaks = {}
    for task in TASKS:
        if task == "finish":
            _write_results(folder)
        peaks[task] = peak_of(task, folder)
    store = _store(folder)
    table = read_parsed(store)["tables"][0]
    lines = (folder / f"imports|u|{table['name'].replace('/', '|')}").read_text(encoding="utf-8").splitlines()
    counted = sum(
        memory_of_row(row.cells, line, len(row.written))
        for row, line in zip(read_rows(table["name"], store), lines, strict=True)
    )
    return peaks, counted


def print_shape(name: str, shape: Shape, sizes: tuple[int, int], scratch: Path) -> None:
    measured = []
    for rows in sizes:
        folder = scratch / f"{name}-{rows}"
        folder.mkdir()
        measured.append(measure(shape, rows, folder))
    (fewer, counted_fewer), (more, counted_more) = measured
    between = sizes[1] - sizes[0]
    counted = (counted_more - counted_fewer) / between
    slopes = {task: (more[task] - fewer[task]) / between for task in TASKS}
    cells = " | ".join(f"{slopes[task]:,.0f}" for task in TASKS)
    worst = counted / max(slopes.values())
    base = max(more[task] - slopes[task] * sizes[1] for task in TASKS) / MEGABYTE
    print(f"| {name} | {cells} | {counted:,.0f} | {worst:.2f} | {base:,.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs=2, default=[20_000, 60_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--task", nargs=2)
    options = parser.parse_args()
    if options.task:
        TASKS[options.task[0]](Path(options.task[1]))
        print(most_held())
        return
    print(f"| bytes a row | {' | '.join(TASKS)} | counted | counted / most | MB without rows |")
    print("|---|" + "--:|" * (len(TASKS) + 3))
    with TemporaryDirectory() as scratch:
        for name in options.shapes:
            print_shape(name, SHAPES[name], (options.rows[0], options.rows[1]), Path(scratch))


if __name__ == "__main__":
    main()
