"""The process that unpacks a container (xlsx, xlsm, xlsb, xls, ods) and writes its worksheets to standard output.

A process of its own, because a crafted file can make any decoder ask for all the memory there is, loop or abort:
here the kernel's limits end it, and the reader of its output goes on. It starts in about 10 ms and works while
its reader works. Messages are marshal objects: `("sheet", {...})`, `("rows", first number, rows, marks)`, and
at last `("end",)` or `("error", code, text)`.
"""

import marshal
import os
import resource
import sys
from itertools import islice
from typing import IO, Any

Message = tuple[Any, ...]


def main() -> None:
    """Reads the job (`path`, `memory_bytes`, `cpu_seconds`, `batch_rows`) from standard input and does it."""
    job = marshal.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"],) * 2)
    out = sys.stdout.buffer
    try:
        _decode(job["path"], job["batch_rows"], out)
        marshal.dump(("end",), out)
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - the bindings turn a panic into a BaseException
        marshal.dump(("error", type(error).__name__, str(error)[:500]), out)
    out.flush()


def _decode(path: str, batch_rows: int, out: IO[bytes]) -> None:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        for index, metadata in enumerate(workbook.sheets_metadata):
            kind, visible = _last(metadata.typ), _last(metadata.visible)
            if kind != "WorkSheet" or visible != "Visible":
                marshal.dump(("sheet", {"name": metadata.name, "kind": kind, "visible": visible}), out)
                continue
            sheet = workbook.get_sheet_by_index(index)
            _write_sheet(sheet, {"name": metadata.name, "kind": kind, "visible": visible}, batch_rows, out)


def _write_sheet(sheet: Any, facts: dict[str, Any], batch_rows: int, out: IO[bytes]) -> None:
    from easycrm.workbooks.cells import value_text

    start = sheet.start
    merges = [(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or []]
    marshal.dump(("sheet", facts | {"merges": merges, "width": sheet.end[1] + 1 if start else 0}), out)
    if start is None:
        return
    rows = sheet.iter_rows()
    number = 1
    while batch := list(islice(rows, batch_rows)):
        texts = [[value if type(value) is str else value_text(value) for value in row] for row in batch]
        marshal.dump(("rows", number, texts, []), out)
        out.flush()
        number += len(batch)


def _last(member: object) -> str:
    return str(member).rpartition(".")[2]
