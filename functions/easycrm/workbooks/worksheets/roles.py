"""Whether a table holds leads, or why not."""

from collections.abc import Sequence

from easycrm.header_words import folded
from easycrm.workbooks.worksheets.cell_shapes import is_contact_header, is_email, is_number, is_phone, share

_SAMPLE = 200
_PIVOT = ("row labels", "column labels", "zeilenbeschriftungen", "étiquettes de lignes")
_AGGREGATES = ("sum of ", "count of ", "average of ", "min of ", "max of ", "summe von ", "anzahl von ")
REASONS = {
    "pivot": "is a pivot table, which sums up other rows",
    "lookup": "is a lookup list: it has no column with names, emails or phone numbers",
    "figures": "holds figures: it has no column with names, emails or phone numbers",
    "notes": "holds notes, not a table",
    "hidden": "is hidden",
    "chart": "is a chart",
    "macro": "is a macro sheet",
    "dialog": "is a dialog sheet",
}
"""Why a table or worksheet holds no leads, by role, to stand after its name in a sentence."""


def role_of_table(titles: Sequence[str], rows: Sequence[Sequence[str]], alone: bool) -> str:
    """`leads`, or `pivot`, `lookup`, `figures`, `notes`. What stands `alone` in its file is taken for leads."""
    sample = rows[:_SAMPLE]
    contact = any(is_contact_header(title) and not _is_aggregate(title) for title in titles)
    if _is_pivot([*titles, *(cell for row in sample[:3] for cell in row)], contact):
        return "pivot"
    if alone or contact:
        return "leads"
    columns = [column for column in zip(*sample, strict=False) if any(column)]
    if any(share(column, is_email) > 0.3 or share(column, is_phone) > 0.3 for column in columns):
        return "leads"
    if len(columns) <= 1 and (not titles or sum(map(bool, titles)) <= 1):
        return "notes"
    if len(columns) <= 3:
        return "lookup"
    figures = sum(1 for column in columns if share(column, is_number) > 0.5)
    return "figures" if figures * 2 > len(columns) else "leads"


def _is_pivot(cells: Sequence[str], contact: bool) -> bool:
    if any(folded(cell) in _PIVOT for cell in cells[:_SAMPLE]):
        return True
    return not contact and sum(map(_is_aggregate, cells[:_SAMPLE])) >= 2


def _is_aggregate(title: str) -> bool:
    return folded(title).startswith(_AGGREGATES)
