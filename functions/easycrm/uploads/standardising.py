"""Standardise batch: a batch's rows into values of leads, written once, so that every retry says the same."""

from typing import Any

from easycrm.leads.statement import StandardisedRow
from easycrm.standardise.columns import MappedColumn
from easycrm.standardise.rows import standardise
from easycrm.uploads.batches import PlannedRow, read_batch
from easycrm.uploads.mapping import MAPPING, read_mapping
from easycrm.uploads.records import Record
from easycrm.uploads.store import ImportStore

NO_LEAD_FIELDS = "noLeadFields"


def standardise_batch(record: Record, batch: str, name: str, store: ImportStore) -> None:
    """Writes `standardised/{batch}.json`: a list of rows, each with its values or the reason why it is held."""
    mapping = read_mapping(store)
    country = record["options"]["country"]
    rows = [_standardised(row, mapping[row.table], country) for row in read_batch(name, store)]
    store.write_once(_name(batch), rows)


def _standardised(row: PlannedRow, columns: list[MappedColumn], country: str) -> dict[str, Any]:
    found = standardise(columns, row.cells, country, row.lead_id)
    address = {"table": row.table, "row": row.row, "leadId": row.lead_id}
    if not found.speaks_of_someone:
        return address | {"held": NO_LEAD_FIELDS}
    return address | {"values": found.values, "blanks": found.blanks, "flags": found.flags, "by": "rules"}


def read_standardised(batch: str, store: ImportStore) -> tuple[list[StandardisedRow], list[dict[str, Any]]]:
    """The rows that speak of a lead, and `{table, row, held}` of those that are held."""
    worksheets = [table["worksheet"] for table in store.read(MAPPING)]
    content = store.read(_name(batch))
    rows = [
        StandardisedRow(
            position=(row["table"], row["row"]),
            worksheet=worksheets[row["table"]],
            lead_id=row["leadId"],
            values=row["values"],
            blanks=row["blanks"],
            flags=row["flags"],
            standardised_by=row["by"],
            by_of=row.get("byOf", {}),
        )
        for row in content
        if "held" not in row
    ]
    return rows, [row for row in content if "held" in row]


def _name(batch: str) -> str:
    return f"standardised/{batch}.json"
