"""Rows that are no leads, by what they say: totals, page footers, band rows."""

import re
from collections.abc import Sequence

from easycrm.header_vocabulary import words_of
from easycrm.workbooks.worksheets.cell_shapes import is_label, is_number

_TOTAL = re.compile(
    r"(?:(?:grand|sub|sum|overall)[ -]?)?(?:totals?|sum|gesamt|summe|zwischensumme|totaux|totale|suma|итого|всего|合计"
    r"|合計|小计|小計|总计|總計)(?: (?:leads|rows|contacts|records|entries|count|amount|number))?\s*[:=：]?\s*[\d.,]*",
    re.IGNORECASE,
)
TOTAL_WORDS = frozenset(
    f"{word}{end}"
    for name in (
        "Total",
        "Totals",
        "Grand Total",
        "Subtotal",
        "Sum",
        "Summe",
        "Gesamt",
        "Totale",
        "Итого",
        "合计",
        "合計",
    )
    for word in (name, name.upper(), name.lower())
    for end in ("", ":")
)
"""First cells of a full row that make it worth asking whether it is a total."""
_BAND_WORDS = frozenset(
    (
        "new|contacted|not contacted|to contact|to call|called|qualified|unqualified|not qualified|hot|warm|"
        "cold|hot leads|warm leads|cold leads|won|lost|open|closed|pending|follow up|in progress|on hold|"
        "interested|not interested|active|inactive|prospects|customers|leads|partners|vip|done|todo|to do|"
        "replied|no reply|no answer|bounced|invited|attended|registered|confirmed|declined|cancelled|monday|"
        "tuesday|wednesday|thursday|friday|saturday|sunday"
    ).split("|")
)
"""What people write above a group of rows."""
_FOOTER = re.compile(
    r"(?:page|seite|página|pagina|стр\.?) ?\d+(?: ?(?:of|/|von|de|di|из) ?\d+)?|第\s?\d+\s?页.*|-+ ?\d+ ?-+"
    r"|\d+ (?:of|von|de) \d+|(?:end|ende|fin) (?:of|der|de) .{1,40}|[-=_*.]{3,}"
    r"|(?:generated|exported|printed|created|downloaded|report generated|last updated)"
    r"(?: (?:by|on|at|from)\b|:).{0,120}"
    r"|(?:©|\(c\) ?\d|copyright|confidential|all rights reserved).{0,120}",
    re.IGNORECASE,
)


def is_total(row: Sequence[str]) -> bool:
    """Whether the row sums up: `Total` in its first filled cell and nothing but numbers in the others."""
    filled = [cell for cell in row if cell]
    return bool(filled and _TOTAL.fullmatch(filled[0])) and all(map(is_number, filled[1:]))


def is_footer(row: Sequence[str]) -> bool:
    """Whether the row is the foot of a page or of a report: `Page 2 of 3`, `Generated on ...`."""
    filled = [cell for cell in row if cell]
    return 0 < len(filled) <= 2 and bool(_FOOTER.fullmatch(" ".join(filled)))


def is_lone_label(row: Sequence[str]) -> bool:
    """Whether the row has a single cell, and that could stand above a group of rows."""
    filled = [cell for cell in row if cell]
    return len(row) >= 3 and len(filled) == 1 and is_label(filled[0])


def is_band(row: Sequence[str], span: int, before_group: bool) -> bool:
    """Whether a lone label names the rows beneath it.

    It does when it is merged across, when it is a usual word for that, when it ends with a colon, or when a gap
    sets it and the rows beneath apart (`before_group`). Otherwise it may be a lead of which only a name is known.
    """
    if not is_lone_label(row):
        return False
    text = next(cell for cell in row if cell)
    return span * 2 > len(row) or text.endswith((":", "：")) or words_of(text) in _BAND_WORDS or before_group
