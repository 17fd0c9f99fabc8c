"""The dictionary of the columns' texts: each text of a header once, with the leads that have it. Pure."""

import re
import sqlite3
from collections.abc import Iterable
from typing import Any

from pyroaring import BitMap

from easycrm.folding import FORMS_END, folded, other_forms, phone_digits
from easycrm.leads.columns.readings import READINGS, readings_of
from easycrm.leads.list.postings import stored
from easycrm.leads.list.search_index import Index

TEXT_FORMS = ("folded", "also")
TEXTS = Index("textSearch", "texts", TEXT_FORMS, "textTrigrams")
"""The trigrams of the dictionary's texts."""

_MAYBE_PHONE = re.compile(r"[^\w]{0,3}\d")
_COLUMNS = ("id", "header", "text", *TEXT_FORMS, "count", *READINGS, "leads")
INSERT_TEXT = f"INSERT INTO texts ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
"""Takes what `text_row` gives."""


def also_found_by(spoken: str) -> str:
    """By what a search finds a text that does not have it: its other forms, and the digits of a phone.

    >>> also_found_by("+65 6123 4567"), also_found_by("61234567"), also_found_by("Müller")
    ('6561234567', '', 'mueller')
    """
    digits = phone_digits(spoken) if _MAYBE_PHONE.match(spoken) else ""
    forms = [other_forms(spoken), "" if digits in spoken else digits]
    return FORMS_END.join(filter(None, forms))


def create_texts(model: sqlite3.Connection) -> None:
    """The tables, empty."""
    readings = ", ".join(f"{name} REAL" for name in READINGS)
    model.execute("CREATE TABLE headers (id INTEGER PRIMARY KEY, header TEXT UNIQUE, key TEXT, leads BLOB)")
    model.execute(
        "CREATE TABLE texts (id INTEGER PRIMARY KEY, header INTEGER, text TEXT, folded TEXT, also TEXT,"
        f" count INTEGER, {readings}, leads)"
    )
    model.execute("CREATE INDEX byheader ON texts (header, folded)")
    model.execute("CREATE TABLE uploads (id INTEGER PRIMARY KEY, uploadId TEXT UNIQUE)")
    model.execute(
        "CREATE TABLE lists (header INTEGER, upload INTEGER, leads INTEGER, PRIMARY KEY (header, upload)) WITHOUT ROWID"
    )


def text_row(number: int, header: int, spoken: str, leads: Iterable[int]) -> tuple[Any, ...]:
    """A text of the header with this id, with the leads that have it: `id, header, text, folded, also, count, ...`."""
    members = BitMap(leads)
    forms = (folded(spoken), also_found_by(spoken) or None)
    return (number, header, spoken, *forms, len(members), *readings_of(spoken), stored(members))
