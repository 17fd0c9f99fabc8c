"""The cases of single_states.toml, and what of a judge's words on one is otherwise than expected."""

import json
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Case = dict[str, Any]
"""A table of the file."""
Outcome = dict[str, Any]
"""What a judge tells of a case, under the names that `expect` has; what it cannot tell is not there."""
Judge = Callable[[Case], Outcome]

_FILE = Path(__file__).with_name("single_states.toml")


@cache
def cases() -> list[Case]:
    """All of them, in the file's order."""
    every: list[Case] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["case"]
    return every


def differences(case: Case, outcome: Outcome, wait_agrees: Callable[[float, float], bool]) -> Iterator[str]:
    """What is otherwise than expected, in words. `wait_agrees(seen, at most)`."""
    seen = outcome | ({"kept": sorted(outcome["output"])} if "output" in outcome else {})
    for name, expected in case["expect"].items():
        if name not in seen:
            continue
        agrees = wait_agrees(seen[name], expected) if name == "wait" else _sorted(seen[name]) == _sorted(expected)
        if not agrees:
            yield f"{case['name']}: {name} is {json.dumps(seen[name])}, not {json.dumps(expected)}"


def untold(case: Case, outcome: Outcome) -> list[str]:
    """What is expected of a case and was not told."""
    return sorted(case["expect"].keys() - outcome.keys() - ({"kept"} if "output" in outcome else set()))


def _sorted(value: Any) -> Any:
    """Children of a map begin in no order."""
    return sorted(value, key=json.dumps) if isinstance(value, list) else value
