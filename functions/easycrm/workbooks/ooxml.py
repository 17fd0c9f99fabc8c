"""What calamine does not tell about an Office Open XML workbook: number formats, links, errors, pivots.

Worksheets are large, so they are searched as bytes while they are unpacked, not parsed into objects.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from easycrm.workbooks.extras import Extra, Extras, contact_of_link, masks_of_styles
from easycrm.workbooks.formats import Mask

_CHUNK = 1 << 20
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
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
        self._archive = zipfile.ZipFile(path)
        self._names = set(self._archive.namelist())
        self._masks = self._read_masks()
        self._sheets = self._read_sheets()

    def has_pivot(self, sheet: str) -> bool:
        """Whether a pivot table lies on the worksheet called `sheet`."""
        return any("pivotTable" in kind for kind, _ in self._relations(self._sheets.get(sheet, "")).values())

    def comments(self, sheet: str) -> int:
        """How many cells of the worksheet called `sheet` carry a comment."""
        targets = [
            target for kind, target in self._relations(self._sheets.get(sheet, "")).values() if "/comments" in kind
        ]
        return sum(sum(1 for _ in _all(self._xml(target), "comment")) for target in targets)

    def extras(self, sheet: str) -> Extras:
        """The cells of the worksheet called `sheet` of which calamine tells too little."""
        part = self._sheets.get(sheet)
        found: Extras = {}
        if part not in self._names:
            return found
        links = {key: target for key, (kind, target) in self._relations(part).items() if kind.endswith("/hyperlink")}
        usual, chunk = None, b""
        for chunk in self._chunks(part):
            usual = _is_usual(chunk) if usual is None else usual
            if self._masks:
                self._search_masks(chunk, usual, found)
            _search_rest(chunk, found)
        _search_links(chunk, links, found)
        return found

    def _search_masks(self, chunk: bytes, usual: bool, found: Extras) -> None:
        """Adds the cells whose style has a mask; nearly always their attributes come in Excel's order."""
        styles = "|".join(self._masks).encode()
        if usual:
            columns: dict[bytes, int] = {}
            for letters, row, style in re.findall(rb'<c r="([A-Z]+)([0-9]+)" s="(' + styles + rb')"', chunk):
                if letters not in columns:
                    columns[letters] = _column(letters.decode())
                extra = Extra(columns[letters], "mask", "", self._masks[style.decode()])
                found.setdefault(int(row), []).append(extra)
            return
        for attributes in re.findall(_CELL + rb"([^<>]*)>", chunk):
            named = _attributes(attributes)
            if named.get("s") in self._masks:
                _add(found, named.get("r", ""), "mask", "", self._masks[named["s"]])

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The part in pieces that end where a row ends, so that no cell is cut; the last has what follows the rows."""
        rest = b""
        with self._archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                rest += chunk
                cut = rest.rfind(b"row>") + 4
                if cut > 4:
                    yield rest[:cut]
                    rest = rest[cut:]
        yield rest

    def _read_masks(self) -> dict[str, Mask]:
        """The masks by cell style, as worksheets name styles: by their position among the cell formats."""
        root = self._xml("xl/styles.xml")
        codes = {_number(item.get("numFmtId")): item.get("formatCode", "") for item in _all(root, "numFmt")}
        styles = next(_all(root, "cellXfs"), ())
        masks = masks_of_styles((_number(item.get("numFmtId")) for item in styles), codes)
        return {str(style): mask for style, mask in masks.items()}

    def _read_sheets(self) -> dict[str, str]:
        relations = self._relations("xl/workbook.xml")
        sheets = {}
        for sheet in _all(self._xml("xl/workbook.xml"), "sheet"):
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            if key in relations:
                sheets[sheet.get("name", "")] = relations[key][1]
        return sheets

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Type and target of a part's relations by their id; targets inside the archive are full part names."""
        folder, _, name = part.rpartition("/")
        found = {}
        for item in _all(self._xml(f"{folder}/_rels/{name}.rels"), "Relationship"):
            target = item.get("Target", "")
            if item.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[item.get("Id", "")] = (item.get("Type", ""), target)
        return found

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._archive.read(part)) if part in self._names else ElementTree.Element("none")


def _is_usual(chunk: bytes) -> bool:
    """Whether cells are written as Excel does, `<c r="A1" s="1" t="n">`. One look is enough: a part has one writer."""
    plain = chunk.count(b'<c r="')
    return plain == len(re.findall(rb"<(?:\w+:)?c\s", chunk)) and b't="n" s="' not in chunk


def _search_rest(chunk: bytes, found: Extras) -> None:
    if b't="e"' in chunk:
        for attributes, text in _ERROR.findall(chunk):
            _add(found, _attributes(attributes).get("r", ""), "error", _text(text))
    if b"f>" in chunk:
        _search_formulas(chunk, found)


def _search_formulas(chunk: bytes, found: Extras) -> None:
    for attributes, _, formula, no_value in _FORMULA.findall(chunk):
        text = _text(formula)
        reference = _attributes(attributes).get("r", "")
        if link := _LINK_FORMULA.match(text):
            _add(found, reference, "link", contact_of_link(link[1].replace('""', '"')))
        elif no_value:
            _add(found, reference, "noValue", f"={text}")


def _search_links(chunk: bytes, links: dict[str, str], found: Extras) -> None:
    for attributes in _HYPERLINK.findall(chunk):
        named = _attributes(attributes)
        target = next((links[value] for key, value in named.items() if key.endswith(":id") and value in links), "")
        _add(found, named.get("ref", "").partition(":")[0], "link", contact_of_link(target))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _add(found: Extras, reference: str, kind: str, text: str, mask: Mask = ()) -> None:
    place = _REF.fullmatch(reference)
    if place and (text or mask):
        found.setdefault(int(place[2]), []).append(Extra(_column(place[1]), kind, text, mask))


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _text(xml: bytes) -> str:
    return unescape(xml.decode("utf-8", "replace"))


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): _text(double or single) for name, double, single in _ATTRIBUTE.findall(text)
    }


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Every element called `name`, whatever its namespace: strict and transitional files differ in it."""
    return (
        element for element in root.iter() if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name
    )
