"""How many columns are found for the field that they are for, and how many claims are false."""

import random
from collections import Counter

Misses = list[str]


class Claims:
    """Columns that are for a field, those found for it, columns claimed for any, and those claimed for a wrong one."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.misses: Misses = []

    def add(self, expected: str, field: str, source: str) -> None:
        """`expected` and `field` are `""` for a column that is, or was taken, for none."""
        self.counts["own"] += bool(expected)
        self.counts["found"] += bool(expected) and expected == field
        self.counts["claimed"] += bool(field)
        self.counts["false"] += bool(field) and expected != field
        if expected != field:
            self.misses.append(f"{source}: {field or 'nothing'}, not {expected or 'nothing'}")

    @property
    def recall(self) -> float:
        return self.counts["found"] / max(1, self.counts["own"])

    @property
    def false_claims(self) -> float:
        return self.counts["false"] / max(1, self.counts["claimed"])

    def print(self, name: str) -> None:
        counts = self.counts
        print(f"  {name:34} {self.recall:8.3f} {self.false_claims:12.3f} {counts['own']:8,} {counts['claimed']:8,}")


def print_claims(title: str, claims: dict[str, Claims], misses: int) -> None:
    print(f"\n{title}\n  {'':34} {'recall':>8} {'false claims':>12} {'columns':>8} {'claims':>8}")
    for name, each in claims.items():
        each.print(name)
    print_misses([miss for name, each in claims.items() if "rapidfuzz" not in name for miss in each.misses], misses)


def print_misses(lines: Misses, most: int) -> None:
    """Some of them, from everywhere in the list: always the same ones."""
    for line in random.Random(len(lines)).sample(lines, min(most, len(lines))):
        print(f"    missed {line}")
    if len(lines) > most:
        print(f"    and {len(lines) - most:,} more")
