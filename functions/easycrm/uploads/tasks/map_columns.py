"""Map columns: what each column of each table means, once per worksheet, for all batches alike."""

from collections.abc import Iterator
from itertools import islice
from typing import TypedDict

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.columns.unclear import EXAMPLES, AskAboutColumns, is_thin
from easycrm.uploads.memory import Memory
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.remembering import recall
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import MappedTable, column_entries, write_mapping
from easycrm.uploads.work_files.parsed_tables import TableEntry, read_parsed, read_rows


class Mapped(TypedDict):
    """Of how many tables the columns are mapped."""

    tables: int


def map_worksheets(
    record: Record,
    store: ImportStore,
    records: UploadRecords,
    memory: Memory | None = None,
    ask: AskAboutColumns | None = None,
) -> Mapped:
    """Writes the tables with their mapped columns, once.

    `memory` has the mappings of finished imports; `ask` is called once for a worksheet that the rules leave unclear.
    """
    tables = [_mapped(table, store, memory, ask) for table in read_parsed(store)["tables"]]
    tables = write_mapping(tables, store)
    records.note(record["uploadId"], mapped=True)
    return {"tables": len(tables)}


def _mapped(table: TableEntry, store: ImportStore, memory: Memory | None, ask: AskAboutColumns | None) -> MappedTable:
    columns = table["columns"]
    evidence = gather(len(columns), _cells(table, store))
    mapped = recall(columns, evidence, memory) if memory else None
    if mapped is None:
        mapped = map_columns(columns, evidence)
        if ask and is_thin(mapped, evidence):
            examples = list(islice(_cells(table, store), EXAMPLES))
            mapped = ask(columns, mapped, evidence, examples)
    return {**table, "columns": column_entries(mapped, evidence)}


def _cells(table: TableEntry, store: ImportStore) -> Iterator[list[str]]:
    return (row.cells for row in read_rows(table["name"], store)) if table["rows"] else iter(())
