"""Whatever bytes come in, only our own errors come out, and no row is lost on the way."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import Limits
from tests.support.workbooks.build import Cells, Read, edited, rewritten, try_read
from tests.support.workbooks.containers import ods, xls, xlsb
from tests.support.workbooks.hanging import (
    COMMENTS,
    LINK,
    ods_cell,
    relations,
    xls_comment,
    xls_link,
    xlsb_comment,
    xlsb_link,
)

ROWS: list[Cells] = [
    ["Name", "Email", "Visits"],
    ["Zoë", "zoe@example.com", 3],
    ["Ben", "ben@example.com", 4.5],
    ["Total", "", 7.5],
]
LIMITS = Limits(memory_bytes=500_000_000, cpu_seconds=10)
# without quotation marks and line breaks, by which it is a matter of evidence where a row ends
CELL = st.text(st.sampled_from("ab@.1 ,;\t|':é姓&\u200b"), max_size=8)

Edit = tuple[float, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files lie; the sound ones are written once."""
    folder = tmp_path_factory.mktemp("fuzz")
    edited(folder / "sound.xlsx", ROWS, _commented)
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(
            ("rId1", LINK, "mailto:a@example.com"), ("rId2", COMMENTS, "../comments1.bin")
        ),
        "xl/comments1.bin": xlsb_comment(1, 2, "VIP"),
    }
    xlsb(folder / "sound.xlsb", ROWS, after=xlsb_link(2, 0, "rId1"), parts=parts)
    xls(folder / "sound.xls", ROWS, after=xls_comment(1, 2, "VIP") + xls_link(2, 0, "https://example.com"))
    ods(folder / "sound.ods", Leads=[*ROWS, [ods_cell("Cho", comment="VIP", link="mailto:c@example.com", span=(1, 2))]])
    return folder


def _commented(worksheet: Any) -> None:
    worksheet["A2"].comment = Comment("VIP", "Cho")
    worksheet["A3"].hyperlink = "https://example.com"


def _check(read: Read | UnreadableFile) -> None:
    if isinstance(read, UnreadableFile):
        assert read.code
        assert read.sentence.endswith(".")


def _mutated(content: bytes, edits: list[Edit], kept: float) -> bytes:
    for place, piece in edits:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + len(piece) :]
    return content[: int(len(content) * kept)] if kept < 0.9 else content


EDITS = st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5)
KEPT = st.floats(0.1, 10)


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(folder: Path, content: bytes) -> None:
    file = folder / "any.csv"
    file.write_bytes(content)
    _check(try_read(file))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(folder: Path, text: str) -> None:
    file = folder / "any.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    _check(try_read(file))


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=12), delimiter=st.sampled_from(",;\t|")
)
@example(rows=[["Name", "Phone"], ["First", "Last", "Work"], ["Ana", "Novak", "91112222"]], delimiter=",")
def test_every_row_of_any_text_is_accounted_for(folder: Path, rows: list[list[str]], delimiter: str) -> None:
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    file = folder / "rows.csv"
    file.write_text("\n".join([f"sep={delimiter}", *lines]), "utf-8", newline="")
    read = try_read(file)
    if isinstance(read, Read):
        headers = sum(1 for table, _ in read.tables if table.header_row)
        yielded = sum(len(rows) for _, rows in read.tables)
        preamble = sum(1 for note in read.workbook.notes if note.code == "preambleLine")
        report = read.workbook.worksheets[0]
        others = len(rows) - (yielded + headers + len(report.skipped) + preamble + report.blank_rows)
        assert others == 0 or 0 < others <= min(2 * headers, _rows_in_headers(rows, read) - headers)


def _rows_in_headers(rows: list[list[str]], read: Read) -> int:
    """Rows of which all that can be seen is in the headers of tables, as the titles of groups of columns are."""
    headers = _seen(" ".join(column.header for table, _ in read.tables for column in table.columns))
    return sum(1 for row in rows if any(map(_seen, row)) and all(_seen(cell) in headers for cell in row))


def _seen(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("suffix", ["xlsx", "xlsb", "xls", "ods"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, kept=KEPT)
def test_a_damaged_container_is_read_or_refused(folder: Path, suffix: str, edits: list[Edit], kept: float) -> None:
    file = folder / f"damaged.{suffix}"
    file.write_bytes(_mutated((folder / f"sound.{suffix}").read_bytes(), edits, kept))
    _check(try_read(file, LIMITS))


@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml"),
        ("xlsx", "xl/styles.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/_rels/workbook.xml.rels"),
        ("xlsx", "xl/worksheets/_rels/sheet1.xml.rels"),
        ("xlsx", "xl/comments/comment1.xml"),
        ("xlsb", "xl/worksheets/sheet1.bin"),
        ("xlsb", "xl/comments1.bin"),
        ("ods", "content.xml"),
    ],
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, kept=KEPT)
def test_a_damaged_part_of_a_sound_archive_is_read_or_refused(
    folder: Path, suffix: str, part: str, edits: list[Edit], kept: float
) -> None:
    file = folder / f"damaged.{suffix}"
    file.write_bytes((folder / f"sound.{suffix}").read_bytes())
    _check(try_read(rewritten(file, {part: lambda content: _mutated(content, edits, kept)}), LIMITS))
