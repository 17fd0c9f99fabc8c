"""The sample of Pollock's survey: a hundred delimited files as they were found, and the table that is in each."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 300_000
"""Larger files are long for being large, not hard; they would take nearly all of a run's time."""


@dataclass(frozen=True)
class Sample:
    """A file of the survey; `header` is that of its table, None where the file has none, `rows` are the others."""

    path: Path
    encoding: str
    header: list[str] | None
    rows: list[list[str]]

    @property
    def kind(self) -> str:
        """What is uncommon about the file."""
        return "no header" if self.header is None else "table"


def samples(folder: Path) -> Iterator[Sample]:
    """The files of `folder` (`csv`, `clean`, `parameters`) that hold a table and are no larger than MOST_BYTES."""
    for path in sorted(Path(folder, "csv").iterdir()):
        clean = folder / "clean" / path.name
        parameters = folder / "parameters" / f"{path.name}_parameters.json"
        if clean.is_file() and parameters.is_file() and 0 < path.stat().st_size <= MOST_BYTES:
            yield _sample(path, clean, json.loads(parameters.read_text("utf-8")))


def _sample(path: Path, clean: Path, parameters: dict[str, object]) -> Sample:
    with clean.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    encoding = str(parameters["encoding"])
    if parameters["header_lines"] != "0":
        return Sample(path, encoding, rows[0], rows[1:])
    with path.open(encoding=encoding, errors="replace") as file:
        is_own = _squeezed(rows[0]) in "".join(file.readline().split())
    return Sample(path, encoding, None, rows if is_own else rows[1:])  # else a header that the survey made up


def _squeezed(row: list[str]) -> str:
    """The first two cells as a line of the file would have them."""
    return ",".join("".join(cell.split()) for cell in row[:2])
