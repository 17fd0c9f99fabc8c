"""One worksheet as tables of leads."""

from collections import Counter
from collections.abc import Iterator, Sequence

from easycrm.workbooks.asides import AsideColumns
from easycrm.workbooks.grids import Grid
from easycrm.workbooks.tables import (
    WHY_NO_LEADS,
    Finding,
    Role,
    Row,
    Table,
    WorksheetSummary,
    column_letters,
    label_columns,
)
from easycrm.workbooks.worksheets.blocks import split_beside
from easycrm.workbooks.worksheets.header_evidence import header_rows_in
from easycrm.workbooks.worksheets.header_rows import Header, find_header
from easycrm.workbooks.worksheets.look_ahead import RowSource
from easycrm.workbooks.worksheets.ragged import Realigner
from easycrm.workbooks.worksheets.roles import role_of_table
from easycrm.workbooks.worksheets.row_kinds import RowKinds, TableShape
from easycrm.workbooks.worksheets.sections import header_window
from easycrm.workbooks.worksheets.table_rows import TableRows

SECTION = "Section"
"""The header of the last column of a table with band rows: the band that a row stands in."""

_SAMPLE_ROWS = 500


def tables_of_worksheet(grid: Grid, summary: WorksheetSummary, notes: list[Finding]) -> Iterator[Table]:
    """The tables of leads on a worksheet; `summary` and `notes` are filled while they are read."""
    if grid.set_aside:
        _set_aside(summary, grid.set_aside)
        return
    for code, message in grid.messages:
        summary.add(Finding(summary.name, None, None, code, message))
    roles: list[Role] = []
    for first_column, block in split_beside(grid):
        source = RowSource(block)
        while source.has(source.position):
            reader = TableReader(source, first_column, summary, notes)
            role = reader.role(alone=grid.alone and not roles)
            roles.append(role)
            if role != "leads":
                reader.leave_out(role)
                continue
            table = reader.table()
            yield table
            for _ in table.rows:
                pass
        summary.blank_rows += source.blank_rows
    if not roles:
        _set_aside(summary, "empty")
    elif "leads" not in roles:
        summary.role = roles[0]


def _set_aside(summary: WorksheetSummary, role: Role) -> None:
    summary.role = role
    message = f"The worksheet “{summary.name}” {WHY_NO_LEADS[role]}, so it was not read."
    summary.add(Finding(summary.name, None, None, role, message))


class TableReader:
    """Finds the table that begins where a source stands, and reads it."""

    def __init__(self, source: RowSource, first_column: int, summary: WorksheetSummary, notes: list[Finding]) -> None:
        source.forget()
        self._source = source
        self._summary = summary
        header = _header_of(source)
        self._note_preamble(header, notes)
        self._header_row = None if header.last is None else source.numbers[header.last]
        self._assumed = header.assumed
        header_rows = [] if header.last is None else source.rows[header.first : header.last + 1]
        source.position = header.body
        source.forget()
        others = header_rows_in(source.rows)
        body = source.rows[: others[0] if others else None] or source.rows
        width = _width(header.titles, body)
        self._titles = [*header.titles, *[""] * width][:width]
        self._shape = TableShape(width, range(width), header_rows, first_column)
        raw = source.raw[: min(_SAMPLE_ROWS, len(body))]
        self._realigner = Realigner(raw, width, source.delimiter) if source.delimiter else None
        self._end = self._survey()

    def role(self, alone: bool) -> Role:
        """`leads`, or why the table holds none."""
        titles = [self._titles[column] for column in self._shape.kept]
        return role_of_table(titles, self._source.rows[: self._end], alone)

    def table(self) -> Table:
        """The table; its rows are read from the source, so they come before anything else is asked of it."""
        summary, shape = self._summary, self._shape
        if summary.header_row is None:
            summary.header_row = self._header_row
        if self._header_row is None:
            self._add(
                "noHeader", "The first row is data, so the columns have no headers and are called by their letters."
            )
        elif self._assumed:
            self._add("headerAssumed", "The first row was taken for the header because of its place alone.")
        self._note_blank_columns()
        titles = [self._titles[column] for column in shape.kept]
        positions = [column + shape.first_column for column in shape.kept]
        if shape.has_section:
            titles, positions = [*titles, SECTION], [*positions, shape.width + shape.first_column]
        titles += shape.asides.headers({column.index: column.label for column in label_columns(titles, positions)})
        after = shape.width + shape.first_column + shape.has_section
        positions += range(after, after + len(shape.asides))
        return Table(summary.name, self._header_row, label_columns(titles, positions), self._reading(summary))

    def leave_out(self, role: Role) -> None:
        """Reads past a table that holds no leads and says so."""
        count = sum(1 for _ in self._reading(WorksheetSummary(self._summary.name)))
        self._add(role, f"A table of {count:,} rows {WHY_NO_LEADS[role]}, so it was left out.")

    def _reading(self, summary: WorksheetSummary) -> Iterator[Row]:
        return iter(TableRows(self._source, self._shape, summary, self._realigner))

    def _add(self, code: str, message: str) -> None:
        self._summary.add(Finding(self._summary.name, self._header_row, None, code, message))

    def _note_preamble(self, header: Header, notes: list[Finding]) -> None:
        """Notes the rows above the header, and what its second row says where that is in no title."""
        rows = list(range(header.first))
        if header.last is not None and header.last > header.first:
            titles = " ".join(header.titles)
            rows += [header.last] if any(cell not in titles for cell in self._source.rows[header.last]) else []
        for index in rows:
            text = " | ".join(cell for cell in self._source.rows[index] if cell)
            notes.append(Finding(self._summary.name, self._source.numbers[index], None, "preambleLine", text))

    def _survey(self) -> int:
        """Looks through the rows read ahead for bands and the table's end; returns where the table's sample ends.

        Columns without a header or a value are left out where that is certain, because the end is in sight.
        """
        source, shape = self._source, self._shape
        kinds = RowKinds(source, shape)
        end, closed = len(source.rows), not source.has(len(source.rows))
        for index in kinds.suspects():
            kind = kinds.kind(index)
            shape.has_section = shape.has_section or kind == "bandRow"
            if kind == "table":
                end, closed = index, True
                break
        shape.asides = AsideColumns(self._titles, shape.first_column)
        if source.asides and end:
            shape.asides.survey(source.asides, source.numbers[0], source.numbers[end - 1] if closed else None)
        if closed:
            filled = {column for row in source.rows[:end] for column, cell in enumerate(row) if cell}
            shape.kept = [column for column in range(shape.width) if self._titles[column] or column in filled]
        return end

    def _note_blank_columns(self) -> None:
        shape = self._shape
        for column in sorted(set(range(shape.width)) - set(shape.kept)):
            place = column + shape.first_column
            message = f"Column {column_letters(place)} is blank and was left out."
            self._summary.add(Finding(self._summary.name, None, place, "blankColumn", message))


def _header_of(source: RowSource) -> Header:
    """The header of the next table, in rows that the source has read ahead; no row that is held is one."""
    window = header_window(source)
    grouped = [source.grouped(index) for index in window]
    rows = [
        [""] * len(source.rows[index]) if source.numbers[index] in source.held else source.rows[index]
        for index in window
    ]
    return find_header(rows, grouped).behind(window.start)


def _width(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many cells a row of the table has: as many as most rows, and never fewer than there are headers."""
    last_title = max((column + 1 for column, title in enumerate(titles) if title), default=0)
    usual = Counter(map(len, rows)).most_common(1)
    if usual and usual[0][1] * 2 > len(rows):
        return max(last_title, usual[0][0])
    return max(last_title, len(titles)) or max(map(len, rows), default=0)
