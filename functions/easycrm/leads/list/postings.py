"""Sets of leads as the read model stores them: one lead as its id, more as a serialised Roaring bitmap. Pure."""

from collections.abc import Iterable

from pyroaring import BitMap

Posting = int | bytes
"""What a row has: which leads have its text. Ids are of the table `leads`."""


def stored(leads: BitMap) -> Posting:
    """The leads, of which there is at least one, as a row has them.

    >>> stored(BitMap([7])), leads_in(stored(BitMap([7, 9])))
    (7, BitMap([7, 9]))
    """
    return leads[0] if len(leads) == 1 else stored_set(leads)


def stored_set(leads: BitMap) -> bytes:
    """The leads, however many, as a bitmap."""
    leads.run_optimize()
    packed: bytes = leads.serialize()
    return packed


def leads_in(posting: Posting) -> BitMap:
    """The inverse of `stored` and `stored_set`."""
    return BitMap((posting,)) if isinstance(posting, int) else BitMap.deserialize(posting)


def union_of(postings: Iterable[Posting]) -> BitMap:
    """All leads of any of them.

    >>> union_of([3, stored(BitMap([1, 2])), 3])
    BitMap([1, 2, 3])
    """
    single: list[int] = []
    sets: list[BitMap] = []
    for posting in postings:
        if isinstance(posting, int):
            single.append(posting)
        else:
            sets.append(BitMap.deserialize(posting))
    return BitMap.union(BitMap(single), *sets)


def count_among(posting: Posting, leads: BitMap) -> int:
    """How many of these leads the posting has."""
    if isinstance(posting, int):
        return int(posting in leads)
    return leads.intersection_cardinality(BitMap.deserialize(posting))
