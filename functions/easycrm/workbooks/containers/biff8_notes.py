"""Comments and links of an Excel 97 workbook (.xls), from the records of one worksheet [MS-XLS 2.5]."""

import struct
from collections.abc import Iterable

from easycrm.workbooks.containers.extras import Comments, Extras, add_link

_NOTE, _OBJECT, _TEXT, _CONTINUE, _LINK = 0x1C, 0x5D, 0x1B6, 0x3C, 0x1B8
_HAS_TARGET, _IS_TEXT, _HAS_TITLE, _HAS_FRAME = 0x1, 0x100, 0x10, 0x80
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")


def notes_in(records: Iterable[tuple[int, bytes]]) -> Comments:
    """The comments: texts belong to objects, and notes say on which cell an object lies."""
    texts: dict[int, str] = {}
    comments: Comments = {}
    number = missing = 0
    for kind, data in records:
        if kind == _OBJECT:
            number = struct.unpack_from("<H", data, 6)[0]
        elif kind == _TEXT:
            missing = struct.unpack_from("<H", data, 10)[0]
            texts[number] = ""
        elif kind == _CONTINUE and missing:
            piece = data[1:].decode("utf-16-le") if data[0] & 1 else data[1:].decode("latin-1")
            texts[number] += piece[:missing]
            missing -= len(piece[:missing])
        elif kind == _NOTE:
            row, column, _, about = struct.unpack_from("<HHHH", data)
            if texts.get(about, "").strip():
                comments[row + 1, column] = texts[about]
    return comments


def add_links(records: Iterable[tuple[int, bytes]], extras: Extras) -> None:
    """Adds the links that point to an address."""
    for kind, data in records:
        if kind == _LINK:
            first, last, left, right = struct.unpack_from("<HHHH", data)
            add_link(extras, (first + 1, left, last + 1, right), _target(data))


def _target(data: bytes) -> str:
    """The address that a link record points to; blank for a place in the workbook and for a file."""
    flags = struct.unpack_from("<I", data, 28)[0]
    place = 32
    for flag in (_HAS_TITLE, _HAS_FRAME):
        if flags & flag:
            place += 4 + 2 * struct.unpack_from("<I", data, place)[0]
    if not flags & _HAS_TARGET:
        return ""
    if flags & _IS_TEXT:
        size = 2 * struct.unpack_from("<I", data, place)[0]
        return _wide(data[place + 4 : place + 4 + size])
    if data[place : place + 16] != _URL:
        return ""
    size = struct.unpack_from("<I", data, place + 16)[0]
    return _wide(data[place + 20 : place + 20 + size])


def _wide(data: bytes) -> str:
    """Text up to its zero, after which there may be more that is none."""
    return data[: len(data) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
