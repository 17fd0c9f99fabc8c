"""A reader's own copy of the read model, brought up to date before each question."""

import sqlite3
from collections.abc import Iterator, Set
from itertools import chain
from pathlib import Path
from typing import Any

from easycrm.bounds import LISTED_VALUES, PAGE_SIZE
from easycrm.errors import IncompleteReadModel
from easycrm.leads.columns.catalogue import NO_COLUMNS, Catalogue, cached_catalogue
from easycrm.leads.columns.decisions import NOTHING_DECIDED, Decisions
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.groups import values_of
from easycrm.leads.list.pages import page_of_leads
from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.list.showing.listed_lead import ListedLeads
from easycrm.leads.list.snapshots import BASES, File, Pointer, Snapshots, files_of, keys_of, most_to_apply
from easycrm.leads.table import LeadsTable


class LeadsReader:
    """Keeps one file in a folder of its own. A warm reader fetches only the deltas that it has not seen."""

    def __init__(self, snapshots: Snapshots, folder: Path) -> None:
        self._snapshots = snapshots
        self._folder = folder
        self._copies = 0
        self._model: sqlite3.Connection | None = None
        self._held: frozenset[str] = frozenset()
        self.path = folder / "none"
        """Of the copy; another one after a new base was fetched."""

    @property
    def version(self) -> str:
        """Names what the copy holds: the same for every copy of the same leads, as long as nothing is published."""
        return " ".join(sorted(self._held))

    @property
    def model(self) -> sqlite3.Connection:
        """The copy as `current` left it. Raises IncompleteReadModel where there is none yet."""
        if self._model is None:
            raise IncompleteReadModel("readModelIncomplete", "The list of leads was not read yet.")
        return self._model

    def current(self) -> tuple[sqlite3.Connection, str]:
        """The leads as last published, and when that was (`""`: never).

        Raises IncompleteReadModel when a file is gone that the pointer names.
        """
        pointer = self._snapshots.pointer()
        try:
            return self._brought_to(pointer), pointer["publishedAt"]
        except IncompleteReadModel:
            moved = self._snapshots.pointer()
            if moved["revision"] == pointer["revision"]:
                raise
            return self._brought_to(moved), moved["publishedAt"]

    def close(self) -> None:
        """Forgets the copy and deletes its file."""
        if self._model is not None:
            self._model.close()
            self.path.unlink(missing_ok=True)
        self._model, self._held = None, frozenset()

    def _brought_to(self, pointer: Pointer) -> sqlite3.Connection:
        model = self._continued(pointer) or self._started_afresh(pointer)
        self._held = frozenset(keys_of(files_of(pointer)))
        return model

    def _continued(self, pointer: Pointer) -> sqlite3.Connection | None:
        """The copy with what it lacked; None when it cannot become what the pointer says."""
        lacking = lacking_deltas(pointer, self._held)
        if self._model is None or lacking is None:
            return None
        try:
            if lacking:
                self._apply(self._model, lacking)
        except IncompleteReadModel:
            return None  # it slept for so long that superseded deltas are gone
        return self._model

    def _started_afresh(self, pointer: Pointer) -> sqlite3.Connection:
        """A new copy. The old one goes first: the disk need not have room for two, and nobody may read it any more."""
        self.close()
        self._copies += 1
        path = self._folder / f"leads-{self._copies}.sqlite"
        model = None
        try:
            if pointer["base"]:
                self._snapshots.download_base(pointer["base"], path)
            model = open_read_model(path)
            self._apply(model, pointer["deltas"])
        except BaseException:
            if model is not None:
                model.close()
            path.unlink(missing_ok=True)
            raise
        self._model, self.path = model, path
        return model

    def _apply(self, model: sqlite3.Connection, deltas: list[File]) -> None:
        """All of them in one transaction: nobody reads some without the others."""
        entries: Iterator[dict[str, Any]] = chain.from_iterable(map(self._snapshots.read_delta, deltas))
        apply_entries(model, entries)


def lacking_deltas(pointer: Pointer, held: Set[str]) -> list[File] | None:
    """What a copy made of the `held` files has to apply to be what the pointer says; None when it must start afresh.

    A file that was made of others says what they say, so whoever has those does not fetch it.
    """
    parts = [part for file in files_of(pointer) for part in _parts(file, held)]
    if not held <= keys_of(parts) | keys_of(files_of(pointer)):
        return None  # it has what no longer counts
    lacking = [part for part in parts if part["key"] not in held]
    of_base = [part for part in lacking if part["key"] not in keys_of(pointer["deltas"])]
    if sum(part["leads"] for part in of_base) > most_to_apply(pointer):
        return None  # to fetch the base takes less
    return None if any(part["key"].startswith(BASES) for part in lacking) else lacking


def _parts(file: File, held: Set[str]) -> list[File]:
    """The file itself, or the files that it was made of, where the copy has some of those and not the file."""
    holds = file.get("holds", [])
    return [file] if file["key"] in held or not held & keys_of(holds) else holds


def list_leads(reader: LeadsReader, query: LeadsQuery, decisions: Decisions = NOTHING_DECIDED) -> dict[str, Any]:
    """The answer of `GET /leads`: a page, true totals, and when they were published (`asOf`, None: never)."""
    model, as_of = reader.current()
    leads, total = page_of_leads(model, query, cached_catalogue(reader, decisions))
    return page_answer(leads, query, total, as_of or None)


def list_values(
    reader: LeadsReader, query: LeadsQuery, of: str, contains: str, decisions: Decisions = NOTHING_DECIDED
) -> dict[str, Any]:
    """The answer of `GET /values`: the commonest texts of a field or column among the leads that the query finds."""
    model, as_of = reader.current()
    found = values_of(model, query, of, cached_catalogue(reader, decisions), LISTED_VALUES, contains)
    values = [{"text": text, "leads": leads} for text, leads in found.rows]
    return {"values": values, "groups": found.groups, "asOf": as_of or None}


def list_with_email(leads: LeadsTable, email: str, at: str, catalogue: Catalogue = NO_COLUMNS) -> dict[str, Any]:
    """The same answer for `GET /leads?email=`, from the table itself; `email` is normalised."""
    listed = ListedLeads(catalogue)
    found = [listed.entry(entry_of(lead)) for lead in leads.with_email(email, PAGE_SIZE)]
    return page_answer(found, LeadsQuery(page_size=PAGE_SIZE), len(found), at)


def catalogue_as_read(reader: LeadsReader, decisions: Decisions) -> Catalogue:
    """The columns as last published; none while the read model waits for its repair."""
    try:
        reader.current()
    except IncompleteReadModel:
        return NO_COLUMNS
    return cached_catalogue(reader, decisions)


def page_answer(leads: list[dict[str, Any]], query: LeadsQuery, total: int, as_of: str | None) -> dict[str, Any]:
    pagination = {
        "page": query.page,
        "pageSize": query.page_size,
        "totalCount": total,
        "totalPages": -(-total // query.page_size),
    }
    return {"leads": leads, "pagination": pagination, "asOf": as_of}
