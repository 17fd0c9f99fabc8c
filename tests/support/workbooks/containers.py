"""Writes containers that no library of this project writes: .ods, .xlsb and .xls, with just what the tests need."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from xml.sax.saxutils import escape

Cells = Sequence[object]
NO_PARTS: Mapping[str, str | bytes] = MappingProxyType({})

_ODS_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "xlink", "calcext", "dc")
)


def ods(path: Path, **worksheets: Sequence[Cells]) -> Path:
    """An OpenDocument spreadsheet; a cell that is already XML (`<table:...`) is written as it is."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{_ods_row(row)}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in worksheets.items()
    )
    content = f"<office:document-content {_ODS_NAMESPACES}><office:body><office:spreadsheet>{tables}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
    return path


def _ods_row(row: Cells) -> str:
    return "".join(_ods_cell(value) for value in row)


def _ods_cell(value: object) -> str:
    if isinstance(value, str) and value.startswith("<table:"):
        return value
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


class Shown(NamedTuple):
    """A number shown by the format `00000`."""

    value: float


class Error(NamedTuple):
    """The error value #REF!."""

    code: int = 23


def xlsb(path: Path, rows: Sequence[Cells], after: bytes = b"", parts: Mapping[str, str | bytes] = NO_PARTS) -> Path:
    """A binary workbook with one worksheet, `Leads`; `after`: records that follow its cells, `parts`: more parts."""
    workbook = xlsb_record(131) + xlsb_record(143)
    workbook += xlsb_record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Leads"))
    workbook += xlsb_record(144) + xlsb_record(132)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr("xl/_rels/workbook.bin.rels", _xlsb_relations())
        archive.writestr("xl/styles.bin", _xlsb_styles())
        archive.writestr("xl/worksheets/sheet1.bin", _xlsb_sheet(rows, after))
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _xlsb_relations() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )


def _xlsb_styles() -> bytes:
    styles = xlsb_record(44, struct.pack("<H", 164) + wide("00000")) + xlsb_record(617, struct.pack("<I", 2))
    for number_format in (0, 164):
        styles += xlsb_record(47, struct.pack("<HH", 0, number_format) + bytes(12))
    return styles + xlsb_record(618)


def _xlsb_sheet(rows: Sequence[Cells], after: bytes) -> bytes:
    width = max(map(len, rows))
    sheet = xlsb_record(129) + xlsb_record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += xlsb_record(145)
    for number, row in enumerate(rows):
        sheet += xlsb_record(0, struct.pack("<I", number) + bytes(21))
        for column, value in enumerate(row):
            if isinstance(value, Error):
                sheet += xlsb_record(3, struct.pack("<IIB", column, 0, value.code))
            elif isinstance(value, Shown):
                sheet += xlsb_record(5, struct.pack("<IId", column, 1, value.value))
            elif isinstance(value, int | float):
                sheet += xlsb_record(5, struct.pack("<IId", column, 0, value))
            else:
                sheet += xlsb_record(6, struct.pack("<II", column, 0) + wide(str(value)))
    return sheet + xlsb_record(146) + after + xlsb_record(130)


def xlsb_record(kind: int, data: bytes = b"") -> bytes:
    return _varint(kind) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    encoded = b""
    while value >= 128:
        encoded += bytes([value & 127 | 128])
        value >>= 7
    return encoded + bytes([value])


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xls(path: Path, rows: Sequence[Cells], protected: bool = False, after: bytes = b"", small: bool = False) -> Path:
    """An Excel 97 workbook with one worksheet, `Leads`; `after`: records that follow its cells.

    `small`: it lies in sectors of 64 bytes, as no spreadsheet program but some libraries write it.
    """
    sheet = biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, isinstance(value, Shown))
            if isinstance(value, Error):
                sheet += biff(0x205, place + bytes([value.code, 1]))
            elif isinstance(value, Shown):
                sheet += biff(0x27E, place + struct.pack("<I", int(value.value) << 2 | 2))
            elif isinstance(value, int | float):
                sheet += biff(0x203, place + struct.pack("<d", value))
            else:
                text = str(value)
                sheet += biff(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    sheet += after + biff(0x0A)
    head = biff(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    if protected:
        head += biff(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    head += biff(0x41E, struct.pack("<HHB", 164, 5, 0) + b"00000")
    for number_format in (0, 164):
        head += biff(0xE0, struct.pack("<HH", 0, number_format) + bytes(16))
    name = b"Leads"
    length = len(head) + 4 + 8 + len(name) + 4
    head += biff(0x85, struct.pack("<IHBB", length, 0, len(name), 0) + name) + biff(0x0A)
    path.write_bytes((_small_ole2 if small else _ole2)("Workbook", head + sheet))
    return path


def biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ole2(name: str, stream: bytes) -> bytes:
    """A compound file with one stream: a header, one sector of allocation table, one of directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    assert sectors < 126
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    directory = _ole2_entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _ole2_entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    return _ole2_header(0xFFFFFFFE) + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream


def _small_ole2(name: str, stream: bytes) -> bytes:
    """The same with a table of small sectors before the stream, which belongs to the root entry."""
    size = len(stream)
    assert size < 4096
    small = [*range(1, -(-size // 64)), 0xFFFFFFFE]
    stream = stream.ljust(-(-size // 512) * 512, b"\0")
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *range(4, len(stream) // 512 + 3), 0xFFFFFFFE]
    tables = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    directory = _ole2_entry("Root Entry", 5, 1, 3, len(stream)) + _ole2_entry(name, 2, 0xFFFFFFFF, 0, size)
    small_table = struct.pack("<128I", *small, *[0xFFFFFFFF] * (128 - len(small)))
    return _ole2_header(2) + tables + directory.ljust(512, b"\0") + small_table + stream


def _ole2_header(small_table: int) -> bytes:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    has_small = small_table < 0xFFFFFFFE
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, small_table, has_small, 0xFFFFFFFE, 0)
    return header + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)


def _ole2_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return entry + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<IQ", start, size)
