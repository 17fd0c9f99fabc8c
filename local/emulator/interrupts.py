"""Ctrl-C, a closed terminal and a polite kill are one thing: KeyboardInterrupt, at a moment that we choose."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen() -> None:
    """From here on each of them raises KeyboardInterrupt."""
    for number in _SIGNALS:
        signal.signal(number, signal.default_int_handler)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Lets the block run to its end, and raises KeyboardInterrupt after it if a signal came meanwhile."""
    came: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    previous = {number: signal.signal(number, remember) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    if came:
        raise KeyboardInterrupt
