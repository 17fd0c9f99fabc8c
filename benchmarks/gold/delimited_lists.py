"""Lists as programs write them: delimiters, quoting, escapes, and quotation marks that are astray."""

import csv
import io
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook

Cells = tuple[str, ...]

_FIRST = "Ida Bo Siri Tor Liv Odd Una Per Eli Jan Åse Leif Maud Noor Olga Pia Rolf Sven Tuva Vera".split()
_LAST = "Holm Ek O'Dowd Aas Vik Berg Moe D'Souza Lie Dahl Fonn Nyborg Quist Roos Strand Thune Ulven Wold".split()
_FIRMS = "Havgard Lysglimt Tindra Bakke Fjellro Nordtun Solvik Myrdal Kvist Elvegard Granli Steinar".split()
_CITIES = "Oslo Bergen Lund Aarhus Turku Kiel Gent Pau Lucca Graz Brno Gdynia".split()
_HEADER = ("Name", "Company", "Zip", "City", "Email", "Note")
_COLUMNS = ((0, 1, 2, 3, 4, 5), (0, 4), (1, 0, 4, 5), (5, 0, 1, 3), (0, 1))
_DELIMITERS = (",", ";", "|", "~", "^", "||", "::", "\t", "\x1f", ", ")


class Quoting(NamedTuple):
    """How a program writes cells that hold delimiters, quotation marks or, where it `breaks` lines, newlines."""

    name: str
    write: Callable[[Sequence[str], str], str]
    breaks: bool = True


def _all(quote: str, inner: str) -> Callable[[Sequence[str], str], str]:
    return lambda cells, delimiter: delimiter.join(quote + cell.replace(quote, inner) + quote for cell in cells)


def _needed(quote: str, inner: str) -> Callable[[Sequence[str], str], str]:
    def write(cells: Sequence[str], delimiter: str) -> str:
        special = {delimiter.strip(" ") or delimiter, quote, "\n"}
        quoted = [quote + cell.replace(quote, inner) + quote for cell in cells]
        needs = [any(each in cell for each in special) for cell in cells]
        return delimiter.join(q if need else cell for cell, q, need in zip(cells, quoted, needs, strict=True))

    return write


def _wrapped(cells: Sequence[str], delimiter: str) -> str:
    return '"' + _needed('"', '""')(cells, delimiter).replace('"', '""') + '"'


def _formulas(cells: Sequence[str], delimiter: str) -> str:
    return delimiter.join(f'="{cell}"' if cell.isdigit() else _needed('"', '""')([cell], delimiter) for cell in cells)


_QUOTINGS = (
    Quoting("marks where needed", _needed('"', '""')),
    Quoting("marks everywhere", _all('"', '""')),
    Quoting("backslashes, everywhere", _all('"', '\\"')),
    Quoting("backslashes where needed", _needed('"', '\\"')),
    Quoting("single marks everywhere", _all("'", "''")),
    Quoting("single marks, backslashes", _all("'", "\\'")),
    Quoting("lines in marks", _wrapped, breaks=False),
    Quoting("text formulas", _formulas),
)
_STRAYS = ("opened", "closed", "lost", "pair")


def _people(rng: random.Random, quoting: Quoting, delimiter: str) -> Iterator[list[str]]:
    """A header and rows of unlike people, with cells that make trouble."""
    columns = rng.choice(_COLUMNS)
    yield [_HEADER[column] for column in columns]
    share = rng.choice([0.1, 0.4])
    for number in range(rng.choice([4, 10, 30])):
        first, last = rng.choice(_FIRST), rng.choice(_LAST)
        firm, city = rng.choice(_FIRMS), rng.choice(_CITIES)
        firms = [
            f"{firm}, Inc.",
            f'The "{firm}" Inn',
            f"{firm}; {city}",
            f"{firm} & Sons",
            f"{firm}|{city}",
            firm.upper(),
        ]
        notes = ["met at 10:30, stand 5", "1,50 a piece", "https://x.example/~a?b=1", "says 'yes'", "back in May", ""]
        if quoting.breaks:
            notes += [f"{city}, Street 5\nFlat 2, left", "asked:\n- price, terms\n- demo", 'wrote "no"\n\nthen yes']
        plain = rng.random() > share
        cells = [
            f"{first} {last}",
            firm if plain else rng.choice(firms),
            f"{rng.randrange(10**5):05}",
            city,
            f"{first}.{number}@{firm}.example".lower(),
            "back in May" if plain else rng.choice(notes),
        ]
        kept = [cells[column] for column in columns]
        yield [cell.replace(delimiter, " ") if delimiter in ("~", "||", "::") else cell for cell in kept]


def _astray(rng: random.Random, lines: list[str], kind: str, delimiter: str) -> list[str]:
    """The lines of a list with a mark too many or too few, in a row of one line, not the header."""
    quote = '"'
    lines = list(lines)
    single = [place for place in range(1, len(lines)) if "\n" not in lines[place]]
    if len(single) < 2:
        return lines
    first, second = sorted(rng.sample(single, 2))
    if kind == "lost":
        marked = [place for place in single if quote in lines[place]]
        if marked:
            place = rng.choice(marked)
            at = rng.choice([at for at, character in enumerate(lines[place]) if character == quote])
            lines[place] = lines[place][:at] + lines[place][at + 1 :]
        return lines
    for place, is_end in ((first, kind == "closed"), (second, True))[: 2 if kind == "pair" else 1]:
        cells = lines[place].split(delimiter)
        column = rng.randrange(len(cells))
        cells[column] = cells[column] + quote if is_end else quote + cells[column]
        lines[place] = delimiter.join(cells)
    return lines


class Tally:
    """What became of the rows of lists, by what is made of them."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.misses: list[str] = []

    def add(self, kind: str, who: str, rows: Counter[Cells], read: Counter[Cells] | None, held: int) -> None:
        """`read` are the rows that `who` reads, None for a list that is refused; rows that are held are not lost."""
        counts = self._counts[kind, who]
        counts["rows"] += rows.total()
        if read is None:
            counts["held"] += rows.total()
            return
        right, wrong = (rows & read).total(), (read - rows).total()
        lost = rows.total() - right
        counts["right"] += right
        counts["held"] += min(held, lost)
        counts["silent"] += max(wrong, lost - held if lost > held else 0)
        if wrong or lost > held:
            self.misses.append(
                f"{kind}, {who}: {list((read - rows).elements())[:2]} not {list((rows - read).elements())[:2]}"
            )

    def print(self, misses: int) -> None:
        print("\nDelimited lists\n  " + f"{'':58} {'rows':>6} {'right':>6} {'held':>6} {'silent':>6}")
        for (kind, who), counts in sorted(self._counts.items()):
            figures = " ".join(f"{counts[key]:6,}" for key in ("rows", "right", "held", "silent"))
            print(f"  {kind:44} {who:13} {figures}")
        for miss in [miss for miss in self.misses if "easycrm" in miss][:misses]:
            print(f"    {miss}")


def delimited(rng: random.Random) -> Tally:
    """Every quoting with every delimiter, and marks astray in those that people type into."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        for quoting in _QUOTINGS:
            for delimiter in _DELIMITERS:
                for kind in ("", *(_STRAYS if quoting in _QUOTINGS[:2] else ())):
                    rows = list(_people(rng, quoting, delimiter))
                    lines = [quoting.write(row, delimiter) for row in rows]
                    if kind:
                        lines = _astray(rng, lines, kind, delimiter)
                    file.write_text("\n".join(lines) + "\n", "utf-8", newline="")
                    label = f"a mark {kind}: {quoting.name}" if kind else quoting.name
                    _ask(tally, label, file, rows)
    return tally


def _ask(tally: Tally, kind: str, file: Path, rows: Sequence[Sequence[str]]) -> None:
    """Both readers what is in a file; where a mark is astray, marks and spaces do not count."""
    normal = _unmarked if kind.startswith("a mark") else _spaced
    expected = Counter(map(normal, rows[1:]))
    try:
        found, held = _easycrm(file)
        tally.add(kind, "easycrm", expected, Counter(map(normal, found)), held)
    except UnreadableFile:
        tally.add(kind, "easycrm", expected, None, 0)
    tally.add(kind, "clevercsv", expected, Counter(map(normal, _clevercsv(file)[1:])), 0)


def _spaced(row: Sequence[str]) -> Cells:
    return tuple(" ".join(cell.split()) for cell in row)


def _unmarked(row: Sequence[str]) -> Cells:
    return tuple("".join(cell.split()).replace('"', "") for cell in row)


def _easycrm(file: Path) -> tuple[list[Cells], int]:
    tables = [list(table.rows) for table in read_workbook(file, file.name).tables()]
    rows = [row for table in tables for row in table]
    return [row.cells for row in rows if not row.held], sum(1 for row in rows if row.held)


def _clevercsv(file: Path) -> list[list[str]]:
    import clevercsv

    text = file.read_text("utf-8")
    try:
        dialect = clevercsv.Sniffer().sniff(text) or "excel"
        return list(clevercsv.reader(io.StringIO(text, newline=""), dialect))
    except (csv.Error, clevercsv.Error):
        return [[]]
