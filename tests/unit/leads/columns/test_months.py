"""The names of months in several languages."""

from collections import defaultdict

from easycrm.folding import folded
from easycrm.leads.columns.months import MONTHS, NAMES


def test_no_name_is_that_of_two_months() -> None:
    months = defaultdict(set)
    for number, line in enumerate(NAMES.strip().split("\n"), 1):
        for name in line.split():
            months[folded(name)].add(number)
    assert {name: numbers for name, numbers in months.items() if len(numbers) > 1} == {}
    assert set(MONTHS.values()) == set(range(1, 13))
