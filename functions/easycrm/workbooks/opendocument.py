"""What calamine does not tell about an OpenDocument spreadsheet (.ods): what numbers are shown as, links, errors."""

import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from easycrm.workbooks.extras import Extra, Extras, contact_of_link

_CELLS = ("table:table-cell", "table:covered-table-cell")
_MOST_COPIES = 10_000
"""A row or cell that is repeated more often than this is padding, not a list."""
_DIGITS_AND_SIGNS = re.compile(r"[+(\d][\d ()+\-/]*")


class OpenDocumentParts:
    """The content of one .ods file, read once."""

    def __init__(self, path: str) -> None:
        self._sheets: dict[str, Extras] = {}
        self._sheet: Extras = {}
        self._row = self._column = 0
        self._repeated = 1
        self._in_row: list[Extra] = []
        self._cell: Mapping[str, str] = {}
        self._text: list[str] = []
        self._link = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            parser.ParseFile(content)

    def has_pivot(self, sheet: str) -> bool:  # noqa: ARG002 - pivots of this format are known by their headers
        """Always False: pivots are known by their headers."""
        return False

    def comments(self, sheet: str) -> int:  # noqa: ARG002 - comments of this format are not looked at
        """Always 0: comments are not looked at."""
        return 0

    def extras(self, sheet: str) -> Extras:
        """The special cells of the worksheet called `sheet`."""
        return self._sheets.get(sheet, {})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell, self._link = attributes, ""
            self._text.clear()
        elif name == "text:a":
            self._link = attributes.get("xlink:href", "")
        elif name == "table:table-row":
            self._row += 1
            self._column, self._repeated = 0, _repeated(attributes, "table:number-rows-repeated")
        elif name == "table:table":
            self._row = 0
            self._sheet = self._sheets.setdefault(attributes.get("table:name", ""), {})

    def _end(self, name: str) -> None:
        if name in _CELLS:
            copies = _repeated(self._cell, "table:number-columns-repeated")
            if extra := self._extra():
                columns = range(self._column, self._column + min(copies, _MOST_COPIES))
                self._in_row += [extra._replace(column=column) for column in columns]
            self._column += copies
        elif name == "table:table-row":
            if self._in_row:
                rows = range(self._row, self._row + min(self._repeated, _MOST_COPIES))
                self._sheet.update(dict.fromkeys(rows, self._in_row))
                self._in_row = []
            self._row += self._repeated - 1

    def _extra(self) -> Extra | None:
        """What is special about the cell that ends here."""
        shown = "".join(self._text).strip()
        if self._cell.get("calcext:value-type") == "error":
            return Extra(0, "error", shown or "#ERROR")
        if contact := contact_of_link(self._link):
            return Extra(0, "link", contact)
        value = self._cell.get("office:value", "")
        if self._cell.get("office:value-type") == "float" and shown != value and _DIGITS_AND_SIGNS.fullmatch(shown):
            return Extra(0, "shown", shown) if re.sub(r"\D", "", shown).lstrip("0").endswith(value) else None
        return None


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
