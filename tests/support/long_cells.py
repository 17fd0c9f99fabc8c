"""Rows with one long cell: what an import does with one, and the time that it takes."""

import time
from collections.abc import Callable

from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of
from easycrm.standardise.rows.several import several_in
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

HEADERS = ["Name", "Email", "Phone", "Company", "Position", "Country", "Notes"]
ROW = ["Ana Ray", "ana@nord.example", "+6561234567", "Nord", "Buyer", "Norway", "hot"]


def row_work() -> Callable[[list[str]], None]:
    """A function that does with a row what an import does."""
    columns = map_columns(label_columns(HEADERS))
    layout = layout_of(columns)

    def work(row: list[str]) -> None:
        identify(columns, row, "SG")
        standardised = standardise(columns, row, "SG", "L1")
        several_in(layout, row, "ana@nord.example")
        fates_of(row, layout.remark_keys, standardised.values, standardised.left_out)

    return work


def cell_of(piece: str, characters: int, between: str) -> str:
    """So many characters of the piece, where `between` has braces."""
    return between.format((piece * (characters // len(piece) + 1))[:characters]).strip()


def seconds(work: Callable[[list[str]], None], header: str, cell: str) -> float:
    """The processor time of one row with this cell beneath `header`."""
    row = list(ROW)
    row[HEADERS.index(header)] = cell
    begun = time.process_time()
    work(row)
    return time.process_time() - begun
