"""What it takes to publish an import of 1,000 rows, and to pick that up, at another commit and at this one.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.publishing BEFORE [--leads 100000] [--rounds 2]

BEFORE is a folder with a checkout of the other commit. The two take turns at the same leads of forty columns, which
this commit invents, and at the same imports, of which half the rows are changes. Milliseconds of processor time.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.commits.checkouts import HERE
from benchmarks.invented_leads import FolderS3, OneTable, invented, invented_import
from easycrm.leads.list.publication import publish
from easycrm.leads.list.reader import LeadsReader
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import Snapshots

ROWS = 1_000
IMPORTS = 8


def measure(leads: int) -> dict[str, list[float]]:
    """Milliseconds of each import, by what was done."""
    times: dict[str, list[float]] = {"publish": [], "pick up": []}
    with TemporaryDirectory() as folder:
        snapshots = Snapshots(FolderS3(Path(folder)), "", OneTable(), "", lambda: "2026-03-01T09:00:00.000000Z")
        snapshots.delete_orphans = lambda: 0  # type: ignore[method-assign]  # a folder is not listed as S3 is
        rebuild(lambda: invented(0, leads), snapshots)
        reader = LeadsReader(snapshots, Path(folder))
        reader.current()
        for number in range(1, 1 + IMPORTS):
            changed = list(invented_import(number, leads, ROWS))
            times["publish"].append(_milliseconds(partial(publish, changed, snapshots)))
            del changed  # who reads has not what was published
            gc.collect()
            times["pick up"].append(_milliseconds(reader.current))
    return times


def _milliseconds(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return 1000 * (time.process_time() - begun)


def _measured_at(checkout: Path, leads: int) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "benchmarks.commits.publishing", str(checkout), "--measure", str(leads)]
    environment = os.environ | {"PYTHONPATH": f"{checkout.resolve() / 'functions'}{os.pathsep}{HERE}"}
    done = subprocess.run(command, cwd=HERE, env=environment, stdout=subprocess.PIPE, check=True)
    times: dict[str, list[float]] = json.loads(done.stdout)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a folder with a checkout of the other commit")
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    rounds = [[_measured_at(each, options.leads) for each in (options.before, HERE)] for _ in range(options.rounds)]
    print("| 1,000 rows | before, ms | now, ms | least and most of now | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    for work in rounds[0][0]:
        before, now = ([time for each in rounds for time in each[side][work]] for side in (0, 1))
        cells = f"{median(before):,.0f} | {median(now):,.0f} | {min(now):,.0f} to {max(now):,.0f}"
        print(f"| {work} | {cells} | {median(now) / median(before):.2f} |")


if __name__ == "__main__":
    main()
