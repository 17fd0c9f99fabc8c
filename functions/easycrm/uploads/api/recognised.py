"""What was recognised in an upload's file, for people: worksheets with their columns and findings, and notes."""

from datetime import timedelta
from typing import TypedDict

from easycrm.times import since
from easycrm.uploads.record import Record
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import ColumnEntry, read_mapped_tables
from easycrm.uploads.work_files.parsed_tables import FindingEntry, WorksheetEntry, read_parsed


class RecognisedWorksheet(WorksheetEntry):
    """A worksheet with the mapped columns of all its tables."""

    columns: list[ColumnEntry]


class Recognised(TypedDict):
    """Every worksheet, and what there is to say of the file as a whole."""

    worksheets: list[RecognisedWorksheet]
    notes: list[FindingEntry]


def recognised(record: Record, store: ImportStore, at: str, kept_days: int) -> Recognised:
    """Empty until it is known, and from a day before S3 deletes the work files, which it keeps for `kept_days`."""
    if not record.get("mapped") or since(record["registeredAt"], at) > timedelta(days=kept_days - 1):
        return {"worksheets": [], "notes": []}
    columns: dict[str, list[ColumnEntry]] = {}
    for table in read_mapped_tables(store):
        columns.setdefault(table["worksheet"], []).extend(table["columns"])
    workbook = read_parsed(store)
    worksheets: list[RecognisedWorksheet] = [
        {**sheet, "columns": columns.get(sheet["name"], [])} for sheet in workbook["worksheets"]
    ]
    return {"worksheets": worksheets, "notes": workbook["notes"]}
