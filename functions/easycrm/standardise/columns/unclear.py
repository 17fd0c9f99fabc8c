"""Worksheets whose columns the rules cannot tell: when DeepSeek is asked about them, and when it is believed."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from easycrm.deepseek.assistant import Assistant, Question
from easycrm.errors import AssistantRefused, AssistantUnavailable
from easycrm.header_words import read_header
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.mapping import MAPPABLE, MappedColumn, contradicts, supports
from easycrm.standardise.columns.whose import Belonging
from easycrm.workbooks.tables import Column

EXAMPLES = 5
"""Rows that DeepSeek sees of a worksheet."""

_PROMPT = Path(__file__).with_name("columns.txt")
_LONGEST_CELL = 80
_MAX_TOKENS = 600
_CONFIDENCE = 0.7
_AGREES = 0.5
_NAMES = frozenset({"firstName", "lastName", "fullName"})
_WANTED = (_NAMES, {"company"}, {"email"}, {"phone"}, {"title"})
_ASKABLE = frozenset(MAPPABLE) - {"leadId"}


AskAboutColumns = Callable[
    [Sequence[Column], Sequence[MappedColumn], Sequence[ColumnEvidence], Sequence[Sequence[str]]], list[MappedColumn]
]
"""`ask_about_columns` with its assistant."""


def is_thin(mapped: Sequence[MappedColumn], evidence: Sequence[ColumnEvidence]) -> bool:
    """Whether a field has no column while a filled column of text has no meaning."""
    found = {column.field for column in mapped}
    has_gap = any(found.isdisjoint(fields) for fields in _WANTED)
    return has_gap and any(
        column.decided_by == "none" and seen.filled and seen.share("number") < _AGREES
        for column, seen in zip(mapped, evidence, strict=True)
    )


def ask_about_columns(
    columns: Sequence[Column],
    mapped: Sequence[MappedColumn],
    evidence: Sequence[ColumnEvidence],
    rows: Sequence[Sequence[str]],
    assistant: Assistant,
) -> list[MappedColumn]:
    """The mapping with what DeepSeek says about the columns without a meaning, as far as their values agree.

    A column whose values come again beside different people is somebody else's, whatever DeepSeek says.
    """
    try:
        reply = assistant.ask(Question(_PROMPT, _data(columns, evidence, rows), _MAX_TOKENS))
    except (AssistantRefused, AssistantUnavailable):
        return list(mapped)
    meanings = read_meanings(reply.text, len(columns))
    if not _NAMES.isdisjoint(set(meanings.values()) - {"fullName"}):
        meanings = {at: field for at, field in meanings.items() if field != "fullName"}
    belonging = Belonging([read_header(column.header) for column in columns], evidence)
    meanings = {at: field for at, field in meanings.items() if not belonging.is_told_by_values(at, field)}
    return [
        column._replace(field=meanings[at], confidence=_CONFIDENCE, decided_by="deepseek")
        if at in meanings and _is_believable(meanings[at], column, mapped, evidence[at])
        else column
        for at, column in enumerate(mapped)
    ]


def read_meanings(text: str, columns: int) -> dict[int, str]:
    """`{index: field}` of the well-formed entries of a reply whose index and field come once."""
    try:
        entries: Any = json.loads(text)["columns"]
    except (ValueError, KeyError, TypeError):
        return {}
    said = [entry for entry in entries if _is_entry(entry, columns)] if isinstance(entries, list) else []
    indexes, fields = ([entry[place] for entry in said] for place in (0, 1))
    return {at: field for at, field in said if indexes.count(at) == 1 and fields.count(field) == 1}


def _is_entry(entry: Any, columns: int) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 2
        and type(entry[0]) is int
        and 0 <= entry[0] < columns
        and entry[1] in _ASKABLE
    )


def _is_believable(field: str, column: MappedColumn, mapped: Sequence[MappedColumn], evidence: ColumnEvidence) -> bool:
    """Only for columns without a meaning, only fields that no column has, only if the values look like it."""
    taken = {other.field for other in mapped}
    if column.decided_by != "none" or field in taken or (field in _NAMES and "fullName" in taken):
        return False
    if field in ("company", "title"):
        return evidence.share("email") + evidence.share("number") < _AGREES and not contradicts(field, evidence)
    return supports(field, evidence) >= _AGREES


def _data(columns: Sequence[Column], evidence: Sequence[ColumnEvidence], rows: Sequence[Sequence[str]]) -> str:
    described = [
        [at, column.header, seen.fill_rate, {kind: round(seen.share(kind), 2) for kind in sorted(seen.counts)}]
        for at, (column, seen) in enumerate(zip(columns, evidence, strict=True))
    ]
    examples = [[cell.strip()[:_LONGEST_CELL] for cell in row] for row in rows[:EXAMPLES]]
    return json.dumps({"columns": described, "rows": examples}, ensure_ascii=False, separators=(",", ":"))
