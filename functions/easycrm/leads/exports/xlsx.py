"""Writes an XLSX file of text cells row by row, in constant memory.

By hand, because writing is what an export waits for: it takes a fifth of the time that XlsxWriter needs in its constant
memory mode. See docs/decisions/0008-exports.md.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZipFile

from easycrm.errors import BadRequest

MOST_ROWS = 1_048_576
"""Of one worksheet, by the format; what is more goes to a further worksheet with the same header row."""

MOST_COLUMNS = 16_384
"""Of one worksheet, by the format."""

LONGEST_TEXT = 32_767
"""Of one cell, by the format."""

_CHUNK = 500
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# 49 is the built-in format "text": what is typed over a phone number stays text, too
_STYLES = (
    f'<styleSheet xmlns="{_SPREADSHEET}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write_xlsx(path: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Worksheets `name`, `name (2)` ... of text cells.

    Raises BadRequest when a text is too long for a cell, or the columns are too many for a worksheet.
    """
    if len(header) > MOST_COLUMNS:
        raise _too_wide(len(header))
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        remaining, count = iter(rows), 0
        for first in remaining:
            count += 1
            _write_worksheet(package, count, header, chain([first], islice(remaining, MOST_ROWS - 2)))
        if not count:
            count = 1
            _write_worksheet(package, count, header, ())
        for part, content in _parts([name, *(f"{name} ({number})" for number in range(2, count + 1))]):
            package.writestr(part, _DECLARATION + content)


def _write_worksheet(package: ZipFile, number: int, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    letters = list(islice(_letters(), len(header)))
    with package.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        sheet.write(f'{_DECLARATION}<worksheet xmlns="{_SPREADSHEET}">{view}<sheetData>'.encode())
        sheet.write(_row(1, letters, header, style=2).encode())
        lines = (_row(place, letters, row) for place, row in enumerate(rows, 2))
        while chunk := "".join(islice(lines, _CHUNK)):
            sheet.write(chunk.encode())
        sheet.write(b"</sheetData></worksheet>")


def _row(place: int, letters: Sequence[str], cells: Sequence[str], style: int = 1) -> str:
    """A row as XML. Texts are looked at all together: nearly none needs an escape, or is too long."""
    if len(together := "".join(cells)) > LONGEST_TEXT and any(len(text) > LONGEST_TEXT for text in cells):
        raise _too_long(place)
    if _SPECIAL.search(together):
        cells = [_SPECIAL.sub(_encoded, text) for text in cells]
    written = [
        f'<c r="{letter}{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for letter, text in zip(letters, cells, strict=True)
        if text
    ]
    return f'<row r="{place}">{"".join(written)}</row>'


def _encoded(match: re.Match[str]) -> str:
    """What XML cannot hold, and what looks like it, in the format's own escape: `_x000D_`."""
    char = match[0]
    return _ENTITIES.get(char) or f"_x{ord(char):04X}_"


def _letters() -> Iterator[str]:
    """A, B ... Z, AA, AB ... as spreadsheet programs call columns."""
    yield from ascii_uppercase
    yield from (before + letter for before in _letters() for letter in ascii_uppercase)


def _too_wide(columns: int) -> BadRequest:
    return BadRequest(
        "tooManyColumnsForExcel",
        f"Excel's worksheets take {MOST_COLUMNS:,} columns, and these leads have {columns:,}. Please export as CSV.",
    )


def _too_long(place: int) -> BadRequest:
    return BadRequest(
        "textTooLongForExcel",
        f"Excel's cells take {LONGEST_TEXT:,} characters, and a lead has a longer text. Please export as CSV.",
        row=place,
    )


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The package's parts beside its worksheets, each with its XML."""
    numbers = range(1, len(names) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
    )
    yield "_rels/.rels", _relationships([("rId1", "officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>',
    )
    worksheets = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relationships([*worksheets, ("styles", "styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relationships(targets: Iterable[tuple[str, str, str]]) -> str:
    found = "".join(f'<Relationship Id="{key}" Type="{_DOCUMENT}/{kind}" Target="{to}"/>' for key, kind, to in targets)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'
