"""Read models of leads that are nothing but what lists said of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from pyroaring import BitMap

from easycrm.folding import folded, other_forms
from easycrm.leads.columns.keys import column_key
from easycrm.leads.columns.readings import readings_of

_TABLES = """
CREATE TABLE headers (id INTEGER PRIMARY KEY, header TEXT UNIQUE, key TEXT, leads BLOB);
CREATE TABLE texts (id INTEGER PRIMARY KEY, header INTEGER, text TEXT, folded TEXT, also TEXT, count INTEGER,
                    point REAL, comma REAL, dayFirst REAL, monthFirst REAL, leads);
CREATE TABLE lists (header INTEGER, upload INTEGER, leads INTEGER, PRIMARY KEY (header, upload)) WITHOUT ROWID;
"""
_INSERT_TEXT = f"INSERT INTO texts VALUES (NULL, {', '.join('?' * 10)})"

Texts = Mapping[str, str | tuple[str, str]]
"""Of one lead: `{header: text}`, or `(text, uploadId)`."""


@contextmanager
def model_of(leads: Sequence[Texts]) -> Iterator[sqlite3.Connection]:
    """A read model of these leads, numbered from 1."""
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(_TABLES)
        headers: dict[str, BitMap] = defaultdict(BitMap)
        texts: dict[tuple[str, str], BitMap] = defaultdict(BitMap)
        lists: dict[tuple[str, str], BitMap] = defaultdict(BitMap)
        for number, lead in enumerate(leads, 1):
            for header, value in lead.items():
                text, upload = value if isinstance(value, tuple) else (value, "u1")
                headers[header].add(number)
                texts[header, text].add(number)
                lists[header, upload].add(number)
        numbers = {header: number for number, header in enumerate(headers, 1)}
        for header, found in headers.items():
            row = (numbers[header], header, column_key(header), found.serialize())
            model.execute("INSERT INTO headers VALUES (?, ?, ?, ?)", row)
        for (header, text), found in texts.items():
            forms = (text, folded(text), other_forms(text))
            leads_of_it = found[0] if len(found) == 1 else found.serialize()
            model.execute(_INSERT_TEXT, (numbers[header], *forms, len(found), *readings_of(text), leads_of_it))
        for (header, upload), found in lists.items():
            model.execute("INSERT INTO lists VALUES (?, ?, ?)", (numbers[header], int(upload[1:]), len(found)))
        yield model
