"""Takes out of cells what nobody typed: entities of web pages, invisible characters, spaces around the text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from easycrm.workbooks.grids import CellFinding

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NESTED = re.compile(r"&(?:amp;|#38;|#[xX]26;)+(?=[A-Za-z#])")
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WINDOWS = {
    code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore")) and code != 0x85
}
"""What Windows-1252 means by control characters that no list has: quotes, dashes, the euro. Five stay undefined."""
_OF_WINDOWS = re.compile(f"[{''.join(map(chr, _WINDOWS))}]")
_ELLIPSIS = re.compile(r"(?<=\w)\x85(?=\s|\Z)|\A\x85(?=[^\W\d_])")
"""U+0085 is a line break as well, between two lines. Behind a word and before a space it is none."""
_LOST_DIGITS = re.compile(r"[+-]?(\d)(?:[.,](\d+))?E\+?(\d{1,3})", re.IGNORECASE)
_PASSES = 5


def clean_rows(rows: list[list[str]], numbers: Sequence[int]) -> tuple[list[list[str]], list[CellFinding], bool]:
    """The rows with clean cells, a finding for each cell whose owner should know, and whether none is blank for sure.

    Cleaning what is clean changes nothing. Rows that need none, nearly all, are found many at a time and returned
    as the same objects.
    """
    glance = _glance_at(rows)
    if glance.clean:
        return rows, [], glance.filled
    findings: list[CellFinding] = []
    cleaned = []
    for number, row in zip(numbers, rows, strict=True):
        cleaned.append(row if _glance_at([row]).clean else _clean_row(row, number, findings))
    return cleaned, findings, False


def clean_cell(text: str) -> str:
    r"""The text without entities, control and invisible characters and outer spaces; line breaks become newlines.

    >>> clean_cell(" Novak &amp; Sons\u200b ")
    'Novak & Sons'
    """
    for _ in range(_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def lost_digits(text: str) -> bool:
    """Whether the text is a number of which a spreadsheet program kept only the first digits: `4.479E+11`.

    >>> lost_digits("4.479E+11"), lost_digits("447912345678")
    (True, False)
    """
    number = _LOST_DIGITS.fullmatch(text)
    return bool(number) and len(number[2] or "") < int(number[3]) if number else False


class Glance(NamedTuple):
    """What one look at the text of many cells tells for certain.

    `clean`: no cell needs cleaning; `filled`: no cell is blank. False: one may.
    """

    clean: bool
    filled: bool


def glance(text: str, delimiter: str) -> Glance:
    """A look at delimited text without quotes; lines end with a newline."""
    return _glance(text, f"{delimiter}\n")


def _glance_at(rows: list[list[str]]) -> Glance:
    return _glance("|".join(chain(map("|".join, rows), [""])), "|")


def _glance(text: str, separators: str) -> Glance:
    """A look at text in which a separator follows each cell. Where in doubt False, which only costs time."""
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        return Glance(_is_clean_unicode(text, separators), filled=False)
    kinds = latin.translate(_kinds(separators, space="|"))
    if b"!" in kinds or b"e+" in kinds or (b"&" in kinds and ";" in text):
        return Glance(clean=False, filled=False)
    if b"||" not in kinds and kinds[:1] != b"|":
        return Glance(clean=True, filled=True)
    kinds = latin.translate(_kinds(separators, space=" "))
    outer = b" |" in kinds or b"| " in kinds or kinds[:1] == b" "
    return Glance(clean=not outer, filled=False)


@lru_cache
def _kinds(separators: str, space: str) -> bytes:
    """What a character of Latin-1 means for cleaning: a separator, a space, not printable, part of a pattern, none."""
    special = {" ": space, "e": "e", "E": "e", "+": "+", "&": "&"} | dict.fromkeys(separators, "|")
    return "".join(special.get(char, "x" if char.isprintable() else "!") for char in map(chr, range(256))).encode()


def _is_clean_unicode(text: str, separators: str) -> bool:
    plain = text
    for separator in separators:
        plain = plain.replace(separator, "")
    return plain.isprintable() and not (
        any(f" {separator}" in text or f"{separator} " in text for separator in separators)
        or text[:1] == " "
        or text[-1:] == " "
        or "E+" in text
        or "e+" in text
        or ("&" in text and ";" in text)
    )


def _clean_row(row: list[str], number: int, findings: list[CellFinding]) -> list[str]:
    cleaned = [clean_cell(cell) for cell in row]
    for column, (before, after) in enumerate(zip(row, cleaned, strict=True)):
        if lost_digits(after):
            findings.append(CellFinding(number, column, "digitsLost", after))
        if before != after:
            if _ENTITY.search(before):
                findings.append(CellFinding(number, column, "htmlEntity", after))
            if _CONTROL.search(_with_windows_characters(before)):
                findings.append(CellFinding(number, column, "controlCharacter", after))
            if _with_windows_characters(before) != before:
                findings.append(CellFinding(number, column, "windowsCharacter", after))
    return cleaned


def _clean_once(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_character, _NESTED.sub("&", text))
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_BREAK.sub("\n", _with_windows_characters(text))
    return _CONTROL.sub("", _INVISIBLE.sub("", _SPACE.sub(" ", text))).strip()


def _with_windows_characters(text: str) -> str:
    """The text in which control characters are what Windows-1252 means by them."""
    if _OF_WINDOWS.search(text):
        return text.translate(_WINDOWS).replace("\x85", "…")
    return _ELLIPSIS.sub("…", text) if "\x85" in text else text


def _character(entity: re.Match[str]) -> str:
    name = entity[0]
    if name[1] == "#":
        code = int(name[3:-1], 16) if name[2] in "xX" else int(name[2:-1])
        return name if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
    from html.entities import html5

    return html5.get(name[1:], name)
