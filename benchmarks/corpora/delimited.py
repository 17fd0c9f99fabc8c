"""How well delimited files are read: F1 of the header's cells, of the records and of all cells.

As Pollock measures them (Vitagliano et al., PVLDB 2023): what is compared are bags, so an order does not count. Spaces,
letter case and the spelling of a number do not count either, nor do blank cells and blank records.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from benchmarks.corpora.survey import Sample, samples
from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook
from easycrm.workbooks.worksheets.finding_tables import SECTION
from easycrm.workbooks.worksheets.header_groups import GROUP_SEPARATOR

MEASURES = ("header", "record", "cell")


@dataclass(frozen=True)
class Reading:
    """What somebody reads in a file: a header, or None where there is said to be none, and the rows beneath it."""

    header: Sequence[str] | None
    rows: list[Sequence[str]]


Rival = Callable[[Sample], Reading]
F1 = tuple[float, float, float]


def easycrm(sample: Sample) -> Reading:
    """All tables of the file, one under the other, whether they hold leads or not; held rows as they are.

    The column that carries the name of a group is none of the file's.
    """
    header: Sequence[str] | None = None
    rows: list[Sequence[str]] = []
    with patch("easycrm.workbooks.worksheets.finding_tables.role_of_table", lambda *_: "leads"):
        for number, table in enumerate(read_workbook(sample.path, sample.path.name).tables()):
            titles = [column.header for column in table.columns if column.header != SECTION]
            if number and table.header_row:
                rows.append(titles)
            elif table.header_row:
                header = titles
            rows += [row.cells if row.held else row.cells[: len(titles)] for row in table.rows]
    return Reading(header, rows)


def clevercsv(sample: Sample) -> Reading:
    """`sniff`, `has_header` and `reader`, told the encoding."""
    import clevercsv

    text = sample.path.read_bytes().decode(sample.encoding)
    sniffer = clevercsv.Sniffer()
    dialect = sniffer.sniff(text) or "excel"
    rows: list[Sequence[str]] = [*clevercsv.reader(text.splitlines(keepends=True), dialect)]
    return Reading(rows[0], rows[1:]) if sniffer.has_header(text) else Reading(None, rows)


def pandas(sample: Sample) -> Reading:
    """`read_csv` that finds the delimiter itself; told the encoding."""
    import pandas

    frame = pandas.read_csv(sample.path, sep=None, engine="python", encoding=sample.encoding, dtype=str, header=None)
    rows = frame.fillna("").to_numpy().tolist()
    return Reading(rows[0], rows[1:])


RIVALS: dict[str, Rival] = {"easycrm": easycrm, "clevercsv": clevercsv, "pandas": pandas}


def measured(sample: Sample, rival: Rival) -> tuple[F1, str]:
    """The three measures, and the error of whoever cannot read the file."""
    try:
        reading = rival(sample)
    except UnreadableFile as error:
        return (0.0, 0.0, 0.0), str(error)
    except Exception as error:  # whatever another library raises
        if rival is easycrm:
            raise
        return (0.0, 0.0, 0.0), repr(error)
    header = float(reading.header is None) if sample.header is None else _f1(sample.header, reading.header or ())
    return (header, _f1(_records(sample.rows), _records(reading.rows)), _f1(_cells(sample), _cells(reading))), ""


def _records(rows: Iterable[Sequence[str]]) -> list[str]:
    return ["".join(map(normal, row)) for row in rows]


def _cells(table: Sample | Reading) -> list[str]:
    return list(chain(table.header or (), *table.rows))


def normal(text: str) -> str:
    """A cell without what does not count, such as how the titles of two header rows were joined.

    >>> normal(" Nord  AS"), normal("1.50")
    ('nord as', '1.5')
    """
    text = " ".join(text.replace(GROUP_SEPARATOR, " ").split()).casefold()
    try:
        return str(float(text)) if text else ""
    except ValueError:
        return text


def _f1(expected: Iterable[str], found: Iterable[str]) -> float:
    there, said = (Counter(filter(None, map(normal, texts))) for texts in (expected, found))
    both = (there & said).total()
    return 2 * both / (there.total() + said.total()) if there or said else 1.0


def print_delimited(folder: Path, misses: int) -> None:
    """The table of measures; then the files that are read worst, with what was said of them."""
    results: dict[str, list[tuple[F1, str]]] = defaultdict(list)
    files = list(samples(folder))
    for sample in files:
        for name, rival in RIVALS.items():
            results[name].append(measured(sample, rival))
    print(f"\n| {len(files)} files, mean F1 | {' | '.join(MEASURES)} |\n| --- | ---: | ---: | ---: |")
    for name, found in results.items():
        means = (mean(measures[place] for measures, _ in found) for place in range(len(MEASURES)))
        print(f"| {name} | {' | '.join(f'{value:.3f}' for value in means)} |")
    ours = sorted(zip(results["easycrm"], files, strict=True), key=lambda pair: sum(pair[0][0]))
    for (measures, error), sample in ours[:misses]:
        if min(measures) < 1:
            print(f"  {' '.join(f'{value:.3f}' for value in measures)} {sample.kind:9} {sample.path.name} {error}")
