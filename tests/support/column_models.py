"""Read models of leads that are nothing but what lists said of them."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from easycrm.leads.list.read_model import apply_entries, open_read_model

Texts = Mapping[str, str | tuple[str, str]]
"""Of one lead: `{header: text}`, or `(text, uploadId)`."""


def entry(lead_id: str, texts: Texts, version: int = 1) -> dict[str, object]:
    """The lead as deltas have it."""
    fields = dict.fromkeys(("firstName", "lastName", "title", "company", "email", "phone"), "")
    source = {"sourceFile": "fair.csv", "worksheet": "Fair", "row": 2, "uploadId": "u1", "createdIn": "u1"}
    dated = dict.fromkeys(("createdAt", "updatedAt"), "2026-03-01T09:00:00.000000Z")
    spoken = {header: (text, "u1") if isinstance(text, str) else text for header, text in texts.items()}
    return {"leadId": lead_id, **fields, **source, **dated, "version": version, "flags": []} | {
        "standardisedBy": "rules",
        "said": {header: text for header, (text, _) in spoken.items()},
        "saidIn": [upload for _, upload in spoken.values()],
    }


@contextmanager
def model_of(leads: Sequence[Texts]) -> Iterator[sqlite3.Connection]:
    """A read model of these leads."""
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry(f"L{number}", texts) for number, texts in enumerate(leads)])
        yield model
