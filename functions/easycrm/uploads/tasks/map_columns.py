"""Map columns: what each column of each table means, once per worksheet, for all batches alike."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from easycrm.standardise.columns.evidence import ColumnEvidence, gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.columns.unclear import EXAMPLES, AskAboutColumns, is_thin
from easycrm.times import since
from easycrm.uploads.memory import Shared
from easycrm.uploads.record import Record, UploadRecords
from easycrm.uploads.remembering import recall
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.parse_workbook import WORKBOOK
from easycrm.workbooks.tables import Column

MAPPING = "mapping.json"


def map_worksheets(
    record: Record,
    store: ImportStore,
    records: UploadRecords,
    memory: Shared | None = None,
    ask: AskAboutColumns | None = None,
) -> dict[str, Any]:
    """Writes `mapping.json`, a list of tables with their mapped columns, once; returns `{tables}`.

    `memory` has the mappings of finished imports; `ask` is called once for a worksheet that the rules leave unclear.
    """
    tables = [_mapped(table, store, memory, ask) for table in store.read(WORKBOOK)["tables"]]
    tables = store.write_once(MAPPING, tables)
    records.note(record["uploadId"], mapped=True)
    return {"tables": len(tables)}


def _mapped(
    table: dict[str, Any], store: ImportStore, memory: Shared | None, ask: AskAboutColumns | None
) -> dict[str, Any]:
    columns = [Column(*column) for column in table["columns"]]
    evidence = gather(len(columns), _rows(table, store))
    mapped = recall(columns, evidence, memory) if memory else None
    if mapped is None:
        mapped = map_columns(columns, evidence)
        if ask and is_thin(mapped, evidence):
            examples = list(islice(_rows(table, store), EXAMPLES))
            mapped = ask(columns, mapped, evidence, examples)
    return table | {"columns": described(mapped, evidence)}


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


def recognised(record: Record, store: ImportStore, at: str, kept_days: int) -> dict[str, Any]:
    """`{worksheets, notes}`: what was recognised in the file, for people: every worksheet with its role, rows, columns
    and findings, and what there is to say of the file as a whole.

    Empty until it is known, and from a day before S3 deletes the work files, which it keeps for `kept_days`.
    """
    if not record.get("mapped") or since(record["registeredAt"], at) > timedelta(days=kept_days - 1):
        return {"worksheets": [], "notes": []}
    columns: dict[str, list[dict[str, Any]]] = {}
    for table in store.read(MAPPING):
        columns.setdefault(table["worksheet"], []).extend(table["columns"])
    workbook = store.read(WORKBOOK)
    worksheets = [sheet | {"columns": columns.get(sheet["name"], [])} for sheet in workbook["worksheets"]]
    return {"worksheets": worksheets, "notes": workbook["notes"]}


def read_mapping(store: ImportStore) -> list[list[MappedColumn]]:
    """The mapped columns of every table, in the tables' order."""
    return [[_column(said) for said in table["columns"]] for table in store.read(MAPPING)]


def _column(said: dict[str, Any]) -> MappedColumn:
    names = ("index", "header", "label", "field", "confidence", "decidedBy", "also", "shouts")
    return MappedColumn(*(said[name] for name in names))
