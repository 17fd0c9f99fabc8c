"""Columns of leads for tests, without a read model."""

from typing import NamedTuple


class DrawnColumn(NamedTuple):
    """A column as a catalogue has it."""

    key: str
    name: str
    spellings: list[str]
    is_hidden: bool = False
