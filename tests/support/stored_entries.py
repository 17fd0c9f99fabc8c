"""What a read model has of leads, as the entries that it was made from; and what entries say."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from easycrm.leads.list.entries import KEPT, Entry, spoken_in
from easycrm.leads.list.said import said_of, unpacked_uploads


def entries_of(model: sqlite3.Connection, ids: Sequence[int]) -> list[Entry]:
    """The entries of these leads, in this order."""
    by_lead = said_of(model, ids)
    names = dict(map(tuple, model.execute("SELECT id, uploadId FROM uploads")))
    columns = ", ".join(f'"{name}"' for name in KEPT)
    rows = model.execute(
        f"SELECT id, saidIn, {columns} FROM leads WHERE id IN ({', '.join('?' * len(ids))})", list(ids)
    )
    by_id = {}
    for number, uploads, *fields in map(tuple, rows):
        pairs = by_lead[number]
        said_in = [names[upload] for upload in unpacked_uploads(uploads, len(pairs))]
        entry = dict(zip(KEPT, fields, strict=True))
        flags = entry["flags"].split(", ") if entry["flags"] else []
        spoken = {"said": dict(pairs), **({"saidIn": said_in} if set(said_in) - {entry["uploadId"]} else {})}
        by_id[number] = {**entry, "flags": flags, **spoken}
    return [by_id[number] for number in ids]


def said_in(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What an entry says in columns, one after the other: the header, the text, the id of the upload that said it."""
    texts, uploads = spoken_in(entry)
    return zip(texts, texts.values(), uploads, strict=True)
