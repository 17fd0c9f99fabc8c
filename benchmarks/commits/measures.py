"""What a checkout's own benchmarks say, as JSON: rows a second of `standardise`, or what `gold` finds missed.

cd CHECKOUT && PYTHONPATH=functions:. python -P /path/to/benchmarks/commits/measures.py standardise ROWS | gold
"""

import json
import random
import re
import sys
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from unittest.mock import patch

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


def main() -> None:
    """What the first argument asks for, on a line."""
    what, *rest = sys.argv[1:]
    print(json.dumps(gold() if what == "gold" else standardise(*rest)))


if __name__ == "__main__":
    main()
