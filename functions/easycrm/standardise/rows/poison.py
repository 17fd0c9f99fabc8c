"""Poison rows: one that the rules stumble over is held alone, and the others of its batch are stored."""

from collections.abc import Callable
from traceback import extract_tb
from typing import TypeVar

from easycrm.errors import EasyCrmError

Result = TypeVar("Result")

TellPoison = Callable[[tuple[int, int], str, str], None]
"""Told the address of a row (table, row), the class of the exception, and where in the code it was raised."""


def unless_poison(
    compute: Callable[..., Result], *arguments: object, address: tuple[int, int], tell: TellPoison
) -> Result | None:
    """What the computation of one row comes to; None, after telling, when the row is poison.

    Only for what computes on the row itself: what talks to the outside must rise, because it may be tried again.
    """
    try:
        return compute(*arguments)
    except EasyCrmError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a row makes the rules do, it is this row's alone
        place = extract_tb(error.__traceback__)[-1]
        tell(address, type(error).__name__, f"{place.name}:{place.lineno}")
        return None


def tell_nobody(_address: tuple[int, int], _error: str, _where: str) -> None:
    """For callers to whom the rows' own results are enough."""
