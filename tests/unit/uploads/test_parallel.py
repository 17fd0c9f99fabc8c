"""Threads that wait for the outside: in order, and never far ahead."""

from itertools import count, islice
from threading import Barrier, BrokenBarrierError

import pytest

from easycrm.uploads.parallel import in_threads


def test_results_come_in_the_order_of_their_items():
    assert list(in_threads(lambda n: n * n, range(100), threads=4)) == [n * n for n in range(100)]


def test_without_items_there_are_no_results():
    assert list(in_threads(str, [])) == []


def test_as_many_items_as_threads_are_worked_on_at_once():
    together = Barrier(4, timeout=10)  # breaks unless four wait for each other
    assert len(list(in_threads(lambda _: together.wait(), range(8), threads=4))) == 8


def test_items_are_not_taken_far_ahead_of_the_results():
    taken = count()
    items = (next(taken) for _ in count())
    assert list(islice(in_threads(int, items, threads=2), 5)) == [0, 1, 2, 3, 4]
    assert next(taken) <= 5 + 2 * 2


def test_an_error_rises_where_its_result_would_come():
    def compute(n):
        if n == 3:
            raise BrokenBarrierError
        return n

    results = in_threads(compute, range(100), threads=2)
    assert list(islice(results, 3)) == [0, 1, 2]
    with pytest.raises(BrokenBarrierError):
        next(results)
