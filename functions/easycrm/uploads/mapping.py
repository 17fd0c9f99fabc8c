"""Map columns: what each column of each table means, once per worksheet, for all batches alike."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from easycrm.standardise.columns import MappedColumn, map_columns
from easycrm.standardise.evidence import ColumnEvidence, gather
from easycrm.uploads.parsing import WORKBOOK
from easycrm.uploads.records import Record, UploadRecords
from easycrm.uploads.store import ImportStore
from easycrm.workbooks.tables import Column

MAPPING = "mapping.json"


def map_worksheets(upload_id: str, store: ImportStore, records: UploadRecords) -> dict[str, Any]:
    """Writes `mapping.json`, a list of tables with their mapped columns, once; returns `{tables}`."""
    tables = [_mapped(table, store) for table in store.read(WORKBOOK)["tables"]]
    tables = store.write_once(MAPPING, tables)
    records.note(upload_id, mapped=True)
    return {"tables": len(tables)}


def _mapped(table: dict[str, Any], store: ImportStore) -> dict[str, Any]:
    columns = [Column(*column) for column in table["columns"]]
    evidence = gather(len(columns), _rows(table, store))
    return table | {"columns": described(map_columns(columns, evidence), evidence)}


def _rows(table: dict[str, Any], store: ImportStore) -> Iterator[list[str]]:
    return (json.loads(line)[1] for line in store.read_lines(table["name"])) if table["rows"] else iter(())


def described(columns: Sequence[MappedColumn], evidence: Sequence[ColumnEvidence]) -> list[dict[str, Any]]:
    """Mapped columns as `mapping.json` and `GET /status` have them."""
    return [
        {
            "index": column.index,
            "header": column.header,
            "label": column.label,
            "field": column.field,
            "confidence": column.confidence,
            "decidedBy": column.decided_by,
            "also": column.also,
            "shouts": column.shouts,
            "fillRate": found.fill_rate,
            "samples": list(found.samples),
        }
        for column, found in zip(columns, evidence, strict=True)
    ]


def worksheets_of(record: Record, store: ImportStore) -> list[dict[str, Any]]:
    """What was recognised in the file, for people: every worksheet with its role, rows and columns; [] until known."""
    if not record.get("mapped"):
        return []
    columns: dict[str, list[dict[str, Any]]] = {}
    for table in store.read(MAPPING):
        columns.setdefault(table["worksheet"], []).extend(table["columns"])
    worksheets = store.read(WORKBOOK)["worksheets"]
    return [worksheet | {"columns": columns.get(worksheet["name"], [])} for worksheet in worksheets]


def read_mapping(store: ImportStore) -> list[list[MappedColumn]]:
    """The mapped columns of every table, in the tables' order."""
    return [[_column(said) for said in table["columns"]] for table in store.read(MAPPING)]


def _column(said: dict[str, Any]) -> MappedColumn:
    names = ("index", "header", "label", "field", "confidence", "decidedBy", "also", "shouts")
    return MappedColumn(*(said[name] for name in names))
