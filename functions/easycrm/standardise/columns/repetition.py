"""How far a column's values are those of several people: an owner's nearly always, a person's own hardly ever."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from easycrm.folding import folded
from easycrm.standardise.values.blanks import is_placeholder

_FEWEST_DISTINCT = 0.5


class Repetition(NamedTuple):
    """How far a column's values come again, as shares of its filled rows, from 0 to 1.

    `alone`: whatever else stands in the rows; `beside`: by the column that tells people apart, where different people
    have the value.
    """

    alone: float = 0.0
    beside: Mapping[int, float] = MappingProxyType({})


def repetitions(rows: Sequence[Sequence[str]], telling: Collection[int]) -> list[Repetition]:
    """The repetition of each column. `telling`: the columns that may tell people apart: names, emails and phones.

    Two rows are of different people if two names there have no word in common, or two emails or phones differ. A column
    that is mostly the same in all rows tells nobody apart.

    >>> rows = [["Ana Li", "ana@a.example", "rep@b.example"], ["Bo Ek", "bo@a.example", "rep@b.example"]]
    >>> repetitions(rows, [0, 1, 2])[2]
    Repetition(alone=1.0, beside={0: 1.0, 1: 1.0})
    """
    columns = [list(map(_comparable, column)) for column in zip(*rows, strict=True)]
    anchors = {at: columns[at] for at in telling if columns and _is_distinct(columns[at])}
    return [_repetition(at, column, anchors) for at, column in enumerate(columns)]


def _comparable(cell: str) -> str:
    """Folded; a number as one word, as the code of a country says nothing of who has it."""
    text = " ".join(folded(cell).split())
    if is_placeholder(text):
        return ""
    return text if any(map(str.isalpha, text)) else text.replace(" ", "")


def _is_distinct(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return len(set(filled)) > _FEWEST_DISTINCT * len(filled)


def _repetition(at: int, values: Sequence[str], anchors: Mapping[int, Sequence[str]]) -> Repetition:
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, value in enumerate(values):
        if value:
            rows_of[value].append(row)
    groups = [rows for rows in rows_of.values() if len(rows) > 1]
    filled = [row for rows in rows_of.values() for row in rows]
    beside = {anchor: _share(groups, filled, texts) for anchor, texts in anchors.items() if anchor != at}
    return Repetition(sum(map(len, groups)) / (len(filled) or 1), beside)


def _share(groups: Sequence[Sequence[int]], filled: Sequence[int], texts: Sequence[str]) -> float:
    """The share of rows whose value different people have, of those that say who it is; of half of all at least."""
    named = [[texts[row] for row in rows if texts[row]] for rows in groups]
    several = sum(len(names) for names in named if _are_several(names))
    return several / max(sum(bool(texts[row]) for row in filled), len(filled) / 2, 1)


def _are_several(texts: Iterable[str]) -> bool:
    """Whether one of the texts has no word in common with the first."""
    first, *others = [set(text.split()) for text in texts if text] or [set()]
    return any(first.isdisjoint(other) for other in others)
