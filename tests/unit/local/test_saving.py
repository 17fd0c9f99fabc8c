"""What the local stack remembers is saved while it runs."""

import pytest

from local.saving import EVERY_SECONDS, buckets_last, save_now_and_then


class Ended(Exception):
    """The pause that the test lets nobody outlive."""


def paused_with(seconds_of_a_save: float, pauses: int) -> tuple[list[float], int]:
    """The pauses made, and how often was saved between them."""
    now, made, saves = 0.0, [], 0

    def save() -> None:
        nonlocal now, saves
        now += seconds_of_a_save
        saves += 1

    def pause(seconds: float) -> None:
        made.append(seconds)
        if len(made) == pauses:
            raise Ended

    with pytest.raises(Ended):
        save_now_and_then(save, pause, lambda: now)
    return made, saves


def test_nothing_is_saved_before_the_first_pause():
    assert paused_with(0.1, 1) == ([EVERY_SECONDS], 0)


def test_it_saves_after_every_pause():
    assert paused_with(0.1, 4) == ([EVERY_SECONDS] * 4, 3)


def test_saving_takes_a_tenth_of_the_time_at_most():
    assert paused_with(5.0, 2) == ([EVERY_SECONDS, 45.0], 1)


def test_buckets_are_saved_after_the_tables_that_name_their_objects():
    assert list(buckets_last({"s3": 1, "dynamodb": 2, "sqs": 3})) == ["dynamodb", "sqs", "s3"]
    assert buckets_last({"dynamodb": 2}) == {"dynamodb": 2}
