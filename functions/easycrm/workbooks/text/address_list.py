"""Addresses as they stand in a mail's To field, several on a line, as a grid with a row for each person."""

import re
from collections.abc import Iterator
from pathlib import Path

from easycrm.workbooks.grids import Batch, Grid

_MOST_CHARACTERS = 64_000
_FIELD = re.compile(r"^(?:to|cc|bcc|an|à|a|para|aan|til|till|do|кому)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PERSON = re.compile(
    r"\s*(?:(?:\"(?P<quoted>[^\"\n]{1,80})\"|(?P<name>[^<>\"@;\n]{0,80}?))\s*<(?P<address>[^<>\s@]+@[^<>\s@,;]+)>"
    r"|(?P<bare>[^<>\s@,;\"]+@[^<>\s@,;]+))[ \t]*(?P<end>[;,]?[ \t]*\n\s*|[;,]\s*|\Z)"
)
_MESSAGE = (
    "The file is a list of addresses, as mail programs write it. Each person became a row: row 2 of this import is the "
    "first person."
)


def address_list(path: Path, encoding: str, name: str) -> Grid | None:
    """The text as a grid of names and emails; None unless all of it is addresses, several on a line."""
    with path.open(encoding=encoding, newline=None) as file:
        text = file.read(_MOST_CHARACTERS)
    people = list(people_in(text)) if text.count("@") > 0 and len(text) < _MOST_CHARACTERS else []
    if not people:
        return None
    rows = [["Name", "Email"], *([name, email] for name, email in people)]
    return Grid(name, iter([Batch(range(1, len(rows) + 1), rows)]), messages=[("addressList", _MESSAGE)])


def people_in(text: str) -> Iterator[tuple[str, str]]:
    """Name, perhaps `""`, and email of each person; nothing if anything in the text is no address.

    >>> list(people_in('"Novak, Ana" <ana@novak.example>; ben@novak.example'))
    [('Novak, Ana', 'ana@novak.example'), ('', 'ben@novak.example')]
    """
    text = _FIELD.sub("", text.strip("\ufeff \t\n")).strip(" \t,;")
    matches = list(_all_of(text))
    is_named = any(match["address"] for match in matches)
    lines = 1 + sum("\n" in match["end"] for match in matches)
    is_parted = len(matches) > lines or (is_named and all(match["end"].strip() for match in matches[:-1]))
    if len(matches) > 1 and is_parted and (is_named or lines == 1) and not any(map(_names_two, matches)):
        for match in matches:
            yield (match["quoted"] or match["name"] or "").strip(" '\t"), match["address"] or match["bare"]


def _all_of(text: str) -> Iterator[re.Match[str]]:
    """The addresses, if they are the whole text."""
    matches, place = [], 0
    while place < len(text):
        match = _PERSON.match(text, place)
        if not match or (not match["end"] and match.end() < len(text)):
            return
        matches.append(match)
        place = match.end()
    yield from matches


def _names_two(match: re.Match[str]) -> bool:
    """Whether the name before an address may be two: `Ida Holm, Bo Ek <bo@ek.example>`."""
    before, comma, after = (match["name"] or "").partition(",")
    return bool(comma) and (" " in before.strip() or "," in after)
