"""What was recognised in an upload's file, for people: worksheets with their columns and findings, and notes."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypedDict

from easycrm.bounds import (
    NOTE_BYTES,
    RECOGNISED_BYTES,
    RECOGNISED_TEXT_BYTES,
    SHOWN_COLUMNS,
    SHOWN_NOTES,
    SHOWN_SKIPPED,
)
from easycrm.errors import BadRequest
from easycrm.fitting import sent_bytes, with_each_text_cut
from easycrm.times import since
from easycrm.uploads.record import Record
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import ColumnEntry, read_mapped_tables
from easycrm.uploads.work_files.parsed_tables import FindingEntry, WorksheetEntry, read_parsed

_NOTES = "notes"
_COMMA = 2  # bytes between two members of a list
_PLACE = re.compile(r"(?P<worksheet>[0-9]{1,7})(?:\.(?P<column>[0-9]{1,7}))?|notes\.(?P<note>[0-9]{1,7})")


class _Next(TypedDict, total=False):
    """Where `GET /status/{uploadId}/columns` goes on; absent: there is no more."""

    next: str


class RecognisedWorksheet(WorksheetEntry, _Next):
    """A worksheet with the first mapped columns of all its tables, and its first skipped rows.

    `next` is about its columns.
    """

    skippedCount: int
    columnCount: int
    columns: list[ColumnEntry]


class RecognisedPart(_Next):
    """Some of the worksheets, some of the notes."""

    worksheets: list[RecognisedWorksheet]
    notes: list[FindingEntry]


class Recognised(RecognisedPart):
    """The first worksheets, and what there is to say of the file as a whole; and how many there are of both."""

    worksheetCount: int
    noteCount: int


class _Sheets:
    """The worksheets of a file, each with its columns. Texts are cut as they are shown."""

    def __init__(self, worksheets: Sequence[WorksheetEntry], columns: Mapping[str, Sequence[ColumnEntry]]) -> None:
        self._worksheets = worksheets
        self._columns = columns

    def __len__(self) -> int:
        return len(self._worksheets)

    def first_columns(self, start: int) -> tuple[list[RecognisedWorksheet], int]:
        """The worksheets from one on, as many as have room, and the place of the one after them."""
        shown: list[RecognisedWorksheet] = []
        room = RECOGNISED_BYTES
        for at in range(start, len(self)):
            worksheet = self._shown(at, 0, SHOWN_COLUMNS)
            room -= sent_bytes(worksheet) + _COMMA
            if room < 0 and shown:
                return shown, at
            shown.append(worksheet)
        return shown, len(self)

    def rest_of_columns(self, at: int, start: int) -> list[RecognisedWorksheet]:
        """One worksheet with its columns from one on, as many as have room; none where there is none."""
        if at >= len(self):
            return []
        room = RECOGNISED_BYTES
        count = 0
        for column in self._columns_of(at)[start:]:
            room -= sent_bytes(with_each_text_cut(column, RECOGNISED_TEXT_BYTES)) + _COMMA
            if room < 0:
                break
            count += 1
        return [self._shown(at, start, count)]

    def _columns_of(self, at: int) -> Sequence[ColumnEntry]:
        return self._columns.get(self._worksheets[at]["name"], [])

    def _shown(self, at: int, start: int, count: int) -> RecognisedWorksheet:
        worksheet, columns = self._worksheets[at], self._columns_of(at)
        end = start + count
        following: _Next = {"next": f"{at}.{end}"} if end < len(columns) else {}
        shown: RecognisedWorksheet = {
            **worksheet,
            **following,
            "skipped": worksheet["skipped"][:SHOWN_SKIPPED],
            "skippedCount": len(worksheet["skipped"]),
            "columnCount": len(columns),
            "columns": list(columns[start:end]),
        }
        cut: RecognisedWorksheet = with_each_text_cut(shown, RECOGNISED_TEXT_BYTES)
        return cut


def recognised(record: Record, store: ImportStore, at: str, kept_days: int) -> Recognised:
    """Empty until it is known, and from a day before S3 deletes the work files, which it keeps for `kept_days`."""
    if not _is_known(record, at, kept_days):
        return {"worksheets": [], "worksheetCount": 0, "notes": [], "noteCount": 0}
    sheets, notes = _read(store)
    part = _worksheets_from(0, sheets, notes)
    return {**part, "worksheetCount": len(sheets), "notes": _shown_notes(notes, 0), "noteCount": len(notes)}


def recognised_from(record: Record, store: ImportStore, at: str, kept_days: int, place: str) -> RecognisedPart:
    """What comes from a `next` on: of one worksheet its columns, else worksheets, and after the last one notes.

    Raises BadRequest for a text that is no place.
    """
    named = _PLACE.fullmatch(place)
    if not named:
        raise BadRequest("badParameter", "next takes what an answer has as its next.", parameter="next")
    if not _is_known(record, at, kept_days):
        return {"worksheets": [], "notes": []}
    sheets, notes = _read(store)
    if named["note"]:
        start = int(named["note"])
        return {"worksheets": [], "notes": _shown_notes(notes, start), **_next_note(start + SHOWN_NOTES, notes)}
    if named["column"]:
        return {"worksheets": sheets.rest_of_columns(int(named["worksheet"]), int(named["column"])), "notes": []}
    return _worksheets_from(int(named["worksheet"]), sheets, notes)


def _worksheets_from(start: int, sheets: _Sheets, notes: Sequence[FindingEntry]) -> RecognisedPart:
    """Worksheets, without notes; the status has the first of those."""
    worksheets, end = sheets.first_columns(start)
    following: _Next = {"next": str(end)} if end < len(sheets) else _next_note(SHOWN_NOTES, notes)
    return {"worksheets": worksheets, "notes": [], **following}


def _shown_notes(notes: Sequence[FindingEntry], start: int) -> list[FindingEntry]:
    shown: list[FindingEntry] = with_each_text_cut(notes[start : start + SHOWN_NOTES], NOTE_BYTES)
    return shown


def _next_note(start: int, notes: Sequence[FindingEntry]) -> _Next:
    return {"next": f"{_NOTES}.{start}"} if start < len(notes) else {}


def _is_known(record: Record, at: str, kept_days: int) -> bool:
    return bool(record.get("mapped")) and since(record["createdAt"], at) <= timedelta(days=kept_days - 1)


def _read(store: ImportStore) -> tuple[_Sheets, list[FindingEntry]]:
    columns: dict[str, list[ColumnEntry]] = {}
    for table in read_mapped_tables(store):
        columns.setdefault(table["worksheet"], []).extend(table["columns"])
    workbook = read_parsed(store)
    return _Sheets(workbook["worksheets"], columns), workbook["notes"]
