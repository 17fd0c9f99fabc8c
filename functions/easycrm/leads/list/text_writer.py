"""Writes the dictionary of the columns' texts: in one go for many leads, what they have in common once. Pure."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyroaring import BitMap

from easycrm.leads.list.postings import leads_in, stored, stored_set
from easycrm.leads.list.said import Cells, Spoken, packed, packed_uploads, rows_in, unpacked, unpacked_uploads
from easycrm.leads.list.search_index import Change, index_changes
from easycrm.leads.list.text_ids import NewText, Row, TextIds
from easycrm.leads.list.texts import INSERT_TEXT, TEXTS, text_row

MOST_HELD = 6_000_000  # values that wait to be written: a few bytes each
MOST_TEXTS = 400_000  # texts that are known without looking
_COUNTED = """INSERT INTO lists (header, upload, leads) VALUES (?, ?, ?)
    ON CONFLICT (header, upload) DO UPDATE SET leads = leads + excluded.leads"""


class TextWriter:
    """Takes what leads say, and gives what their rows have; `write` brings the tables to it.

    `is_filling`: the index is filled from the tables afterwards.
    """

    def __init__(self, model: sqlite3.Connection, *, is_filling: bool = False) -> None:
        self._model = model
        self._is_filling = is_filling
        self._ids = TextIds(model)
        self._begin()

    def _begin(self) -> None:
        """Nothing was taken yet since the last writing."""
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
        rows = self._ids.rows(spoken)
        added, headers_added = self._texts_added, self._headers_added
        for lead, row in zip(leads, rows, strict=True):
            for text in row.texts:
                added[text].append(lead)
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
        rows = self._ids.rows(spoken)
        former = [_uploads_by_text(*cells) for cells in before]
        gone = [old.keys() - set(row.texts) for old, row in zip(former, rows, strict=True)]
        sql = "SELECT id, header FROM texts WHERE id"
        header_of = dict(rows_in(self._model, sql, sorted(set().union(*gone))))
        for lead, old, row, texts in zip(leads, former, rows, gone, strict=True):
            self._change(lead, old, row, {text: header_of[text] for text in texts})
        return self._hold(rows)

    def write(self) -> None:
        """Everything that was taken since the last time, into the tables and the index."""
        new = self._ids.take_new()
        changes = [*self._write_changed({text.id for text in new}), *self._write_new(new)]
        if not self._is_filling:
            index_changes(self._model, TEXTS, changes)
        self._write_headers()
        self._write_lists()
        self._forget()
        self._begin()

    def _is_added(self, lead: int) -> bool:
        return self._first_added is not None and lead >= self._first_added

    def _hold(self, rows: Sequence[Row]) -> list[Cells]:
        self._held += sum(len(row.texts) for row in rows)
        if self._held > MOST_HELD or self._ids.count > MOST_TEXTS:
            self.write()
        return [(packed(row.texts), packed_uploads(row.uploads)) for row in rows]

    def _change(self, lead: int, old: Mapping[int, int], row: Row, gone: Mapping[int, int]) -> None:
        """`old`: uploads by text, `gone`: headers by text that the lead has no more."""
        without, lists = set(gone.values()), self._lists
        for header, text, upload in zip(*row, strict=True):
            former = old.get(text)
            if former is None:
                self._texts_added[text].append(lead)
                if header in without:
                    without.remove(header)
                else:
                    self._headers_added[header,].append(lead)
            if former != upload:
                lists[header, upload] += 1
                if former is not None:
                    lists[header, former] -= 1
        for text, header in gone.items():
            self._texts_removed[text].append(lead)
            lists[header, old[text]] -= 1
        for header in without:
            self._headers_removed[header].append(lead)

    def _write_new(self, new: Sequence[NewText]) -> Iterator[Change]:
        rows = [text_row(*text, self._texts_added[text.id]) for text in new]
        self._model.executemany(INSERT_TEXT, rows)
        return (Change(row[0], None, row[3:5]) for row in rows)

    def _write_changed(self, new: set[int]) -> list[Change]:
        """Texts that were there; returns those that no lead has any more."""
        touched = sorted((self._texts_added.keys() | self._texts_removed.keys()) - new)
        changed, gone = [], []
        for text, posting in rows_in(self._model, "SELECT id, leads FROM texts WHERE id", touched):
            leads = leads_in(posting)
            leads.update(self._texts_added.get(text, ()))
            leads -= BitMap(self._texts_removed.get(text, ()))
            if leads:
                changed.append((len(leads), stored(leads), text))
            else:
                gone.append(text)
        self._model.executemany("UPDATE texts SET count = ?, leads = ? WHERE id = ?", changed)
        return self._delete(gone)

    def _delete(self, texts: Sequence[int]) -> list[Change]:
        sql = "SELECT id, header, text, folded, also FROM texts WHERE id"
        rows = sorted(rows_in(self._model, sql, texts))
        self._model.executemany("DELETE FROM texts WHERE id = ?", ((text,) for text in texts))
        by_header: defaultdict[int, list[str]] = defaultdict(list)
        for _, header, text, *_ in rows:
            by_header[header].append(text)
        self._ids.forget_texts(by_header)
        return [Change(row[0], row[3:], None) for row in rows]

    def _write_headers(self) -> None:
        added: defaultdict[int, BitMap] = defaultdict(BitMap)
        for headers, members in self._headers_added.items():
            for header in headers:
                added[header].update(members)
        touched = added.keys() | self._headers_removed.keys()
        held = dict(rows_in(self._model, "SELECT id, leads FROM headers WHERE id", sorted(touched)))
        for header, posting in held.items():
            leads = (leads_in(posting) | added[header]) - BitMap(self._headers_removed.get(header, ()))
            if leads:
                self._model.execute("UPDATE headers SET leads = ? WHERE id = ?", (stored_set(leads), header))
            else:
                self._model.execute("DELETE FROM headers WHERE id = ?", (header,))
                self._ids.forget_header(header)

    def _write_lists(self) -> None:
        counted = [(*place, count) for place, count in self._lists.items() if count]
        self._model.executemany(_COUNTED, counted)
        fewer = [place[:2] for place in counted if place[2] < 0]
        self._model.executemany("DELETE FROM lists WHERE header = ? AND upload = ? AND leads = 0", fewer)

    def _forget(self) -> None:
        """Of texts that are too many, keeps those that several leads had; where these are too many, none."""
        if self._ids.count > MOST_TEXTS // 2:
            frequent = {text for text, leads in self._texts_added.items() if len(leads) > 1}
            self._ids.keep(frequent if len(frequent) < MOST_TEXTS // 2 else set())


def _uploads_by_text(texts: bytes, uploads: bytes) -> dict[int, int]:
    """What the cells of a row have."""
    ids = unpacked(texts)
    return dict(zip(ids, unpacked_uploads(uploads, len(ids)), strict=True))
