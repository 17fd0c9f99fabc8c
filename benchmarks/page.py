"""The page: how heavy it is, how soon its table can be used, and how often it calls the API to watch an import.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.page [--leads 100000] [--rows 10000] [--rounds 9]

In Chromium, over a local stack of its own: the times are those of this machine, emulator included. The leads are put
into the read model directly. A table can be used when its rows are there and the page no longer says that it is busy.
"""

import argparse
import gzip
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from benchmarks.importing import write_leads
from benchmarks.invented_leads import invented
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import Snapshots
from local.emulator import aws
from local.emulator.scratch import scratch_stack
from local.emulator.stack import Stack
from local.settings import CHECKOUT
from tests.support.chromium import FLAGS, ensure
from tests.support.page_sign_in import sign_in

SERVED = ("index.html", "styles.css", "page.js", "favicon.svg")
GOAL_KB = 150
IMPORT_MS = 600_000
READY = "table[aria-busy=false] tbody .lead-link"

SEARCHES = {
    "first visit: leads fetched and unpacked": "/",
    "reload": "/",
    "sorted by company, page 1,000": "/?sortBy=company&sortOrder=asc&page=1000",
    "search for a rare word": "/?q=meister77",
    "filter by two columns": "/?filter_company=gmbh&filter_title=ceo",
}


def print_weight() -> None:
    print("| file | KB | KB, gzip |\n| --- | ---: | ---: |")
    contents = {name: (CHECKOUT / "frontend" / name).read_bytes() for name in SERVED}
    for name, content in contents.items():
        print(f"| {name} | {len(content) / 1000:.1f} | {len(gzip.compress(content)) / 1000:.1f} |")
    counted = [content for name, content in contents.items() if name.endswith((".css", ".js"))]
    packed = sum(len(gzip.compress(content)) for content in counted)
    print(f"| script and style (goal: {GOAL_KB}) | {sum(map(len, counted)) / 1000:.1f} | {packed / 1000:.1f} |\n")


def seed(running: Stack, leads: int) -> None:
    """The read model of a stack that has imported them."""
    outputs = running.outputs
    s3, dynamodb = (aws.client(running.settings, name) for name in ("s3", "dynamodb"))
    snapshots = Snapshots(s3, outputs["DataBucketName"], dynamodb, outputs["UploadsTableName"], _now)
    rebuild(lambda: invented(0, leads), snapshots)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def print_times(page: Page, leads: int, rounds: int) -> None:
    print(f"| table of {leads:,} leads, ms until it can be used | median | slowest |\n| --- | ---: | ---: |")
    for at, (name, address) in enumerate(SEARCHES.items()):
        found = [_milliseconds(page, address) for _ in range(rounds if at else 1)]
        print(f"| {name} | {statistics.median(found):,.0f} | {max(found):,.0f} |", flush=True)
    print()


def _milliseconds(page: Page, address: str) -> float:
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(READY).first.wait_for()
    return 1000 * (time.perf_counter() - begun)


@contextmanager
def counted_calls(page: Page) -> Iterator[Counter[str]]:
    """What the page asks of the API meanwhile, by method and path without ids."""
    calls: Counter[str] = Counter()

    def count(request: Request) -> None:
        if "/api/" in request.url:
            path = request.url.split("/api/")[1].split("?")[0].split("/")[0]
            calls[f"{request.method} /{path}"] += 1

    page.on("request", count)
    yield calls
    page.remove_listener("request", count)


def sign_in_without_leads(page: Page) -> None:
    """Signs in while the API gives no leads, so that the first visit is the first to ask for them."""
    page.route("**/api/leads?*", lambda route: route.abort())
    page.goto("/")
    sign_in(page)
    page.unroute_all()


def print_calls(page: Page, path: Path, rows: int) -> None:
    page.goto("/?panel=imports")
    page.locator(READY).first.wait_for()
    with counted_calls(page) as calls:
        begun = time.perf_counter()
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_text(f"{rows:,} rows: ").first).to_be_visible(timeout=IMPORT_MS)
        page.locator(READY).first.wait_for()
        seconds = time.perf_counter() - begun
    print(f"| calls for an import of {rows:,} rows watched for {seconds:.0f} s | |\n| --- | ---: |")
    for name, times in sorted(calls.items()):
        print(f"| {name} | {times} |")
    print(f"| all | {calls.total()} |", flush=True)


def browse(running: Stack, browser: Browser, folder: Path, given: argparse.Namespace) -> None:
    seed(running, given.leads)
    page = browser.new_page(base_url=running.site_url)
    sign_in_without_leads(page)
    print_times(page, given.leads, given.rounds)
    print_calls(page, write_leads(folder / "leads.csv", given.rows), given.rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    print_weight()
    chromium = ensure()
    with (
        TemporaryDirectory() as root,
        TemporaryDirectory() as folder,
        scratch_stack(Path(root)) as running,
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=chromium, args=list(FLAGS)) as browser,
    ):
        browse(running, browser, Path(folder), given)


if __name__ == "__main__":
    main()
