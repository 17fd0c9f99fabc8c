"""Delimited text (.csv, .tsv, .txt) as one grid of rows."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from easycrm.workbooks.cleaning import glance
from easycrm.workbooks.grids import Batch, Grid
from easycrm.workbooks.limits import Limits, Meter, check_cells
from easycrm.workbooks.refusals import text_too_long
from easycrm.workbooks.text.dialects import Dialect, sample_lines, with_newlines
from easycrm.workbooks.text.quotes import QuotedLines

_BLOCK_BYTES = 1 << 16
_LINE_CELLS = 10
"""A line may be as long as this many of the longest cells."""
_FORMULA = '="'
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
"""How a number that is to stay as it is written is exported for spreadsheet programs: `="00150"`."""


def read_delimited(path: Path, dialect: Dialect, name: str, limits: Limits) -> Grid:
    """The file as a grid called `name`; its rows carry the numbers that a text editor shows."""
    return Grid(name, _batches(path, dialect, limits), delimiter=dialect.delimiter)


def _batches(path: Path, dialect: Dialect, limits: Limits) -> Iterator[Batch]:
    csv.field_size_limit(limits.cell_characters)
    meter = Meter(limits)
    quoted = QuotedLines(dialect, partial(sample_lines, path, dialect), limits.cell_characters)
    line = dialect.first_line
    pending = ""
    for text in _blocks(path, dialect, limits):
        if pending or quoted.is_holding or dialect.quote in text:
            text = pending + text
            lines = _lines(text)
            batch, taken = quoted.read(lines, line)
            batch = _meant(batch, text, dialect)
            pending = "".join(lines[taken:])
            line += taken
        else:
            batch = _split(text, dialect, line, limits)
            line += len(batch.rows)
        meter.count(batch.rows)
        yield batch
    if pending:
        batch, _ = quoted.read(_lines(pending), line, is_last=True)
        meter.count(batch.rows)
        yield _meant(batch, pending, dialect)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text[:-1].split("\n")]


def _meant(batch: Batch, text: str, dialect: Dialect) -> Batch:
    """Rows that had quotation marks without what only programs read in their cells."""
    batch = batch._replace(rows=dialect.restored(batch.rows))
    if _FORMULA in text:
        rows = [[_without_formula(cell) for cell in row] for row in batch.rows]
        batch = batch._replace(rows=rows, clean=False)
    return batch


def _without_formula(cell: str) -> str:
    formula = _TEXT_FORMULA.fullmatch(cell) if cell.startswith(_FORMULA) else None
    return formula[1].replace('""', '"') if formula else cell


def _split(text: str, dialect: Dialect, line: int, limits: Limits) -> Batch:
    """The rows of a piece without quotes, in half the time that the csv module takes."""
    lines = text[:-1].split("\n")
    rows = dialect.restored(list(map(str.split, lines, repeat(dialect.separator))))
    if max(map(len, lines)) > limits.cell_characters:
        check_cells(rows, line, limits)
    clean, filled = glance(text, dialect.separator)
    return Batch(range(line, line + len(rows)), rows, clean=clean, filled=filled)


def _blocks(path: Path, dialect: Dialect, limits: Limits) -> Iterator[str]:
    """The text, prepared, in pieces of whole lines, each ending with a newline, without a `sep=` line."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(dialect.encoding)(), translate=True)
    rest = ""
    skip = dialect.first_line - 1
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK_BYTES):
            rest += decoder.decode(chunk)
            if dialect.has_records:
                rest = with_newlines(rest)
            whole, newline, rest = rest.rpartition("\n")
            if len(rest) > _LINE_CELLS * limits.cell_characters:
                raise text_too_long("A line", _LINE_CELLS * limits.cell_characters)
            if newline:
                yield from _without_lines(whole + newline, skip, dialect)
                skip = 0
    rest += decoder.decode(b"", final=True)
    if rest:
        yield from _without_lines(rest if rest.endswith("\n") else rest + "\n", skip, dialect)


def _without_lines(text: str, skip: int, dialect: Dialect) -> Iterator[str]:
    text = text.partition("\n")[2] if skip else text
    if text:
        yield dialect.prepared(text)
