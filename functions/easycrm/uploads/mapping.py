"""Map columns: what each column of each table means, once per worksheet, for all batches alike."""

from datetime import datetime, timedelta
from typing import Any

from easycrm.standardise.columns import MappedColumn, map_columns
from easycrm.uploads.parsing import WORKBOOK
from easycrm.uploads.records import Record, UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.workbooks.tables import Column

MAPPING = "mapping.json"


def map_worksheets(upload_id: str, store: ImportStore, records: UploadRecords) -> dict[str, Any]:
    """Writes `mapping.json`, a list of tables with their mapped columns, once; returns `{tables}`."""
    tables = [
        table | {"columns": [column._asdict() for column in map_columns([Column(*c) for c in table["columns"]])]}
        for table in store.read(WORKBOOK)["tables"]
    ]
    tables = store.write_once(MAPPING, tables)
    records.note(upload_id, mapped=True)
    return {"tables": len(tables)}


def worksheets_of(record: Record, store: ImportStore, at: str, kept_days: int) -> list[dict[str, Any]]:
    """What was recognised in the file, for people: every worksheet with its role, rows and columns.

    [] until it is known, and from a day before S3 deletes the work files, which it keeps for `kept_days`.
    """
    if not record.get("mapped") or _age(record, at) > timedelta(days=kept_days - 1):
        return []
    columns: dict[str, list[dict[str, Any]]] = {}
    for table in store.read(MAPPING):
        columns.setdefault(table["worksheet"], []).extend(table["columns"])
    worksheets = store.read(WORKBOOK)["worksheets"]
    return [worksheet | {"columns": columns.get(worksheet["name"], [])} for worksheet in worksheets]


def _age(record: Record, at: str) -> timedelta:
    return datetime.fromisoformat(at) - datetime.fromisoformat(record["registeredAt"])


def read_mapping(store: ImportStore) -> list[list[MappedColumn]]:
    """The mapped columns of every table, in the tables' order."""
    return [[MappedColumn(**column) for column in table["columns"]] for table in store.read(MAPPING)]
