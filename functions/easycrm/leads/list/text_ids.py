"""The ids that headers, their texts and uploads have in the read model: those of its tables, and further ones."""

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from pyroaring import BitMap

from easycrm.folding import folded
from easycrm.leads.columns.keys import column_key
from easycrm.leads.list.postings import stored_set
from easycrm.leads.list.said import Spoken, rows_in


class Row(NamedTuple):
    """What a lead says by ids: of headers, of their texts, and of the uploads that said them."""

    headers: tuple[int, ...]
    texts: tuple[int, ...]
    uploads: tuple[int, ...]


class NewText(NamedTuple):
    """A text that the table has not: its id, that of its header, and the text."""

    id: int
    header: int
    text: str


class TextIds:
    """Looks up what is not known, and numbers what the tables have not. `count`: texts that are known."""

    def __init__(self, model: sqlite3.Connection) -> None:
        self.count = 0
        self._new: list[NewText] = []
        self._model = model
        self._headers: dict[str, _Header] = {}
        self._uploads = _Uploads(model)
        self._next = 1 + int(model.execute("SELECT ifnull(max(id), 0) FROM texts").fetchone()[0])

    def rows(self, spoken: Sequence[Spoken]) -> list[Row]:
        """Column by column for all that have the same headers, which costs less than lead by lead."""
        alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, (texts, _) in enumerate(spoken):
            alike[tuple(texts)].append(place)
        alike.pop((), None)
        rows = [Row((), (), ())] * len(spoken)
        for names, members in alike.items():
            headers = [self._headers.get(name) or self._header(name) for name in names]
            columns = zip(*(spoken[place][0].values() for place in members), strict=True)
            ids = [self._ids(header, column) for header, column in zip(headers, columns, strict=True)]
            numbers = tuple(header.id for header in headers)
            for place, texts_of in zip(members, zip(*ids, strict=True), strict=True):
                rows[place] = Row(numbers, texts_of, tuple(map(self._uploads.__getitem__, spoken[place][1])))
        return rows

    def take_new(self) -> list[NewText]:
        """The texts that were numbered since the last time."""
        new, self._new = self._new, []
        return new

    def forget_texts(self, by_header: Mapping[int, Iterable[str]]) -> None:
        """Texts that the table has no more, by the id of their header."""
        for header in self._headers.values():
            for text in by_header.get(header.id, ()):
                self.count -= header.ids.pop(text, None) is not None

    def forget_header(self, header: int) -> None:
        """One that the table has no more."""
        self._headers = {name: each for name, each in self._headers.items() if each.id != header}

    def keep(self, texts: Container[int]) -> None:
        """Forgets all texts but these."""
        for header in self._headers.values():
            ids = {spoken: number for spoken, number in header.ids.items() if number in texts}
            header.has_all = header.has_all and len(ids) == len(header.ids)
            header.ids = ids
        self.count = sum(len(header.ids) for header in self._headers.values())

    def _header(self, name: str) -> "_Header":
        row = self._model.execute("SELECT id FROM headers WHERE header = ?", (name,)).fetchone()
        if row is None:
            values = (name, column_key(name), stored_set(BitMap()))
            inserted = self._model.execute("INSERT INTO headers (header, key, leads) VALUES (?, ?, ?)", values)
        header = _Header(row[0] if row else int(inserted.lastrowid or 0), has_all=row is None)
        self._headers[name] = header
        return header

    def _ids(self, header: "_Header", column: Sequence[str]) -> Iterable[int]:
        """Of texts of a header."""
        known = header.ids
        unknown = [spoken for spoken in dict.fromkeys(column) if spoken not in known]
        before = len(known)
        if unknown and not header.has_all:
            forms = sorted(set(map(folded, unknown)))
            known.update(
                rows_in(self._model, "SELECT text, id FROM texts WHERE header = ? AND folded", forms, header.id)
            )
        for spoken in unknown:
            if spoken not in known:
                known[spoken] = self._next
                self._new.append(NewText(self._next, header.id, spoken))
                self._next += 1
        self.count += len(known) - before
        return map(known.__getitem__, column)


class _Header:
    """`ids` of those of its texts that are known; `has_all`: there are no others."""

    def __init__(self, number: int, has_all: bool) -> None:
        self.id = number
        self.has_all = has_all
        self.ids: dict[str, int] = {}


class _Uploads(dict[str, int]):
    """Ids in the table by those of the uploads."""

    def __init__(self, model: sqlite3.Connection) -> None:
        super().__init__()
        self._model = model

    def __missing__(self, upload_id: str) -> int:
        self._model.execute("INSERT OR IGNORE INTO uploads (uploadId) VALUES (?)", (upload_id,))
        number: int = self._model.execute("SELECT id FROM uploads WHERE uploadId = ?", (upload_id,)).fetchone()[0]
        self[upload_id] = number
        return number
