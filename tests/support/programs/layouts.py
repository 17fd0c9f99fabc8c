"""The layouts of programs as the TOML files beside this module have them.

A line of `columns` is what a column holds, and its header in each of the layout's languages. What it holds is one of:

- a field of the lead (`firstName`, `lastName`, `fullName`, `title`, `company`, `email`), with its place among those of
  its kind: `email.2` and `email.3` speak where `email` is blank;
- a number of the lead, in this order: `direct`, `phone` or `work`, `mobile`, `home` or `otherPhone`, `switchboard`;
- either with a `?`: reasonable people differ on whether and when it speaks for the lead;
- somebody else's `name`, `email` ...: `owner.name`, `buyer.email`;
- anything else, which no field may be filled from: `fax`, `id`, `city`, `datetime` ...
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PHONES = {"direct": 1, "phone": 2, "phones": 2, "work": 2, "mobile": 3, "home": 4, "otherPhone": 4, "switchboard": 5}
"""What a column of the lead's own numbers is called -> its place among them."""

_FIELD_OF = {"emails": "email", "list.email": "email"} | dict.fromkeys(PHONES, "phone")
_OWN = ("firstName", "lastName", "fullName", "title", "company", "email", *_FIELD_OF)
_LIST_PLACE = 2


class LayoutColumn(NamedTuple):
    """A column: what it holds (`email`), the field that it gives, if any, its place there, and whether that is sure."""

    kind: str
    field: str | None
    place: int
    sure: bool
    headers: tuple[str, ...]


class Layout(NamedTuple):
    """One program's layout. `headers` of its columns are in the order of `languages`."""

    name: str
    program: str
    source: str
    languages: tuple[str, ...]
    columns: tuple[LayoutColumn, ...]

    def headers(self, language: str) -> list[str]:
        at = self.languages.index(language)
        return [column.headers[at] for column in self.columns]

    def holds(self, *kinds: str) -> bool:
        return any(column.kind in kinds for column in self.columns)


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by its name."""
    return {layout.name: layout for file in sorted(Path(__file__).parent.glob("*.toml")) for layout in _read(file)}


def _read(file: Path) -> Iterator[Layout]:
    for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
        columns = tuple(_column(line) for line in entry["columns"].splitlines())
        yield Layout(name, entry["name"], entry["source"], tuple(entry.get("languages", ["en"])), columns)


def _column(line: str) -> LayoutColumn:
    text, *headers = (part.strip() for part in line.split(" | "))
    name, _, place = text.removesuffix("?").partition(".")
    kind = name if place.isdigit() else text.removesuffix("?")
    field = _FIELD_OF.get(kind, kind) if kind in _OWN else None
    usual = _LIST_PLACE if kind == "list.email" else PHONES.get(kind, 1)
    return LayoutColumn(kind, field, int(place) if place.isdigit() else usual, not text.endswith("?"), tuple(headers))
