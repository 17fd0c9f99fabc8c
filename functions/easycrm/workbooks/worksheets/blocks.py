"""Tables beside each other on one worksheet, as grids of their own."""

import marshal
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import IO

from easycrm.header_vocabulary import words_of
from easycrm.workbooks.grids import Batch, Grid, Merge
from easycrm.workbooks.worksheets.header_evidence import looks_like_header
from easycrm.workbooks.worksheets.header_rows import WINDOW
from easycrm.workbooks.worksheets.look_ahead import sliced

_MEMORY_BYTES = 16_000_000


def split_beside(grid: Grid) -> Iterator[tuple[int, Grid]]:
    """Every block of columns that is a table of its own, from the left, with the position of its first column.

    Blank columns part blocks, if each block has a header and its rows or its headers show that it stands for itself.
    The rows of the later blocks wait in a temporary file.
    """
    first = next(grid.batches, None)
    if first is None:
        return
    batches = chain([first], grid.batches)
    blocks = _blocks(first) if len({len(row) for row in first.rows}) == 1 else []
    if len(blocks) < 2:
        yield 0, replace(grid, batches=batches)
        return
    with tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES) as spool:
        yield blocks[0][0], _slice(grid, _spooling(batches, blocks[0], spool), blocks[0])
        for block in blocks[1:]:
            spool.seek(0)
            yield block[0], _slice(grid, sliced(_replayed(spool), *block), block)


def _slice(grid: Grid, batches: Iterator[Batch], block: tuple[int, int]) -> Grid:
    merges = [
        Merge(merge.first_row, merge.first_column - block[0], merge.last_row, merge.last_column - block[0])
        for merge in grid.merges
        if block[0] <= merge.first_column <= block[1]
    ]
    return replace(grid, batches=batches, merges=merges)


def _spooling(batches: Iterator[Batch], block: tuple[int, int], spool: IO[bytes]) -> Iterator[Batch]:
    """The first block of the batches, which go to the spool whole."""
    for batch in batches:
        findings = [tuple(finding) for finding in batch.findings]
        marshal.dump((list(batch.numbers), batch.rows, findings, dict(batch.held)), spool)
        yield from sliced(iter([batch]), *block)


def _replayed(spool: IO[bytes]) -> Iterator[Batch]:
    while True:
        try:
            numbers, rows, findings, held = marshal.load(spool)
        except EOFError:
            return
        yield Batch(numbers, rows, findings, held=held)


def _blocks(batch: Batch) -> list[tuple[int, int]]:
    """First and last column of each table; one or none means that the worksheet is not split."""
    runs = _runs([any(column) for column in zip(*batch.rows, strict=True)])
    headers = [_header(batch.rows, run) for run in runs]
    blocks: list[tuple[int, int]] = []
    names: set[str] = set()
    for run, header in zip(runs, headers, strict=True):
        if blocks and not (header is not None and _stands_alone(batch.rows, blocks[-1], run, header, names)):
            blocks[-1] = (blocks[-1][0], run[1])
        else:
            blocks.append(run)
        if header is not None:
            names |= {words_of(cell) for cell in batch.rows[header][run[0] : run[1] + 1] if cell}
    return blocks if headers and headers[0] is not None else []


def _runs(filled: Sequence[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column, is_filled in enumerate(filled):
        if is_filled and runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        elif is_filled:
            runs.append((column, column))
    return runs


def _header(rows: Sequence[list[str]], run: tuple[int, int]) -> int | None:
    parts = (row[run[0] : run[1] + 1] for row in rows[:WINDOW])
    return next((index for index, part in enumerate(parts) if looks_like_header(part)), None)


def _stands_alone(
    rows: Sequence[list[str]], left: tuple[int, int], run: tuple[int, int], header: int, names: set[str]
) -> bool:
    """Whether a block is no continuation of the one to its left: headers again, another header row, or fewer rows."""
    titles = {words_of(cell) for cell in rows[header][run[0] : run[1] + 1] if cell}
    if titles & names or _header(rows, left) != header:
        return True
    own, others = _last_filled(rows, run), _last_filled(rows, left)
    return abs(own - others) * 5 > max(own, others)


def _last_filled(rows: Sequence[list[str]], run: tuple[int, int]) -> int:
    return max((index for index, row in enumerate(rows) if any(row[run[0] : run[1] + 1])), default=0)
