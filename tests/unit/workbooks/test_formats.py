"""Every format gives the same table; the content decides, not the name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from easycrm.errors import UnreadableFile
from tests.support.workbooks.build import Cells, Read, read_text, rewritten, xlsx
from tests.support.workbooks.containers import Error, Shown, ods, xls, xlsb

ROWS: list[Cells] = [
    ["Name", "Email", "Visits"],
    ["Zoë Ruiz", "zoe@example.com", 3],
    ["佐藤 花子", "hanako@example.com", 12.5],
]
CELLS = [("Zoë Ruiz", "zoe@example.com", "3"), ("佐藤 花子", "hanako@example.com", "12.5")]


def _macro_workbook(path: Path) -> Path:
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return rewritten(xlsx(path, Leads=ROWS), {"[Content_Types].xml": lambda part: part.replace(plain, macros)})


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("xlsx", lambda path: xlsx(path, Leads=ROWS)),
        ("xlsm", _macro_workbook),
        ("xlsb", lambda path: xlsb(path, ROWS)),
        ("xls", lambda path: xls(path, ROWS)),
        ("ods", lambda path: ods(path, Leads=ROWS)),
    ],
)
def test_every_container_gives_the_same_table(tmp_path: Path, suffix: str, write: Callable[[Path], Path]) -> None:
    read = Read(write(tmp_path / f"leads.{suffix}"))
    assert read.workbook.format == suffix
    assert read.workbook.notes == []
    assert (read.tables[0][0].worksheet, read.labels, read.cells) == ("Leads", ["Name", "Email", "Visits"], CELLS)


@pytest.mark.parametrize("write", [xls, xlsb])
def test_binary_workbooks_show_numbers_as_their_formats_do_and_tell_errors(
    tmp_path: Path, write: Callable[[Path, list[list[object]]], Path]
) -> None:
    rows: list[list[object]] = [["Email", "Zip", "City"], ["a@example.com", Shown(123), Error()]]
    read = Read(write(tmp_path / "leads", rows))
    assert read.cells == [("a@example.com", "00123", "")]
    assert [(finding.column, finding.code) for finding in read.rows[0].findings] == [(2, "errorValue")]


def test_an_opendocument_spreadsheet_shows_numbers_as_its_formats_do_and_tells_links_and_errors(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>'
    link = (
        '<table:table-cell><text:p><text:a xlink:href="mailto:a@example.com">Mail</text:a></text:p></table:table-cell>'
    )
    error = '<table:table-cell calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    row = [link.replace("<table:table-cell>", '<table:table-cell office:value-type="string">')]
    row += [number.format(123, "00123"), number.format(1234.5, "1,234.50"), error]
    read = Read(ods(tmp_path / "a.ods", Leads=[["Email", "Zip", "Value", "City"], row]))
    assert read.cells == [("a@example.com", "00123", "1234.5", "", "Mail")]
    assert {finding.code for finding in read.rows[0].findings} == {"linkTarget", "errorValue"}


@pytest.mark.parametrize(("delimiter", "name", "file_format"), [(",", "a.csv", "csv"), ("\t", "a.tsv", "tsv")])
def test_delimited_text_is_named_by_its_delimiter(tmp_path: Path, delimiter: str, name: str, file_format: str) -> None:
    text = "\n".join(delimiter.join(map(str, row)) for row in ROWS)
    read = read_text(tmp_path, text, name=name)
    assert (read.workbook.format, read.workbook.notes, read.cells) == (file_format, [], CELLS)
    assert read.tables[0][0].worksheet == "a"


def test_a_workbook_with_a_wrong_name_is_read_and_said_so(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "leads.xlsx", Leads=ROWS)
    shutil.copy(file, tmp_path / "leads.csv")
    read = Read(tmp_path / "leads.csv")
    assert (read.workbook.format, read.cells) == ("xlsx", CELLS)
    assert read.workbook.notes[0].code == "contentDiffersFromName"
    assert "leads.csv" in read.workbook.notes[0].message


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"<html><body><table><tr><td>Name", "a web page"),
        (b'\xef\xbb\xbf<!DOCTYPE html>\n<html lang="en">', "a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "an XML spreadsheet"),
        (b'<?xml version="1.0"?><leads/>', "an XML document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "a Word document"),
        (bytes(range(256)) * 20, "binary data"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, content: bytes, found: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read_text(tmp_path, content, name="leads.xls")
    assert raised.value.code == "notASpreadsheet"
    assert raised.value.details["found"].startswith(found)


def test_a_protected_workbook_of_excel_97_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as raised:
        Read(xls(tmp_path / "leads.xls", ROWS, protected=True))
    assert raised.value.code == "passwordProtected"
