"""Prices by the hour."""

from datetime import UTC, datetime

import pytest

from easycrm.deepseek.costs import NANO, Prices, Usage, is_peak
from tests.support.assistants import PRICES, QUIET


def test_a_million_tokens_cost_what_is_published():
    million = 1_000_000
    assert PRICES.cost(Usage(million, 0, 0), QUIET) == 0.15 * NANO
    assert PRICES.cost(Usage(million, million, 0), QUIET) == 0.003 * NANO
    assert PRICES.cost(Usage(0, 0, million), QUIET) == 0.6 * NANO


@pytest.mark.parametrize(
    ("day", "hour", "peak"),
    [(24, 0, False), (24, 1, True), (24, 3, True), (24, 4, False), (24, 6, True), (24, 9, True), (24, 10, False),
     (28, 2, False), (29, 7, False)],
)  # fmt: skip
def test_prices_double_on_weekdays_while_china_works(day, hour, peak):
    at = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    assert is_peak(at) is peak
    assert PRICES.cost(Usage(1000, 0, 0), at) == 150_000 * (2 if peak else 1)


def test_prices_are_read_from_the_parameter():
    assert Prices.parse("0.15,0.003,0.60") == PRICES


def test_no_answer_costs_more_than_what_is_set_aside_for_it():
    question = "价格 and words"
    assert PRICES.most(question, 50, QUIET) >= PRICES.cost(Usage(len(question), 0, 50), QUIET)
