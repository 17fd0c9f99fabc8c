"""How a text file separates its cells: the delimiter, the quotation mark and how it is written inside of a cell."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import Path

from easycrm.header_words import is_header
from easycrm.workbooks.text.encodings import detect_encoding
from easycrm.workbooks.text.lines import cut_line

_USUAL = ",;\t|"
_UNIT = "\x1f"
_RECORD = "\x1e"
_UNUSUAL = ("~", "^", _UNIT, "||", "::", ":")
"""Delimiters that are tried where they are in the first line or in most."""
_SAMPLE_LINES = 200
_PREAMBLE = 10
_VALUE = re.compile(r"@|\d{3}")
_SAMPLE_CHARACTERS = 100_000
_SEPARATOR_LINE = re.compile(r"""\ufeff?"?sep=([^\n"])"?[;,\t|]*(?:\n|\Z)""", re.IGNORECASE)
_WRAPPED = re.compile(r'^"((?:[^"\n]|"")*)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\\"',;\t|])")
_STANDS_FOR = {character: chr(0xFDD0 + place) for place, character in enumerate("\\\"',;\t|")}
"""Characters that no text has, for those behind a backslash, until the cells are cut."""
_BACK = str.maketrans({stand_in: character for character, stand_in in _STANDS_FOR.items()})


@dataclass(frozen=True)
class Dialect:
    """How a text file separates cells.

    `first_line` is where the list begins: 2 after a `sep=;` line, else 1. `spaced`: a space follows each delimiter.
    `escaped`: a backslash stands before quotation marks and delimiters that are meant as characters; `wrapped`: each
    line is quoted as a whole; `has_records`: records end with a character of their own in place of a newline;
    `may_be_twice`: the text may have been encoded twice.
    """

    encoding: str
    delimiter: str
    first_line: int = 1
    spaced: bool = False
    quote: str = '"'
    escaped: bool = False
    wrapped: bool = False
    has_records: bool = False
    may_be_twice: bool = False

    @property
    def separator(self) -> str:
        """The one character that stands between the cells of a prepared text."""
        return self.delimiter if len(self.delimiter) == 1 else _UNIT

    @cached_property
    def _steps(self) -> tuple[Callable[[str], str], ...]:
        steps = (
            (self.wrapped, _unwrapped),
            (self.escaped, _without_escapes),
            (len(self.delimiter) > 1, lambda text: text.replace(self.delimiter, _UNIT)),
        )
        return tuple(step for applies, step in steps if applies)

    def prepared(self, text: str) -> str:
        """Whole lines, with one separator between cells and no escapes; as many lines as before."""
        for step in self._steps:
            text = step(text)
        return text

    def restored(self, rows: list[list[str]]) -> list[list[str]]:
        """The cells of prepared text as they are meant."""
        return [[cell.translate(_BACK) for cell in row] for row in rows] if self.escaped else rows


def detect_dialect(path: Path, country: str = "", encoding: str | None = None) -> Dialect:
    """The dialect of a text file; for the arguments see `detect_encoding`.

    Raises UnreadableFile when its bytes are no text, or may be several.
    """
    codec, may_be_twice = detect_encoding(path, country, encoding)
    sample = _sample(path, codec)
    has_records = _RECORD in sample
    if has_records:
        sample = with_newlines(sample)
    if declared := _SEPARATOR_LINE.match(sample):
        lines = sample.split("\n")[1 : _SAMPLE_LINES + 1]
        best = replace(_best(codec, lines, [declared[1]]), first_line=2)
        return replace(best, has_records=has_records, may_be_twice=may_be_twice)
    lines = sample.split("\n")[:_SAMPLE_LINES]
    best = _best(codec, lines, _delimiters(lines))
    if _is_in_prose(lines, best.delimiter):
        best = replace(best, delimiter=_UNIT)
    return replace(best, has_records=has_records, may_be_twice=may_be_twice)


def sample_lines(path: Path, dialect: Dialect) -> Sequence[str]:
    """The first lines of the list, prepared, without a `sep=` line."""
    sample = _sample(path, dialect.encoding)
    lines = (with_newlines(sample) if dialect.has_records else sample).split("\n")
    return dialect.prepared("\n".join(lines[dialect.first_line - 1 : _SAMPLE_LINES])).split("\n")


def with_newlines(text: str) -> str:
    """Text of which each record ends with a newline alone."""
    return text.replace(f"{_RECORD}\n", "\n").replace(_RECORD, "\n")


def _sample(path: Path, encoding: str) -> str:
    """The beginning of the file in whole lines."""
    with path.open(encoding=encoding, newline=None) as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    return sample if len(sample) < _SAMPLE_CHARACTERS else sample[: sample.rfind("\n") + 1] or sample


def _delimiters(lines: Sequence[str]) -> list[str]:
    """Those that are worth a trial."""
    filled = [line for line in lines if line.strip()]
    often = [each for each in _UNUSUAL if any(each in line for line in filled[:1]) or _is_often(each, filled)]
    if not all(map(_may_part, filled)):
        often = [each for each in often if each != ":"]
    doubled = [each[0] for each in often if len(each) > 1 and _is_doubled(each[0], filled)]
    singles = [each for each in _USUAL if any(each in line for line in lines)]
    return [each for each in (*singles, *often) if each not in doubled] or [","]


def _is_often(delimiter: str, lines: Sequence[str]) -> bool:
    return sum(delimiter in line for line in lines) * 2 > len(lines)


def _is_doubled(character: str, lines: Sequence[str]) -> bool:
    """Whether a character parts cells by two and two: always in the first line, and nearly always."""
    return all(
        10 * text.count(character * 2) * 2 >= least * text.count(character) > 0
        for text, least in ((lines[0], 10), ("\n".join(lines), 8))
    )


def _best(encoding: str, lines: Sequence[str], delimiters: Iterable[str]) -> Dialect:
    """The dialect under which most lines have the same number of cells, more than one; at a draw the plainer."""
    trials = list(_trials(encoding, lines, delimiters))
    return max(trials, key=lambda dialect: _agreement(lines, dialect))


def _is_in_prose(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a list has a single column, and the delimiter is a comma of its texts: `Name`, then `Ek, Tor` and others.

    A space follows it wherever it is, the first line is without it, and neither headers nor values stand behind it.
    """
    filled = [line for line in lines if line.strip()]
    text = "\n".join(filled)
    is_spaced = 0 < text.count(delimiter) == text.count(f"{delimiter} ")
    if not is_spaced or delimiter in filled[0] or '"' in text:
        return False
    behind = [piece for line in filled for piece in line.split(delimiter)[1:]]
    headed = any(all(map(is_header, line.split(delimiter))) for line in filled[:_PREAMBLE] if delimiter in line)
    return not headed and not any(map(_VALUE.search, behind))


def _trials(encoding: str, lines: Sequence[str], delimiters: Iterable[str]) -> Iterator[Dialect]:
    """The dialects that the sample may be in, the plainest first."""
    text = "\n".join(lines)
    escapes = [False, True] if _ESCAPED.search(text) else [False]
    wraps = [False, True] if len(_WRAPPED.findall(text)) * 2 > sum(map(bool, lines)) else [False]
    for delimiter, escaped, wrapped in product(delimiters, escapes, wraps):
        spaced = text.count(f"{delimiter} ") * 2 > text.count(delimiter)
        quote = _quote(text, delimiter)
        yield Dialect(encoding, delimiter, spaced=spaced, quote=quote, escaped=escaped, wrapped=wrapped)


def _may_part(line: str) -> bool:
    """Whether colons may part cells: several of them, none that of an address, a time or a label."""
    return line.count(":") > 1 and not re.search(r":(?:\s|//|$)|\d:\d", line)


def _quote(text: str, delimiter: str) -> str:
    """The quotation mark: a single one where cells begin and end with it, and none only begins."""
    mark = re.escape(delimiter)
    opened = len(re.findall(rf"(?:^|{mark}) ?'(?=[^\s'])", text, re.MULTILINE))
    closed = len(re.findall(rf"(?:^|{mark}) ?'[^\n]*?'(?= ?(?:{mark}|$))", text, re.MULTILINE)) if opened else 0
    return "'" if closed and closed * 10 >= opened * 9 and text.count("'") > text.count('"') else '"'


def _agreement(lines: Sequence[str], dialect: Dialect) -> tuple[float, int, float]:
    """The share of rows that have the usual number of cells, more than one; that number; the share by the rules alone.

    A quotation mark astray makes one row of many by the rules, so the lines are looked at one by one, too.
    """
    prepared = [line for line in dialect.prepared("\n".join(lines)).split("\n") if line.strip()]
    share, width = _usual(_widths(prepared, dialect))
    if not any(dialect.quote in line for line in prepared):
        return share, width, share
    cuts = (cut_line(line, dialect.separator, dialect.quote) for line in prepared)
    by_lines = _usual(len(cut.cells) for cut in cuts)
    return (*max((share, width), by_lines), share)


def _usual(widths: Iterable[int]) -> tuple[float, int]:
    """The share of rows with the most frequent number of cells above one, and that number."""
    counts = Counter(widths)
    several = {width: count for width, count in counts.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return count / counts.total(), width


def _widths(lines: Sequence[str], dialect: Dialect) -> Iterator[int]:
    """How many cells rows have; -1 where a quotation mark is not closed."""
    try:
        yield from _strict_widths(lines, dialect)
    except csv.Error:
        for line in lines:
            try:
                yield from _strict_widths([line], dialect)
            except csv.Error:
                yield -1


def _strict_widths(lines: Sequence[str], dialect: Dialect) -> list[int]:
    rows = csv.reader(
        lines, delimiter=dialect.separator, quotechar=dialect.quote, skipinitialspace=dialect.spaced, strict=True
    )
    return [len(row) for row in rows if any(row)]


def _unwrapped(text: str) -> str:
    return _WRAPPED.sub(lambda line: line[1].replace('""', '"'), text)


def _without_escapes(text: str) -> str:
    return _ESCAPED.sub(lambda pair: _STANDS_FOR[pair[1]], text)
