"""What is special about single cells, of which calamine tells only the value."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from easycrm.workbooks.formats import Mask, mask_of


class Extra(NamedTuple):
    """What is special about one cell: `kind` is `mask`, or `shown`, `link`, `error`, `noValue` with a text."""

    column: int
    kind: str
    text: str = ""
    mask: Mask = ()


Extras = dict[int, list[Extra]]
"""The special cells of a worksheet by their row, from 1."""


class Parts(Protocol):
    """What a container has beside the values of its cells; worksheets are named."""

    def has_pivot(self, sheet: str) -> bool:
        """Whether a pivot table lies on the worksheet."""

    def comments(self, sheet: str) -> int:
        """How many cells of the worksheet carry a comment."""

    def extras(self, sheet: str) -> Extras:
        """The special cells of the worksheet."""


def contact_of_link(target: str) -> str:
    """The address or number that a link dials: `ana@example.com` for `mailto:ana@example.com?subject=Hi`, else ``."""
    scheme, _, rest = target.partition(":")
    if "%" in rest:
        from urllib.parse import unquote

        rest = unquote(rest.partition("?")[0])
    return rest.partition("?")[0].strip() if scheme.lower() in ("mailto", "tel") else ""


def masks_of_styles(formats: Iterable[int], codes: Mapping[int, str]) -> dict[int, Mask]:
    """The masks by cell style; `formats` has the number format of every style in order, `codes` the formats' codes."""
    masks = {style: mask_of(codes.get(number, "")) for style, number in enumerate(formats)}
    return {style: mask for style, mask in masks.items() if mask}


ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""Error values by their code in binary workbooks [MS-XLS 2.5.10]."""
