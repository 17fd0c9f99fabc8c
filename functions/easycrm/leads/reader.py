"""A reader's own copy of the read model, brought up to date before each question."""

import sqlite3
from pathlib import Path
from typing import Any

from easycrm.leads.query import LeadsQuery
from easycrm.leads.read_model import apply_entries, open_read_model, page_of_leads
from easycrm.leads.snapshots import Pointer, Snapshots


class LeadsReader:
    """Keeps one file in a folder of its own. A warm reader fetches only the deltas that it has not seen."""

    def __init__(self, snapshots: Snapshots, folder: Path) -> None:
        self._snapshots = snapshots
        self._path = folder / "leads.sqlite"
        self._model: sqlite3.Connection | None = None
        self._base_key: str | None = None
        self._seen: set[str] = set()

    def current(self) -> tuple[sqlite3.Connection, str]:
        """The leads as last published, and when that was (`""`: never)."""
        pointer = self._snapshots.pointer()
        base_key = pointer["base"]["key"] if pointer["base"] else None
        is_continued = base_key == self._base_key and self._seen <= {delta["key"] for delta in pointer["deltas"]}
        if self._model is None or not is_continued:
            self._model = self._open(pointer)
            self._base_key, self._seen = base_key, set()
        for delta in pointer["deltas"]:
            if delta["key"] not in self._seen:
                apply_entries(self._model, self._snapshots.read_delta(delta))
                self._seen.add(delta["key"])
        return self._model, pointer["publishedAt"]

    def _open(self, pointer: Pointer) -> sqlite3.Connection:
        if self._model is not None:
            self._model.close()
        self._path.unlink(missing_ok=True)
        self._snapshots.download_base(pointer["base"], self._path)
        return open_read_model(self._path)


def list_leads(reader: LeadsReader, query: LeadsQuery) -> dict[str, Any]:
    """The answer of `GET /leads`: a page, true totals, and when they were published (`asOf`, None: never)."""
    model, as_of = reader.current()
    leads, total = page_of_leads(model, query)
    pagination = {
        "page": query.page,
        "pageSize": query.page_size,
        "totalCount": total,
        "totalPages": -(-total // query.page_size),
    }
    return {"leads": leads, "pagination": pagination, "asOf": as_of or None}
