"""How fast and how accurate another commit and this one are, in one run: they take turns at the same work.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.side_by_side BEFORE [--rounds 5] [--rows 20000]

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.side_by_side BEFORE --csv --rows 100000

BEFORE is a folder with a checkout of the other commit. Every measurement is a process of its own, and each round begins
with the other one. The ratios are those of the two neighbours of a round, so that what slows the machine for a while
slows both: their median, the least and the greatest. With `--csv` nothing is done but to read ten times so many rows of
CSV, without and with quotation marks. Exits by 1 when this commit gets something of gold wrong that the
other gets right; speed is for people to judge.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from statistics import median

from benchmarks.commits.checkouts import HERE, answer_of
from benchmarks.reading import write_csv, write_xlsx

Measure = Callable[[Path], Mapping[str, float]]
"""What a checkout needs for some work: seconds by what the work is."""

_MEASURES = str(Path(__file__).with_name("measures.py"))
_RIVALS = ("easycrm", "Parse workbook")


def main() -> int:
    """Prints the table of times and what of gold became right or wrong; 1 when something became wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a folder with a checkout of the other commit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=20_000, help="to standardise; ten times as many are read as CSV")
    parser.add_argument("--csv", action="store_true", help="only read CSV")
    options = parser.parse_args()
    print("| work | before, s | after, s | ratio | least | greatest |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        table, workbook = Path(folder, "leads.csv"), Path(folder, "leads.xlsx")
        write_csv(table, options.rows * 10)
        if options.csv:
            return _print_csv(options.before, Path(folder), options.rounds, options.rows * 10)
        write_xlsx(workbook, options.rows)
        for measure in (_reading(table), _reading(workbook), _standardising(options.rows)):
            _print_times(options.before, measure, options.rounds)
    return _print_gold(options.before)


def _print_csv(before: Path, folder: Path, rounds: int, rows: int) -> int:
    """A line for reading the list in `folder`, and one for the same list with quotation marks."""
    write_csv(folder / "quotes.csv", rows, quotes=True)
    for name in ("leads.csv", "quotes.csv"):
        _print_times(before, _reading(folder / name), rounds)
    return 0


def _reading(path: Path) -> Measure:
    """CPU seconds of reading a file, as `benchmarks.reading` of the checkout measures them."""

    def measure(checkout: Path) -> dict[str, float]:
        runs = {name: ["-m", "benchmarks.reading", "--run", name, str(path)] for name in _RIVALS}
        return {f"{path.name}: {name}": json.loads(answer_of(run, checkout))["cpu"] for name, run in runs.items()}

    return measure


def _standardising(rows: int) -> Measure:
    """CPU seconds of what `benchmarks.standardise` of the checkout does with this many rows."""

    def measure(checkout: Path) -> dict[str, float]:
        rates = json.loads(answer_of(["-P", _MEASURES, "standardise", str(rows)], checkout))
        return {f"{rows:,} rows: {work}": rows / rate for work, rate in rates.items()}

    return measure


def _print_times(before: Path, measure: Measure, rounds: int) -> None:
    """A line for each work, from so many rounds."""
    pairs = [_pair(before, measure, is_first=number % 2 == 0) for number in range(rounds)]
    for work in pairs[0][0]:
        befores, afters = ([side[work] for side in sides] for sides in zip(*pairs, strict=True))
        ratios = [after / before for before, after in zip(befores, afters, strict=True)]
        times = f"{median(befores):.2f} | {median(afters):.2f}"
        print(f"| {work} | {times} | {median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |", flush=True)


def _pair(before: Path, measure: Measure, is_first: bool) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Both commits at the same work, one after the other."""
    if is_first:
        return measure(before), measure(HERE)
    after = measure(HERE)
    return measure(before), after


def _print_gold(before: Path) -> int:
    """What of gold is missed by one of the two only; 1 when it is this commit."""
    misses: list[dict[str, list[str]]] = [
        json.loads(answer_of(["-P", _MEASURES, "gold"], checkout)) for checkout in (before, HERE)
    ]
    was, is_ = (set(chain.from_iterable(each.values())) for each in misses)
    print(f"\nOf gold {len(was):,} answers were wrong before, and {len(is_):,} are.")
    for title, lines in (("Right since:", was - is_), ("Wrong since:", is_ - was)):
        print(title, *(sorted(lines) or ["nothing"]), sep="\n  ")
    return 1 if is_ - was else 0


if __name__ == "__main__":
    sys.exit(main())
