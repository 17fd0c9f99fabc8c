"""What DeepSeek costs, counted in billionths of a dollar so that sums are exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self

NANO = 1_000_000_000
_PEAK_HOURS = frozenset((1, 2, 3, 6, 7, 8, 9))
_WEEKEND = 5


class Usage(NamedTuple):
    """Tokens of one answer; `cached` is the part of `input` that the server had in its cache."""

    input: int
    cached: int
    output: int

    @classmethod
    def of(cls, usage: Mapping[str, Any]) -> Self:
        """From `usage` of an OpenAI-compatible answer. A server that tells no cached tokens had none."""
        cached = usage.get("prompt_cache_hit_tokens")
        if cached is None:
            cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens")
        return cls(_count(usage.get("prompt_tokens")), _count(cached), _count(usage.get("completion_tokens")))


@dataclass(frozen=True)
class Prices:
    """USD per million tokens: input, cached input, output. They double in the hours when everybody works in China.

    As published for deepseek-flash in November 2026: weekdays from 01:00 to 04:00 and from 06:00 to 10:00 UTC.
    """

    input: float
    cached: float
    output: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `0.15,0.003,0.60`."""
        return cls(*(float(price) for price in text.split(",")))

    def cost(self, usage: Usage, at: datetime) -> int:
        """Billionths of a dollar for an answer that was asked for at this moment (UTC).

        >>> Prices.parse("0.15,0.003,0.60").cost(Usage(input=1000, cached=0, output=100), datetime(2026, 11, 24, 12))
        210000
        """
        fresh = usage.input - usage.cached
        million = fresh * self.input + usage.cached * self.cached + usage.output * self.output
        return round(million * 1000) * (2 if is_peak(at) else 1)

    def most(self, question: str, max_tokens: int, at: datetime) -> int:
        """What an answer can cost at most: a token is at least one byte."""
        return self.cost(Usage(len(question.encode()), 0, max_tokens), at)


def is_peak(at: datetime) -> bool:
    """Whether prices are doubled at this moment (UTC)."""
    return at.weekday() < _WEEKEND and at.hour in _PEAK_HOURS


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
