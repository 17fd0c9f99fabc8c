"""Which rows may hold the header of the next table, where a worksheet has several parts one beneath the other."""

from collections.abc import Sequence

from easycrm.workbooks.worksheets.cell_shapes import is_email_value, is_phone
from easycrm.workbooks.worksheets.header_evidence import filled, header_rows_in
from easycrm.workbooks.worksheets.header_rows import WINDOW, list_of_unknown_header
from easycrm.workbooks.worksheets.look_ahead import RowSource
from easycrm.workbooks.worksheets.roles import names_people

MOST_FACTS = 3
"""So many rows beneath a header that names nobody may say something of the list beneath them, and be no list."""


def header_window(source: RowSource) -> range:
    """Where the header is looked for: behind facts about the list, and not in another table that begins below.

    Facts are rows that name and reach nobody, above a header: `Topic | Duration` and its values, or a label and its
    value in each row.
    """
    end = next((index for index in range(WINDOW) if not source.has(index)), WINDOW)
    rows = source.rows[:end]
    start = 0
    for head in header_rows_in(rows):
        part = _without_title(rows[start:head])
        if not _is_table(part):
            continue
        if not _is_about(part):
            return range(start, head - (head - start - len(part)))
        start = head
    return range(start, end)


def _without_title(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """The rows without the lone cells at their end, which are the title of what comes beneath."""
    end = len(rows)
    while end and filled(rows[end - 1]) == 1:
        end -= 1
    return rows[:end]


def _is_table(rows: Sequence[list[str]]) -> bool:
    """Whether rows may be a header and at least one row beneath it."""
    return sum(1 for row in rows if filled(row) > 1) > 1


def _is_about(rows: Sequence[list[str]]) -> bool:
    """Whether rows are facts about the list beneath them."""
    head = next(iter(header_rows_in(rows)), None)
    if head is None:
        return list_of_unknown_header(rows) is None and not _has_leads(rows)
    body = rows[head + 1 :]
    return len(body) <= MOST_FACTS and not names_people(rows[head]) and not any(map(_has_email, body))


def _has_leads(rows: Sequence[list[str]]) -> bool:
    """Whether several rows reach somebody, or one by an email beneath a row as full as itself."""
    wide = [place for place, row in enumerate(rows) if filled(row) > 2 and _reaches(row)]
    headed = [place for place in wide if place and filled(rows[place - 1]) == filled(rows[place])]
    is_headed = any(_has_email(rows[place]) and not _reaches(rows[place - 1]) for place in headed)
    return is_headed or len(wide) > 1 or sum(map(_reaches, rows)) * 2 > len(rows)


def _reaches(row: Sequence[str]) -> bool:
    return any(is_email_value(cell) or is_phone(cell) for cell in row)


def _has_email(row: Sequence[str]) -> bool:
    return any(map(is_email_value, row))
