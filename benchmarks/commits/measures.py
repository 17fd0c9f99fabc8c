"""What a checkout's own benchmarks say, as JSON: how fast it standardises, what it gets wrong, what an import takes.

cd CHECKOUT && PYTHONPATH=functions:. python -P /path/to/measures.py standardise ROWS | gold | importing ROWS
"""

import json
import random
import re
import sys
from collections import Counter
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

_FEW = 300  # rows that are imported before anything is counted
_RATE = re.compile(r"^ +(\S.*?) {2,}([\d,]+)$", re.MULTILINE)


def standardise(rows: str) -> dict[str, float]:
    """Rows a second by what is done with them; what DeepSeek would cost, and the accuracy, are not measured."""
    module = import_module("benchmarks.standardise")
    printed = StringIO()
    arguments = patch.object(sys, "argv", ["standardise", "--rows", rows])
    with arguments, patch.object(module, "cost"), patch.object(module.gold, "print_accuracy"), redirect_stdout(printed):
        module.main()
    return {work: float(rate.replace(",", "")) for work, rate in _RATE.findall(printed.getvalue())}


def gold() -> dict[str, list[str]]:
    """What the rules get wrong, by what of gold is measured."""
    module = import_module("benchmarks.gold")
    measured = ("headers", "full_names", "phone_numbers", "messy_rows")
    return {name: getattr(module, name)(random.Random(7)).misses for name in measured}


def importing(rows: str) -> dict[str, dict[str, float]]:
    """By task what a first import takes, after one of a few rows, with an emulator in the same process that is counted
    by itself: calls, units, nanoseconds on the processor.
    """
    counting, files = import_module("benchmarks.counting"), import_module("benchmarks.importing")
    calls: Counter[str] = Counter()
    with TemporaryDirectory() as folder, counting.emulated_aws(calls):
        by_task: dict[str, dict[str, float]] = {}
        for size in (_FEW, int(rows)):
            path = files.write_leads(Path(folder, f"{size}.csv"), size)
            by_task = counting.import_one(f"upload{size}", path, calls)
    return by_task


def main() -> None:
    """What the first argument asks for, on a line."""
    what, *rest = sys.argv[1:]
    asked = {"standardise": standardise, "gold": gold, "importing": importing}
    print(json.dumps(asked[what](*rest)))  # type: ignore[operator]


if __name__ == "__main__":
    main()
