"""What calamine does not tell about a binary workbook (.xlsb): number formats and error values [MS-XLSB]."""

import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from easycrm.workbooks.extras import ERRORS, Extra, Extras, masks_of_styles
from easycrm.workbooks.formats import Mask

_ROW, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _SHEET = 0, 44, 47, 617, 618, 156
_NUMBERS = frozenset((2, 5, 9))
_ERRORS = frozenset((3, 11))


class Biff12Parts:
    """The parts of one .xlsb file."""

    def __init__(self, path: str) -> None:
        self._archive = zipfile.ZipFile(path)
        self._names = set(self._archive.namelist())
        self._masks = self._read_masks()
        self._sheets = self._read_sheets()

    def has_pivot(self, sheet: str) -> bool:
        """Whether a pivot table lies on the worksheet called `sheet`."""
        name = self._sheets.get(sheet, "").rpartition("/")[2]
        return any("pivotTable" in kind for kind, _ in self._relations(f"xl/worksheets/_rels/{name}.rels").values())

    def comments(self, sheet: str) -> int:  # noqa: ARG002 - comments of this format are not looked at
        """Always 0: comments are not looked at."""
        return 0

    def extras(self, sheet: str) -> Extras:
        """The numbers of the worksheet called `sheet` that a mask shows, and its errors."""
        found: Extras = {}
        row = 0
        for kind, data in _records(self._read(self._sheets.get(sheet, ""))):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in _NUMBERS or kind in _ERRORS:
                column, style = struct.unpack_from("<II", data)
                if kind in _ERRORS:
                    found.setdefault(row, []).append(Extra(column, "error", ERRORS.get(data[8], "#ERROR")))
                elif mask := self._masks.get(style & 0xFFFFFF):
                    found.setdefault(row, []).append(Extra(column, "mask", "", mask))
        return found

    def _read_masks(self) -> dict[int, Mask]:
        codes: dict[int, str] = {}
        formats: list[int] = []
        in_styles = False
        for kind, data in _records(self._read("xl/styles.bin")):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                in_styles = kind == _STYLES_BEGIN
            elif kind == _STYLE and in_styles:
                formats.append(struct.unpack_from("<HH", data)[1])
        return masks_of_styles(formats, codes)

    def _read_sheets(self) -> dict[str, str]:
        relations = self._relations("xl/_rels/workbook.bin.rels")
        sheets = {}
        for kind, data in _records(self._read("xl/workbook.bin")):
            if kind == _SHEET:
                key, end = _wide(data, 8)
                sheets[_wide(data, end)[0]] = f"xl/{relations.get(key, ('', ''))[1]}"
        return sheets

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        content = self._read(part)
        items = ElementTree.fromstring(content) if content else ()
        return {item.get("Id", ""): (item.get("Type", ""), item.get("Target", "").lstrip("/")) for item in items}

    def _read(self, part: str) -> bytes:
        return self._archive.read(part) if part in self._names else b""


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record; kind and length are numbers of seven bits a byte."""
    place = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        size, place = _number(content, place, 4)
        yield kind, content[place : place + size]
        place += size


def _number(content: bytes, place: int, longest: int) -> tuple[int, int]:
    value = 0
    for shift in range(longest):
        byte = content[place + shift]
        value |= (byte & 127) << (7 * shift)
        if byte < 128:
            break
    return value, place + shift + 1


def _wide(data: bytes, place: int) -> tuple[str, int]:
    """A string after its length in characters, and where it ends."""
    end = place + 4 + 2 * struct.unpack_from("<I", data, place)[0]
    return data[place + 4 : end].decode("utf-16-le"), end
