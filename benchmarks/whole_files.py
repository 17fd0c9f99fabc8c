"""What the tasks need that see a whole file: seconds on the processor, memory, calls; each in a process of its own.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.whole_files [--rows 1000000] [--people 1000000]

Each has done the same for a file of a few rows before it is measured. The file is read, parsed and mapped; what the
children of the two maps write is invented, as large as it would be: rows without values, but with their slices, the
outcome of every row, and every lead as the read model takes it.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.importing import write_leads
from benchmarks.on_a_folder import AT, UPLOAD, FolderS3, nobody, record_of, snapshots_of, source_of, store_of
from easycrm.leads.list.entries import Entry, packed_entries
from easycrm.standardise.rows.ledger import FATES
from easycrm.uploads.ending.row_report import write_row_report
from easycrm.uploads.ending.totals import total_up
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.map_columns import map_worksheets
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.tasks.publish_leads import publish_leads
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.sorted_rows import RowEntry, read_sorted_heads, sorted_batches, write_sorted
from easycrm.uploads.work_files.stored_leads import RowOutcome, SliceRun, uncounted, write_result
from easycrm.uploads.work_files.worksheet_batches import WorksheetBatch, read_worksheet_batches
from easycrm.workbooks.limits import Limits

WARM_ROWS = 50


class Cost(NamedTuple):
    """What one run of a task took; `peak`: bytes that its process held at the most."""

    seconds: float
    peak: int
    calls: dict[str, int]


def parse(s3: FolderS3) -> None:
    limits = Limits(file_bytes=10**11, cells=10**10, rows=10**9, leads=10**9, lead_bytes=10**13)
    parse_workbook(record_of(s3), "etag", store_of(s3), nobody(), limits)


def map_columns(s3: FolderS3) -> None:
    map_worksheets(record_of(s3), store_of(s3), nobody())


def choose(s3: FolderS3) -> None:
    choose_slices(record_of(s3), 0, store_of(s3))


def publish(s3: FolderS3) -> None:
    publish_leads(store_of(s3), nobody(), snapshots_of(s3))


def finish(s3: FolderS3) -> None:
    store = store_of(s3)
    write_row_report(total_up(record_of(s3), store, nobody()).reasons, store)


def standardised(s3: FolderS3) -> None:
    """Every batch, its rows without values."""
    store = store_of(s3)
    for batch in read_worksheet_batches(store) or ():
        rows = list(_rows_of(batch))
        ledger = {"cells": {FATES[0]: batch["cells"]}, "leftOut": []}
        write_sorted(batch["batch"], rows, ledger, 0, batch["slices"], store)  # type: ignore[arg-type]


def _rows_of(batch: WorksheetBatch) -> Iterator[RowEntry]:
    for part in batch["ranges"]:
        for row in range(part["firstRow"], part["firstRow"] + part["rows"]):
            lead = f"L{part['table']:03}{row:018}"
            of_lead = {"values": {}, "blanks": [], "flags": {}, "by": "rules"}
            yield {"table": part["table"], "row": row, "leadId": lead, **of_lead}  # type: ignore[misc]


def stored(s3: FolderS3, share: float) -> None:
    """Every slice, that share of its rows each a lead that is new, the others merged."""
    store = store_of(s3)
    first = 2
    for name, rows in _rows_by_slice(store).items():
        of, leads = SliceRun(name, 0), round(rows * share)
        result = uncounted({"created": leads, "merged": rows - leads})
        result["rows"] = [
            RowOutcome(0, row, f"L{row:021}", "created" if row < first + leads else "merged")
            for row in range(first, first + rows)
        ]
        write_result(of, result, store)
        entries = map(_entry, range(first, first + leads))
        store.write_bytes(file_names.slice_entries(*of), packed_entries(entries))
        first += rows


def _rows_by_slice(store: ImportStore) -> dict[str, int]:
    rows: dict[str, int] = {}
    for head in read_sorted_heads(sorted(sorted_batches(store)), store):
        for share in head["shares"]:
            rows[share.slice] = rows.get(share.slice, 0) + sum(share.rows.values())
    return dict(sorted(rows.items()))


def _entry(row: int) -> Entry:
    """The lead of a row of `write_leads`."""
    scattered = row * 2_654_435_761 % 2**64  # rows of a slice come in no order of leads
    return {
        "leadId": f"L{scattered:021}",
        "firstName": f"Kim{row}",
        "lastName": f"Lee{row % 89}",
        "title": "Buyer",
        "company": f"Company {row % 977}",
        "email": f"person{row}@company{row % 977}.example",
        "phone": f"+65 6{row % 10_000_000:07d}",
        "sourceFile": "leads.csv",
        "worksheet": "leads",
        "row": row,
        "uploadId": UPLOAD,
        "createdAt": AT,
        "updatedAt": AT,
        "createdIn": UPLOAD,
        "version": 1,
        "flags": [],
        "standardisedBy": "rules",
        "said": {"Hall": "B2", "Notes": "asked", "Follow up": "May"},
    }


TASKS: Mapping[str, Callable[[FolderS3], None]] = {
    "parse_workbook": parse,
    "map_columns": map_columns,
    "choose_slices": choose,
    "publish_leads": publish,
    "finish_import": finish,
}


def measure(rows: int, people: int, folder: Path) -> Iterator[tuple[str, Cost]]:
    """What each task takes for a file of so many rows, all of them of so many people who are new."""
    files = [FolderS3(folder / "few"), FolderS3(folder / "all")]
    for s3, size in zip(files, (WARM_ROWS, rows), strict=True):
        write_leads(source_of(s3), size, min(people, size))
    for task in TASKS:
        for s3 in files:
            if task == "choose_slices":
                standardised(s3)
            elif task == "publish_leads":
                stored(s3, people / rows)
        yield task, _measured_alone(task, folder)


def _measured_alone(task: str, folder: Path) -> Cost:
    command = [sys.executable, "-m", "benchmarks.whole_files", "--task", task, str(folder)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Cost(**json.loads(printed.splitlines()[-1]))


def measured_here(task: str, folder: Path) -> Cost:
    """What it takes after the few rows, in this process."""
    TASKS[task](FolderS3(folder / "few"))
    s3, begun = FolderS3(folder / "all"), time.process_time()
    TASKS[task](s3)
    return Cost(time.process_time() - begun, most_held(), dict(s3.calls))


def most_held() -> int:
    """Bytes that this process has held at the most. What `getrusage` says begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert peak is not None
    return int(peak[1]) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, help="as many as rows, if it is not said")
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        task, folder = options.task
        print(json.dumps(measured_here(task, Path(folder))._asdict()))
        return
    print("| task | processor, s | MB at the most | calls |\n|---|--:|--:|---|")
    with TemporaryDirectory() as name:
        for task, cost in measure(options.rows, options.people or options.rows, Path(name)):
            calls = ", ".join(f"{count:,} {call}" for call, count in sorted(cost.calls.items()))
            print(f"| {task} | {cost.seconds:,.1f} | {cost.peak / 1e6:,.0f} | {calls} |", flush=True)


if __name__ == "__main__":
    main()
