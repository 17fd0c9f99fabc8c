"""The rows of one table: which are leads, which are held, which are none and why, and where the table ends."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat

from easycrm.held import HELD, HeldReason
from easycrm.workbooks.cleaning import clean_rows
from easycrm.workbooks.grids import CellFinding
from easycrm.workbooks.tables import AS_IN_THE_FILE, Finding, Row, WorksheetSummary
from easycrm.workbooks.worksheets.look_ahead import RowSource
from easycrm.workbooks.worksheets.ragged import Realigner
from easycrm.workbooks.worksheets.row_kinds import RowKinds, TableShape

_SKIPPED = {
    "headerAgain": "the header row again",
    "totalRow": "a total",
    "footer": "the foot of a page or report, or a comment",
    "bandRow": "the name of the rows beneath it, which carry it in the column Section",
    "lateBandRow": "a name for the rows beneath it, which could not be given to them any more",
}
_CELLS = {
    "digitsLost": "The number {text} has lost digits: spreadsheet programs keep 15. Format the column as text.",
    "linkTarget": "The cell shows “{text}”; what its link points to was read.",
    "errorValue": "The cell shows the error {text}, so nothing was read from it.",
    "formulaWithoutValue": "The formula {text} has no stored result. Open and save the file in a spreadsheet program.",
    "strayQuote": "A quotation mark that is opened and never closed was left out: {text}",
    "htmlEntity": "Codes of web pages became the characters that they stand for: {text}",
    "encodedTwice": "The letters had been encoded twice; the file says {text}",
    "windowsCharacter": "Control characters became what Windows means by them: {text}",
    "controlCharacter": "Control characters, which nobody sees, were taken out of the cell.",
}


class TableRows:
    """Reads the rows of one table from a source, whose `position` is the first of them."""

    def __init__(
        self, source: RowSource, shape: TableShape, summary: WorksheetSummary, realigner: Realigner | None
    ) -> None:
        self._source = source
        self._shape = shape
        self._summary = summary
        self._realigner = realigner
        self._kinds = RowKinds(source, shape)
        self._plain_shape = not shape.has_section and not shape.asides and list(shape.kept) == list(range(shape.width))
        self._section = ""

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self._parts())

    def _parts(self) -> Iterator[Iterable[Row]]:
        """The rows in parts, most of them long; each is consumed before the next is asked for."""
        source = self._source
        while source.has(source.position):
            source.forget()
            end = len(source.rows)
            for index in self._kinds.suspects():
                yield self._plain(source.position, index)
                source.position = index
                kind = self._kinds.kind(index)
                if kind == "table":
                    return
                source.position = index + 1
                if row := self._settle(index, kind):
                    self._summary.rows += 1
                    yield (row,)
            yield self._plain(source.position, end)
            source.position = end

    def _plain(self, start: int, end: int) -> Iterator[Row]:
        """The rows from `start` to before `end`, with which nothing is the matter."""
        numbers, rows = self._source.numbers[start:end], self._source.rows[start:end]
        self._summary.rows += end - start
        cells: Callable[[list[str]], tuple[str, ...]] = tuple if self._plain_shape else self._cells
        fields = zip(numbers, map(cells, rows), repeat(None), repeat(()), repeat(AS_IN_THE_FILE))
        return map(tuple.__new__, repeat(Row), fields)  # Row(...), but in C

    def _cells(self, row: Sequence[str], asides: Sequence[str] = ()) -> tuple[str, ...]:
        shape = self._shape
        cells = tuple(row[column] for column in shape.kept)
        section = (self._section,) if shape.has_section else ()
        return (*cells, *section, *(asides or [""] * len(shape.asides)))

    def _row(self, number: int, row: list[str]) -> Row:
        """A row with what hangs on its cells; what hangs on cells outside of the table stays with the source."""
        if asides := self._source.asides.pop(number, None):
            findings = self._source.findings.setdefault(number, [])
            columns = [
                aside.column - self._shape.first_column for aside in asides if self._shape.asides.replaces(aside)
            ]
            findings += [CellFinding(number, column, "linkTarget", row[column]) for column in columns]
            row, cells, outside = self._shape.asides.take(asides, row)
            if outside:
                self._source.asides[number] = outside
            return Row(number, self._cells(row, cells), None, self._cell_findings(number), self._written(number))
        return Row(number, self._cells(row), None, self._cell_findings(number), self._written(number))

    def _written(self, number: int) -> Mapping[int, str]:
        """By position among the table's cells, what the file says where letters were mended."""
        findings = self._source.findings.get(number, ())
        texts = {finding.column: finding.text for finding in findings if finding.code == "encodedTwice"}
        return (
            {at: texts[column] for at, column in enumerate(self._shape.kept) if column in texts}
            if texts
            else AS_IN_THE_FILE
        )

    def _settle(self, index: int, kind: str) -> Row | None:
        """The row at `index`, mended or held where needed; None if it is none of the table's rows."""
        if kind == "held":
            return self._held(index, self._source.held[self._source.numbers[index]])
        if kind == "ragged":
            return self._mended(index)
        if kind != "row":
            self._skip(index, kind)
            return None
        return self._row(self._source.numbers[index], self._source.rows[index])

    def _skip(self, index: int, kind: str) -> None:
        text = " | ".join(cell for cell in self._source.rows[index] if cell)
        if kind == "bandRow":
            self._section = text.rstrip(":： ")
            kind = "bandRow" if self._shape.has_section else "lateBandRow"
        finding = self._finding(index, kind, f"Left out as {_SKIPPED[kind]}: {text[:200]}")
        self._summary.skip(finding)

    def _mended(self, index: int) -> Row:
        raw, number = self._source.raw[index], self._source.numbers[index]
        mended = self._realigner.mend(raw) if self._realigner else None
        few = len(raw) < self._shape.width
        if mended is None:
            return self._held(index, "tooFewCells" if few else "tooManyCells")
        if few:
            message = "The row ends early; the cells that it lacks are blank."
            self._summary.add(self._finding(index, "shortRow", message))
        elif mended != raw[: self._shape.width]:
            self._summary.add(
                self._finding(index, "realigned", "A cell that its own delimiter had cut was joined again.")
            )
        (cleaned,), findings, _ = clean_rows([list(mended)], [number])
        self._source.findings[number] = findings  # those of the cells where they belong
        return self._row(number, cleaned)

    def _held(self, index: int, code: HeldReason) -> Row:
        row = self._source.rows[index]
        line = self._source.numbers[index]
        message = HELD[code].format(line=line, cells=len(row), columns=self._shape.width)
        finding = self._finding(index, code, message)
        self._summary.add(finding)
        return Row(line, tuple(row), finding)

    def _cell_findings(self, number: int) -> tuple[Finding, ...]:
        findings = tuple(
            Finding(
                self._summary.name,
                number,
                finding.column + self._shape.first_column,
                finding.code,
                _CELLS[finding.code].format(text=finding.text[:200]),
            )
            for finding in self._source.findings.get(number, ())
        )
        for finding in findings:
            self._summary.add(finding)
        return findings

    def _finding(self, index: int, code: str, message: str) -> Finding:
        return Finding(self._summary.name, self._source.numbers[index], None, code, message)
