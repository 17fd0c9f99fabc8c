"""What tests run over must be there: a test of each of none passes, whatever is wrong."""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

Things = TypeVar("Things", bound=Collection[Any])


def some(things: Things) -> Things:
    """The same things. Raises LookupError when there are none."""
    if not things:
        raise LookupError("There is nothing here to test.")
    return things


def of_type(kind: str, resources: Mapping[str, Any]) -> dict[str, Any]:
    """`{logical id: properties}` of the resources of one type. Raises LookupError when the template has none."""
    wanted = {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}
    if not wanted:
        raise LookupError(f"The template has no {kind}.")
    return wanted


def the_first(pattern: str, text: str) -> str:
    """The first group of the first match of a pattern; `.` is any character. Raises LookupError without a match."""
    match = re.search(pattern, text, re.DOTALL)
    if match is None:
        raise LookupError(f"There is nothing like {pattern} here.")
    return str(match[1])
