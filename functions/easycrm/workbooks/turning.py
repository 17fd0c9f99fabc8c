"""Forms (`Name: Ana Novak`) and lists that lie on their side, with their headers in the first column, as lists."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from easycrm.header_words import NAMING, REACHING, kind_of, meaning_of
from easycrm.workbooks.asides import Asides
from easycrm.workbooks.grids import Batch, CellFinding, Grid
from easycrm.workbooks.worksheets.cell_shapes import is_email_value, is_phone
from easycrm.workbooks.worksheets.header_evidence import header_points, looks_like_header

_MOST_ROWS = 400
_MOST_TITLES = 2
_PAIR = re.compile(r"\s*([^:：=\t@]{1,60}?)\s*(?:[:：=]|\t)\s*(.*)")
_ON_ITS_SIDE = (
    "onItsSide",
    "The list lies on its side, with its headers in column A. It was turned: row 2 is column B.",
)
_FORM = (
    "form",
    "The worksheet is a form, with a label before each value. Each record became a row: row 2 is the first one.",
)

Place = tuple[int, int]
"""Row, from 1, and column, from 0."""


@dataclass
class _Line:
    """A row of the grid as a label and its values; `places`: where each stands; `is_pair`: they were one text."""

    label: str
    values: list[str]
    places: list[Place]
    is_pair: bool = False

    @property
    def field(self) -> str | None:
        return kind_of(meaning_of(self.label)) if header_points(self.label) == 1 else None


def as_list(grid: Grid) -> Grid:
    """The grid, turned if it is a form or a list on its side; set aside as `form` if its people cannot be told."""
    if grid.set_aside:
        return grid
    batches = list(_first_two(grid.batches))
    grid = replace(grid, batches=chain(batches, grid.batches))
    if len(batches) != 1 or len(batches[0].rows) > _MOST_ROWS or batches[0].held:
        return grid
    batch = batches[0]
    lines = list(_lines(batch, grid.delimiter))
    titles, lines = _without_titles(lines)
    if not lines or not _are_alike(lines) or not _are_labelled(lines):  # the cheaper question first
        return grid
    records = list(_records(lines))
    is_cover = not grid.alone and len(records) == 1 and _is_form(lines)  # as likely whose the workbook is as a lead
    if not records or is_cover or not _have_emails(lines):
        return replace(grid, batches=iter(()), set_aside="form")
    notes = [("preambleLine", text) for text in titles]
    return _turned(grid, batch, records, [_FORM if _is_form(lines) else _ON_ITS_SIDE, *notes])


def _first_two(batches: Iterator[Batch]) -> Iterator[Batch]:
    for _, batch in zip(range(2), batches, strict=False):
        yield batch


def _lines(batch: Batch, delimiter: str | None) -> Iterator[_Line]:
    """The rows that are not blank; in text, what a delimiter has parted in a value is one again."""
    for number, row in zip(batch.numbers, batch.rows, strict=True):
        if not any(cell.strip() for cell in row):
            continue
        pair = _PAIR.fullmatch(delimiter.join(row)) if delimiter and _may_be_pair(row, delimiter) else None
        if pair:
            yield _Line(pair[1], [pair[2].strip()], [(number, 0)], is_pair=True)
        else:
            label, *values = [cell.strip() for cell in row]
            yield _Line(label.rstrip(" :："), values, [(number, column) for column in range(1, len(row))])


def _may_be_pair(row: Sequence[str], delimiter: str) -> bool:
    """Whether a line is a label and a value: it has no other sign between them than the delimiter's own or a colon."""
    head = row[0].strip()
    if head.endswith((":", "：")) and any(row[1:]):
        return False  # the value has a cell of its own
    return (":" in head or "：" in head or "=" in head or delimiter in ":=") and not any(
        delimiter in cell for cell in row
    )


def _without_titles(lines: list[_Line]) -> tuple[list[str], list[_Line]]:
    """The texts of lone cells above, which are titles, and the other lines."""
    count = 0
    while count < min(_MOST_TITLES, len(lines)) and not any(lines[count].values) and not lines[count].field:
        count += 1
    return [line.label for line in lines[:count]], lines[count:]


def _are_labelled(lines: Sequence[_Line]) -> bool:
    """Whether most rows begin with a header, headers of a person among them, and say something beside it."""
    fields = {line.field for line in lines}
    known = sum(1 for line in lines if header_points(line.label) > 0)
    naming = len(NAMING & fields)
    reaching = len(REACHING & fields)
    values = [value for line in lines for value in line.values if value]
    headers = sum(1 for value in values if header_points(value) == 1)
    return (
        known * 10 >= len(lines) * 6
        and naming > 0
        and reaching > 0
        and headers * 4 <= len(values)
        and any(is_email_value(value) or is_phone(value) for value in values)
    )


def _are_alike(lines: Sequence[_Line]) -> bool:
    """Whether the rows are the lines of a form, most of them pairs, or those of a list without headers of its own."""
    pairs = sum(line.is_pair for line in lines)
    if pairs:
        return pairs * 5 >= len(lines) * 4
    is_list = looks_like_header([lines[0].label, *lines[0].values])
    return not is_list and (_is_form(lines) or _have_labels_of_their_own(lines))


def _is_form(lines: Sequence[_Line]) -> bool:
    return all(len(line.values) == 1 for line in lines)


def _have_labels_of_their_own(lines: Sequence[_Line]) -> bool:
    return all(line.label for line in lines) and len({line.label.casefold() for line in lines}) == len(lines)


def _have_emails(lines: Sequence[_Line]) -> bool:
    """Whether each value under an email's label is one."""
    emails = [value for line in lines if line.field == "email" for value in line.values if value]
    return all(map(is_email_value, emails))


def _records(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines of each record: of a list on its side all, of a form from its first label to where that comes again.

    None where a line has no label, or a record the same label twice: whose it is, is open then.
    """
    if len({line.is_pair for line in lines}) > 1:
        return
    if not _is_form(lines):
        yield list(lines)
        return
    records: list[list[_Line]] = []
    for line in lines:
        if not records or line.label.casefold() == lines[0].label.casefold():
            records.append([])
        records[-1].append(line)
    if all(map(_have_labels_of_their_own, records)):
        yield from records


def _turned(grid: Grid, batch: Batch, records: Sequence[Sequence[_Line]], messages: Iterable[tuple[str, str]]) -> Grid:
    """The labels as a header, and a row for each record or column of values; what hangs on cells goes with them."""
    labels = list({line.label.casefold(): line.label for record in records for line in record}.values())
    column_of = {label.casefold(): column for column, label in enumerate(labels)}
    rows = [labels]
    moved: dict[Place, Place] = {}
    for record in records:
        for position in range(max(len(line.values) for line in record)):
            row = [""] * len(labels)
            for line in record:
                if position < len(line.values):
                    column = column_of[line.label.casefold()]
                    row[column] = line.values[position]
                    moved[line.places[position]] = (len(rows) + 1, column)
            if any(row):
                rows.append(row)
            else:
                moved = {old: new for old, new in moved.items() if new[0] != len(rows) + 1}
    findings = [_moved_finding(finding, moved) for finding in batch.findings]
    turned = Batch(range(1, len(rows) + 1), rows, [finding for finding in findings if finding])
    return replace(
        grid,
        batches=iter([turned]),
        merges=[],
        delimiter=None,
        messages=[*grid.messages, *messages],
        asides=_moved_asides(grid.asides, moved),
    )


def _moved_finding(finding: CellFinding, moved: dict[Place, Place]) -> CellFinding | None:
    place = moved.get((finding.row, finding.column))
    return finding._replace(row=place[0], column=place[1]) if place else None


def _moved_asides(asides: Asides, moved: dict[Place, Place]) -> Asides:
    """What hangs on labels and titles stays where it is, and becomes a note on the upload."""
    turned: Asides = {}
    for row, here in asides.items():
        for aside in here:
            place = moved.get((row, aside.column))
            new_row, column = place or (0, aside.column)
            turned.setdefault(new_row, []).append(aside._replace(column=column))
    return turned
