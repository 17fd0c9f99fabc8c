"""Writes the dictionary of the columns' texts: in one go for many leads, what they have in common once. Pure."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pyroaring import BitMap

from easycrm.folding import folded
from easycrm.leads.columns.keys import column_key
from easycrm.leads.list.postings import leads_in, stored, stored_set
from easycrm.leads.list.said import Cells, Spoken, packed, packed_uploads, unpacked, unpacked_uploads
from easycrm.leads.list.search_index import Change, index_changes
from easycrm.leads.list.texts import INSERT_TEXT, TEXTS, text_row

MOST_HELD = 6_000_000  # values that wait to be written: a few bytes each
MOST_TEXTS = 400_000  # texts that are known without looking
_COUNTED = """INSERT INTO lists (header, upload, leads) VALUES (?, ?, ?)
    ON CONFLICT (header, upload) DO UPDATE SET leads = leads + excluded.leads"""
_AT_ONCE = 500  # values bound in one statement


class _Header:
    """`ids` of those of its texts that are known; `has_all`: there are no others."""

    def __init__(self, number: int, has_all: bool) -> None:
        self.id = number
        self.has_all = has_all
        self.ids: dict[str, int] = {}


class _Row(NamedTuple):
    """What a lead says by ids: of headers, of their texts, and of the uploads that said them."""

    headers: tuple[int, ...]
    texts: tuple[int, ...]
    uploads: tuple[int, ...]


class TextWriter:
    """Takes what leads say, and gives what their rows have; `write` brings the tables to it.

    `is_filling`: the index is filled from the tables afterwards.
    """

    def __init__(self, model: sqlite3.Connection, *, is_filling: bool = False) -> None:
        self._model = model
        self._is_filling = is_filling
        self._cursor = model.cursor()
        self._cursor.row_factory = None
        self._headers: dict[str, _Header] = {}
        self._uploads = _Uploads(self._cursor)
        self._next = 1 + self._one("SELECT ifnull(max(id), 0) FROM texts")
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        """Nothing was taken yet since the last writing."""
        self._new: list[tuple[int, int, str]] = []  # texts: id, header, text
        self._texts_added: defaultdict[int, list[int]] = defaultdict(list)  # leads by text
        self._texts_removed: defaultdict[int, list[int]] = defaultdict(list)
        self._headers_added: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)  # leads by headers
        self._headers_removed: defaultdict[int, list[int]] = defaultdict(list)
        self._lists: Counter[tuple[int, int]] = Counter()  # leads by header and upload
        self._changed: set[int] = set()
        self._first_added: int | None = None
        self._held = 0

    def add(self, leads: Sequence[int], spoken: Sequence[Spoken]) -> list[Cells]:
        """Leads that are not there yet, by ascending id, and what they say; returns what their rows have."""
        rows = self._rows(spoken)
        added, headers_added = self._texts_added, self._headers_added
        for lead, row in zip(leads, rows, strict=True):
            for number in row.texts:
                added[number].append(lead)
            headers_added[row.headers].append(lead)
        for (headers, uploads), count in Counter((row.headers, row.uploads) for row in rows).items():
            for place in zip(headers, uploads, strict=True):
                self._lists[place] += count
        if leads and self._first_added is None:
            self._first_added = leads[0]
        return self._hold(rows)

    def change(self, leads: Sequence[int], before: Sequence[Cells], spoken: Sequence[Spoken]) -> list[Cells]:
        """Leads whose rows have the cells `before`, and what they say; returns what their rows have after."""
        if any(lead in self._changed or self._is_added(lead) for lead in leads):
            self.write()
        self._changed.update(leads)
        rows = self._rows(spoken)
        former = [_uploads_by_text(*cells) for cells in before]
        gone = [old.keys() - set(row.texts) for old, row in zip(former, rows, strict=True)]
        header_of = self._headers_of(set().union(*gone))
        for lead, old, row, texts in zip(leads, former, rows, gone, strict=True):
            self._change(lead, old, row, {number: header_of[number] for number in texts})
        return self._hold(rows)

    def write(self) -> None:
        """Everything that was taken since the last time, into the tables and the index."""
        changes = [*self._write_changed(), *self._write_new()]
        if not self._is_filling:
            index_changes(self._model, TEXTS, changes)
        self._write_headers()
        self._write_lists()
        if self._count > MOST_TEXTS // 2:
            self._forget()
        self._begin()

    def _is_added(self, lead: int) -> bool:
        return self._first_added is not None and lead >= self._first_added

    def _hold(self, rows: Sequence[_Row]) -> list[Cells]:
        self._held += sum(len(row.texts) for row in rows)
        if self._held > MOST_HELD or self._count > MOST_TEXTS:
            self.write()
        return [(packed(row.texts), packed_uploads(row.uploads)) for row in rows]

    def _rows(self, spoken: Sequence[Spoken]) -> list[_Row]:
        """Column by column for all that have the same headers, which costs less than lead by lead."""
        alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, (texts, _) in enumerate(spoken):
            alike[tuple(texts)].append(place)
        alike.pop((), None)
        rows = [_Row((), (), ())] * len(spoken)
        for names, places in alike.items():
            headers = [self._headers.get(name) or self._header(name) for name in names]
            columns = zip(*(spoken[place][0].values() for place in places), strict=True)
            ids = [self._ids(header, column) for header, column in zip(headers, columns, strict=True)]
            numbers = tuple(header.id for header in headers)
            for place, texts_of in zip(places, zip(*ids, strict=True), strict=True):
                rows[place] = _Row(numbers, texts_of, tuple(map(self._uploads.__getitem__, spoken[place][1])))
        return rows

    def _header(self, name: str) -> _Header:
        row = self._cursor.execute("SELECT id FROM headers WHERE header = ?", (name,)).fetchone()
        if row is None:
            values = (name, column_key(name), stored_set(BitMap()))
            self._cursor.execute("INSERT INTO headers (header, key, leads) VALUES (?, ?, ?)", values)
        header = _Header(row[0] if row else int(self._cursor.lastrowid or 0), has_all=row is None)
        self._headers[name] = header
        return header

    def _ids(self, header: _Header, column: Sequence[str]) -> Iterable[int]:
        """Of texts of a header, those that are new included."""
        known = header.ids
        unknown = [spoken for spoken in dict.fromkeys(column) if spoken not in known]
        if unknown and not header.has_all:
            for some in _in_parts(sorted(set(map(folded, unknown)))):
                sql = f"SELECT text, id FROM texts WHERE header = ? AND folded IN ({_places(some)})"
                stored_texts = self._cursor.execute(sql, (header.id, *some)).fetchall()
                self._count += sum(spoken not in known for spoken, _ in stored_texts)
                known.update(stored_texts)
        for spoken in unknown:
            if spoken not in known:
                known[spoken] = self._next
                self._new.append((self._next, header.id, spoken))
                self._next += 1
                self._count += 1
        return map(known.__getitem__, column)

    def _headers_of(self, texts: Iterable[int]) -> dict[int, int]:
        """The headers of texts of the table, all by id."""
        headers: dict[int, int] = {}
        for some in _in_parts(sorted(texts)):
            headers.update(self._cursor.execute(f"SELECT id, header FROM texts WHERE id IN ({_places(some)})", some))
        return headers

    def _change(self, lead: int, old: Mapping[int, int], row: _Row, gone: Mapping[int, int]) -> None:
        """`old`: uploads by text, `gone`: headers by text that the lead has no more."""
        without, lists = set(gone.values()), self._lists
        for header, number, upload in zip(*row, strict=True):
            former = old.get(number)
            if former is None:
                self._texts_added[number].append(lead)
                if header in without:
                    without.remove(header)
                else:
                    self._headers_added[header,].append(lead)
            if former != upload:
                lists[header, upload] += 1
                if former is not None:
                    lists[header, former] -= 1
        for number, header in gone.items():
            self._texts_removed[number].append(lead)
            lists[header, old[number]] -= 1
        for header in without:
            self._headers_removed[header].append(lead)

    def _write_new(self) -> Iterator[Change]:
        rows = [text_row(*text, self._texts_added[text[0]]) for text in self._new]
        self._model.executemany(INSERT_TEXT, rows)
        return (Change(row[0], None, row[3:5]) for row in rows)

    def _write_changed(self) -> list[Change]:
        """Texts that were there; returns those that no lead has any more."""
        new = {number for number, _, _ in self._new}
        changed, gone = [], []
        for some in _in_parts(sorted((self._texts_added.keys() | self._texts_removed.keys()) - new)):
            sql = f"SELECT id, leads FROM texts WHERE id IN ({_places(some)})"
            for number, posting in self._cursor.execute(sql, some):
                leads = leads_in(posting)
                leads.update(self._texts_added.get(number, ()))
                leads -= BitMap(self._texts_removed.get(number, ()))
                if leads:
                    changed.append((len(leads), stored(leads), number))
                else:
                    gone.append(number)
        self._cursor.executemany("UPDATE texts SET count = ?, leads = ? WHERE id = ?", changed)
        return [change for some in _in_parts(gone) for change in self._delete(some)]

    def _delete(self, texts: Sequence[int]) -> Iterator[Change]:
        by_id = {header.id: header for header in self._headers.values()}
        which = f"FROM texts WHERE id IN ({_places(texts)})"
        rows = self._cursor.execute(f"SELECT id, header, text, folded, also {which} ORDER BY id", texts).fetchall()
        self._cursor.execute(f"DELETE {which}", texts)
        for number, header, spoken, *forms in rows:
            if header in by_id and by_id[header].ids.pop(spoken, 0):
                self._count -= 1
            yield Change(number, forms, None)

    def _write_headers(self) -> None:
        added: defaultdict[int, BitMap] = defaultdict(BitMap)
        for headers, members in self._headers_added.items():
            for header in headers:
                added[header].update(members)
        for header in added.keys() | self._headers_removed.keys():
            leads = leads_in(self._one("SELECT leads FROM headers WHERE id = ?", header)) | added[header]
            leads -= BitMap(self._headers_removed.get(header, ()))
            if leads:
                self._cursor.execute("UPDATE headers SET leads = ? WHERE id = ?", (stored_set(leads), header))
            else:
                self._cursor.execute("DELETE FROM headers WHERE id = ?", (header,))
                self._headers = {name: each for name, each in self._headers.items() if each.id != header}

    def _write_lists(self) -> None:
        counted = [(*place, count) for place, count in self._lists.items() if count]
        self._cursor.executemany(_COUNTED, counted)
        fewer = [place[:2] for place in counted if place[2] < 0]
        self._cursor.executemany("DELETE FROM lists WHERE header = ? AND upload = ? AND leads = 0", fewer)

    def _forget(self) -> None:
        """Of texts that are too many, keeps those that several leads had; where these are too many, none."""
        frequent = {number for number, leads in self._texts_added.items() if len(leads) > 1}
        kept = frequent if len(frequent) < MOST_TEXTS // 2 else set()
        for header in self._headers.values():
            ids = {spoken: number for spoken, number in header.ids.items() if number in kept}
            header.has_all = header.has_all and len(ids) == len(header.ids)
            header.ids = ids
        self._count = sum(len(header.ids) for header in self._headers.values())

    def _one(self, sql: str, *values: Any) -> Any:
        return self._cursor.execute(sql, values).fetchone()[0]


class _Uploads(dict[str, int]):
    """Numbers of uploads by their ids, which the table gives when they are asked for first."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        super().__init__()
        self._cursor = cursor

    def __missing__(self, upload_id: str) -> int:
        self._cursor.execute("INSERT OR IGNORE INTO uploads (uploadId) VALUES (?)", (upload_id,))
        sql = "SELECT id FROM uploads WHERE uploadId = ?"
        number: int = self._cursor.execute(sql, (upload_id,)).fetchone()[0]
        self[upload_id] = number
        return number


def _uploads_by_text(texts: bytes, uploads: bytes) -> dict[int, int]:
    """What the cells of a row have."""
    ids = unpacked(texts)
    return dict(zip(ids, unpacked_uploads(uploads, len(ids)), strict=True))


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
