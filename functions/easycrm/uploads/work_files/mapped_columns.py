"""Of Map columns: what each column of each table means, and what was seen of it, once for all batches."""

from collections.abc import Sequence
from typing import TypedDict

from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.columns.ways import Way, Whose
from easycrm.standardise.values.names.parts import Order, Orders
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.cell_findings import FindingCounts


class ColumnEntry(TypedDict):
    """A mapped column (see `MappedColumn`), how much of it is filled (from 0 to 1), and a few of its values."""

    index: int
    header: str
    label: str
    field: str | None
    confidence: float
    decidedBy: Way
    also: str | None
    whose: Whose
    shared: bool
    order: int
    numberPlans: list[list[float]]
    nameOrders: list[Order]
    labelAt: int | None
    fillRate: float
    samples: list[str]


class MappedTable(FindingCounts):
    """A table of `workbook.json`, in the same place of the list, with its columns mapped."""

    name: str
    worksheet: str
    headerRow: int | None
    columns: list[ColumnEntry]
    rows: int
    held: int


def column_entries(columns: Sequence[MappedColumn], evidence: Sequence[ColumnEvidence]) -> list[ColumnEntry]:
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
            "whose": column.whose,
            "shared": column.shared,
            "order": column.order,
            "numberPlans": [list(plan) for plan in column.plans],
            "nameOrders": list(column.orders),
            "labelAt": column.label_at,
            "fillRate": seen.fill_rate,
            "samples": list(seen.samples),
        }
        for column, seen in zip(columns, evidence, strict=True)
    ]


def write_mapping(tables: list[MappedTable], store: ImportStore) -> list[MappedTable]:
    """Written once; returns what is stored, unless that is of other tables, which another version found in the file."""
    stored = store.write_once(file_names.MAPPING, tables)
    if list(map(_headers, stored)) == list(map(_headers, tables)):
        return stored
    store.write(file_names.MAPPING, tables)
    return tables


def _headers(table: MappedTable) -> tuple[str, int | None, list[tuple[int, str]]]:
    """Which table it is, as far as the meaning of its columns goes."""
    return table["worksheet"], table["headerRow"], [(column["index"], column["header"]) for column in table["columns"]]


def read_mapped_tables(store: ImportStore) -> list[MappedTable]:
    tables: list[MappedTable] = store.read(file_names.MAPPING)
    return tables


def read_mapping(store: ImportStore) -> list[list[MappedColumn]]:
    """The mapped columns of every table, in the tables' order."""
    return [[_mapped(entry) for entry in table["columns"]] for table in read_mapped_tables(store)]


def read_worksheets(store: ImportStore) -> list[str]:
    """The worksheet of every table, in the tables' order."""
    return [table["worksheet"] for table in read_mapped_tables(store)]


def _mapped(entry: ColumnEntry) -> MappedColumn:
    return MappedColumn(
        index=entry["index"],
        header=entry["header"],
        label=entry["label"],
        field=entry["field"],
        confidence=entry["confidence"],
        decided_by=entry["decidedBy"],
        also=entry["also"],
        whose=entry.get("whose", "person"),  # of an upload of a release before this one
        shared=entry.get("shared", False),
        order=entry.get("order", 0),
        plans=tuple((int(code), share) for code, share in entry.get("numberPlans", [])),
        label_at=entry.get("labelAt"),
        orders=Orders(*entry.get("nameOrders", [])),
    )
