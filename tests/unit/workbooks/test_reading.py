"""Files of every format become tables of text cells."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook
from tests.support.workbooks.build import Read, read_text, xlsx

HEADER = ["Name", "Email", "Phone"]
ANA = ["Ana Ruiz", "ana@example.com", "+65 6123 4567"]


def test_every_worksheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "leads.xlsx", Fair=[HEADER, ANA], Web=[HEADER, ["Ben Tan", "ben@example.com", ""]]))
    assert [(table.worksheet, len(rows)) for table, rows in read.tables] == [("Fair", 1), ("Web", 1)]
    assert read.tables[1][1][0][:2] == (2, ("Ben Tan", "ben@example.com", ""))


def test_an_empty_worksheet_is_listed_as_empty(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "leads.xlsx", Leads=[HEADER, ANA], Empty=[]))
    assert [(report.name, report.role) for report in read.workbook.worksheets] == [
        ("Leads", "leads"),
        ("Empty", "empty"),
    ]


def test_numbers_have_no_decimal_point_of_their_own_and_dates_are_iso(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "leads.xlsx", Leads=[[*HEADER, "Visits", "Since"], [*ANA, 3.0, date(2024, 5, 1)]]))
    assert read.cells == [(*ANA, "3", "2024-05-01")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    read = read_text(tmp_path, f"{delimiter.join(HEADER)}\n{delimiter.join(ANA)}\n")
    assert read.labels == HEADER
    assert read.cells == [tuple(ANA)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    read = read_text(tmp_path, "Name,Company,Email\nJürgen Müller,Café “Zürich”,jm@example.com\n", encoding)
    assert read.cells == [("Jürgen Müller", "Café “Zürich”", "jm@example.com")]


def test_blank_rows_are_left_out_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    read = read_text(tmp_path, "\nName,Email\n\nAna,ana@example.com\n,\nBen,ben@example.com\n")
    assert read.tables[0][0].header_row == 2
    assert [row.number for row in read.rows] == [4, 6]


def _encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le") + b"\0" * 600


def _broken_workbook(path: Path) -> bytes:
    return xlsx(path / "whole.xlsx", Leads=[HEADER, ANA]).read_bytes()[:2000]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"\xff\xd8\xff\xe0 picture", "notASpreadsheet", "a JPEG picture"),
        (b"", "emptyFile", "empty"),
        (b"\xef\xbb\xbf \r\n", "emptyFile", "empty"),
        (_encrypted_workbook(), "passwordProtected", "without the password"),
        (None, "corruptFile", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, content: bytes | None, code: str, words: str
) -> None:
    file = tmp_path / "leads.xlsx"
    file.write_bytes(_broken_workbook(tmp_path) if content is None else content)
    with pytest.raises(UnreadableFile) as raised:
        Read(file)
    assert raised.value.code == code
    assert words in raised.value.sentence


def test_a_cell_far_away_ends_in_a_sentence_and_the_next_file_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "Name"
    workbook.worksheets[0]["XFD1048576"] = "stray"
    workbook.save(tmp_path / "far.xlsx")
    with pytest.raises(UnreadableFile, match="stray cell"):
        Read(tmp_path / "far.xlsx")
    assert Read(xlsx(tmp_path / "leads.xlsx", Leads=[HEADER, ANA])).cells == [tuple(ANA)]


def test_a_text_file_called_xls_is_read_and_said_so(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Email\nAna,ana@example.com\n", name="leads.xls")
    assert read.workbook.format == "csv"
    assert [note.code for note in read.workbook.notes] == ["contentDiffersFromName"]


def test_reading_may_stop_after_the_first_table(tmp_path: Path) -> None:
    workbook = read_workbook(xlsx(tmp_path / "two.xlsx", A=[HEADER, ANA], B=[HEADER, ANA]), "two.xlsx")
    tables = workbook.tables()
    assert next(tables).worksheet == "A"
    tables.close()  # type: ignore[attr-defined]


def test_a_part_outside_the_archive_is_never_written(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "leads.xlsx", Leads=[HEADER, ANA])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../escaped.txt", "x")
    assert Read(file).cells == [tuple(ANA)]
    assert not list(tmp_path.parent.parent.glob("escaped.txt"))
