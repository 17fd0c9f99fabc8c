"""In which order the names of a column are, by those whose order is plain."""

from collections.abc import Mapping

from easycrm.standardise.values.names.latin import order_told
from easycrm.standardise.values.names.parts import Order, Orders
from easycrm.standardise.values.names.romanised import order_told_by_family
from easycrm.standardise.values.names.suffixes import without_suffixes

_FEWEST = 2
_NEARLY_ALL = 0.9
_MOST_WORDS = 4
_LAST_LATIN = "\u024f"


def orders_told(text: str) -> list[str]:
    """What a full name tells of the order of its column's names, for `orders_of`. A comma says its order itself.

    >>> orders_told("Tan Wei Ling"), orders_told("Andrea Farmer"), orders_told("Farmer, Andrea")
    (['eastern familyFirst'], ['western givenFirst'], [])
    """
    words = without_suffixes(text).text.split()
    if "," in text or not 2 <= len(words) <= _MOST_WORDS or text[0] > _LAST_LATIN:
        return []
    orders = {"eastern": order_told_by_family(words), "western": order_told(words)}
    return [f"{kind} {order}" for kind, order in orders.items() if order]


def orders_of(counts: Mapping[str, int]) -> Orders:
    """The orders that nearly all names tell.

    >>> orders_of({"eastern familyFirst": 5, "western givenFirst": 1})
    Orders(eastern='familyFirst', western='')
    """
    return Orders(_order(counts, "eastern"), _order(counts, "western"))


def _order(counts: Mapping[str, int], kind: str) -> Order:
    orders: tuple[Order, Order] = ("familyFirst", "givenFirst")
    names = [counts.get(f"{kind} {order}", 0) for order in orders]
    if sum(names) < _FEWEST or max(names) < _NEARLY_ALL * sum(names):
        return ""
    return orders[names.index(max(names))]
