"""What people read."""

import io
from typing import Any

import pytest

from local.operating import printing
from local.operating.printing import ProgressBar, progress_line, summary, table


def _status(percentage: Any, stage: str = "importing", **progress: Any) -> dict[str, Any]:
    return {"status": "processing", "stage": stage, "progress": {"percentage": percentage, **progress}}


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (_status(0, totalLeads=0), "[..............................]   0%  importing"),
        (_status(50, totalLeads=10, processedLeads=5), "[###############...............]  50%  5/10 leads  importing"),
        (_status(100, "completed"), "[##############################] 100%  completed"),
        (_status(140), "[##############################] 100%  importing"),
        (_status(40, failedBatches=1), "[############..................]  40%  1 failed part  importing"),
        (_status(40, failedBatches=2), "[############..................]  40%  2 failed parts  importing"),
        ({"status": "uploading"}, "[..............................]   0%  uploading"),
        ({"status": "failed", "progress": None}, "[..............................]   0%  failed"),
    ],
)
def test_a_status_is_one_line(status: dict[str, Any], line: str) -> None:
    assert progress_line(status) == line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_line_is_written_over_and_left_standing() -> None:
    stream = Terminal()
    bar = ProgressBar(stream)
    for status in (_status(10, "a longer stage"), _status(10, "a longer stage"), _status(20, "short")):
        bar(status)
    bar.end()
    lines = stream.getvalue().split("\r")
    assert [line.rstrip() for line in lines[1:]] == [
        progress_line(_status(10, "a longer stage")),
        progress_line(_status(20, "short")),
    ]
    assert len(lines[2].rstrip("\n")) == len(lines[1])
    assert stream.getvalue().endswith("\n")


def test_elsewhere_every_change_is_a_line() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream)
    for percentage in (10, 10, 20):
        bar(_status(percentage))
    bar.end()
    assert stream.getvalue().splitlines() == [progress_line(_status(10)), progress_line(_status(20))]


def test_the_summary_counts_every_outcome() -> None:
    result = {"rows": 10, "created": 4, "updated": 1, "unchanged": 1, "merged": 2, "held": 1, "skipped": 1}
    assert summary("fair.xlsx", {"status": "completed", "result": result}).splitlines() == [
        "fair.xlsx: completed",
        "  10 rows: 4 created, 1 updated, 1 unchanged, 2 merged, 1 held, 1 skipped",
    ]


def test_the_summary_shows_how_a_file_would_read_in_the_encodings_that_it_may_be_in() -> None:
    choice = {"encoding": "windows-1254", "name": "Windows-1254 (Turkish)", "sample": "Şahin"}
    error = {"code": "encodingUnclear", "message": "Which?", "details": {"choices": [choice]}}
    lines = summary("a.csv", {"status": "failed", "error": error}).splitlines()
    assert lines == ["a.csv: failed", "  Which?", "  --encoding windows-1254   reads Şahin"]


def test_the_summary_says_why() -> None:
    status = {
        "status": "partial",
        "progress": {"totalBatches": 4, "failedBatches": 1},
        "error": {"code": "batchesFailed", "message": "One batch failed."},
    }
    assert summary("a.csv", status).splitlines() == ["a.csv: partial", "  One batch failed.", "  1 of 4 parts failed"]


def test_leads_are_a_table_of_short_cells() -> None:
    leads: list[dict[str, str | None]] = [
        {"firstName": "Ann", "company": "A" * 40, "email": None},
        {"firstName": "Bo\nB", "lastName": "Li"},
    ]
    lines = table(leads).splitlines()
    assert lines[0].split() == ["firstName", "lastName", "company", "email", "phone"]
    assert f"{'A' * 29}…" in lines[2]
    assert lines[3].split() == ["Bo", "B", "Li"]


def test_a_terminal_that_is_gone_keeps_nothing_from_stopping(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError("gone")

    monkeypatch.setattr("sys.stderr", Gone())
    printing.say("Stopping")
