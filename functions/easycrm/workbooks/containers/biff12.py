"""What calamine does not tell about a binary workbook (.xlsb): number formats, links, comments, errors [MS-XLSB]."""

import struct
from collections.abc import Iterator

from easycrm.workbooks.containers.comments import threads_of
from easycrm.workbooks.containers.extras import (
    ERRORS,
    Comments,
    Extra,
    Extras,
    Ranges,
    UnreadCells,
    add_link,
    masks_of_styles,
)
from easycrm.workbooks.containers.number_formats import Mask
from easycrm.workbooks.containers.package import Package

_ROW, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _SHEET = 0, 44, 47, 617, 618, 156
_LINK, _COMMENT, _COMMENT_TEXT = 494, 635, 637
_NUMBERS = frozenset((2, 5, 9))
_ERRORS = frozenset((3, 11))
_SHORT = range(12, 20)
"""Cells that leave out their column, as some programs write them; calamine passes over them."""

_WORKBOOK = "xl/workbook.bin"


class Biff12Parts:
    """The parts of one .xlsb file."""

    def __init__(self, path: str) -> None:
        self._package = Package(path)
        self._masks = self._read_masks()
        self._sheets = self._read_sheets()

    def kind(self, sheet: str) -> str:
        """What the worksheet called `sheet` is, if calamine tells another kind."""
        return self._package.kind(self._sheets.get(sheet, ""))

    def comments(self, sheet: str) -> Comments:
        """The comments on the worksheet called `sheet`; a thread counts before the note that stands in for it."""
        part = self._sheets.get(sheet, "")
        texts: Comments = {}
        place = (0, 0)
        for comments in self._package.related(part, "/comments"):
            for kind, data in _records(self._package.read(comments)):
                if kind == _COMMENT:
                    row, _, column, _ = struct.unpack_from("<IIII", data, 4)
                    place = (row + 1, column)
                elif kind == _COMMENT_TEXT:
                    text = _wide(data, 1)[0]
                    texts[place] = f"{texts[place]}\n{text}" if place in texts else text
        return texts | threads_of(self._package, part, _WORKBOOK)

    def merges(self, sheet: str) -> Ranges:  # noqa: ARG002 - calamine tells them
        """None: calamine tells them."""
        return ()

    def extras(self, sheet: str) -> Extras:
        """The numbers of the worksheet called `sheet` that a mask shows, its errors and links."""
        extras: Extras = {}
        row = 0
        part = self._sheets.get(sheet, "")
        links = self._package.links(part)
        for kind, data in _records(self._package.read(part)):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in _NUMBERS or kind in _ERRORS:
                column, style = struct.unpack_from("<II", data)
                if kind in _ERRORS:
                    extras.setdefault(row, []).append(Extra(column, "error", ERRORS.get(data[8], "#ERROR")))
                elif mask := self._masks.get(style & 0xFFFFFF):
                    extras.setdefault(row, []).append(Extra(column, "mask", "", mask))
            elif kind in _SHORT:
                raise UnreadCells("cells without a column")
            elif kind == _LINK:
                first, last, left, right = struct.unpack_from("<IIII", data)
                add_link(extras, (first + 1, left, last + 1, right), links.get(_wide(data, 16)[0], ""))
        return extras

    def _read_masks(self) -> dict[int, Mask]:
        codes: dict[int, str] = {}
        formats: list[int] = []
        in_styles = False
        for kind, data in _records(self._package.read("xl/styles.bin")):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                in_styles = kind == _STYLES_BEGIN
            elif kind == _STYLE and in_styles:
                formats.append(struct.unpack_from("<HH", data)[1])
        return masks_of_styles(formats, codes)

    def _read_sheets(self) -> dict[str, str]:
        relations = self._package.relations(_WORKBOOK)
        sheets = {}
        for kind, data in _records(self._package.read(_WORKBOOK)):
            if kind == _SHEET:
                key, end = _wide(data, 8)
                sheets[_wide(data, end)[0]] = relations.get(key, ("", ""))[1]
        return sheets


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
