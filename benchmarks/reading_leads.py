"""Reading leads: pages, search, publishing, export and memory, against scanning the table for every page.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.reading_leads [--sizes 10000 100000] [--rounds 15] [--cpu]

Every size is a process of its own; times are medians, in milliseconds unless a line says otherwise. S3 is a folder and
DynamoDB a dict: network time is left out on both sides. Goals are for forty columns a lead; `-` where there is none.
A cold start is simulated, on the clock: the packed file comes at FETCHED_PER_SECOND, is unpacked, opened and asked
here. `--cpu` measures processor time of all else, for a machine that has other work to do.
"""

import argparse
import io
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.invented_leads import FolderS3, OneTable, invented, invented_import
from easycrm.leads.columns.catalogue import cached_catalogue, catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.exports.exporting import Format, write_leads
from easycrm.leads.items.lead_items import from_item, item_size, to_item
from easycrm.leads.lead import remark_key
from easycrm.leads.list.groups import groups_of
from easycrm.leads.list.pages import page_of_leads
from easycrm.leads.list.publication import compact, publish
from easycrm.leads.list.query import Filter, LeadsQuery
from easycrm.leads.list.read_model import open_read_model
from easycrm.leads.list.reader import LeadsReader, list_leads
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import POINTER_ID, Snapshots

IMPORT = 1000
IMPORTS = 8
SIZES = [10_000, 100_000, 1_000_000]
MOST_SCANNED = 100_000  # by the rival, which keeps all leads in memory
SLICE = 50
CLOCK = time.process_time if "--cpu" in sys.argv else time.perf_counter

FETCHED_PER_SECOND = 75e6  # bytes: what S3 gives a function
FORMER_FILE_MB = 846  # at 100,000 leads, by the commit before columns; at a million, ten times that

GOALS = {
    **{
        (name, size): goal * size / 1_000_000
        for size in (100_000, 1_000_000)
        for name, goal in {
            "warm: first page": 20,
            "warm: middle page": 20,
            "warm: last page": 20,
            "warm: sorted by company": 20,
            "search: rare word": 100,
            "search: rare word of a column": 100,
            "column: is": 500,
            "column: contains": 500,
            "column: above": 500,
            "column: contains, no two alike": 500,
            "column: sorted, first page": 500,
            "column: sorted, middle page": 500,
            "column: sorted, no two alike": 500,
            "column: grouped": 500,
            "column: grouped, filtered": 500,
            "column: grouped, no two alike": 500,
            "cold start, simulated (s)": 15,
            "snapshot (MB)": 1.5 * 10 * FORMER_FILE_MB,
        }.items()
    },
    ("export CSV (s)", 100_000): 3,
    ("cold: open and first page", 100_000): 50,
    ("pick that up, warm", 1_000_000): 200,
    ("search: common word", 100_000): 30,
    ("search: common word", 1_000_000): 300,
    ("search: two letters", 100_000): 30,
    ("search: two letters", 1_000_000): 300,
    ("search: two ideographs", 100_000): 30,
    ("search: two ideographs", 1_000_000): 300,
    ("publish 1,000 rows", 1_000_000): 2000,
}

_SAYS = next(invented(0, 1)).values
_RATED = (Filter("column.rating0", "above", "5"),)

QUERIES = {
    "warm: first page": LeadsQuery(),
    "warm: sorted by company": LeadsQuery(sort_by="company", sort_order="asc"),
    "filter by company, sorted": LeadsQuery(
        sort_by="lastName", sort_order="asc", filters=(Filter("company", "contains", "berg 7"),)
    ),
    "filter by two fields": LeadsQuery(
        filters=(Filter("title", "equals", "ceo"), Filter("company", "contains", "gmbh"))
    ),
    "filter: no email (none)": LeadsQuery(filters=(Filter("email", "empty"),)),
    "search: rare word": LeadsQuery(q="meister77"),
    "search: rare word of a column": LeadsQuery(q=_SAYS[remark_key("Customer No")].text),
    "search: common word": LeadsQuery(q="mailbox"),
    "search: two words": LeadsQuery(q="zoe logistics"),
    "search: two letters": LeadsQuery(q="zo"),
    "search: two ideographs": LeadsQuery(q="王伟"),
    "search: phone as typed": LeadsQuery(q="6123 45"),
    "column: is": LeadsQuery(filters=(Filter("column.country0", "equals", _SAYS[remark_key("Country 0")].text),)),
    "column: contains": LeadsQuery(filters=(Filter("column.city0", "contains", "ka"),)),
    "column: above": LeadsQuery(filters=_RATED),
    "column: contains, no two alike": LeadsQuery(filters=(Filter("column.customerno", "contains", "77"),)),
    "column: sorted, first page": LeadsQuery(sort_by="column.city1"),
    "column: sorted, no two alike": LeadsQuery(sort_by="column.notes"),
}

GROUPED = {
    "column: grouped": ("column.city0", LeadsQuery()),
    "column: grouped, filtered": ("column.city0", LeadsQuery(filters=_RATED)),
    "column: grouped, no two alike": ("column.customerno", LeadsQuery()),
}


class SlowBody(io.FileIO):
    """A file that comes at FETCHED_PER_SECOND."""

    def read(self, size: int | None = -1) -> bytes:
        content = super().read(-1 if size is None else size)
        time.sleep(len(content) / FETCHED_PER_SECOND)
        return content


class SlowS3(FolderS3):
    """The folder as a function has it at the other end of a network."""

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: ARG002 - an S3 client's names
        return {"Body": SlowBody(self.root / Key)}


def clock_of_leads() -> str:
    return "2026-03-01T09:00:00.000000Z"


def measure(size: int, rounds: int, folder: Path) -> Iterator[dict[str, float]]:
    """Every line of the table for one number of leads, as they are measured."""
    table = OneTable()
    snapshots = Snapshots(FolderS3(folder), "", table, "", clock_of_leads)
    building = seconds(lambda: rebuild(lambda: invented(0, size), _without_orphans(snapshots)))
    base = snapshots.pointer()["base"]
    assert base is not None
    reader = LeadsReader(snapshots, folder)
    fetching = seconds(reader.current)
    yield {
        "rebuild from the table (s)": building,
        "snapshot, packed (MB)": (folder / base["key"]).stat().st_size / 1e6,
        "fetch and unpack (s)": fetching,
        "snapshot (MB)": reader.path.stat().st_size / 1e6,
        "cold: open and first page": 1000 * median(rounds, lambda: _cold_page(reader.path)),
        "cold start, simulated (s)": _cold_start(Snapshots(SlowS3(folder), "", table, "", clock_of_leads)),
    }
    middle = size // SLICE // 2
    deep = {
        "warm: middle page": LeadsQuery(middle),
        "warm: last page": LeadsQuery(size // SLICE),
        "column: sorted, middle page": LeadsQuery(middle, sort_by="column.city1"),
        "total of a search": LeadsQuery(100_000, q="mailbox"),
    }
    for name, query in {**QUERIES, **deep}.items():
        yield {name: 1000 * median(rounds, partial(list_leads, reader, query))}
    yield from _grouping(rounds, reader)
    yield from _exports(reader, folder)
    own, with_file = memory(reader.path)
    yield {"memory (MB)": own, "memory and mapped file (MB)": with_file}
    yield _publishing(size, rounds, snapshots, reader)
    units = math.ceil(len(json.dumps(table.items[POINTER_ID])) / 4096)
    yield {"read units of a page": units, **_scanning(size, units)}


def _publishing(size: int, rounds: int, snapshots: Snapshots, reader: LeadsReader) -> dict[str, float]:
    published, picked_up, written = [], [], []
    for number in range(1, 1 + min(rounds, IMPORTS)):
        changed = list(invented_import(number, size, IMPORT))
        published.append(seconds(lambda changed=changed: publish(changed, snapshots)))  # type: ignore[misc]
        before = _write_calls()
        picked_up.append(seconds(reader.current))
        written.append(_write_calls() - before)
    publish(invented(0, max(6_000, size // 18), 2 + IMPORTS), snapshots)
    return {
        "publish 1,000 rows": 1000 * statistics.median(published),
        "pick that up, warm": 1000 * statistics.median(picked_up),
        "the slowest of them": 1000 * max(picked_up),
        "pages that it writes": statistics.median(written),
        "new base (s)": seconds(lambda: compact(snapshots)),
    }


def _grouping(rounds: int, reader: LeadsReader) -> Iterator[dict[str, float]]:
    catalogue = cached_catalogue(reader, NOTHING_DECIDED)
    for name, (by, query) in GROUPED.items():
        group = partial(groups_of, reader.model, query, by, catalogue, SLICE)
        yield {name: 1000 * median(rounds, group)}


def _write_calls() -> int:
    """So far, by this process: SQLite writes a page with each."""
    return int(Path("/proc/self/io").read_text(encoding="ascii").split("syscw: ")[1].split()[0])


def _exports(reader: LeadsReader, folder: Path) -> Iterator[dict[str, float]]:
    model, _ = reader.current()
    catalogue = cached_catalogue(reader, NOTHING_DECIDED)
    formats: tuple[Format, ...] = ("csv", "xlsx")
    for each in formats:
        export = partial(write_leads, folder / "export", each, model, LeadsQuery(), catalogue)
        yield {f"export {each.upper()} (s)": seconds(export)}


def _scanning(size: int, units: float) -> dict[str, float]:
    """The rival: read every item, make leads of them, sort, slice. Its time is without the network, too."""
    sample = list(invented(0, min(size, 2000)))
    scanned = math.ceil(sum(map(item_size, sample)) / len(sample) * size / 4096) / 2
    lines = {"read units by scanning": scanned, "times fewer read units": scanned / units}
    if size <= MOST_SCANNED:
        items = [to_item(lead) for lead in invented(0, size)]
        lines["page by scanning, network aside"] = 1000 * seconds(lambda: _scan_and_slice(items))
    return lines


def _scan_and_slice(items: list[dict[str, Any]]) -> list[Any]:
    leads = [from_item(item) for item in items]
    return sorted(leads, key=lambda lead: lead.source.origin.registered_at, reverse=True)[:SLICE]


def _cold_start(snapshots: Snapshots) -> float:
    """Seconds on the clock until a reader that has nothing has fetched all, and shows a page."""
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        reader = LeadsReader(snapshots, Path(folder))
        list_leads(reader, LeadsQuery())
        taken = time.perf_counter() - begun
        reader.close()
    return taken


def _cold_page(path: Path) -> None:
    with closing(open_read_model(path)) as model:
        page_of_leads(model, LeadsQuery(), catalogue_of(model, NOTHING_DECIDED))


def _without_orphans(snapshots: Snapshots) -> Snapshots:
    snapshots.delete_orphans = lambda: 0  # type: ignore[method-assign]  # the folder cannot be listed as S3 can
    return snapshots


def seconds(do: Callable[[], Any]) -> float:
    begun = CLOCK()
    do()
    return CLOCK() - begun


def median(rounds: int, do: Callable[[], Any]) -> float:
    do()
    return statistics.median(seconds(do) for _ in range(rounds))


def memory(path: Path) -> tuple[float, float]:
    """Of a process that opened the file and answered every query once, in MB: its own, and with the file's pages."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading_leads", "--answer-from", str(path)], capture_output=True, check=True
    )
    own, whole = map(float, answer.stdout.split())
    return own, whole


def answer_from(path: Path) -> None:
    with closing(open_read_model(path)) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)
        for query in QUERIES.values():
            page_of_leads(model, query, catalogue)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.split("RssAnon:")[1].split()[0])
    print(own * 1024 / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def in_processes(sizes: list[int]) -> Iterator[dict[str, float]]:
    """The lines of each size, which are told as they come."""
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.reading_leads", *sys.argv[1:], "--measure", str(size)]
        lines: dict[str, float] = {}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as measuring:
            for line in measuring.stdout or ():
                print(f"{size:,}: {line.strip()}", file=sys.stderr)
                lines |= json.loads(line)
        yield lines


def print_table(sizes: list[int], results: list[dict[str, float]]) -> None:
    print(f"|  | {' | '.join(f'{size:,} | goal' for size in sizes)} |")
    print(f"|---|{'--:|--:|' * len(sizes)}")
    for name in dict.fromkeys(name for result in results for name in result):
        cells = [
            f"{_number(result.get(name))} | {_goal(name, size, result)}"
            for size, result in zip(sizes, results, strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 1 else f"{value:.2f}"


def _goal(name: str, size: int, result: dict[str, float]) -> str:
    if name == "times fewer read units":
        return f"{'met' if result[name] >= 500 else 'MISSED'}: ≥ 500"
    goal = GOALS.get((name, size))
    return "-" if goal is None else f"{'met' if result[name] < goal else 'MISSED'}: < {goal:,}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cpu", action="store_true", help="processor time instead of time")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--answer-from", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer_from:
        answer_from(given.answer_from)
    elif given.measure:
        with TemporaryDirectory() as folder:
            for lines in measure(given.measure, given.rounds, Path(folder)):
                print(json.dumps(lines), flush=True)
    else:
        print_table(given.sizes, list(in_processes(given.sizes)))


if __name__ == "__main__":
    main()
