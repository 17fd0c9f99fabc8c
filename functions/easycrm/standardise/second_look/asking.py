"""Asking DeepSeek about rows: many in one question, believed one by one, asked again in smaller questions."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.deepseek.assistant import Assistant, Question
from easycrm.errors import AssistantRefused, AssistantUnavailable
from easycrm.standardise.second_look.grounding import Answer, is_grounded

ROWS_PER_QUESTION = 40
_PROMPT = Path(__file__).with_name("rows.txt")
_AGAIN = 2
_AT_ONCE = 8
_TOKENS_PER_ROW = 100
_TOKENS_BESIDES = 200
_LONGEST_VALUE = 200
_ID_LENGTH = 4


class Doubtful(NamedTuple):
    """A row to ask about: the cells that may be seen, each with its header."""

    cells: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        return [cell for _, cell in self.cells]


def ask_about(rows: Sequence[Doubtful], assistant: Assistant) -> dict[int, Answer]:
    """What DeepSeek says of the rows, by position; rows without an answer that can be believed are missing."""
    chunks = [
        range(start, min(start + ROWS_PER_QUESTION, len(rows))) for start in range(0, len(rows), ROWS_PER_QUESTION)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda chunk: _ask({at: rows[at] for at in chunk}, assistant, attempt=0), chunks)
        return dict(chain.from_iterable(found.items() for found in answers))


def _ask(rows: dict[int, Doubtful], assistant: Assistant, attempt: int) -> dict[int, Answer]:
    """The believed answers. Rows that are refused are asked about again, half as many at a time, at most twice."""
    ids = dict(zip(row_ids(list(rows.values())), rows, strict=True))
    try:
        reply = assistant.ask(_question(ids, rows, attempt))
    except (AssistantRefused, AssistantUnavailable):
        return {}
    believed = {
        ids[row_id]: answer
        for row_id, answer in read_reply(reply.text).items()
        if row_id in ids and is_grounded(answer, rows[ids[row_id]].texts)
    }
    refused = [at for at in rows if at not in believed]
    if attempt < _AGAIN:
        size = max(1, len(rows) // 2)
        for start in range(0, len(refused), size):
            believed |= _ask({at: rows[at] for at in refused[start : start + size]}, assistant, attempt + 1)
    return believed


def read_reply(text: str) -> dict[str, Answer]:
    """The well-formed rows of a reply by id. An id that comes twice is none: nobody knows which row is meant."""
    try:
        entries: Any = json.loads(text)["rows"]
    except (ValueError, KeyError, TypeError):
        return {}
    rows = [entry for entry in entries if _is_row(entry)] if isinstance(entries, list) else []
    times = Counter(row_id for row_id, *_ in rows)
    return {
        row_id: Answer(*(" ".join(value.split()) for value in values)) for row_id, *values in rows if times[row_id] == 1
    }


def _is_row(entry: Any) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 1 + len(Answer._fields)
        and all(isinstance(value, str) and len(value) <= _LONGEST_VALUE for value in entry)
    )


def _question(ids: dict[str, int], rows: dict[int, Doubtful], attempt: int) -> Question:
    headers = list(dict.fromkeys(header for row in rows.values() for header, _ in row.cells))
    places = {header: place for place, header in enumerate(headers)}
    said = [[row_id, [[places[header], cell] for header, cell in rows[at].cells]] for row_id, at in ids.items()]
    data = json.dumps({"columns": headers, "rows": said}, ensure_ascii=False, separators=(",", ":"))
    return Question(_PROMPT, data, _TOKENS_BESIDES + _TOKENS_PER_ROW * len(rows), attempt)


def row_ids(rows: Sequence[Doubtful]) -> Iterator[str]:
    """An id for each row that does not count up, so that a model that loses a row is seen; always the same ones."""
    taken: set[str] = set()
    for at, row in enumerate(rows):
        digest = hashlib.sha256(json.dumps([at, row.cells]).encode()).hexdigest()
        row_id = next(part for part in (digest[i : i + _ID_LENGTH] for i in range(60)) if part not in taken)
        taken.add(row_id)
        yield row_id
