"""Rows, statements and leads for tests: made by hand, or drawn by hypothesis."""

from functools import reduce
from itertools import product
from typing import Any

from hypothesis import strategies as st

from easycrm.leads.lead import Lead, UploadRef
from easycrm.leads.merge import merge
from easycrm.leads.statement import EXISTING_POLICIES, Existing, StandardisedRow, Statement, Upload, fold

LEAD_ID = "LTHISISNOTACHECKED0000"
KEYS = ("firstName", "remarks.Notes")


def upload(number: int, existing: Existing = "update") -> Upload:
    """An upload by its place in time. Its id sorts the other way round, so that time alone can decide."""
    return Upload(UploadRef(f"2026-01-{number:02}T09:00:00.000000Z", f"upload-{99 - number}"), "fair.xlsx", existing)


def row(
    number: int,
    *,
    table: int = 0,
    lead_id: str = LEAD_ID,
    by: str = "rules",
    flags=None,
    by_of=None,
    written=None,
    **cells: str,
):
    """A row by its cells; `""` is an empty cell, and the worksheet has no other columns."""
    return StandardisedRow(
        position=(table, number),
        worksheet=f"Sheet{table + 1}",
        lead_id=lead_id,
        values={key: text for key, text in cells.items() if text},
        blanks=[key for key, text in cells.items() if not text],
        flags=flags or {},
        standardised_by=by,
        by_of=by_of or {},
        written=written or {},
    )


def said(number: int, existing: Existing = "update", by_of=None, written=None, **cells: Any) -> Statement:
    """What an upload of one row says."""
    return fold([row(1, by_of=by_of, written=written, **cells)], upload(number, existing))


def after(*statements: Statement, stored: Lead | None = None) -> Lead:
    """The lead after these statements, of which there is one at least, in this order."""
    lead = reduce(merge, statements, stored)
    assert lead is not None
    return lead


CELLS = [
    {key: text for key, text in zip(KEYS, texts, strict=True) if text is not None}
    for texts in product((None, "x", "y", ""), repeat=len(KEYS))
]
"""Every row there can be of these keys and two texts. Drawn as one choice, which keeps hypothesis fast."""
PLACES = ((0, 5), (0, 6), (1, 2))

cells = st.sampled_from(CELLS)
policies = st.sampled_from(EXISTING_POLICIES)
ways = st.sampled_from(({}, {KEYS[0]: "derived"}, {KEYS[0]: "deepseek"}))
rows = st.lists(st.tuples(cells, ways), min_size=1, max_size=len(PLACES)).map(
    lambda found: [
        row(number, table=table, by_of=by_of, **texts)
        for (table, number), (texts, by_of) in zip(PLACES, found, strict=False)
    ]
)
statements = st.builds(fold, rows, st.builds(upload, st.integers(1, 9), policies))
histories = st.lists(statements, min_size=1, max_size=5, unique_by=lambda statement: statement.upload)
"""Statements of different uploads about one lead, in any order."""
leads = histories.map(lambda history: after(*history))
