"""Writes the dictionary of the columns' texts: in one go for many leads, what they have in common once. Pure."""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from pyroaring import BitMap

from easycrm.folding import folded
from easycrm.leads.columns.keys import column_key
from easycrm.leads.list.postings import leads_in, stored, stored_set
from easycrm.leads.list.said import Said, packed, packed_uploads, unpacked, unpacked_uploads
from easycrm.leads.list.search_index import Change, index_changes
from easycrm.leads.list.texts import INSERT_TEXT, TEXTS, text_row

MOST_HELD = 6_000_000  # values that wait to be written: 4 bytes each
MOST_TEXTS = 400_000  # texts that are known without looking
_COUNTED = """INSERT INTO lists (header, upload, leads) VALUES (?, ?, ?)
    ON CONFLICT (header, upload) DO UPDATE SET leads = leads + excluded.leads"""
_AT_ONCE = 500  # values bound in one statement

_Text: TypeAlias = "array[int]"  # the text's id, and behind it the leads that have it since the last writing


class _Header:
    """What is known of a header. `has_all`: whether `texts` has every text of it; else `absent` ones are not in it."""

    def __init__(self, number: int, is_new: bool) -> None:
        self.id = number
        self.has_all = is_new
        self.texts: dict[str, _Text] = {}
        self.absent: set[str] = set()
        self.added = array("I")
        self.removed = array("I")


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
        self._names: dict[int, str] = {}
        self._uploads: dict[str, int] = {}
        self._next = 1 + self._one("SELECT ifnull(max(id), 0) FROM texts")
        self._new: list[tuple[_Header, str, _Text]] = []
        self._known: dict[int, tuple[str, str]] = {}
        self._removed: dict[int, array[int]] = {}
        self._changed: set[int] = set()
        self._first_added: int | None = None
        self._lists: Counter[tuple[int, int]] = Counter()
        self._held = 0
        self._count = 0

    def look_up(self, before: Iterable[bytes], values: Iterable[Said]) -> None:
        """Finds at once what `add` and `change` need: what leads said `before`, and the texts of what they say."""
        self._learn({number for cell in before for number in unpacked(cell)})
        wanted: dict[str, set[str]] = {}
        for name, spoken, _ in values:
            wanted.setdefault(name, set()).add(spoken)
        for name, spoken_in in wanted.items():
            header = self._headers.get(name) or self._header(name)
            if not header.has_all:
                self._find(header, spoken_in - header.texts.keys() - header.absent)

    def add(self, lead: int, values: Iterable[Said]) -> tuple[bytes, bytes]:
        """A lead that is not there yet; returns `said` and `saidIn` of its row. Leads come by ascending id."""
        ids, uploads, lists = array("I"), array("I"), self._lists
        self._first_added = lead if self._first_added is None else self._first_added
        for name, spoken, upload_id in values:
            header = self._headers.get(name) or self._header(name)
            text = header.texts.get(spoken) or self._text(header, spoken)
            upload = self._uploads.get(upload_id) or self._upload(upload_id)
            text.append(lead)
            header.added.append(lead)
            lists[header.id, upload] += 1
            ids.append(text[0])
            uploads.append(upload)
        self._hold(len(ids))
        return packed(ids), packed_uploads(uploads)

    def change(self, lead: int, before: bytes, before_in: bytes, values: Iterable[Said]) -> tuple[bytes, bytes]:
        """A lead whose row has `before` as `said` and `before_in` as `saidIn`; returns what it has after."""
        if lead in self._changed or (self._first_added is not None and lead >= self._first_added):
            self.write()
        self._changed.add(lead)
        old_ids = unpacked(before)
        self._learn([number for number in old_ids if number not in self._known])
        gone = dict(zip(old_ids, unpacked_uploads(before_in, len(old_ids)), strict=True))
        gone_headers = {self._known[number][0] for number in old_ids}
        ids, uploads, lists = array("I"), array("I"), self._lists
        for name, spoken, upload_id in values:
            header = self._headers.get(name) or self._header(name)
            text = header.texts.get(spoken) or self._text(header, spoken)
            upload = self._uploads.get(upload_id) or self._upload(upload_id)
            former = gone.pop(text[0], None)
            if former is None:
                text.append(lead)
            if name in gone_headers:
                gone_headers.remove(name)
            else:
                header.added.append(lead)
            if former != upload:
                lists[header.id, upload] += 1
                if former is not None:
                    lists[header.id, former] -= 1
            ids.append(text[0])
            uploads.append(upload)
        for number, upload in gone.items():
            self._removed.setdefault(number, array("I")).append(lead)
            lists[self._headers[self._known[number][0]].id, upload] -= 1
        for name in gone_headers:
            self._headers[name].removed.append(lead)
        self._hold(len(ids))
        return packed(ids), packed_uploads(uploads)

    def write(self) -> None:
        """Everything that was taken since the last time, into the tables and the index."""
        new = self._new
        changes = [*self._write_changed({text[0] for _, _, text in new}), *self._write_new(new)]
        if not self._is_filling:
            index_changes(self._model, TEXTS, changes)
        self._write_headers()
        self._write_lists()
        self._new, self._removed, self._held = [], {}, 0
        self._first_added = None
        self._changed.clear()
        self._known.clear()
        self._forget()

    def _hold(self, count: int) -> None:
        self._held += count
        if self._held > MOST_HELD or self._count > MOST_TEXTS:
            self.write()

    def _header(self, name: str) -> _Header:
        row = self._cursor.execute("SELECT id FROM headers WHERE header = ?", (name,)).fetchone()
        if row is None:
            values = (name, column_key(name), stored_set(BitMap()))
            self._cursor.execute("INSERT INTO headers (header, key, leads) VALUES (?, ?, ?)", values)
        header = _Header(row[0] if row else int(self._cursor.lastrowid or 0), is_new=row is None)
        self._headers[name] = header
        return header

    def _upload(self, upload_id: str) -> int:
        self._cursor.execute("INSERT OR IGNORE INTO uploads (uploadId) VALUES (?)", (upload_id,))
        number: int = self._one("SELECT id FROM uploads WHERE uploadId = ?", upload_id)
        self._uploads[upload_id] = number
        return number

    def _text(self, header: _Header, spoken: str) -> _Text:
        """The text that was not known: from the table, or a further one."""
        row = None
        if not (header.has_all or spoken in header.absent):
            sql = "SELECT id FROM texts WHERE header = ? AND folded = ? AND text = ?"
            row = self._cursor.execute(sql, (header.id, folded(spoken), spoken)).fetchone()
        text = array("I", (row[0] if row else self._next,))
        if row is None:
            self._next += 1
            self._new.append((header, spoken, text))
        self._know(header, spoken, text)
        return text

    def _know(self, header: _Header, spoken: str, text: _Text) -> None:
        header.texts[spoken] = text
        self._count += 1

    def _find(self, header: _Header, spoken_in: set[str]) -> None:
        """Which of the texts of one header the table has."""
        forms = sorted(set(map(folded, spoken_in)))
        for some in _in_parts(forms):
            sql = f"SELECT id, text FROM texts WHERE header = ? AND folded IN ({_places(some)})"
            for number, spoken in self._cursor.execute(sql, (header.id, *some)).fetchall():
                if spoken not in header.texts:
                    self._know(header, spoken, array("I", (number,)))
        header.absent |= spoken_in - header.texts.keys()

    def _learn(self, ids: Iterable[int]) -> None:
        """Whose texts of the table these are."""
        for some in _in_parts(sorted(ids)):
            sql = f"SELECT id, header, text FROM texts WHERE id IN ({_places(some)})"
            for number, place, spoken in self._cursor.execute(sql, some).fetchall():
                name = self._name(place)
                header = self._headers[name]
                if spoken not in header.texts:
                    self._know(header, spoken, array("I", (number,)))
                self._known[number] = (name, spoken)

    def _name(self, place: int) -> str:
        """The header with this id of the table."""
        name = self._names.get(place)
        if name is None:
            name = self._names[place] = self._one("SELECT header FROM headers WHERE id = ?", place)
        if name not in self._headers:
            self._header(name)
        return name

    def _write_new(self, new: Sequence[tuple[_Header, str, _Text]]) -> Iterator[Change]:
        rows = [text_row(text[0], header.id, spoken, text[1:]) for header, spoken, text in new]
        self._model.executemany(INSERT_TEXT, rows)
        return (Change(row[0], None, row[3:5]) for row in rows)

    def _write_changed(self, new: set[int]) -> list[Change]:
        """Texts that were there; returns those that no lead has any more."""
        touched = {
            text[0]: text
            for header in self._headers.values()
            for text in header.texts.values()
            if len(text) > 1 or text[0] in self._removed
        }
        changed, gone = [], []
        for some in _in_parts(sorted((touched.keys() | self._removed.keys()) - new)):
            sql = f"SELECT id, leads, folded, also FROM texts WHERE id IN ({_places(some)}) ORDER BY id"
            for number, posting, *forms in self._cursor.execute(sql, some):
                leads = leads_in(posting)
                leads.update(touched[number][1:])
                leads -= BitMap(self._removed.get(number, ()))
                if leads:
                    changed.append((len(leads), stored(leads), number))
                else:
                    gone.append(Change(number, forms, None))
        self._cursor.executemany("UPDATE texts SET count = ?, leads = ? WHERE id = ?", changed)
        self._cursor.executemany("DELETE FROM texts WHERE id = ?", ((text.id,) for text in gone))
        for text in gone:
            name, spoken = self._known[text.id]
            del self._headers[name].texts[spoken]
        return gone

    def _write_headers(self) -> None:
        for name, header in list(self._headers.items()):
            if not (header.added or header.removed):
                continue
            leads = leads_in(self._one("SELECT leads FROM headers WHERE id = ?", header.id))
            leads.update(header.added)
            leads.difference_update(BitMap(header.removed))
            self._cursor.execute("UPDATE headers SET leads = ? WHERE id = ?", (stored_set(leads), header.id))
            header.added, header.removed = array("I"), array("I")
            if not leads:
                self._cursor.execute("DELETE FROM headers WHERE id = ?", (header.id,))
                del self._headers[name]
                self._names.pop(header.id, None)

    def _write_lists(self) -> None:
        counted = [(*place, count) for place, count in self._lists.items() if count]
        self._cursor.executemany(_COUNTED, counted)
        fewer = [place[:2] for place in counted if place[2] < 0]
        self._cursor.executemany("DELETE FROM lists WHERE header = ? AND upload = ? AND leads = 0", fewer)
        self._lists.clear()

    def _forget(self) -> None:
        """Of texts that are too many, keeps those that several leads had; where these are too many, none."""
        frequent = sum(len(text) > 2 for header in self._headers.values() for text in header.texts.values())
        fewest = 1 if self._count < MOST_TEXTS // 2 else 3 if frequent < MOST_TEXTS // 2 else MOST_HELD
        self._count = 0
        for header in self._headers.values():
            kept = {spoken: text[:1] for spoken, text in header.texts.items() if len(text) >= fewest}
            header.absent.clear()
            header.has_all = header.has_all and len(kept) == len(header.texts)
            header.texts = kept
            self._count += len(kept)

    def _one(self, sql: str, *values: Any) -> Any:
        return self._cursor.execute(sql, values).fetchone()[0]


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
