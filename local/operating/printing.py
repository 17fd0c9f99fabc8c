"""What people read: the progress bar, the summary of an import, leads as a table, the address and the sign-in."""

import contextlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

OUTCOMES = ("created", "updated", "unchanged", "merged", "held", "skipped")
LEAD_COLUMNS = ("firstName", "lastName", "company", "email", "phone")
_BAR_WIDTH = 30
_CELL_WIDTH = 30


def say(text: str) -> None:
    """A line for whoever watches, on stderr. A terminal that is gone must not keep a stack from stopping."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def progress_line(status: Mapping[str, Any]) -> str:
    """One line for a status body: a bar, the percentage, the leads done, the stage."""
    progress = status.get("progress") or {}
    percentage = min(100, max(0, round(float(progress.get("percentage") or 0))))
    filled = _BAR_WIDTH * percentage // 100
    parts = [f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {percentage:3d}%"]
    if total := progress.get("totalLeads"):
        parts.append(f"{progress.get('processedLeads') or 0}/{total} leads")
    if failed := progress.get("failedBatches"):
        parts.append(f"{failed} failed part{'s' if failed != 1 else ''}")
    parts.append(str(status.get("stage") or status.get("status") or ""))
    return "  ".join(parts)


class ProgressBar:
    """Shows status bodies as they come: one line that changes on a terminal, a line per change elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = ""

    def __call__(self, status: Mapping[str, Any]) -> None:
        line = progress_line(status)
        if line == self._shown:
            return
        if self._stream.isatty():
            self._stream.write(f"\r{line.ljust(len(self._shown))}")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()
        self._shown = line

    def end(self) -> None:
        """Leaves the last line standing."""
        if self._shown and self._stream.isatty():
            self._stream.write("\n")
            self._stream.flush()


def summary(file_name: str, status: Mapping[str, Any]) -> str:
    """What happened to the rows of a file, in a few lines."""
    result = status.get("result") or {}
    lines = [f"{file_name}: {status.get('status')}"]
    if result:
        counts = ", ".join(f"{result.get(outcome) or 0} {outcome}" for outcome in OUTCOMES)
        lines.append(f"  {result.get('rows') or 0} rows: {counts}")
    if error := status.get("error"):
        lines.append(f"  {error.get('message')}")
        choices = (error.get("details") or {}).get("choices", ())
        lines += [f"  --encoding {choice['encoding']:<14} reads {choice['sample']}" for choice in choices]
    if failed := (status.get("progress") or {}).get("failedBatches"):
        lines.append(f"  {failed} of {status['progress'].get('totalBatches')} parts failed")
    return "\n".join(lines)


def table(leads: Sequence[Mapping[str, Any]], columns: Sequence[str] = LEAD_COLUMNS) -> str:
    """Leads as a table of plain text."""
    rows = [list(columns), *([_cell(lead.get(column)) for column in columns] for lead in leads)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _CELL_WIDTH else f"{text[: _CELL_WIDTH - 1]}…"


def address(site_url: str, api_url: str, email: str, password: str) -> str:
    """Where the stack is and who may enter."""
    return f"Page     {site_url}\nAPI      {api_url}\nSign in  {email}  password {password}"
