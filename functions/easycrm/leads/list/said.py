"""What a lead said in its columns, as its row has it: ids of texts, and of the uploads that said them."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

_AT_ONCE = 500  # values bound in one statement

Spoken = tuple[Mapping[str, str], Sequence[str]]
"""What a lead says: texts by header as it is spelled, and the ids of the uploads that said them, in the same order."""

Cells = tuple[bytes, bytes]
"""The same as a row has it: `said` and `saidIn`."""


def packed(ids: Iterable[int]) -> bytes:
    """Ids as a cell of a row, four bytes each, the lowest byte first."""
    return array("I", ids).tobytes()


def unpacked(cell: bytes) -> "array[int]":
    return array("I", cell)


def packed_uploads(uploads: Sequence[int]) -> bytes:
    """Ids of uploads, parallel to those of the texts; one for all where all are the same."""
    return packed(uploads[:1] if len(set(uploads)) == 1 else uploads)


def unpacked_uploads(cell: bytes, count: int) -> "array[int]":
    """The inverse of `packed_uploads`, for so many texts."""
    uploads = array("I", cell)
    return uploads * count if len(uploads) == 1 else uploads


def said_of(
    model: sqlite3.Connection, ids: Iterable[int], texts: dict[int, tuple[str, str]] | None = None
) -> dict[int, list[tuple[str, str]]]:
    """`{id: [(header, text)]}` of these leads of the read model, each in the order of the lead's columns.

    `texts` keeps what was looked up, for the next leads of the same model.
    """
    texts = {} if texts is None else texts
    cells = {number: unpacked(cell) for number, cell in rows_in(model, "SELECT id, said FROM leads WHERE id", ids)}
    texts |= _texts(model, {text for row in cells.values() for text in row if text not in texts})
    return {number: [texts[text] for text in row] for number, row in cells.items()}


def _texts(model: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = rows_in(model, "SELECT id, header, text FROM texts WHERE id", ids)
    found = list(rows)
    names: dict[int, str] = dict(
        rows_in(model, "SELECT id, header FROM headers WHERE id", {header for _, header, _ in found})
    )
    return {number: (names[header], text) for number, header, text in found}


def rows_in(model: sqlite3.Connection, statement: str, values: Iterable[Any], *first: Any) -> Iterator[tuple[Any, ...]]:
    """What a statement gives that ends in a column, behind which ` IN (...)` has all the values: as many as a
    statement can take at a time.

    `first`: bound before them. As tuples: they are faster than rows by name.
    """
    cursor = model.cursor()
    cursor.row_factory = None
    remaining = iter(values)
    while chunk := list(islice(remaining, _AT_ONCE)):
        yield from cursor.execute(f"{statement} IN ({', '.join('?' * len(chunk))})", [*first, *chunk])
