"""Ctrl-C at a moment that we choose."""

import os
import signal

import pytest

from local.emulator import interrupts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_waits_for_the_end_of_the_block(number: signal.Signals) -> None:
    reached = []
    before = signal.getsignal(number)

    def block() -> None:
        with interrupts.held_back():
            os.kill(os.getpid(), number)
            reached.append("end")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert reached == ["end"]
    assert signal.getsignal(number) is before


def test_without_a_signal_nothing_happens() -> None:
    with interrupts.held_back():
        pass
