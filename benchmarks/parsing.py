"""Parse workbook on files of millions of rows: time, memory and disk, against what its function has.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.parsing [--rows 1000000 5000000] [--files leads.csv]

Every run is a process of its own, whose temporary files are in a folder of their own, with a folder in the place of S3.
`disk` is what all temporary files take when rows are handed to S3, which is when they take most: the source, the rows
of the table, and those that cannot be read. `memory` is the most that the process has held. Shares are of what the
function has; `cpu` is that of the time, because a core of this machine is near one of a function, and the clock tells
what else the machine does.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.on_a_folder import FolderS3, nobody, record_of, source_of, store_of
from benchmarks.reading import write_csv
from benchmarks.whole_files import most_held
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from tests.support.sam import translated

MEBIBYTE = 1 << 20
HELD = "held.csv"


def write_held(path: Path, rows: int) -> None:
    """A list of which one row in two has a cell too many, nobody knows where: it is held."""
    with path.open("w", encoding="utf-8") as file:
        file.write("First name,Last name,Company,Email,Phone\n")
        for number in range(rows):
            more = f"Acme,Hooli {number}" if number % 2 else "Acme"
            file.write(f"Ana,Li,{more},ana{number}@example.com,+65 6{number % 10_000_000:07d}\n")


FILES: dict[str, Callable[[Path, int], None]] = {
    "leads.csv": write_csv,
    "quotes.csv": lambda path, rows: write_csv(path, rows, quotes=True),
    HELD: write_held,
}


class WatchedDisk(FolderS3):
    """Notes what temporary files take when rows are handed over."""

    most = 0

    def upload_fileobj(self, file: Any, _bucket: str, key: str) -> None:
        self.most = max(self.most, sum(_open_files(Path(tempfile.gettempdir())).values()))
        super().upload_fileobj(file, _bucket, key)


def run(folder: Path) -> dict[str, float]:
    """Parses the source in this process."""
    s3, begun = WatchedDisk(folder), time.perf_counter()
    parsed = parse_workbook(record_of(s3), "etag", store_of(s3), nobody())
    return {
        "rows": parsed["rows"],
        "batches": parsed["batches"],
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time(),
        "memory": most_held(),
        "disk": s3.most,
    }


def _open_files(below: Path) -> dict[tuple[int, int], int]:
    """The bytes of all files in the folder, and of those that this process has open in it without a name."""
    named = (path.stat() for path in below.rglob("*") if path.is_file())
    opened = (os.stat(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd") if _is_below(each, below))
    return {(stat.st_dev, stat.st_ino): stat.st_size for stat in (*named, *opened)}


def _is_below(descriptor: str, folder: Path) -> bool:
    link = Path("/proc/self/fd", descriptor)
    return link.is_symlink() and str(link.readlink()).startswith(f"{folder}/")


def run_apart(write: Callable[[Path, int], None], rows: int) -> dict[str, float]:
    """One run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
        source = source_of(FolderS3(Path(folder)))
        write(source, rows)
        size = source.stat().st_size
        command = [sys.executable, "-m", "benchmarks.parsing", "--run", folder]
        environment = os.environ | {"TMPDIR": scratch}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured | {"file": size}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--files", nargs="+", choices=FILES, default=list(FILES))
    parser.add_argument("--run", metavar="FOLDER", help="one run in this process, as JSON")
    options = parser.parse_args()
    if options.run:
        print(json.dumps(run(Path(options.run))))
        return
    function = translated()["Resources"]["ParseWorkbookFunction"]["Properties"]
    has = {
        "cpu": function["Timeout"],
        "memory": function["MemorySize"] * MEBIBYTE,
        "disk": function["EphemeralStorage"]["Size"] * MEBIBYTE,
    }
    print("| file | MB | rows that can be read | batches | seconds | cpu, s | memory, MB | disk, MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name in options.files:
        for rows in options.rows:
            of = run_apart(FILES[name], rows)
            cpu, memory, disk = (f"{of[what] / has[what]:.0%}" for what in has)
            print(
                f"| {name} | {of['file'] / 1e6:,.0f} | {of['rows']:,.0f} | {of['batches']:,.0f} | "
                f"{of['seconds']:.1f} | {of['cpu']:.1f} ({cpu}) | {of['memory'] / 1e6:,.0f} ({memory}) | "
                f"{of['disk'] / 1e6:,.0f} ({disk}) |",
                flush=True,
            )


if __name__ == "__main__":
    main()
