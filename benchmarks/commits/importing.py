"""What an import of new rows takes at another commit and at this one: work on the processor, and calls, by task.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.importing BEFORE [--rows 10000] [--rounds 3]

BEFORE is a folder with a checkout of the other commit. The two take turns at the same file, each in a process of its
own that has imported a few rows before, on an emulator whose own work is taken off. Milliseconds per 1,000 rows.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from statistics import median

from benchmarks.commits.checkouts import HERE, answer_of
from benchmarks.counting import CPU

_MEASURES = str(Path(__file__).with_name("measures.py"))
_SERVICES = ("DynamoDB", "S3", "Lambda", "Step")

ByTask = dict[str, dict[str, float]]


def measure(checkout: Path, rows: int) -> ByTask:
    """What the checkout's own benchmarks count of each task, per 1,000 rows."""
    by_task: ByTask = json.loads(answer_of(["-P", _MEASURES, "importing", str(rows)], checkout).splitlines()[-1])
    return {task: {name: number * 1000 / rows for name, number in counts.items()} for task, counts in by_task.items()}


def print_work(befores: list[ByTask], nows: list[ByTask]) -> None:
    print("| processor, ms per 1,000 rows | before | now | ratio, least and greatest |\n|---|--:|--:|--:|")
    for task in {**befores[0], **nows[0]}:
        print(f"| {task} | {_median(befores, task)} | {_median(nows, task)} | |")
    sums = [[sum(counts[CPU] for counts in each.values()) / 1e6 for each in side] for side in (befores, nows)]
    ratios = [now / before for before, now in zip(*sums, strict=True)]
    before, now = map(median, sums)
    spread = f"{median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}"
    print(f"| all | {before:,.0f} | {now:,.0f} | {spread} |\n")


def _median(rounds: list[ByTask], task: str) -> str:
    times = [each[task][CPU] / 1e6 for each in rounds if task in each]
    return f"{median(times):,.0f}" if times else ""


def print_calls(before: ByTask, now: ByTask) -> None:
    print("| calls per 1,000 rows | before | now |\n|---|--:|--:|")
    sides = [_calls(before), _calls(now)]
    for name in sorted({*sides[0], *sides[1]}):
        print(f"| {name} | " + " | ".join(f"{side[name]:,.1f}" for side in sides) + " |")
    of_dynamodb = (sum(number for name, number in side.items() if name.startswith("DynamoDB")) for side in sides)
    print("| all of DynamoDB | " + " | ".join(f"{number:,.1f}" for number in of_dynamodb) + " |")


def _calls(by_task: ByTask) -> Counter[str]:
    calls: Counter[str] = Counter()
    for counts in by_task.values():
        calls.update({name: number for name, number in counts.items() if name.split()[0] in _SERVICES})
    return calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a folder with a checkout of the other commit")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds = [[measure(each, options.rows) for each in (options.before, HERE)] for _ in range(options.rounds)]
    befores, nows = ([each[side] for each in rounds] for side in (0, 1))
    print_work(befores, nows)
    print_calls(befores[-1], nows[-1])


if __name__ == "__main__":
    main()
