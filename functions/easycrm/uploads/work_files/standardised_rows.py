"""Of Standardise batch: the values of every row, or why it is held; and the ledger, which says where cells ended."""

from collections.abc import Mapping
from typing import NamedTuple, NotRequired, TypedDict, final

from easycrm.leads.statement import StandardisedRow
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.mapped_columns import read_worksheets


class _Address(TypedDict):
    table: int
    row: int
    leadId: str


@final
class HeldEntry(_Address):
    """A row that becomes no statement; `held` is the code of why."""

    held: str


@final
class ValuesEntry(_Address):
    """A row that speaks of a lead: see `StandardisedRow`; `by` is who standardised it.

    `leftOut` has the reason by the position of the cell, as text; `phoneEvidence` says by what a number's country was
    decided; `namesLead`: the row has the lead's own id.
    """

    values: dict[str, str]
    blanks: list[str]
    flags: dict[str, list[str]]
    by: str
    byOf: NotRequired[dict[str, str]]
    leftOut: NotRequired[dict[str, str]]
    phoneEvidence: NotRequired[str]
    namesLead: NotRequired[bool]
    written: NotRequired[dict[str, str]]


RowEntry = HeldEntry | ValuesEntry


class LeftOutCell(NamedTuple):
    """A cell that is neither in a field nor in the remarks: its place, the label of its column, the reason."""

    table: int
    row: int
    column: str
    reason: str


class Ledger(TypedDict):
    """`cells`: how many ended where."""

    cells: dict[str, int]
    leftOut: list[LeftOutCell]


def write_standardised(batch: str, rows: list[RowEntry], store: ImportStore) -> list[RowEntry]:
    """Written once, so that every retry says the same; returns what is stored."""
    return store.write_once(file_names.standardised(batch), rows)


def read_standardised(batch: str, store: ImportStore) -> tuple[list[StandardisedRow], list[HeldEntry]]:
    """The rows that speak of a lead, and those that are held."""
    worksheets = read_worksheets(store)
    entries: list[RowEntry] = store.read(file_names.standardised(batch))
    rows = [_row(entry, worksheets[entry["table"]]) for entry in entries if "held" not in entry]
    return rows, [entry for entry in entries if "held" in entry]


def write_ledger(batch: str, ledger: Ledger, store: ImportStore) -> None:
    """Made of what is stored, so that every try writes the same."""
    store.write(file_names.ledger(batch), ledger)


def read_fates(batch: str, store: ImportStore) -> Mapping[str, int]:
    """How many cells of the batch ended where."""
    ledger: Ledger = store.read(file_names.ledger(batch))
    return ledger["cells"]


def _row(entry: ValuesEntry, worksheet: str) -> StandardisedRow:
    return StandardisedRow(
        position=(entry["table"], entry["row"]),
        worksheet=worksheet,
        lead_id=entry["leadId"],
        values=entry["values"],
        blanks=entry["blanks"],
        flags=entry["flags"],
        standardised_by=entry["by"],
        by_of=entry.get("byOf", {}),
        names_lead=entry.get("namesLead", False),
        written=entry.get("written", {}),
    )
