"""Delimited text (.csv, .tsv, .txt) as one grid."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from pathlib import Path

from easycrm.errors import UnreadableFile
from easycrm.workbooks.encodings import detect_encoding
from easycrm.workbooks.grids import BATCH_ROWS, Batch, Grid
from easycrm.workbooks.limits import Limits, Meter

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 200
_SAMPLE_CHARACTERS = 100_000
_SEPARATOR_LINE = re.compile(r"""\ufeff?"?sep=([^\n"])"?[;,\t|]*(?:\n|\Z)""", re.IGNORECASE)
_END = "\x00end\x00"


@dataclass(frozen=True)
class Dialect:
    """How a text file separates cells.

    `first_line` is where the list begins: 2 after a `sep=;` line, else 1. `spaced`: a space follows each delimiter.
    """

    encoding: str
    delimiter: str
    first_line: int = 1
    spaced: bool = False


def detect_dialect(path: Path) -> Dialect:
    """Encoding and delimiter of a text file. Raises UnreadableFile when its bytes are no text."""
    encoding = detect_encoding(path)
    with path.open(encoding=encoding, newline=None) as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    if declared := _SEPARATOR_LINE.match(sample):
        return Dialect(encoding, declared[1], 2)
    lines = (sample if len(sample) < _SAMPLE_CHARACTERS else sample[: sample.rfind("\n") + 1] or sample).split("\n")
    delimiter = _best_delimiter(lines[:_SAMPLE_LINES])
    return Dialect(encoding, delimiter, spaced=sample.count(f"{delimiter} ") * 2 > sample.count(delimiter))


def read_delimited(path: Path, dialect: Dialect, name: str, limits: Limits) -> Grid:
    """The file as a grid called `name`; its rows carry the numbers that a text editor shows."""
    return Grid(name, _batches(path, dialect, limits), delimiter=dialect.delimiter)


def _best_delimiter(lines: list[str]) -> str:
    """The delimiter under which most lines have the same number of cells, more than one."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
    except csv.Error:
        return 0.0, 0
    total = sum(widths.values())
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return count / total, width


def _batches(path: Path, dialect: Dialect, limits: Limits) -> Iterator[Batch]:
    csv.field_size_limit(limits.cell_characters)
    meter = Meter(limits)
    start = dialect.first_line
    with path.open(encoding=dialect.encoding, newline=None) as file:
        if dialect.first_line == 2:
            file.readline()
        reader = csv.reader(chain(file, [_END]), delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
        while rows := _next_rows(reader, start):
            following = dialect.first_line + reader.line_num
            _drop_end(rows, start)
            meter.count(rows)
            yield Batch(_numbers(rows, start, following), rows)
            start = following


def _next_rows(reader: Iterator[list[str]], start: int) -> list[list[str]]:
    try:
        return list(islice(reader, BATCH_ROWS))
    except csv.Error as error:
        raise UnreadableFile(
            "cellTooLong",
            f"After line {start} a cell is longer than {csv.field_size_limit():,} characters. "
            'Usually a quotation mark (") is opened and never closed: please check the lines from there on.',
            row=start,
            limit=csv.field_size_limit(),
        ) from error


def _drop_end(rows: list[list[str]], start: int) -> None:
    """Takes the end mark off the last rows; inside a cell, it shows a quote that was opened and never closed."""
    last = rows[-1]
    if last == [_END]:
        rows.pop()
    elif last and last[-1].endswith(_END):
        line = start + sum(_lines(row) for row in rows[:-1])
        raise UnreadableFile(
            "unclosedQuote",
            f'A quotation mark (") that is opened on line {line} is never closed, so everything after it would '
            "become one cell. Please close or delete it and upload the file again.",
            row=line,
        )


def _numbers(rows: list[list[str]], start: int, following: int) -> Sequence[int]:
    """The line that each row begins on; rows whose cells hold line breaks take several lines."""
    if following - start <= len(rows) + 1:
        return range(start, start + len(rows))
    return list(accumulate((_lines(row) for row in rows[:-1]), initial=start))


def _lines(row: list[str]) -> int:
    return 1 + sum(cell.count("\n") for cell in row)
