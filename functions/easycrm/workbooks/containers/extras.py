"""What is special about single cells, of which calamine tells only the value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from easycrm.workbooks.containers.number_formats import Mask, mask_of


class PasswordError(Exception):
    """A container is encrypted, and calamine would read it as if it were not."""


class UnreadCells(Exception):
    """A container has cells that calamine passes over, so what it gives is not the worksheet."""


class Extra(NamedTuple):
    """What is special about one cell: `kind` is `mask`, or `shown`, `error`, `noValue`, `link`, `contact` with a text.

    `link` has the address that a link points to, `contact` what a `mailto:` or `tel:` link dials.
    """

    column: int
    kind: str
    text: str = ""
    mask: Mask = ()


Extras = dict[int, list[Extra]]
"""The special cells of a worksheet by their row, from 1."""

Comments = dict[tuple[int, int], str]
"""Texts of comments by row, from 1, and column, from 0."""

Ranges = Sequence[tuple[int, int, int, int]]
"""First row, first column, last row, last column, ends included: rows from 1, columns from 0."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_LINKED = 10_000
"""A link on a range of more cells than this counts for the first of them."""
_MOST_IN_ROW = 5_000
_LEAST_DIALLED = 5


class Parts(Protocol):
    """What a container has beside the values of its cells; worksheets are named."""

    def kind(self, sheet: str) -> str:
        """`Pivot`, `MacroSheet` or `DialogSheet` where calamine tells another kind; `""` for all others."""

    def comments(self, sheet: str) -> Comments:
        """The comments on the worksheet's cells."""

    def extras(self, sheet: str) -> Extras:
        """The special cells of the worksheet."""

    def merges(self, sheet: str) -> Ranges:
        """The merged ranges of the worksheet, for formats of which calamine tells none."""


def link_at(column: int, target: str) -> Extra | None:
    """What a link on a cell says: `ana@example.com` for `mailto:ana@example.com?subject=Hi`, else its address.

    None for a link to a place in the same workbook.
    """
    scheme, _, rest = target.partition(":")
    if scheme.lower() not in ("mailto", "tel"):
        target = target.strip()
        return Extra(column, "link", target) if target and not target.startswith("#") else None
    contact = rest.partition("?")[0]
    if "%" in contact:
        from urllib.parse import unquote

        contact = unquote(contact)
    return Extra(column, "contact", contact.strip()) if contact.strip() else None


def says(shown: str, link: Extra) -> bool:
    """Whether a cell shows what its link points to."""
    if link.kind == "contact" and "@" not in link.text:
        digits = _digits(link.text)
        return len(digits) >= _LEAST_DIALLED and digits in _digits(shown)
    target = link.text.casefold()
    return (target.partition("://")[2] or target).removeprefix("www.").strip("/") in shown.casefold()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def place_of(reference: str) -> tuple[int, int] | None:
    """Row, from 1, and column, from 0, of a reference such as `AB12`."""
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), column_of(found[1])) if found else None


def column_of(letters: str) -> int:
    """The position of a column, from 0, by its letters."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def add_link(extras: Extras, area: tuple[int, int, int, int], target: str) -> None:
    """Adds a link to every cell of a range, of `Ranges`' shape; no more than any honest row can have."""
    first_row, first_column, last_row, last_column = area
    if (last_row - first_row + 1) * (last_column - first_column + 1) > _MOST_LINKED:
        last_row, last_column = first_row, first_column
    for column in range(first_column, last_column + 1):
        if link := link_at(column, target):
            for row in range(first_row, last_row + 1):
                here = extras.setdefault(row, [])
                if len(here) < _MOST_IN_ROW:
                    here.append(link)


def masks_of_styles(formats: Iterable[int], codes: Mapping[int, str]) -> dict[int, Mask]:
    """The masks by cell style; `formats` has the number format of every style in order, `codes` the formats' codes."""
    masks = {style: mask_of(codes.get(number, "")) for style, number in enumerate(formats)}
    return {style: mask for style, mask in masks.items() if mask}


ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""Error values by their code in binary workbooks [MS-XLS 2.5.10]."""
