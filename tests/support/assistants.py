"""Helpers for tests: a purse and a shelf in memory, and clocks that do not wait."""

from datetime import UTC, datetime
from typing import Any

from easycrm.deepseek.assistant import Assistant
from easycrm.deepseek.client import Clock, DeepSeek
from easycrm.deepseek.costs import NANO, Prices, Usage
from tests.support.deepseek_server import DeepSeekServer

QUIET = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""An hour at which nothing costs double."""
PRICES = Prices(0.15, 0.003, 0.60)


class FakeMemory:
    """`Memory`: content by key."""

    def __init__(self) -> None:
        self.content: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        return self.content.get(key)

    def put(self, key: str, content: Any) -> None:
        self.content[key] = content


class InMemoryPurse:
    """`UploadPurse`, in billionths of a dollar."""

    def __init__(self, cap: int = NANO) -> None:
        self.left = cap
        self.cost = 0
        self.usages: list[Usage] = []

    def reserve(self, amount: int) -> bool:
        if amount > self.left:
            return False
        self.left -= amount
        return True

    def settle(self, reserved: int, cost: int, usage: Usage | None) -> None:
        self.left += reserved - cost
        self.cost += cost
        if usage:
            self.usages.append(usage)


class FakeClock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.at += seconds
        self.slept.append(seconds)

    def clock(self) -> Clock:
        return Clock(now=lambda: self.at, sleep=self.sleep, jitter=lambda seconds: seconds)


def assistant_of(server: DeepSeekServer, **given: Any) -> Assistant:
    """An assistant that asks this server and does not wait between tries; it has 60 seconds of a clock of its own."""
    clock = FakeClock().clock()
    settings: dict[str, Any] = {
        "client": DeepSeek(server.url, "deepseek-flash", lambda _fresh: "good", clock),
        "replies": FakeMemory(),
        "purse": InMemoryPurse(),
        "prices": PRICES,
        "answer_seconds": 30.0,
        "deadline": 60.0,
        "clock": clock,
        "utc_now": lambda: QUIET,
    }
    return Assistant(**(settings | given))
