"""Containers (xlsx, xlsm, xlsb, xls, ods) as grids, unpacked by a process of its own with limits: see `child.py`."""

import marshal
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from easycrm.errors import UnreadableFile
from easycrm.workbooks.asides import Aside, Asides
from easycrm.workbooks.cleaning import clean_cell
from easycrm.workbooks.containers.child import LENGTH_BYTES
from easycrm.workbooks.grids import BATCH_ROWS, Batch, CellFinding, Grid, Merge
from easycrm.workbooks.limits import Limits, Meter, check_cells
from easycrm.workbooks.refusals import corrupt_file, encrypted_file, too_expensive
from easycrm.workbooks.tables import Role

_KINDS: dict[str, Role] = {
    "Pivot": "pivot",
    "ChartSheet": "chart",
    "MacroSheet": "macro",
    "DialogSheet": "dialog",
    "Vba": "macro",
}
_START = (
    "import marshal, sys; sys.path[:] = marshal.load(sys.stdin.buffer); "
    "from easycrm.workbooks.containers.child import main; main()"
)


def read_container(path: Path, file_format: str, limits: Limits) -> Iterator[Grid]:
    """Every worksheet in the workbook's order; those that are not read have `set_aside` and no batches.

    Raises UnreadableFile for a container that is corrupt, protected, or larger than the limits.
    """
    process = _start_decoder(path, file_format, limits)
    meter = Meter(limits)
    try:
        yield from _grids(_messages(process), meter)
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()


def _start_decoder(path: Path, file_format: str, limits: Limits) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    job = {
        "path": str(path),
        "format": file_format,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "batch_rows": BATCH_ROWS,
        "longest": limits.cell_characters,
        "budget": limits.aside_characters,
    }
    assert process.stdin is not None
    process.stdin.write(marshal.dumps(sys.path) + marshal.dumps(job))
    process.stdin.close()
    return process


def _messages(process: subprocess.Popen[bytes]) -> Iterator[tuple[Any, ...]]:
    assert process.stdout is not None
    while True:
        length = int.from_bytes(process.stdout.read(LENGTH_BYTES), "little")
        encoded = process.stdout.read(length)
        if not length or len(encoded) < length:
            raise _death(process.wait())
        message = marshal.loads(encoded)
        if message[0] == "end":
            return
        if message[0] == "error":
            raise _decoder_error(*message[1:])
        yield message


def _death(exit_code: int) -> Exception:
    """Why the decoder ended in the middle: a limit's signal or an abort for want of memory, unless it never began."""
    if exit_code >= 0:
        return RuntimeError(f"the decoder ended with exit code {exit_code}")
    return too_expensive(-exit_code)


def _decoder_error(name: str, text: str) -> UnreadableFile | Exception:
    if name == "PasswordError" or "password" in text.lower():
        return encrypted_file()
    if name == "MemoryError":
        return _death(-signal.SIGABRT)
    return corrupt_file(f"{name}: {text}")


def _grids(messages: Iterator[tuple[Any, ...]], meter: Meter) -> Iterator[Grid]:
    message = next(messages, None)
    while message:
        facts = message[1]
        pushed_back: list[tuple[Any, ...]] = []
        batches = _batches(messages, pushed_back, meter)
        meter.next_worksheet()
        merges = [Merge(*merge) for merge in facts.get("merges", ())]
        yield Grid(
            facts["name"],
            batches,
            set_aside=_set_aside(facts),
            merges=merges,
            alone=facts["alone"],
            messages=_of_worksheet(facts),
            asides=_asides(facts),
        )
        for _ in batches:
            pass
        message = pushed_back[0] if pushed_back else None


def _batches(messages: Iterator[tuple[Any, ...]], pushed_back: list[tuple[Any, ...]], meter: Meter) -> Iterator[Batch]:
    """The batches up to the message that begins the next worksheet, which goes to `pushed_back`."""
    for message in messages:
        if message[0] == "sheet":
            pushed_back.append(message)
            return
        _, first, rows, findings = message
        meter.count(rows)
        check_cells(rows, first, meter.limits)
        yield Batch(range(first, first + len(rows)), rows, [CellFinding(*finding) for finding in findings])


def _asides(facts: dict[str, Any]) -> Asides:
    asides: Asides = {}
    for row, column, kind, text in facts.get("asides", ()):
        if cleaned := clean_cell(text):
            asides.setdefault(row, []).append(Aside(column, kind, cleaned))
    return asides


def _of_worksheet(facts: dict[str, Any]) -> list[tuple[str, str]]:
    messages = []
    if unread := facts.get("unread"):
        sentence = f"{unread:,} comments or links are too long or too many and were not read."
        messages.append(("commentsNotRead", sentence))
    if not facts.get("complete", True):
        messages.append(
            ("formatsNotSeen", "Number formats, links, comments or errors could not be seen; save the file as .xlsx.")
        )
    return messages


def _set_aside(facts: dict[str, Any]) -> Role | None:
    if facts["visible"] != "Visible":
        return "hidden"
    return _KINDS.get(facts["kind"])
