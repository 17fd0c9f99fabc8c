"""What a workbook's sheet is, or why it cannot be opened, is said as it is."""

import os
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook
from tests.support.workbooks.build import Read, rewritten, xlsx
from tests.support.workbooks.containers import biff, ods, xls, xlsb

ROWS = [["Name", "Email"], ["Una Berg", "una@berg.example"]]
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
KINDS = [
    ("macro", f"{MICROSOFT}xlMacrosheet", "macrosheets"),
    ("macro", f"{MICROSOFT}xlIntlMacrosheet", "macrosheets"),
    ("dialog", f"{TYPES}dialogsheet", "dialogsheets"),
    ("chart", f"{TYPES}chartsheet", "chartsheets"),
]
ENCRYPTION = b"<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
FILE_PASS = {
    "XOR": struct.pack("<HHH", 0, 0x1234, 0x5678),
    "RC4": struct.pack("<HHH", 1, 1, 1) + bytes(48),
    "RC4 of CryptoAPI": struct.pack("<HHH", 1, 2, 2) + bytes(120),
}


def with_kind(path: Path, relation: str, folder: str) -> Path:
    """The package with the first of its sheets as a sheet of another kind."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if re.fullmatch(r"xl/worksheets/sheet1\.\w+", name))
    moved = sheet.replace("worksheets", folder)
    parts[moved] = parts.pop(sheet)
    rels = next(name for name in parts if name.startswith("xl/_rels/workbook"))
    link = next(one for one in re.findall(rb"<Relationship [^>]*/>", parts[rels]) if b"worksheets/sheet1." in one)
    other = link.replace(f"{TYPES}worksheet".encode(), relation.encode()).replace(b"worksheets/", f"{folder}/".encode())
    parts[rels] = parts[rels].replace(link, other)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(("role", "relation", "folder"), KINDS)
def test_a_sheet_of_another_kind_is_called_so_and_the_list_beside_it_is_read(
    tmp_path: Path, role: str, relation: str, folder: str
) -> None:
    read = Read(with_kind(xlsx(tmp_path / "a.xlsx", Other=ROWS, Leads=ROWS), relation, folder))
    assert [(sheet.name, sheet.role, sheet.rows) for sheet in read.workbook.worksheets] == [
        ("Other", role, 0),
        ("Leads", "leads", 1),
    ]


@pytest.mark.parametrize(("role", "relation", "folder"), KINDS)
def test_a_binary_sheet_of_another_kind_is_called_so(tmp_path: Path, role: str, relation: str, folder: str) -> None:
    assert Read(with_kind(xlsb(tmp_path / "a.xlsb", ROWS), relation, folder)).reports["Leads"].role == role


@pytest.mark.parametrize(("kind", "role"), [(1, "macro"), (2, "chart"), (6, "macro")])
def test_a_sheet_of_excel_97_is_called_what_its_kind_says(tmp_path: Path, kind: int, role: str) -> None:
    file = xls(tmp_path / "a.xls", ROWS)
    name = b"\x05\x00Leads"
    file.write_bytes(file.read_bytes().replace(b"\x00" + name, bytes([kind]) + name, 1))
    assert Read(file).reports["Leads"].role == role


def test_a_dialog_sheet_of_excel_97_is_told_by_its_properties(tmp_path: Path) -> None:
    dialog = xls(tmp_path / "a.xls", ROWS, after=biff(0x81, struct.pack("<H", 0x10)))
    assert Read(dialog).reports["Leads"].role == "dialog"
    usual = xls(tmp_path / "b.xls", ROWS, after=biff(0x81, struct.pack("<H", 0x4C1)))
    assert Read(usual).reports["Leads"].role == "leads"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_hidden_however_deep(tmp_path: Path, state: str) -> None:
    file = xlsx(tmp_path / "a.xlsx", Other=ROWS, Leads=ROWS)

    def hidden(part: bytes) -> bytes:
        return part.replace(
            b'name="Other" sheetId="1" state="visible"', f'name="Other" sheetId="1" state="{state}"'.encode()
        )

    assert Read(rewritten(file, {"xl/workbook.xml": hidden})).reports["Other"].role == "hidden"


def _xls_with(path: Path, record: bytes) -> Path:
    """An Excel 97 workbook with a record behind its first one."""
    file = xls(path, ROWS)
    content = file.read_bytes()
    start = 1536  # header, allocation table, directory
    first = content[start : start + 20]
    sheet = struct.pack("<I", content[start:].index(biff(0x0A)) + 4)
    moved = struct.pack("<I", content[start:].index(biff(0x0A)) + 4 + len(record))
    stream = content[start:].replace(sheet, moved, 1)
    file.write_bytes(content[:start] + first + record + stream[20 : len(stream) - len(record)])
    return file


def _encrypted_ods(path: Path) -> Path:
    return rewritten(
        ods(path, Leads=ROWS), {"META-INF/manifest.xml": lambda _: ENCRYPTION, "content.xml": lambda _: os.urandom(300)}
    )


def _ods_in_one_encrypted_part(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", ENCRYPTION)
        archive.writestr("encrypted-package", os.urandom(300))
    return path


def _zip_with_password(path: Path) -> Path:
    file = xlsx(path, Leads=ROWS)
    content = bytearray(file.read_bytes())
    for magic, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for match in re.finditer(re.escape(magic), bytes(content)):
            content[match.start() + flags] |= 1
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    "write",
    [
        *(lambda path, data=data: _xls_with(path, biff(0x2F, data)) for data in FILE_PASS.values()),
        _encrypted_ods,
        _ods_in_one_encrypted_part,
        _zip_with_password,
    ],
    ids=[*FILE_PASS, "OpenDocument", "OpenDocument in one part", "archive"],
)
def test_an_encrypted_workbook_is_refused_as_encrypted(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(read_workbook(write(tmp_path / "a"), "a").tables())
    assert raised.value.code == "passwordProtected"


def test_a_workbook_that_is_only_protected_from_changes_is_read(tmp_path: Path) -> None:
    protection = (
        b'<fileSharing readOnlyRecommended="1" reservationPassword="CC3D"/><workbookProtection lockStructure="1"/>'
    )
    parts = {"xl/workbook.xml": lambda part: part.replace(b"<bookViews>", protection + b"<bookViews>")}
    assert len(Read(rewritten(xlsx(tmp_path / "a.xlsx", Leads=ROWS), parts)).rows) == 1
    reserved = _xls_with(tmp_path / "a.xls", biff(0x86) + biff(0x5B, struct.pack("<HHHB", 1, 0x1234, 0, 0)))
    assert len(Read(reserved).rows) == 1
