"""What calamine does not tell about an Office Open XML workbook: number formats, links, comments, errors, pivots.

Worksheets are large, so they are searched as bytes while they are unpacked, not parsed into objects.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from easycrm.workbooks.containers.comments import notes_of, threads_of
from easycrm.workbooks.containers.extras import (
    Comments,
    Extra,
    Extras,
    Ranges,
    add_link,
    column_of,
    masks_of_styles,
    place_of,
)
from easycrm.workbooks.containers.number_formats import Mask
from easycrm.workbooks.containers.package import Package, all_named

_CHUNK = 1 << 20
_WORKBOOK = "xl/workbook.xml"
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_CELL = rb"<(?:\w+:)?c\s"
_FORMULA = re.compile(
    _CELL + rb"([^<>]*)>\s*<(?:\w+:)?f\b([^<>]*)(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"(\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>)?"
)
_ERROR = re.compile(
    _CELL + rb'([^<>]*\bt="e"[^<>]*)>(?:\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<'
)
_HYPERLINK = re.compile(rb"<(?:\w+:)?hyperlink\s([^<>]*)>")
_LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)


class OoxmlParts:
    """The parts of one .xlsx or .xlsm file that are looked at beside calamine."""

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
        return notes_of(self._package, part) | threads_of(self._package, part, _WORKBOOK)

    def merges(self, sheet: str) -> Ranges:  # noqa: ARG002 - calamine tells them
        """None: calamine tells them."""
        return ()

    def extras(self, sheet: str) -> Extras:
        """The cells of the worksheet called `sheet` of which calamine tells too little."""
        part = self._sheets.get(sheet, "")
        extras: Extras = {}
        if part not in self._package:
            return extras
        usual, chunk = None, b""
        for chunk in self._chunks(part):
            usual = _is_usual(chunk) if usual is None else usual
            if self._masks:
                self._search_masks(chunk, usual, extras)
            _search_rest(chunk, extras)
        _search_links(chunk, self._package.links(part), extras)
        return extras

    def _search_masks(self, chunk: bytes, usual: bool, extras: Extras) -> None:
        """Adds the cells whose style has a mask; nearly always their attributes come in Excel's order."""
        styles = "|".join(self._masks).encode()
        if usual:
            columns: dict[bytes, int] = {}
            for letters, row, style in re.findall(rb'<c r="([A-Z]+)([0-9]+)" s="(' + styles + rb')"', chunk):
                if letters not in columns:
                    columns[letters] = column_of(letters.decode())
                extra = Extra(columns[letters], "mask", "", self._masks[style.decode()])
                extras.setdefault(int(row), []).append(extra)
            return
        for attributes in re.findall(_CELL + rb"([^<>]*)>", chunk):
            named = _attributes(attributes)
            if named.get("s") in self._masks:
                _add(extras, named.get("r", ""), "mask", "", self._masks[named["s"]])

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The part in pieces that end where a row ends, so that no cell is cut; the last has what follows the rows."""
        rest = b""
        with self._package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                rest += chunk
                cut = rest.rfind(b"row>") + 4
                if cut > 4:
                    yield rest[:cut]
                    rest = rest[cut:]
        yield rest

    def _read_masks(self) -> dict[str, Mask]:
        """The masks by cell style, as worksheets name styles: by their position among the cell formats."""
        root = self._package.xml("xl/styles.xml")
        codes = {_number(item.get("numFmtId")): item.get("formatCode", "") for item in all_named(root, "numFmt")}
        styles = next(all_named(root, "cellXfs"), ())
        masks = masks_of_styles((_number(item.get("numFmtId")) for item in styles), codes)
        return {str(style): mask for style, mask in masks.items()}

    def _read_sheets(self) -> dict[str, str]:
        relations = self._package.relations(_WORKBOOK)
        sheets = {}
        for sheet in all_named(self._package.xml(_WORKBOOK), "sheet"):
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            if key in relations:
                sheets[sheet.get("name", "")] = relations[key][1]
        return sheets


def _is_usual(chunk: bytes) -> bool:
    """Whether cells are written as Excel does, `<c r="A1" s="1" t="n">`. One look is enough: a part has one writer."""
    plain = chunk.count(b'<c r="')
    return plain == len(re.findall(rb"<(?:\w+:)?c\s", chunk)) and b't="n" s="' not in chunk


def _search_rest(chunk: bytes, extras: Extras) -> None:
    if b't="e"' in chunk:
        for attributes, text in _ERROR.findall(chunk):
            _add(extras, _attributes(attributes).get("r", ""), "error", _text(text))
    if b"f>" in chunk:
        _search_formulas(chunk, extras)


def _search_formulas(chunk: bytes, extras: Extras) -> None:
    for attributes, _, formula, no_value in _FORMULA.findall(chunk):
        text = _text(formula)
        reference = _attributes(attributes).get("r", "")
        target = _LINK_FORMULA.match(text)
        if target and (place := place_of(reference)):
            add_link(extras, (*place, *place), target[1].replace('""', '"'))
        elif no_value:
            _add(extras, reference, "noValue", f"={text}")


def _search_links(chunk: bytes, links: Mapping[str, str], extras: Extras) -> None:
    for attributes in _HYPERLINK.findall(chunk):
        named = _attributes(attributes)
        target = next((links[value] for key, value in named.items() if key.endswith(":id") and value in links), "")
        first, _, last = named.get("ref", "").partition(":")
        start, end = place_of(first), place_of(last or first)
        if start and end:
            add_link(extras, (*start, *end), target)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _add(extras: Extras, reference: str, kind: str, text: str, mask: Mask = ()) -> None:
    place = place_of(reference)
    if place and (text or mask):
        extras.setdefault(place[0], []).append(Extra(place[1], kind, text, mask))


def _text(xml: bytes) -> str:
    return unescape(xml.decode("utf-8", "replace"))


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): _text(double or single) for name, double, single in _ATTRIBUTE.findall(text)
    }
