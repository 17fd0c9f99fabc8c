"""What calamine does not tell of Excel 97 workbooks (.xls): formats, links, comments, errors [MS-XLS, MS-CFB]."""

import struct
from collections.abc import Iterator
from pathlib import Path

from easycrm.workbooks.containers.biff8_notes import add_links, notes_in
from easycrm.workbooks.containers.extras import (
    ERRORS,
    Comments,
    Extra,
    Extras,
    PasswordError,
    Ranges,
    masks_of_styles,
)

_END, _SHEET, _STYLE, _FORMAT = 0x0A, 0x85, 0xE0, 0x41E
_PASSWORD, _PROPERTIES, _DIMENSIONS, _IS_DIALOG = 0x2F, 0x81, 0x200, 0x10
_NUMBER, _RK, _SEVERAL_RK, _ERROR = 0x203, 0x27E, 0xBD, 0x205
_LAST_SECTOR = 0xFFFFFFFA
_SMALL, _SMALL_SECTOR = 4096, 64


class Biff8Parts:
    """The workbook stream of one .xls file. Raises PasswordError for one that is encrypted."""

    def __init__(self, path: str) -> None:
        self._stream = _workbook_stream(Path(path).read_bytes())
        codes: dict[int, str] = {}
        formats: list[int] = []
        self._sheets: dict[str, int] = {}
        self._is_biff8 = self._stream[4:6] == b"\x00\x06"
        for kind, data in _records(self._stream, 0) if self._is_biff8 else ():
            if kind == _PASSWORD:
                raise PasswordError
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = _text(data, 4, struct.unpack_from("<H", data, 2)[0])
            elif kind == _STYLE:
                formats.append(struct.unpack_from("<HH", data)[1])
            elif kind == _SHEET:
                self._sheets[_text(data, 7, data[6])] = struct.unpack_from("<I", data)[0]
        self._masks = masks_of_styles(formats, codes)

    def kind(self, sheet: str) -> str:
        """`DialogSheet`, which is a worksheet to calamine; pivots of this format are known by their headers."""
        for kind, data in self._records(sheet):
            if kind == _PROPERTIES:
                return "DialogSheet" if data[0] & _IS_DIALOG else ""
            if kind == _DIMENSIONS:
                break
        return ""

    def comments(self, sheet: str) -> Comments:
        """The comments on the worksheet called `sheet`."""
        return notes_in(self._records(sheet)) if self._is_biff8 else {}

    def merges(self, sheet: str) -> Ranges:  # noqa: ARG002 - calamine tells them
        """None: calamine tells them."""
        return ()

    def extras(self, sheet: str) -> Extras:
        """The numbers of the worksheet called `sheet` that a mask shows, its errors and links."""
        extras: Extras = {}
        for kind, data in self._records(sheet):
            if kind in (_NUMBER, _RK, _SEVERAL_RK):
                self._add_masks(kind, data, extras)
            elif kind == _ERROR and data[7]:
                row, column = struct.unpack_from("<HH", data)
                extras.setdefault(row + 1, []).append(Extra(column, "error", ERRORS.get(data[6], "#ERROR")))
        add_links(self._records(sheet), extras)
        return extras

    def _records(self, sheet: str) -> Iterator[tuple[int, bytes]]:
        return _records(self._stream, self._sheets.get(sheet, len(self._stream)))

    def _add_masks(self, kind: int, data: bytes, extras: Extras) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        styles = [style]
        if kind == _SEVERAL_RK:
            styles = [struct.unpack_from("<H", data, place)[0] for place in range(4, len(data) - 2, 6)]
        for offset, each in enumerate(styles):
            if mask := self._masks.get(each):
                extras.setdefault(row + 1, []).append(Extra(column + offset, "mask", "", mask))


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record from `place` to the end of the part that begins there."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _text(data: bytes, place: int, length: int) -> str:
    """A string of `length` characters whose flags are at `place`: one or two bytes a character."""
    if data[place] & 1:
        return data[place + 1 : place + 1 + 2 * length].decode("utf-16-le")
    return data[place + 1 : place + 1 + length].decode("latin-1")


def _workbook_stream(content: bytes) -> bytes:
    """The stream called Workbook or Book of a compound file; small ones lie in a stream of the root entry."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    table = _allocation_table(content, sector)
    body = memoryview(content)[sector:]
    directory = _chain(body, sector, table, struct.unpack_from("<I", content, 48)[0])
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if name in ("Workbook", "Book") and size >= _SMALL:
            return _chain(body, sector, table, start)[:size]
        if name in ("Workbook", "Book"):
            first = struct.unpack_from("<I", content, 60)[0]
            small = _numbers_in(_chain(body, sector, table, first))
            root = _chain(body, sector, table, struct.unpack_from("<I", directory, 116)[0])
            return _chain(root, _SMALL_SECTOR, small, start)[:size]
    return b""


def _numbers_in(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) & ~3]))


def _allocation_table(content: bytes, sector: int) -> list[int]:
    """Which sector follows each sector; the table's own sectors are listed in the header and in a chain of lists."""
    listed = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // sector):
        if more >= _LAST_SECTOR:
            break
        *numbers, more = struct.unpack_from(f"<{sector // 4}I", content, (more + 1) * sector)
        listed += numbers
    table: list[int] = []
    for number in listed:
        if number < _LAST_SECTOR:
            table += struct.unpack_from(f"<{sector // 4}I", content, (number + 1) * sector)
    return table


def _chain(content: bytes | memoryview, sector: int, table: list[int], start: int) -> bytes:
    """The content of a chain of sectors, the first at 0; a chain that runs in a circle ends where the file would."""
    pieces: list[bytes] = []
    while start < len(table) and len(pieces) <= len(table):
        pieces.append(bytes(content[start * sector : (start + 1) * sector]))
        start = table[start]
    return b"".join(pieces)
