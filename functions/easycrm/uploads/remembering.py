"""Mappings that DeepSeek had a part in and that led to a finished import, for the next file with the same headers."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from easycrm.header_vocabulary import folded_header
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.mapping import MAPPABLE, MappedColumn, contradicts, map_columns
from easycrm.standardise.rows.export_rows import is_export
from easycrm.uploads.memory import Memory
from easycrm.uploads.work_files.mapped_columns import MappedTable
from easycrm.workbooks.tables import Column

_VERSION = 2
"""Raise it when rules or synonyms change so much that what was remembered is in their way."""


def remember(tables: Sequence[MappedTable], memory: Memory) -> None:
    """Keeps the mapping of every table of which DeepSeek decided a column that the rules could not.

    The same headers keep the latest finished import's. What the rules decide alone, later rules decide better.
    """
    for table in tables:
        key = _key([column["header"] for column in table["columns"]])
        if key and any(column["decidedBy"] == "deepseek" for column in table["columns"]):
            memory.put(key, [[column["field"], column["also"], column["confidence"]] for column in table["columns"]])


def recall(columns: Sequence[Column], evidence: Sequence[ColumnEvidence], memory: Memory) -> list[MappedColumn] | None:
    """The remembered mapping of these headers; None when there is none, or when this worksheet speaks against it.

    What was remembered is checked like any other claim: a mapping that was wrong once must not stay wrong for ever.
    """
    key = _key([column.header for column in columns])
    kept: Any = memory.get(key) if key else None
    if not _is_mapping(kept, len(columns)):
        return None
    fresh = map_columns(columns, evidence)
    if is_export(fresh):
        return fresh
    remembered = [
        column._replace(field=field, also=also, confidence=confidence, decided_by="remembered")
        for column, (field, also, confidence) in zip(fresh, kept, strict=True)
    ]
    is_doubtful = any(map(_is_doubtful, remembered, fresh, evidence))
    return None if is_doubtful else remembered


def _is_mapping(kept: Any, width: int) -> bool:
    """Whether it is `[field, also, confidence]` for each column, every field once."""
    if not isinstance(kept, list) or len(kept) != width or not all(isinstance(e, list) and len(e) == 3 for e in kept):
        return False
    fields = [field for field, _, _ in kept if field is not None]
    return all(fields.count(field) == 1 and field in MAPPABLE for field in fields) and all(
        (also is None or isinstance(also, str)) and isinstance(confidence, float | int) for _, also, confidence in kept
    )


def _is_doubtful(remembered: MappedColumn, fresh: MappedColumn, evidence: ColumnEvidence) -> bool:
    """Whether a column's values contradict what is remembered of it, or rules find a field that it knows nothing of."""
    if remembered.field and (contradicts(remembered.field, evidence) or fresh.whose in ("somebodyElse", "thing")):
        return True
    if "report" in (remembered.also, fresh.also) and remembered.also != fresh.also:
        return True
    return evidence.counted > 0 and fresh.field not in (None, remembered.field, remembered.also)


def _key(headers: Sequence[str]) -> str | None:
    """None for a table without headers."""
    folded = [folded_header(header) for header in headers]
    content = json.dumps([_VERSION, *folded], ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest() if any(folded) else None
