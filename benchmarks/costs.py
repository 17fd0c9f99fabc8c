"""What imports cost on AWS in USD, by arithmetic from counted calls. Nothing here was measured on AWS.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.costs --rows 10000 --imports 100
    PYTHONPATH=functions .venv/bin/python -m benchmarks.costs --recount    # a minute; after a change of what tasks call

Two imports were counted, of 2,500 and 10,000 rows that are all new, and `counts.json` keeps what was counted;
`on_aws` has the prices and what is assumed. Rows that change nothing cost less: no write.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.importing import write_leads
from benchmarks.on_aws import PRICED, PRICES, Counted, on_the_line
from benchmarks.upsert import count_import
from tests.support.sam import translated
from tests.support.some import of_type

REGION = "ap-southeast-1"
SIZES = (2_500, 10_000)
FEW = 40  # rows that a test counts again
COUNTS = Path(__file__).with_name("counts.json")
# List prices as of 2025, from memory: to be checked. An alarm costs by its metrics; the first ten of an account are
# free, and are counted here.
ALARM_USD = 0.10
SECRET_USD = 0.40


def of_import(rows: int) -> dict[str, float]:
    """USD of one import of new rows, by service."""
    small, large = map(kept, SIZES)
    return on_the_line(small, large, rows).costs(PRICES[REGION])


def count(size: int) -> Counted:
    """A first import of so many rows, counted here, after one of a few."""
    with TemporaryDirectory() as folder:
        count_import(write_leads(Path(folder) / "few.csv", FEW), FEW)
        return count_import(write_leads(Path(folder) / f"{size}.csv", size), size)


def kept(size: int) -> Counted:
    """What was counted of it when the counts were last renewed."""
    each = json.loads(COUNTS.read_text(encoding="utf-8"))[str(size)]
    by_task = {task: Counter[str](calls) for task, calls in each["byTask"].items()}
    return Counted(size, by_task, each["transitions"])


def recount(sizes: Iterable[int] = (FEW, *SIZES)) -> None:
    """Renews the counts."""
    counted = {str(size): count(size) for size in sizes}
    content = {
        size: {"transitions": each.transitions, "byTask": {task: dict(calls) for task, calls in each.by_task.items()}}
        for size, each in counted.items()
    }
    COUNTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def standing() -> dict[str, float]:
    """USD per month of a stack in which nothing happens, by service."""
    alarms = of_type("AWS::CloudWatch::Alarm", translated()["Resources"]).values()
    metrics = [metric for alarm in alarms for metric in alarm.get("Metrics", [alarm]) if "Expression" not in metric]
    return {
        "CloudWatch alarms": len(metrics) * ALARM_USD,
        "Secrets Manager, with a key of DeepSeek": SECRET_USD,
    }


def print_costs(rows: int, imports: int) -> None:
    each, month = of_import(rows), standing()
    print(f"Estimated, not measured, for {REGION}, in USD. {PRICED}.\n")
    print(f"| | one import of {rows:,} new rows | {imports:,} a month |")
    print("|---|--:|--:|")
    for service, usd in each.items():
        print(f"| {service} | {usd:.4f} | {usd * imports:.2f} |")
    for service, usd in month.items():
        print(f"| {service} | | {usd:.2f} |")
    print(f"| all | {sum(each.values()):.4f} | {sum(each.values()) * imports + sum(month.values()):.2f} |")
    print("\nNot in it: DeepSeek (at most DeepSeekUsdPerUpload for each import), reading by the page and the API,")
    print("storage, backups, logs, traces, metrics, data transfer, taxes, and what the account has free of charge.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=_count, default=10_000, help="of one import (10000)")
    parser.add_argument("--imports", type=_count, default=100, help="per month (100)")
    parser.add_argument("--recount", action="store_true", help="count the imports anew, and keep what was counted")
    options = parser.parse_args()
    if options.recount:
        recount()
    print_costs(options.rows, options.imports)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"takes a number from 1 on, not {text!r}")
    return int(text)


if __name__ == "__main__":
    main()
