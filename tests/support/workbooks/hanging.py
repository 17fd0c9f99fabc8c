"""Comments and links as each container has them, for the builders of `build` and `containers`."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.support.workbooks.containers import biff, wide, xlsb_record

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEWER = "http://schemas.microsoft.com/office/2017/10/relationships"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def relations(*items: tuple[str, str, str]) -> str:
    """A part of relations from the id, type and target of each."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{escape(target)}" TargetMode="{_mode(kind)}"/>'
        for key, kind, target in items
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def _mode(kind: str) -> str:
    return "External" if kind == LINK else "Internal"


LINK, COMMENTS = f"{_OFFICE}/hyperlink", f"{_OFFICE}/comments"
THREADS, PEOPLE = f"{_NEWER}/threadedComment", f"{_NEWER}/person"


def threads(said: Sequence[tuple[str, str, str]]) -> str:
    """A part of threads from reference, id of the author and text of each comment."""
    lines = "".join(
        f'<threadedComment ref="{reference}" personId="{person}"><text>{escape(text)}</text></threadedComment>'
        for reference, person, text in said
    )
    return f'<ThreadedComments xmlns="{_THREADS}">{lines}</ThreadedComments>'


def people(names: Mapping[str, str]) -> str:
    """A part of people by their id."""
    lines = "".join(f'<person displayName="{name}" id="{key}"/>' for key, name in names.items())
    return f'<personList xmlns="{_THREADS}">{lines}</personList>'


def with_parts(path: Path, parts: Mapping[str, str]) -> Path:
    """The archive at `path` with more parts; of relations, those that are there stay."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        old = content.get(name, b"").decode()
        content[name] = (part if not old else old.replace("</Relationships>", part.partition(">")[2])).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def xlsb_comment(row: int, column: int, text: str) -> bytes:
    """The part of a binary workbook for one comment; row and column from 0."""
    place = struct.pack("<IIIII", 0, row, row, column, column) + bytes(16)
    return xlsb_record(635, place) + xlsb_record(637, b"\0" + wide(text)) + xlsb_record(636)


def xlsb_link(row: int, column: int, key: str) -> bytes:
    """A link to the target of the relation called `key`."""
    return xlsb_record(494, struct.pack("<IIII", row, row, column, column) + wide(key) + wide("") * 3)


def xls_comment(row: int, column: int, text: str, number: int = 1, pieces: int = 1) -> bytes:
    """A comment whose text lies in as many records as there are pieces; row and column from 0."""
    about = struct.pack("<HHHHH", 0x15, 18, 0x19, number, 0x4011) + bytes(12) + bytes(4)
    records = biff(0x5D, about) + biff(0x1B6, struct.pack("<HH6xHHI", 0x212, 0, len(text), 16, 0))
    size = -(-len(text) // pieces)
    for start in range(0, len(text), size):
        records += biff(0x3C, b"\1" + text[start : start + size].encode("utf-16-le"))
    records += biff(0x3C, bytes(16))
    return records + biff(0x1C, struct.pack("<HHHHHB", row, column, 0, number, 3, 0) + b"Ana")


def xls_link(row: int, column: int, target: str, title: str = "") -> bytes:
    """A link to an address; row and column from 0."""
    kind = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    moniker = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
    address = f"{target}\0".encode("utf-16-le")
    data = struct.pack("<HHHH", row, row, column, column) + kind + struct.pack("<II", 2, 0x17 if title else 0x03)
    if title:
        data += struct.pack("<I", len(title) + 1) + f"{title}\0".encode("utf-16-le")
    return biff(0x1B8, data + moniker + struct.pack("<I", len(address)) + address)


def ods_cell(text: str, *, comment: str = "", link: str = "", span: tuple[int, int] | None = None) -> str:
    """A cell of an OpenDocument spreadsheet, as XML; `span`: columns and rows."""
    spanned = f' table:number-columns-spanned="{span[0]}" table:number-rows-spanned="{span[1]}"' if span else ""
    shown = f'<text:a xlink:href="{escape(link)}">{text}</text:a>' if link else text
    note = (
        "<office:annotation><dc:creator>Cho</dc:creator><dc:date>2024-05-01T00:00:00</dc:date>"
        + "".join(f"<text:p>{line}</text:p>" for line in comment.split("\n"))
        + "</office:annotation>"
        if comment
        else ""
    )
    return f'<table:table-cell{spanned} office:value-type="string">{note}<text:p>{shown}</text:p></table:table-cell>'
