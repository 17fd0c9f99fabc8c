"""What the local stack remembers is saved while it runs."""

from collections.abc import Iterator

import pytest

from local.saving import EVERY_SECONDS, Saver, copied, in_order, save_now_and_then


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


def test_functions_are_written_before_and_buckets_after_everything_else():
    assert list(in_order(dict.fromkeys(["s3", "dynamodb", "lambda", "sqs"], dict))) == [
        "lambda",
        "dynamodb",
        "sqs",
        "s3",
    ]


def test_what_was_copied_is_of_the_moment_of_copying():
    items: list[str] = ["before"]
    services = copied({"dynamodb": lambda: list(items)})
    items.append("after")

    assert services["dynamodb"]() == ["before"]


def test_what_changes_while_it_is_copied_is_copied_again():
    answers: Iterator[Exception | str] = iter([RuntimeError("dictionary changed size during iteration"), "whole"])

    def get_state() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert copied({"states": get_state})["states"]() == "whole"


def test_what_cannot_be_copied_keeps_nothing_else_from_being_saved():
    def broken() -> str:
        raise RuntimeError("always")

    services = copied({"states": broken, "dynamodb": lambda: "items"})

    assert services["dynamodb"]() == "items"
    with pytest.raises(RuntimeError):
        services["states"]()


def test_nothing_is_written_after_the_last_save():
    written: list[str] = []
    saver = Saver(lambda services: written.append(services["dynamodb"]()))

    saver.save({"dynamodb": lambda: "older"})
    saver.save({"dynamodb": lambda: "last"}, last=True)
    saver.save({"dynamodb": lambda: "copied before the last"})

    assert written == ["older", "last"]
