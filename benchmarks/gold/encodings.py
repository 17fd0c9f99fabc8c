"""Lists of two to fifty rows in encodings other than UTF-8: read right, read as something else, or refused."""

import csv
import io
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import chardet
from charset_normalizer import from_bytes

from benchmarks.gold.claims import Misses, print_misses
from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook

Outcome = Literal["right", "refused", "wrong"]
Grid = list[list[str]]
Reader = Callable[[bytes], Grid | None]

_WESTERN = ("fr", "de", "es", "pt", "it", "sv")
KINDS: Mapping[str, tuple[str, ...]] = {
    "iso8859_2": ("pl", "cs", "sk", "hu", "hr"),
    "cp1250": ("pl", "cs", "sk", "hu", "hr", "ro"),
    "cp1251": ("ru",),
    "cp1252": _WESTERN,
    "cp1253": ("el",),
    "cp1254": ("tr",),
    "cp1255": ("he",),
    "cp1256": ("ar",),
    "cp1257": ("lt", "lv", "et"),
    "mac_roman": _WESTERN,
    "euc_jp": ("ja",),
    "iso2022_jp": ("ja",),
    "cp932": ("ja",),
    "gb18030": ("zh",),
    "twice": (*_WESTERN, "pl", "cs", "hu", "tr", "el", "ru"),
}
"""Python's name of an encoding -> the languages of lists in it; `twice`: UTF-8 that was read as Windows-1252."""
_SIZES = (2, 5, 20, 50)
_LISTS = 10
"""Of each kind and size."""
_ENGLISH = "First Name|Last Name|Company|Job Title|City|Email"
_BEFORE_COMMAS = str.maketrans("ȘșȚț", "ŞşŢţ")  # as Windows-1250 writes Romanian


def encodings(rng: random.Random) -> tuple[dict[str, dict[str, Counter[str]]], Misses]:
    """Reader -> kind and size -> outcomes; and the lists that we read as something else."""
    outcomes: dict[str, dict[str, Counter[str]]] = {name: {} for name in READERS}
    misses = []
    for kind, languages in KINDS.items():
        for size in _SIZES:
            for _ in range(_LISTS):
                language = rng.choice(languages)
                grid = _list(rng, language, size)
                content = _encoded(grid, kind)
                for name, reader in READERS.items():
                    outcome, cells = _outcome(reader, content, grid)
                    outcomes[name].setdefault(f"{kind}, {size} rows", Counter())[outcome] += 1
                    if name == "easycrm" and outcome != "right":
                        misses.append(f"{kind}, {language}, {size} rows: {outcome}, {cells[1:2] if cells else ''}")
    return outcomes, misses


def print_encodings(rng: random.Random, misses: int) -> None:
    """The table of outcomes by encoding, size and reader; then some lists that we read wrongly."""
    outcomes, lines = encodings(rng)
    print("\nLists in other encodings: right / refused / wrong")
    print(f"  {'':24}" + "".join(f"{name:>22}" for name in READERS))
    for row in next(iter(outcomes.values())):
        print(f"  {row:24}" + "".join(f"{_told(counts[row]):>22}" for counts in outcomes.values()))
    for name, counts in outcomes.items():
        print(
            f"  {name}: {_told(sum(counts.values(), Counter()))}, "
            f"and {_kinds(counts)} of {len(KINDS)} kinds without a wrong one"
        )
    print_misses(lines, misses)


def _told(counts: Counter[str]) -> str:
    return f"{counts['right']} / {counts['refused']} / {counts['wrong']}"


def _kinds(counts: Mapping[str, Counter[str]]) -> int:
    """How many kinds were never read as something else, and mostly read where a list has twenty rows."""
    return sum(
        all(counts[f"{kind}, {size} rows"]["wrong"] == 0 for size in _SIZES)
        and counts[f"{kind}, 20 rows"]["right"] * 2 > _LISTS
        for kind in KINDS
    )


def _outcome(reader: Reader, content: bytes, grid: Grid) -> tuple[Outcome, Grid | None]:
    cells = reader(content)
    return ("refused" if cells is None else "right" if cells == grid else "wrong"), cells


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    sections = tomllib.loads(Path(__file__).with_name("encodings.toml").read_text(encoding="utf-8"))
    return {language: {key: text.split("|") for key, text in section.items()} for language, section in sections.items()}


def _list(rng: random.Random, language: str, size: int) -> Grid:
    """Invented people, under headers of their language or of a program's English."""
    words = _words()[language]
    rows = [words["headers"] if rng.random() < 0.5 else _ENGLISH.split("|")]
    for _ in range(size):
        cells = [rng.choice(words[key]) for key in ("given", "family", "firms", "jobs", "places")]
        rows.append([*cells, f"p{rng.randrange(10**6)}@{rng.choice(['swallow', 'moon'])}.example"])
    return [[cell.translate(_BEFORE_COMMAS) if language == "ro" else cell for cell in row] for row in rows]


def _encoded(grid: Grid, kind: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(grid)
    if kind != "twice":
        return text.getvalue().encode(kind)
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.getvalue().encode()).encode()


def _easycrm(content: bytes) -> Grid | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(content)
        try:
            tables = [
                [[column.header for column in table.columns], *[list(row.cells) for row in table.rows]]
                for table in read_workbook(path, "list.csv", country="SG").tables()
            ]
        except UnreadableFile:
            return None
    return tables[0] if len(tables) == 1 else []


def _decoded(content: bytes, encoding: str | None) -> Grid | None:
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return None
    return list(csv.reader(io.StringIO(text, newline="")))


def _charset_normalizer(content: bytes) -> Grid | None:
    best = from_bytes(content).best()
    return _decoded(content, best.encoding) if best else None


def _chardet(content: bytes) -> Grid | None:
    return _decoded(content, chardet.detect(content)["encoding"])


READERS: Mapping[str, Reader] = {
    "easycrm": _easycrm,
    "charset-normalizer": _charset_normalizer,
    "chardet": _chardet,
}
