"""Reading files into tables: how fast, how soon, and in how much memory, against what else could do it.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.reading [--rounds 3] [--rows 1000000] [--xlsx-rows 100000]

Every run is a process of its own, rivals take turns, and the tables show medians. `first` is the time to the first
200 rows; `cpu` and `peak`, the greatest memory, are of the process and of the one that it starts, together. The file
with quotes has the same leads with a comma in every company's name. `Parse workbook` is the whole task of the state
machine, from the source in S3 to tables in S3, with files on this disk in place of S3.
"""

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
BATCH = 200
HEADER = [
    *("ID", "First name", "Last name", "Email", "Phone", "Company"),
    *("Title", "Country", "Postcode", "Since", "Score", "Notes"),
]
FIRST = ["Ana", "Ben", "Chloé", "Dev", "Emi", "Farid", "Gus", "Hana"]
LAST = ["Ruiz", "Tan", "Lee", "Okoro", "Sato", "Novák", "Silva"]

Records = list[dict[str, object]]


def lead(number: int) -> list[object]:
    """A row of a fictional person."""
    first, last = FIRST[number % 8], LAST[number % 7]
    return [
        number,
        first,
        last,
        f"{first}.{last}{number}@example.com".lower(),
        f"+65 6{number % 10_000_000:07d}",
        f"Company {number % 997}",
        "Sales manager",
        "Singapore",
        number % 100_000,
        date(2024, 1, 1) + timedelta(days=number % 365),
        number * 1.5,
        f"met at stand {number % 50}",
    ]


def write_csv(path: Path, rows: int, quotes: bool = False) -> None:
    """The leads as UTF-8 text with commas; `quotes`: a cell of every row holds a comma, and so has quotation marks."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            cells = lead(number)
            writer.writerow([*cells[:5], f"{cells[5]}, Inc.", *cells[6:]] if quotes else cells)


def write_xlsx(path: Path, rows: int) -> None:
    """The leads over three worksheets; postcodes are numbers shown with five digits."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    workbook = openpyxl.Workbook(write_only=True)
    for part in range(3):
        worksheet = workbook.create_sheet(f"Part {part + 1}")
        worksheet.append(HEADER)
        for number in range(part, rows, 3):
            cells = lead(number)
            postcode = WriteOnlyCell(worksheet, str(cells[8]))
            postcode.number_format = "00000"
            worksheet.append([*cells[:8], postcode, *cells[9:]])
    workbook.save(path)


def easycrm(path: Path) -> Iterator[object]:
    """Tables of text cells with their addresses, all findings included."""
    from easycrm.workbooks.reading import read_workbook

    return chain.from_iterable(table.rows for table in read_workbook(path, path.name).tables())


def parse_workbook(path: Path) -> Iterator[object]:
    """The task Parse workbook; its rows are told when all are written."""
    from benchmarks.on_a_folder import FolderS3, nobody, record_of, source_of, store_of
    from easycrm.uploads.tasks.parse_workbook import parse_workbook

    with tempfile.TemporaryDirectory() as folder:
        s3 = FolderS3(Path(folder))
        source_of(s3).symlink_to(path.absolute())
        record = record_of(s3) | {"fileName": path.name}
        yield from range(parse_workbook(record, "etag", store_of(s3), nobody())["rows"])


def pandas_csv(path: Path) -> Iterator[object]:
    """What the replaced system did."""
    import pandas

    return _as_text(pandas.read_csv(path).to_dict("records"))


def pandas_excel(path: Path) -> Iterator[object]:
    """What the replaced system did, for every worksheet."""
    import pandas

    sheets = pandas.read_excel(path, sheet_name=None, engine="openpyxl")
    return _as_text(list(chain.from_iterable(sheet.to_dict("records") for sheet in sheets.values())))


def csv_alone(path: Path) -> Iterator[object]:
    """The parser of the standard library and nothing else: the least that can be."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def calamine_alone(path: Path) -> Iterator[object]:
    """The decoder and nothing else."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            yield from workbook.get_sheet_by_name(name).iter_rows()


def _as_text(records: Records) -> Iterator[object]:
    return iter([{key: str(value) for key, value in record.items()} for record in records])


_TEXT: dict[str, Callable[[Path], Iterator[object]]] = {
    "easycrm": easycrm,
    "Parse workbook": parse_workbook,
    "pandas": pandas_csv,
    "csv.reader": csv_alone,
}
RIVALS: dict[str, dict[str, Callable[[Path], Iterator[object]]]] = {
    "leads.csv": _TEXT,
    "quotes.csv": _TEXT,
    "leads.xlsx": {
        "easycrm": easycrm,
        "Parse workbook": parse_workbook,
        "pandas": pandas_excel,
        "calamine": calamine_alone,
    },
}
BASELINE = "pandas"


def run(rival: str, path: Path) -> dict[str, float]:
    """One run in this process: seconds to the first rows and to all, CPU seconds, number of rows, peak memory in MB."""
    start = time.perf_counter()
    rows = RIVALS[path.name][rival](path)
    count = sum(1 for _ in islice(rows, BATCH))
    first = time.perf_counter() - start
    count += sum(1 for _ in rows)
    seconds = time.perf_counter() - start
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    peak = sum(usage.ru_maxrss for usage in usages) * 1024 / 1e6
    return {"rows": count, "seconds": seconds, "cpu": cpu, "first": first, "peak": peak}


def run_apart(rival: str, path: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading", "--run", rival, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def import_seconds(module: str) -> float:
    """How long a fresh interpreter takes to import a module."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT / "functions") for _ in range(5)
    ]
    return statistics.median(float(done.stdout) for done in runs)


def compare(path: Path, rounds: int) -> None:
    """Prints the table for one file."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in RIVALS[path.name]}
    for _ in range(rounds):
        for name, runs in results.items():
            runs.append(run_apart(name, path))
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in results.items()
    }
    slow = medians[BASELINE]
    print(
        f"\n| {path.name}, {path.stat().st_size / 1e6:,.0f} MB | rows | seconds | times as fast "
        "| cpu, s | ratio | first, s | peak, MB |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in medians.items():
        print(
            f"| {name} | {row['rows']:,.0f} | {row['seconds']:.2f} | {slow['seconds'] / row['seconds']:.1f} "
            f"| {row['cpu']:.2f} | {slow['cpu'] / row['cpu']:.1f} | {row['first']:.3f} | {row['peak']:,.0f} |"
        )


def main() -> None:
    """Writes the files, lets the rivals read them, prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--xlsx-rows", type=int, default=100_000)
    parser.add_argument("--run", nargs=2, metavar=("RIVAL", "FILE"), help="one run in this process, as JSON")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "functions"))
    if options.run:
        print(json.dumps(run(options.run[0], Path(options.run[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in RIVALS:
            path = Path(folder, name)
            if name == "leads.xlsx":
                write_xlsx(path, options.xlsx_rows)
            else:
                write_csv(path, options.rows, quotes=name == "quotes.csv")
            compare(path, options.rounds)
            path.unlink()
    print("\n| import | seconds |\n| --- | ---: |")
    for module in (
        "easycrm.workbooks.reading",
        "easycrm.uploads.tasks.parse_workbook",
        "pandas",
        "openpyxl",
        "python_calamine",
    ):
        print(f"| {module} | {import_seconds(module):.3f} |")


if __name__ == "__main__":
    main()
