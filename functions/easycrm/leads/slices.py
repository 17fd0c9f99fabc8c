"""Slices: 2^k equal parts of the space of lead ids, so that those of two uploads are one within the other."""

from hashlib import sha256

MOST_SLICES = 1024


def slice_of(lead_id: str, slices: int) -> str:
    """The name of the slice, among so many (a power of two, at most `MOST_SLICES`), that a lead id is in.

    Its digits are the leading bits of the id's hash, so that every slice with a longer name is a part of it. An id is
    hashed once more because a file may name any, and those that it names need not be even.

    >>> slice_of("L1", 1), slice_of("L1", 4), slice_of("L1", 16)
    ('s', 's11', 's1101')
    """
    bits = slices.bit_length() - 1
    leading = int.from_bytes(sha256(lead_id.encode()).digest()[:2], "big")
    return f"s{leading >> (16 - bits):0{bits}b}" if bits else "s"


def slices_for(rows: int, slice_rows: int, weight: int, slice_weight: int) -> int:
    """How many slices rows of this weight are shared out to: a power of two."""
    wanted = max(-(-rows // slice_rows), -(-weight // slice_weight), 1)
    return min(1 << (wanted - 1).bit_length(), MOST_SLICES)
