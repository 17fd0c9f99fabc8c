"""Of Standardise batch: what its rows say, sorted by the slices of their leads, and where its cells ended.

A batch is one object, written once: a line that is its head, for each slice a line of its rows by lead id and
position, and a tail of what only the row report asks for. Places in the head are in bytes, from the head's end.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any, NamedTuple, NotRequired, TypedDict, final

from easycrm.leads.slices import slice_of
from easycrm.leads.statement import StandardisedRow
from easycrm.uploads.parallel import in_threads
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names

_HEAD_BYTES = 1 << 16  # what is read first of an object: longer heads are rare
_READERS = 4  # ranges at a time: a hundred slices read the same folder
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Address(TypedDict):
    table: int
    row: int


@final
class HeldEntry(_Address):
    """A row that becomes no statement; `held` is the code of why."""

    held: str


@final
class ValuesEntry(_Address):
    """A row that speaks of a lead: see `StandardisedRow`; `by` is who standardised it.

    `leftOut` has the reason by the position of the cell, as text; `phoneEvidence` says by what a number's country was
    decided; `namesLead`: the row has the lead's own id.
    """

    leadId: str
    values: dict[str, str]
    blanks: list[str]
    flags: dict[str, list[str]]
    by: str
    byOf: NotRequired[dict[str, str]]
    leftOut: NotRequired[dict[str, str]]
    phoneEvidence: NotRequired[str]
    namesLead: NotRequired[bool]
    written: NotRequired[dict[str, str]]


RowEntry = HeldEntry | ValuesEntry


class LeftOutCell(NamedTuple):
    """A cell that is neither in a field nor in the remarks: its place, the label of its column, the reason."""

    table: int
    row: int
    column: str
    reason: str


class Ledger(TypedDict):
    """`cells`: how many ended where."""

    cells: dict[str, int]
    leftOut: list[LeftOutCell]


class Share(NamedTuple):
    """The rows of a batch that are a slice's: where they are, and how many of which table (its place, as text)."""

    slice: str
    start: int
    size: int
    rows: Mapping[str, int]


class SortedHead(TypedDict):
    """What is told of a batch without reading its rows.

    `rows` counts all of them, `needsReview` those that nobody settled, `cells` where cells ended, `held` the rows
    that speak of no lead by the code of why; `size`: bytes of the head itself; `tail`: where that begins, and its size.
    """

    rows: int
    needsReview: int
    cells: dict[str, int]
    held: dict[str, int]
    shares: list[Share]
    tail: tuple[int, int]
    size: NotRequired[int]


class Tail(TypedDict):
    """The rows of a batch that speak of no lead, and its cells that are left out."""

    held: list[HeldEntry]
    leftOut: list[LeftOutCell]


class SharedRange(NamedTuple):
    """The rows of one batch that are a slice's: bytes of the batch's object."""

    batch: str
    start: int
    size: int


def write_sorted(
    batch: str, entries: Sequence[RowEntry], ledger: Ledger, needs_review: int, slices: int, store: ImportStore
) -> SortedHead:
    """Written once, so that every retry says the same; returns the head of what is stored."""
    spoken = [entry for entry in entries if "held" not in entry]
    held = [entry for entry in entries if "held" in entry]
    placed = sorted(
        ((slice_of(entry["leadId"], slices), entry["leadId"], entry["table"], entry["row"], entry) for entry in spoken),
        key=itemgetter(0, 1, 2, 3),
    )
    shares: list[Share] = []
    lines: list[bytes] = []
    start = 0
    for name, rows in groupby(placed, key=itemgetter(0)):
        of_slice = [entry for *_, entry in rows]
        lines.append(_line(of_slice))
        shares.append(Share(name, start, len(lines[-1]), Counter(str(entry["table"]) for entry in of_slice)))
        start += len(lines[-1])
    tail = _line({"held": held, "leftOut": ledger["leftOut"]})
    head: SortedHead = {
        "rows": len(entries),
        "needsReview": needs_review,
        "cells": ledger["cells"],
        "held": Counter(entry["held"] for entry in held),
        "shares": shares,
        "tail": (start, len(tail)),
    }
    first = _line(head)
    if store.write_bytes_once(file_names.sorted_rows(batch), b"".join([first, *lines, tail])):
        return {**head, "size": len(first)}
    return read_sorted_head(batch, store)


def is_sorted(batch: str, store: ImportStore) -> bool:
    """Whether the batch is written."""
    return store.exists(file_names.sorted_rows(batch))


def sorted_batches(store: ImportStore) -> set[str]:
    """The batches that are written."""
    return {PurePosixPath(name).stem for name in store.names(file_names.SORTED)}


def read_sorted_head(batch: str, store: ImportStore) -> SortedHead:
    """What is told of a batch that is written."""
    name, asked = file_names.sorted_rows(batch), _HEAD_BYTES
    while b"\n" not in (begin := store.read_range(name, 0, asked)):
        asked *= 8
    line, _, _ = begin.partition(b"\n")
    head: SortedHead = json.loads(line)
    begin_of_tail, size_of_tail = head["tail"]
    shares = [Share(*share) for share in head["shares"]]
    return {**head, "shares": shares, "tail": (begin_of_tail, size_of_tail), "size": len(line) + 1}


def read_sorted_heads(batches: Iterable[str], store: ImportStore) -> Iterator[SortedHead]:
    """The heads of these batches, in their order."""
    return in_threads(lambda batch: read_sorted_head(batch, store), batches)


def shared_ranges(batch: str, head: SortedHead) -> Iterator[tuple[Share, SharedRange]]:
    """Each share of a batch, and where its rows are in the batch's object."""
    for share in head["shares"]:
        yield share, SharedRange(batch, head["size"] + share.start, share.size)


def read_tails(heads: Mapping[str, SortedHead], store: ImportStore) -> Iterator[Tail]:
    """The tails of the batches that have these heads, in their order."""
    return in_threads(lambda batch: read_tail(batch, heads[batch], store), heads)


def read_tail(batch: str, head: SortedHead, store: ImportStore) -> Tail:
    """The rows of a batch that speak of no lead, and its cells that are left out."""
    start, size = head["tail"]
    tail: Tail = json.loads(store.read_range(file_names.sorted_rows(batch), head["size"] + start, size))
    return {"held": tail["held"], "leftOut": [LeftOutCell(*cell) for cell in tail["leftOut"]]}


def read_slice_rows(
    ranges: Sequence[SharedRange], worksheets: Sequence[str], store: ImportStore
) -> dict[str, list[StandardisedRow]]:
    """The rows of a slice by batch; in a batch by lead id, then by position."""

    def rows_of(part: SharedRange) -> list[StandardisedRow]:
        entries = json.loads(store.read_range(file_names.sorted_rows(part.batch), part.start, part.size))
        return [_row(entry, worksheets) for entry in entries]

    of_ranges = in_threads(rows_of, ranges, _READERS)
    return {part.batch: rows for part, rows in zip(ranges, of_ranges, strict=True)}


def _row(entry: ValuesEntry, worksheets: Sequence[str]) -> StandardisedRow:
    return StandardisedRow(
        position=(entry["table"], entry["row"]),
        worksheet=worksheets[entry["table"]],
        lead_id=entry["leadId"],
        values=entry["values"],
        blanks=entry["blanks"],
        flags=entry["flags"],
        standardised_by=entry["by"],
        by_of=entry.get("byOf", {}),
        names_lead=entry.get("namesLead", False),
        written=entry.get("written", {}),
    )


def _line(content: Any) -> bytes:
    """JSON without a line break in it: those of texts are escaped."""
    return _encoded(content).encode() + b"\n"
