"""Delimited text: delimiters, quotes, line ends and encodings."""

from pathlib import Path

import pytest

from easycrm.errors import UnreadableFile
from tests.support.workbooks.build import read_text

LATIN = "Name,Company,Email\nJürgen Müller,“Café” für 5 €,jm@example.com\n"
JAPANESE = "氏名,会社,メール\n佐藤 花子,架空商事株式会社,hanako@example.com\n鈴木 一郎,見本工業,ichiro@example.com\n"
SIMPLIFIED = "姓名,公司,邮箱\n王小明,虚构科技有限公司,wang@example.com\n李华,示例贸易,li@example.com\n"
TRADITIONAL = "姓名,公司,電話\n陳大文,虛構科技有限公司,02-1234-5678\n林小美,範例貿易,04-8765-4321\n"


def _cells(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(",")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "encoding", "note"),
    [
        *[(LATIN, encoding, None) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")],
        (LATIN, "cp1252", "Windows-1252"),
        ("Name,Email\nJosé,jose@example.com\n", "cp1252", "Windows-1252"),
        ("Name,Email\nMüßig,muessig@example.com\nGRÖßE – Ñandú,g@example.com\n", "cp1252", "Windows-1252"),
        ("Имя,Почта\nИван Петров,ivan@example.com\nАнна Новак,anna@example.com\n", "cp1251", "Windows-1251"),
        (JAPANESE, "utf-8", None),
        (JAPANESE, "cp932", "Shift_JIS"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (JAPANESE, "utf-16", None),
    ],
)
def test_text_is_read_in_its_encoding(tmp_path: Path, text: str, encoding: str, note: str | None) -> None:
    read = read_text(tmp_path, text, encoding)
    assert read.cells == _cells(text)
    assert [finding.code for finding in read.workbook.notes] == (["encodingGuessed"] if note else [])
    assert all(str(note) in finding.message for finding in read.workbook.notes)


@pytest.mark.parametrize(
    "content",
    [
        "Name,Email\nÄnne,a@example.com\nJürgen,j@example.com\n".encode() + b"\xff\xfeBen,b@example.com\n",
        b"Name,Email\nAna,a@example.com\nBen,b@example.com\n\x81\x98\xff,c@example.com\n",
        b"Name,Email\nAna,a@example.com\nJos\xc3\xa9,j@example.com\nB\xe9\xc3n\x81\x8d,b@example.com\n",
        "Name,Email\nZoë,z@example.com\nÇelik,c@example.com\n".encode() + "Jürgen,j@example.com\n".encode("cp1252"),
    ],
)
def test_bytes_that_are_no_text_stop_the_import_with_their_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^Line 4 ") as raised:
        read_text(tmp_path, content)
    assert (raised.value.code, raised.value.details["row"]) == ("undecodableText", 4)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(tmp_path: Path, line_end: str) -> None:
    read = read_text(tmp_path, line_end.join(["Name,Email", "Ana,ana@example.com", "Ben,ben@example.com", ""]))
    assert [(row.number, row.cells[0]) for row in read.rows] == [(2, "Ana"), (3, "Ben")]


def test_mixed_line_ends_end_rows_and_a_file_may_lack_the_last_one(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Email\r\nAna,ana@example.com\rBen,ben@example.com\nCho,cho@example.com")
    assert [row.cells[0] for row in read.rows] == ["Ana", "Ben", "Cho"]


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, 'Name,Email,Note\n"Ruiz, Ana",a@example.com,"says ""hi""\r\nand bye"\nBen,b@example.com,x\n'
    )
    assert read.cells == [("Ruiz, Ana", "a@example.com", 'says "hi"\nand bye'), ("Ben", "b@example.com", "x")]
    assert [row.number for row in read.rows] == [2, 4]


def test_a_separator_line_declares_the_delimiter(tmp_path: Path) -> None:
    read = read_text(tmp_path, "sep=;\r\nName;Note;Email\r\nAna;a,b,c,d,e;a@example.com\r\n")
    assert (read.labels, read.cells) == (["Name", "Note", "Email"], [("Ana", "a,b,c,d,e", "a@example.com")])
    assert (read.tables[0][0].header_row, read.rows[0].number) == (2, 3)


def test_commas_inside_cells_do_not_outvote_the_semicolons_between_them(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name;Price;Email\nRuiz, Ana;1,50;a@example.com\nTan, Ben;2,75;b@example.com\n")
    assert read.cells[0] == ("Ruiz, Ana", "1,50", "a@example.com")


def test_quotes_after_a_comma_and_a_space_are_quotes(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'Name, Company, Email\nAna, "Acme, Inc.", a@example.com\nBen, "B, C", b@example.com\n')
    assert read.cells[0] == ("Ana", "Acme, Inc.", "a@example.com")


def test_a_single_column_needs_no_delimiter(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Email\na@example.com\nb@example.com\n")
    assert (read.labels, read.cells) == (["Email"], [("a@example.com",), ("b@example.com",)])


def test_a_quote_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'Name,Email\n17" Monitors,m@example.com\n')
    assert read.cells == [('17" Monitors', "m@example.com")]
