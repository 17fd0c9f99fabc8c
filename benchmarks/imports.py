"""How long each handler takes to import, in a process of its own: what a cold start pays before the first event.

    make build && .venv/bin/python -m benchmarks.imports [PYTHON]

What is imported is what `sam build` made, each function with its own layers and nothing else, by PYTHON (this one).
As on Lambda nothing is written: byte code is read where `sam build` left it (with Python 3.13), else made each time.
Medians of five; Python's own start is taken off. The heaviest are packages by the time that their own modules take,
without what they import; `easycrm` has the reading of its tables of words.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter

import tests.support.functions_environment  # noqa: F401 - the environment that the template gives to the functions
from tests.support.builds import BUILD, functions
from tests.support.lambdas import HANDLERS

_ROUNDS = 5
_HEAVIEST = 3
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


class Importer:
    """Imports the handler of one function."""

    def __init__(self, python: str, name: str, layers: list[str]) -> None:
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Function")).lower()
        self._command = [python, "-S", "-c", f"import {HANDLERS[snake]}"]
        path = os.pathsep.join(map(str, [BUILD / name, *(BUILD / layer / "python" for layer in layers)]))
        self._environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def milliseconds(self) -> float:
        started = time.perf_counter()
        subprocess.run(self._command, env=self._environment, check=True)
        return (time.perf_counter() - started) * 1000

    def heaviest(self) -> str:
        command = [*self._command[:1], "-X", "importtime", *self._command[1:]]
        said = subprocess.run(command, env=self._environment, stderr=subprocess.PIPE, text=True, check=True).stderr
        spent: Counter[str] = Counter()
        for microseconds, module in _LINE.findall(said):
            spent[module.split(".")[0]] += int(microseconds)
        most = spent.most_common(_HEAVIEST)
        return ", ".join(f"{package} {microseconds / 1000:.0f}" for package, microseconds in most)


def _start_of(python: str) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        subprocess.run([python, "-S", "-c", "pass"], check=True)
        rounds.append((time.perf_counter() - started) * 1000)
    return statistics.median(rounds)


def main(python: str) -> None:
    start = _start_of(python)
    print("| function | layers | ms | heaviest, ms |\n| --- | --- | ---: | --- |")
    for name, layers in functions(BUILD).items():
        importer = Importer(python, name, layers)
        median = statistics.median(importer.milliseconds() for _ in range(_ROUNDS)) - start
        print(f"| {name} | {' '.join(layers)} | {median:.0f} | {importer.heaviest()} |")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else sys.executable)
