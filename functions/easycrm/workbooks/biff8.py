"""What calamine does not tell about an Excel 97 workbook (.xls): number formats and error values [MS-XLS, MS-CFB]."""

import struct
from collections.abc import Iterator
from pathlib import Path

from easycrm.workbooks.extras import ERRORS, Extra, Extras, masks_of_styles

_END, _SHEET, _STYLE, _FORMAT = 0x0A, 0x85, 0xE0, 0x41E
_NUMBER, _RK, _SEVERAL_RK, _ERROR = 0x203, 0x27E, 0xBD, 0x205
_LAST_SECTOR = 0xFFFFFFFA


class Biff8Parts:
    """The workbook stream of one .xls file."""

    def __init__(self, path: str) -> None:
        self._stream = _workbook_stream(Path(path).read_bytes())
        codes: dict[int, str] = {}
        formats: list[int] = []
        self._sheets: dict[str, int] = {}
        is_biff8 = self._stream[4:6] == b"\x00\x06"
        for kind, data in _records(self._stream, 0) if is_biff8 else ():
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = _text(data, 4, struct.unpack_from("<H", data, 2)[0])
            elif kind == _STYLE:
                formats.append(struct.unpack_from("<HH", data)[1])
            elif kind == _SHEET:
                self._sheets[_text(data, 7, data[6])] = struct.unpack_from("<I", data)[0]
        self._masks = masks_of_styles(formats, codes)

    def has_pivot(self, sheet: str) -> bool:  # noqa: ARG002 - pivots of this format are known by their headers
        """Always False: pivots are known by their headers."""
        return False

    def comments(self, sheet: str) -> int:  # noqa: ARG002 - comments of this format are not looked at
        """Always 0: comments are not looked at."""
        return 0

    def extras(self, sheet: str) -> Extras:
        """The numbers of the worksheet called `sheet` that a mask shows, and its errors."""
        found: Extras = {}
        for kind, data in _records(self._stream, self._sheets.get(sheet, len(self._stream))):
            if kind in (_NUMBER, _RK, _SEVERAL_RK):
                self._add_masks(kind, data, found)
            elif kind == _ERROR and data[7]:
                row, column = struct.unpack_from("<HH", data)
                found.setdefault(row + 1, []).append(Extra(column, "error", ERRORS.get(data[6], "#ERROR")))
        return found

    def _add_masks(self, kind: int, data: bytes, found: Extras) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        styles = [style]
        if kind == _SEVERAL_RK:
            styles = [struct.unpack_from("<H", data, place)[0] for place in range(4, len(data) - 2, 6)]
        for offset, each in enumerate(styles):
            if mask := self._masks.get(each):
                found.setdefault(row + 1, []).append(Extra(column + offset, "mask", "", mask))


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
    """The stream called Workbook or Book of a compound file; blank if it has none of the usual size."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    table = _allocation_table(content, sector)
    directory = _chain(content, sector, table, struct.unpack_from("<I", content, 48)[0])
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if name in ("Workbook", "Book") and size >= 4096:
            return _chain(content, sector, table, start)[:size]
    return b""


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


def _chain(content: bytes, sector: int, table: list[int], start: int) -> bytes:
    """The content of a chain of sectors; a chain that runs in a circle ends where the file would."""
    pieces: list[bytes] = []
    while start < len(table) and len(pieces) <= len(table):
        pieces.append(content[(start + 1) * sector : (start + 2) * sector])
        start = table[start]
    return b"".join(pieces)
