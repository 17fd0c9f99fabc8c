"""A sheet with titles of groups above its headers, as people lay out what a program gave them."""

from collections.abc import Mapping

from tests.support.programs.layouts import Layout, LayoutColumn
from tests.support.programs.sheets import Sheet

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Name": ("firstName", "lastName", "fullName"),
    "Emails": ("email", "emails", "list.email"),
    "Phones": ("direct", "phone", "phones", "work", "mobile", "home", "otherPhone", "fax"),
    "Address": ("street", "city", "postcode", "state", "country"),
}


def grouped(layout: Layout, sheet: Sheet) -> tuple[list[str], list[str], list[list[str]]]:
    """The row of groups, the row of headers, and the rows beneath them, with the columns of a group side by side.

    A column of no group has its header in the upper row, and nothing in the lower one.
    """
    pairs = list(map(_parted, layout.columns, sheet.headers))
    names = list(dict.fromkeys(group for group, title in pairs if title))
    order = sorted(range(len(pairs)), key=lambda at: names.index(pairs[at][0]) if pairs[at][1] else -1)
    above, beneath = ([pairs[at][part] for at in order] for part in (0, 1))
    again = [bool(at and beneath[at] and above[at] == above[at - 1]) for at in range(len(order))]
    gaps = ["" if is_again else group for group, is_again in zip(above, again, strict=True)]
    return gaps, beneath, [[row.cells[at] for at in order] for row in sheet.rows]


def _parted(column: LayoutColumn, header: str) -> tuple[str, str]:
    """The title of a column's group, which its own header may have, and the one beneath it."""
    group, slash, title = header.rpartition(" / ")
    if slash:
        return group, title
    own = next((group for group, kinds in _GROUPS.items() if column.kind in kinds), "")
    return (own, header) if own else (header, "")
