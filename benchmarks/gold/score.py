"""How often an answer is right, wrong or missing, by field, and the table of it."""

from collections import Counter, defaultdict


class Score:
    """Right, wrong and missing answers per field."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.misses: list[str] = []

    def add(self, field: str, expected: str, found: str, source: str) -> None:
        counts = self._counts[field]
        counts["said"] += bool(found)
        counts["there"] += bool(expected)
        counts["right"] += bool(expected) and expected == found
        if expected != found:
            self.misses.append(f"{field}: {source!r} gave {found!r}, not {expected!r}")

    def print(self, title: str, misses: int) -> None:
        print(f"\n{title}\n  {'':34} {'precision':>10} {'recall':>10} {'cases':>8}")
        for field, counts in self._counts.items():
            precision = counts["right"] / counts["said"] if counts["said"] else 1.0
            recall = counts["right"] / counts["there"] if counts["there"] else 1.0
            print(f"  {field:34} {precision:10.1%} {recall:10.1%} {counts['there']:8,}")
        for miss in self.misses[:misses]:
            print(f"    missed {miss}")
        if len(self.misses) > misses:
            print(f"    and {len(self.misses) - misses} more")
