"""The process that unpacks a container (xlsx, xlsm, xlsb, xls, ods) and writes its worksheets to standard output.

A process of its own, because a crafted file can make any decoder ask for all the memory there is, loop or abort:
here the kernel's limits end it, and the reader of its output goes on. It starts in about 10 ms and works while
its reader works. Messages are marshal objects, each after its length: `("sheet", {...})`,
`("rows", first number, rows, findings)`, and at last `("end",)` or `("error", name of the exception, text)`.
"""

import marshal
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import IO, Any

from easycrm.workbooks.containers.cell_texts import EXACT_BELOW, TEXT_OF, number_text, value_text
from easycrm.workbooks.containers.extras import Extra, Extras, says
from easycrm.workbooks.containers.number_formats import masked
from easycrm.workbooks.containers.side_look import Look, SideLook

CellFinding = tuple[int, int, str, str]
"""Row from 1, column from 0, code, what the cell held: `grids.CellFinding` before it travels."""

Aside = tuple[int, int, str, str]
"""Row from 1, column from 0, kind, text: `asides.Aside` before it travels."""

LENGTH_BYTES = 8
_LINKS = ("link", "contact")
_READABLE = ("WorkSheet", "Visible")
_TABLES = ("WorkSheet", "Pivot")


def main() -> None:
    """Reads the job from standard input and does it.

    It has `path`, `format`, `memory_bytes`, `cpu_seconds`, `batch_rows`, and for comments and links `longest` and
    `budget`, in characters, of each and of all on one worksheet.
    """
    job = marshal.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"],) * 2)
    out = sys.stdout.buffer
    from python_calamine import CalamineWorkbook  # outside of try: without it, no file is to blame

    try:
        parts = SideLook(job["path"], job["format"])  # first: it knows passwords that calamine does not
        _decode(_opened(CalamineWorkbook, job), parts, job, out)
        _send(("end",), out)
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - the bindings turn a panic into a BaseException
        _send(("error", type(error).__name__, str(error)[:500]), out)
    out.flush()


def _opened(calamine: Any, job: dict[str, Any]) -> Any:
    try:
        return calamine.from_path(job["path"])
    except Exception:
        copy = _readable_copy(job["path"], job["format"])
        if copy is None:
            raise
    return calamine.from_filelike(copy)


def _readable_copy(path: str, file_format: str) -> IO[bytes] | None:
    """The container without what calamine stumbles over, if it may have that."""
    if file_format == "xls":
        return None
    if file_format == "ods":
        from easycrm.workbooks.containers.opendocument import without_indents

        return without_indents(path)
    from easycrm.workbooks.containers.package import has_macro_sheets, without_macro_sheets

    return without_macro_sheets(path) if has_macro_sheets(path) else None


def _decode(opened: Any, parts: SideLook, job: dict[str, Any], out: IO[bytes]) -> None:
    with opened as workbook:
        by_calamine = [(item.name, _last(item.typ), _last(item.visible)) for item in workbook.sheets_metadata]
        sheets = [(name, parts.kind(name) or kind, visible) for name, kind, visible in by_calamine]
        tables = sum(1 for _, kind, visible in sheets if kind in _TABLES and visible == "Visible")
        for index, (name, kind, visible) in enumerate(sheets):
            facts = {"name": name, "kind": kind, "visible": visible, "alone": tables == 1}
            if (kind, visible) == _READABLE:
                _write_sheet(workbook.get_sheet_by_index(index), facts, parts.at(name), job, out)
            else:
                _send(("sheet", facts), out)


def _write_sheet(sheet: Any, facts: dict[str, Any], look: Look, job: dict[str, Any], out: IO[bytes]) -> None:
    merges = [(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or []]
    asides, unread = _within(job, _asides(sheet, look))
    facts |= {"merges": merges or look.merges, "asides": asides, "unread": unread, "complete": look.complete}
    _send(("sheet", facts), out)
    number = 1
    rows = _rows(sheet)
    while batch := list(islice(rows, job["batch_rows"])):
        findings = _settle_extras(batch, number, look.extras) if look.extras else []
        findings += _lost_digits(batch, number)
        texts = [[value if type(value) is str else TEXT_OF[type(value)](value) for value in row] for row in batch]
        _send(("rows", number, texts, findings), out)
        out.flush()
        number += len(batch)


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """The rows from the first, each from its first cell."""
    rows: Iterator[list[Any]] = sheet.iter_rows() if sheet.start else iter(())
    margin = [""] * (sheet.start[1] if sheet.start else 0)
    return (margin + row for row in rows) if margin else rows


def _asides(sheet: Any, look: Look) -> Iterator[Aside]:
    """What hangs on cells: comments, and the links that say more than their cells."""
    links = {row: here for row, extras in look.extras.items() if (here := [e for e in extras if e.kind in _LINKS])}
    for number, row in zip(count(1), _rows(sheet)) if links else ():
        for link in dict.fromkeys(links.pop(number, ())):
            shown = value_text(row[link.column]) if link.column < len(row) else ""
            if not says(shown, link) and (shown or link.kind == "link"):
                yield number, link.column, link.kind, link.text
    yield from (
        (row, link.column, link.kind, link.text) for row, extras in links.items() for link in dict.fromkeys(extras)
    )
    yield from ((row, column, "comment", text) for (row, column), text in look.comments.items())


def _within(job: dict[str, Any], asides: Iterable[Aside]) -> tuple[list[Aside], int]:
    """The asides that are not too long, up to the budget of characters, and how many others there are."""
    kept = []
    unread, left = 0, job["budget"]
    for aside in asides:
        size = len(aside[3])
        if size > min(job["longest"], left):
            unread += 1
            continue
        left -= size
        kept.append(aside)
    return kept, unread


def _settle_extras(batch: list[list[Any]], first: int, extras: Extras) -> list[CellFinding]:
    """Puts the text of the special cells of a batch in place of their values; returns what deserves a finding."""
    findings = []
    for position, row in enumerate(batch):
        for extra in extras.pop(first + position, ()):
            if extra.column < len(row) and (finding := _settle(row, extra)):
                findings.append((first + position, extra.column, *finding))
    return findings


def _settle(row: list[Any], extra: Extra) -> tuple[str, str] | None:
    value = row[extra.column]
    if extra.kind == "mask":
        if type(value) in (float, int):
            row[extra.column] = masked(value, extra.mask) or value
        return None
    if extra.kind == "shown":
        row[extra.column] = extra.text
        return None
    if extra.kind == "contact" and value == "":
        row[extra.column] = extra.text
    if extra.kind in _LINKS:
        return None
    return ("errorValue" if extra.kind == "error" else "formulaWithoutValue"), extra.text


def _lost_digits(batch: list[list[Any]], first: int) -> list[CellFinding]:
    return [
        (first + position, column, "digitsLost", number_text(value))
        for position, row in enumerate(batch)
        for column, value in enumerate(row)
        if type(value) is float and not -EXACT_BELOW < value < EXACT_BELOW
    ]


def _send(message: tuple[Any, ...], out: IO[bytes]) -> None:
    encoded = marshal.dumps(message)
    out.write(len(encoded).to_bytes(LENGTH_BYTES, "little"))
    out.write(encoded)


def _last(member: object) -> str:
    return str(member).rpartition(".")[2]
