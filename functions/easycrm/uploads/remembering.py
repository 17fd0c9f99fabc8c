"""Mappings that led to a finished import, for the next file with the same headers."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from easycrm.standardise.columns import MappedColumn, contradicts, map_columns
from easycrm.standardise.evidence import ColumnEvidence
from easycrm.standardise.headers import folded_header
from easycrm.standardise.literal import is_literal
from easycrm.uploads.shared import Shared
from easycrm.workbooks.tables import Column

_VERSION = 1
"""Raise it when rules or synonyms change so much that what was remembered is in their way."""


def remember(tables: Sequence[dict[str, Any]], memory: Shared) -> None:
    """Keeps the mapping of every table; the same headers keep the latest finished import's."""
    for table in tables:
        key = _key([column["header"] for column in table["columns"]])
        if key:
            memory.put(key, [[column["field"], column["also"], column["confidence"]] for column in table["columns"]])


def recall(columns: Sequence[Column], evidence: Sequence[ColumnEvidence], memory: Shared) -> list[MappedColumn] | None:
    """The remembered mapping of these headers; None when there is none, or when a column's values contradict it."""
    key = _key([column.header for column in columns])
    kept = memory.get(key) if key else None
    if not kept or any(field and contradicts(field, seen) for (field, *_), seen in zip(kept, evidence, strict=True)):
        return None
    fresh = map_columns(columns, evidence)
    if is_literal(fresh):
        return fresh
    return [
        column._replace(field=field, also=also, confidence=confidence, decided_by="remembered")
        for column, (field, also, confidence) in zip(fresh, kept, strict=True)
    ]


def _key(headers: Sequence[str]) -> str | None:
    """None for a table without headers."""
    folded = [folded_header(header) for header in headers]
    content = json.dumps([_VERSION, *folded], ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest() if any(folded) else None
