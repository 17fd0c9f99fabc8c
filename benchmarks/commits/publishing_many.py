"""What it takes to publish an import of many new leads in one go, at another commit and at this one.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.publishing_many BEFORE [--leads 100000] [--columns 10]

BEFORE is a folder with a checkout of the other commit; it gets the leads as the table answers, this one as slices wrote
them. Once there are no leads before, once as many others. S3 is a folder and DynamoDB a dict: the network is left out.
Seconds of processor time; memory of the process's own; disk in its folder for temporary files; what it sends to S3.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.commits.checkouts import HERE
from benchmarks.invented_leads import FolderS3, OneTable, invented
from easycrm.aws import to_attributes
from easycrm.leads.items.lead_items import lead_of, to_item
from easycrm.leads.lead import Lead
from easycrm.leads.list import publication
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import Snapshots

SLICE = 2_000
LINES = ("processor, s", "on the clock, s", "memory, MB", "disk, MB", "sent, MB")


class Watch:
    """Looks ten times a second at the memory of this process, and at what it has on the disk."""

    def __init__(self, folder: Path) -> None:
        self.memory = self.disk = 0
        self._folder = folder
        self._ends = threading.Event()
        self._looks = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._looks.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.set()
        self._looks.join()

    def _look(self) -> None:
        while not self._ends.wait(0.1):
            status = Path("/proc/self/status").read_text(encoding="ascii")
            self.memory = max(self.memory, 1024 * int(status.split("RssAnon:")[1].split()[0]))
            self.disk = max(self.disk, sum(self._sizes()))

    def _sizes(self) -> Iterator[int]:
        """Of files with a name, and of those that SQLite has open without one."""
        unnamed = [path for path in Path("/proc/self/fd").iterdir() if _is_unnamed(path)]
        for path in (*self._folder.rglob("*"), *unnamed):
            try:
                yield path.stat().st_size if path.is_file() or path in unnamed else 0
            except FileNotFoundError:
                yield 0


def _is_unnamed(descriptor: Path) -> bool:
    try:
        return os.readlink(descriptor).endswith("(deleted)")
    except FileNotFoundError:
        return False


def prepare(folder: Path, size: int, columns: int) -> None:
    """Once as the table answers, once as slices write; and a read model of as many others."""
    from easycrm.leads.list.entries import entry_of, packed_entries  # the other commit has not all of it

    leads = _narrow(invented(0, size), columns)
    (folder / "slices").mkdir(parents=True)
    with gzip.open(folder / "items", "wt", compresslevel=1) as items:
        for number, chunk in enumerate(iter(lambda: list(islice(leads, SLICE)), [])):
            items.writelines(json.dumps(to_attributes(to_item(lead))) + "\n" for lead in chunk)
            (folder / "slices" / f"{number:06}").write_bytes(packed_entries(map(entry_of, chunk)))
    table = OneTable()
    rebuild(lambda: _narrow(invented(size, 2 * size), columns), _snapshots(FolderS3(folder / "s3"), table))
    (folder / "table").write_text(json.dumps(table.items), encoding="utf-8")


def _narrow(leads: Iterator[Lead], columns: int) -> Iterator[Lead]:
    return (replace(lead, values=dict(islice(lead.values.items(), columns))) for lead in leads)


def measure(folder: Path, *, onto: bool) -> dict[str, float]:
    """Of this process, which has one of the commits."""
    s3, table = SentS3(folder / "s3"), OneTable()
    if onto:
        table.items = json.loads((folder / "table").read_text(encoding="utf-8"))
    snapshots = _snapshots(s3, table)
    begun, clock = time.process_time(), time.perf_counter()
    with Watch(Path(tempfile.gettempdir())) as watch:
        if hasattr(publication, "publish_packed"):
            publication.publish_packed((path.read_bytes() for path in sorted((folder / "slices").iterdir())), snapshots)
        else:
            publication.publish(_read_from_table(folder), snapshots)
        publication.compact(snapshots)
    spent = (
        time.process_time() - begun,
        time.perf_counter() - clock,
        watch.memory / 1e6,
        watch.disk / 1e6,
        s3.sent / 1e6,
    )
    return dict(zip(LINES, spent, strict=True))


def _read_from_table(folder: Path) -> Iterator[Lead]:
    with gzip.open(folder / "items") as items:
        yield from (lead_of(json.loads(item)) for item in items)


class SentS3(FolderS3):
    """Keeps nothing of what is new but to give it back, and counts its bytes."""

    sent = 0

    def upload_file(self, path: str, bucket: str, key: str) -> None:
        self.sent += Path(path).stat().st_size
        super().upload_file(path, bucket, key)


def _snapshots(s3: Any, table: Any) -> Snapshots:
    snapshots = Snapshots(s3, "", table, "", lambda: "2026-03-01T09:00:00.000000Z")
    snapshots.delete_orphans = lambda: 0  # type: ignore[method-assign]  # a folder is not listed as S3 is
    return snapshots


def _measured_at(checkout: Path, folder: Path, onto: str) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.commits.publishing_many",
        str(checkout),
        "--measure",
        str(folder),
        onto,
    ]
    with tempfile.TemporaryDirectory() as scratch:
        path = f"{checkout.resolve() / 'functions'}{os.pathsep}{HERE}"
        environment = os.environ | {"PYTHONPATH": path, "TMPDIR": scratch, "SQLITE_TMPDIR": scratch}
        done = subprocess.run(command, cwd=HERE, env=environment, stdout=subprocess.PIPE, check=True)
    lines: dict[str, float] = json.loads(done.stdout)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a folder with a checkout of the other commit")
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--columns", type=int, nargs="+", default=[10, 40])
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        folder, onto = options.measure
        print(json.dumps(measure(Path(folder), onto=onto == "onto")))
        return
    print(f"| {options.leads:,} new leads | | before | now |\n| --- | --- | ---: | ---: |")
    for columns in options.columns:
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name) / "work", options.leads, columns)
            for onto, place in (("empty", "of nothing"), ("onto", "onto as many")):
                before, now = (_measured_at(each, Path(name) / "work", onto) for each in (options.before, HERE))
                for line in LINES:
                    print(
                        f"| {columns} columns, {place} | {line} | {before[line]:,.0f} | {now[line]:,.0f} |", flush=True
                    )


if __name__ == "__main__":
    main()
