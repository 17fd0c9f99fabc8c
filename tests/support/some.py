"""What tests run over must be there: a test of each of none passes, whatever is wrong."""

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
