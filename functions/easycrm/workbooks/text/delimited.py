"""Delimited text (.csv, .tsv, .txt) as one grid: which delimiter it has, and its rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from pathlib import Path

from easycrm.workbooks.cleaning import glance
from easycrm.workbooks.grids import Batch, Grid
from easycrm.workbooks.limits import Limits, Meter, check_cells
from easycrm.workbooks.refusals import text_too_long, unclosed_quote
from easycrm.workbooks.text.encodings import detect_encoding

DELIMITERS = ",;\t|"
QUOTE = '"'
_BLOCK_BYTES = 1 << 16
_LINE_CELLS = 10
"""A line may be as long as this many of the longest cells."""
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


def detect_dialect(path: Path, country: str = "", encoding: str | None = None) -> Dialect:
    """Encoding and delimiter of a text file; for the arguments see `detect_encoding`.

    Raises UnreadableFile when its bytes are no text, or may be several.
    """
    codec = detect_encoding(path, country, encoding)
    with path.open(encoding=codec, newline=None) as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    if declared := _SEPARATOR_LINE.match(sample):
        return Dialect(codec, declared[1], 2)
    lines = (sample if len(sample) < _SAMPLE_CHARACTERS else sample[: sample.rfind("\n") + 1] or sample).split("\n")
    delimiter = _best_delimiter(lines[:_SAMPLE_LINES])
    return Dialect(codec, delimiter, spaced=sample.count(f"{delimiter} ") * 2 > sample.count(delimiter))


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
    line = dialect.first_line
    pending = ""
    for text in _blocks(path, dialect, limits):
        if pending or QUOTE in text:
            pending += text
            if (rows := _parsed(pending, dialect, line)) is None:
                continue
            batch = Batch(_numbers(rows, pending, line), rows)
            line += pending.count("\n")
            pending = ""
        else:
            batch = _split(text, dialect, line, limits)
            line += len(batch.rows)
        meter.count(batch.rows)
        yield batch
    if pending:
        raise unclosed_quote(_open_quote(pending, dialect, line))


def _split(text: str, dialect: Dialect, line: int, limits: Limits) -> Batch:
    """The rows of a piece without quotes, in half the time that the csv module takes."""
    lines = text[:-1].split("\n")
    rows = list(map(str.split, lines, repeat(dialect.delimiter)))
    if max(map(len, lines)) > limits.cell_characters:
        check_cells(rows, line, limits)
    clean, filled = glance(text, dialect.delimiter)
    return Batch(range(line, line + len(rows)), rows, clean=clean, filled=filled)


def _blocks(path: Path, dialect: Dialect, limits: Limits) -> Iterator[str]:
    """The text in pieces of whole lines, each ending with a newline, without a `sep=` line."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(dialect.encoding)(), translate=True)
    rest = ""
    skip = dialect.first_line - 1
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK_BYTES):
            rest += decoder.decode(chunk)
            whole, newline, rest = rest.rpartition("\n")
            if len(rest) > _LINE_CELLS * limits.cell_characters:
                raise text_too_long("A line", _LINE_CELLS * limits.cell_characters)
            if newline:
                yield from _without_lines(whole + newline, skip)
                skip = 0
    rest += decoder.decode(b"", final=True)
    if rest:
        yield from _without_lines(rest if rest.endswith("\n") else rest + "\n", skip)


def _without_lines(text: str, skip: int) -> Iterator[str]:
    text = text.partition("\n")[2] if skip else text
    if text:
        yield text


def _parsed(text: str, dialect: Dialect, line: int) -> list[list[str]] | None:
    """The rows of a piece with quotes; None if a quote is still open at its end."""
    lines = [f"{part}\n" for part in text[:-1].split("\n")]
    reader = csv.reader(chain(lines, [_END]), delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise text_too_long(f"After line {line} a cell", csv.field_size_limit(), row=line) from error
    return rows if rows.pop() == [_END] else None


def _numbers(rows: list[list[str]], text: str, line: int) -> Sequence[int]:
    """The line that each row begins on; rows whose cells hold line breaks take several lines."""
    if len(rows) == text.count("\n"):
        return range(line, line + len(rows))
    return list(accumulate(map(_lines, rows[:-1]), initial=line))


def _lines(row: list[str]) -> int:
    return 1 + "".join(row).count("\n")


def _open_quote(text: str, dialect: Dialect, line: int) -> int:
    """The line of the quote that is still open at the end of a piece, which begins on `line`."""
    lines = [f"{part}\n" for part in text[:-1].split("\n")]
    rows = list(csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced))
    return line + sum(map(_lines, rows[:-1]))
