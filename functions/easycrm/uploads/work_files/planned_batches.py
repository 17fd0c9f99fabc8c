"""Of Plan batches: the manifest, which names the batches, and the rows of each batch."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypedDict

from easycrm.uploads.record import ManifestKey
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files import file_names
from easycrm.workbooks.tables import AS_IN_THE_FILE


class TableRange(TypedDict):
    """Where rows of a batch are: the place of their table, the first and the last, and how many of those between."""

    table: int
    firstRow: int
    lastRow: int
    rows: int


class ManifestEntry(TypedDict):
    """A batch: its number as text, the name of its file, and how many rows and non-empty cells it has."""

    batch: str
    name: str
    rows: int
    cells: int
    ranges: list[TableRange]


class PlannedRow(NamedTuple):
    """A row on its way: `table` its place in the mapping, `row` its number, `lead_id` whom it speaks of.

    `lead_id` is `""` for a poison row, of which the rules cannot tell. `written` as a row of the workbook has it.
    """

    table: int
    row: int
    lead_id: str
    cells: tuple[str, ...]
    written: Mapping[int, str] = AS_IN_THE_FILE


def write_manifest(entries: list[ManifestEntry], store: ImportStore) -> list[ManifestEntry]:
    """Written once; returns what is stored."""
    return store.write_once(file_names.MANIFEST, entries)


def write_retry_manifest(run: int, entries: list[ManifestEntry], store: ImportStore) -> ManifestKey:
    """The batches that are left to run `run`; returns where they are named."""
    name = file_names.retry_manifest(run)
    store.write(name, entries)
    return {"key": store.key(name), "batches": len(entries)}


def read_manifest(store: ImportStore) -> list[ManifestEntry] | None:
    """All batches of the import; None while they are not planned."""
    if not has_manifest(store):
        return None
    entries: list[ManifestEntry] = store.read(file_names.MANIFEST)
    return entries


def has_manifest(store: ImportStore) -> bool:
    """Whether batches may have begun."""
    return store.exists(file_names.MANIFEST)


def manifest_key(entries: list[ManifestEntry], store: ImportStore) -> ManifestKey:
    """Where the manifest with these entries is."""
    return {"key": store.key(file_names.MANIFEST), "batches": len(entries)}


def write_batch(attempt: str, batch: str, rows: Iterable[PlannedRow], store: ImportStore) -> str:
    """Returns the file's name."""
    name = file_names.batch_rows(attempt, batch)
    store.write_lines(name, (json.dumps(row if row.written else row[:-1], ensure_ascii=False) for row in rows))
    return name


def read_batch(name: str, store: ImportStore) -> list[PlannedRow]:
    """The rows of the batch in that file."""
    return [_planned_row(*json.loads(line)) for line in store.read_lines(name)]


def _planned_row(table: int, row: int, lead_id: str, cells: list[str], written: Mapping[str, str] = {}) -> PlannedRow:
    return PlannedRow(table, row, lead_id, tuple(cells), {int(at): text for at, text in written.items()})
