"""What a file is, by its content. Names lie: a CSV called .xls is common."""

import mmap
import re
import zipfile
from pathlib import Path

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.refusals import corrupt_file, empty_file, encrypted_file, not_a_spreadsheet, too_large_unpacked

CONTAINERS = ("xlsx", "xlsm", "xlsb", "xls", "ods")

_BLANK = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 1  # of a part of an archive
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTION = re.compile(rb"<(?:\w+:)?encryption-data\b")
_STRANGERS = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"SQLite format 3": "a SQLite database",
    b"PAR1": "a Parquet file",
    b"\x09\x00\x04\x00": "a worksheet of Excel 2",
    b"\x09\x02\x06\x00": "a worksheet of Excel 3",
    b"\x09\x04\x06\x00": "a worksheet of Excel 4",
}


def sniff_format(path: Path, limits: Limits) -> str:
    """The format of the file: one of `CONTAINERS`, or `text`. Raises UnreadableFile for everything else."""
    with path.open("rb") as file:
        start = file.read(2048)
    if not start.strip(_BLANK):
        _refuse_blank(path)
    if start.startswith(_ZIP):
        return _format_of_zip(path, limits)
    if start.startswith(_OLE2):
        return _format_of_ole2(path)
    for magic, what in _STRANGERS.items():
        if start.startswith(magic):
            raise not_a_spreadsheet(what)
    _refuse_markup(start)
    return "text"


def _refuse_blank(path: Path) -> None:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if chunk.strip(_BLANK):
                return
    raise empty_file()


def _refuse_markup(start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise not_a_spreadsheet("an XML spreadsheet of Excel 2003")
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<table" in head):
        raise not_a_spreadsheet("a web page")
    if head.startswith(b"<?xml"):
        raise not_a_spreadsheet("an XML document")


def _format_of_zip(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: info.file_size for info in archive.infolist()}
            if any(info.flag_bits & _ENCRYPTED for info in archive.infolist()):
                raise encrypted_file()
            manifest = archive.read(_MANIFEST) if 0 < parts.get(_MANIFEST, 0) < 1 << 20 else b""
            types = archive.read("[Content_Types].xml") if 0 < parts.get("[Content_Types].xml", 0) < 1 << 20 else b""
            mimetype = archive.read("mimetype")[:200] if 0 < parts.get("mimetype", 0) < 200 else b""
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile promises no list of what a broken archive raises
        raise corrupt_file(str(error)) from error
    if _ENCRYPTION.search(manifest):
        raise encrypted_file()
    unpacked = sum(parts.values())
    if unpacked > limits.unpacked_bytes:
        raise too_large_unpacked(unpacked, limits.unpacked_bytes)
    return _format_of_parts(set(parts), types, mimetype)


def _format_of_parts(names: set[str], types: bytes, mimetype: bytes) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or b"spreadsheetml" in types:
        return "xlsm" if b"macroEnabled" in types else "xlsx"
    if b"opendocument.spreadsheet" in mimetype and "content.xml" in names:
        return "ods"
    raise not_a_spreadsheet(_kind_of_zip(names))


def _kind_of_zip(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "a Word document"
    if any(name.startswith("ppt/") for name in names):
        return "a PowerPoint presentation"
    if any(name.endswith(".iwa") for name in names):
        return "an Apple Numbers document"
    return "a ZIP archive"


def _format_of_ole2(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def has_stream(name: str) -> bool:
            return content.find((name + "\0").encode("utf-16-le")) >= 0

        if has_stream("EncryptedPackage"):
            raise encrypted_file()
        if has_stream("Workbook") or has_stream("Book"):
            return "xls"
        what = "a Word document" if has_stream("WordDocument") else "a document of an older Office program"
    raise not_a_spreadsheet(what)
