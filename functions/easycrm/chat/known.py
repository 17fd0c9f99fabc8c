"""What a question may name beside the fields: columns of the lists, texts that are in them, companies."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from easycrm.folding import folded
from easycrm.leads.columns.catalogue import NO_COLUMNS, Catalogue, Column
from easycrm.leads.companies import company_key

_HELD = """
SELECT id FROM headers WHERE EXISTS (SELECT 1 FROM texts WHERE texts.header = headers.id AND texts.folded = ?)
"""
_IN_HEADER = "SELECT 1 FROM texts WHERE header = ? AND folded = ? LIMIT 1"
_OF_COMPANY = 'SELECT 1 FROM leads WHERE "companyKey" = ? LIMIT 1'
_IN_COMPANY = 'SELECT 1 FROM leads WHERE instr("companyFolded", ?) > 0 LIMIT 1'
_IN_EMAIL = 'SELECT 1 FROM leads WHERE instr("emailFolded", ?) > 0 LIMIT 1'
_OF_A_LEAD = (
    'SELECT 1 FROM leads WHERE ? IN ("titleFolded", "companyFolded", "firstNameFolded", "lastNameFolded") LIMIT 1'
)


@dataclass(frozen=True)
class Known:
    """The leads' `catalogue`, and their read model; without one, no text is known."""

    catalogue: Catalogue = NO_COLUMNS
    model: sqlite3.Connection | None = None

    def holders(self, text: str) -> list[Column]:
        """The columns in which a lead has exactly this text, without case and marks; not those that are hidden."""
        keys = {self.catalogue.key_of.get(number) for (number,) in self._rows(_HELD, folded(text))}
        return [column for key, column in self.catalogue.columns.items() if key in keys and not column.is_hidden]

    def is_in(self, column: Column, text: str) -> bool:
        """Whether a lead has exactly this text in the column."""
        return any(self._rows(_IN_HEADER, header, folded(text)) for header in column.headers)

    def is_in_email(self, text: str) -> bool:
        """Whether a lead's email contains the text."""
        return bool(self._rows(_IN_EMAIL, folded(text)))

    def has_times(self, column: Column) -> bool:
        """Whether a lead has a date with a time of day in the column, by which two dates of one day are two."""
        times = (
            f'SELECT 1 FROM texts WHERE header = ? AND "{column.reading}" > CAST("{column.reading}" AS INTEGER) LIMIT 1'
        )
        return any(self._rows(times, header) for header in column.headers)

    def is_value(self, text: str) -> bool:
        """Whether a lead has exactly this text as its title, company, first or last name or in a column."""
        return bool(self.holders(text) or self._rows(_OF_A_LEAD, folded(text)))

    def is_in_company(self, text: str) -> bool:
        """Whether a lead's company contains the text."""
        return bool(self._rows(_IN_COMPANY, folded(text)))

    def is_company(self, text: str) -> bool:
        """Whether a lead's company is this one, however it is written."""
        key = company_key(text)
        return bool(key and self._rows(_OF_COMPANY, key))

    def _rows(self, statement: str, *values: str | int) -> Sequence[Sequence[int]]:
        return [tuple(row) for row in self.model.execute(statement, values)] if self.model else []


NOTHING_KNOWN = Known()


class Unclear(Exception):
    """A question that means one of several things, or asks what a column cannot say. The message asks back.

    `examples`: questions that say it clearly.
    """

    def __init__(self, sentence: str, *examples: str) -> None:
        super().__init__(sentence)
        self.examples = examples
