"""What calamine does not tell of OpenDocument spreadsheets (.ods): shown numbers, links, comments, errors, merges."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from easycrm.workbooks.containers.extras import Comments, Extra, Extras, Ranges, link_at

_CELLS = ("table:table-cell", "table:covered-table-cell")
_MOST_COPIES = 10_000
"""A row or cell that is repeated more often than this is padding, not a list."""
_INDENT = re.compile(rb">\s+(?=<(?:/?table:|/?office:|text:p[\s/>]))")
_DIGITS_AND_SIGNS = re.compile(r"[+(\d][\d ()+\-/]*")


def without_indents(path: str) -> IO[bytes]:
    """The spreadsheet without the space between its elements, which some programs write and calamine refuses."""
    tidied = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(tidied, "w") as copy:
        copy.writestr("mimetype", archive.read("mimetype"))
        copy.writestr("META-INF/manifest.xml", archive.read("META-INF/manifest.xml"))
        copy.writestr("content.xml", _INDENT.sub(b">", archive.read("content.xml")))
    tidied.seek(0)
    return tidied


class _Sheet:
    """What is special about one worksheet."""

    def __init__(self) -> None:
        self.extras: Extras = {}
        self.comments: Comments = {}
        self.merges: list[tuple[int, int, int, int]] = []


class OpenDocumentParts:
    """The content of one .ods file, read once."""

    def __init__(self, path: str) -> None:
        self._sheets: dict[str, _Sheet] = {}
        self._sheet = _Sheet()
        self._row = self._column = 0
        self._repeated = 1
        self._in_row: list[Extra] = []
        self._cell: Mapping[str, str] = {}
        self._text: list[str] = []
        self._link = ""
        self._comment: list[str] | None = None
        self._in_paragraph = False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            parser.ParseFile(content)

    def kind(self, sheet: str) -> str:  # noqa: ARG002 - pivots of this format are known by their headers
        """Always `""`: there are worksheets only, and pivots are known by their headers."""
        return ""

    def comments(self, sheet: str) -> Comments:
        """The comments on the worksheet called `sheet`."""
        return self._sheets.get(sheet, _Sheet()).comments

    def merges(self, sheet: str) -> Ranges:
        """The merged ranges of the worksheet called `sheet`."""
        return self._sheets.get(sheet, _Sheet()).merges

    def extras(self, sheet: str) -> Extras:
        """The special cells of the worksheet called `sheet`."""
        return self._sheets.get(sheet, _Sheet()).extras

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell, self._link = attributes, ""
            self._text.clear()
        elif name == "text:a":
            self._link = self._link or attributes.get("xlink:href", "")
        elif name == "text:p":
            self._in_paragraph = True
            if self._comment:
                self._comment.append("\n")
        elif name == "office:annotation":
            self._comment = []
        elif name == "table:table-row":
            self._row += 1
            self._column, self._repeated = 0, _repeated(attributes, "table:number-rows-repeated")
        elif name == "table:table":
            self._row = 0
            self._sheet = self._sheets.setdefault(attributes.get("table:name", ""), _Sheet())

    def _characters(self, text: str) -> None:
        if self._comment is None:
            self._text.append(text)
        elif self._in_paragraph:
            self._comment.append(text)

    def _end(self, name: str) -> None:
        if name in _CELLS:
            copies = _repeated(self._cell, "table:number-columns-repeated")
            self._add_merge()
            if extra := self._extra():
                columns = range(self._column, self._column + min(copies, _MOST_COPIES))
                self._in_row += [extra._replace(column=column) for column in columns]
            self._column += copies
        elif name == "table:table-row":
            if self._in_row:
                rows = range(self._row, self._row + min(self._repeated, _MOST_COPIES))
                self._sheet.extras.update(dict.fromkeys(rows, self._in_row))
                self._in_row = []
            self._row += self._repeated - 1
        elif name == "text:p":
            self._in_paragraph = False
        elif name == "office:annotation":
            if text := "".join(self._comment or ()).strip():
                self._sheet.comments[self._row, self._column] = text
            self._comment = None

    def _add_merge(self) -> None:
        rows = _repeated(self._cell, "table:number-rows-spanned")
        columns = _repeated(self._cell, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            self._sheet.merges.append((self._row, self._column, self._row + rows - 1, self._column + columns - 1))

    def _extra(self) -> Extra | None:
        """What is special about the cell that ends here."""
        shown = "".join(self._text).strip()
        if self._cell.get("calcext:value-type") == "error":
            return Extra(0, "error", shown or "#ERROR")
        if link := link_at(0, self._link):
            return link
        value = self._cell.get("office:value", "")
        if self._cell.get("office:value-type") == "float" and shown != value and _DIGITS_AND_SIGNS.fullmatch(shown):
            return Extra(0, "shown", shown) if re.sub(r"\D", "", shown).lstrip("0").endswith(value) else None
        return None


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
