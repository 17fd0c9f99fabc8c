"""Questions read by DeepSeek. It sees what can be asked, names of columns and the question, never a lead.

What it replies is believed when it has the form of a query, and its values are words that somebody said.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from easycrm.chat.chat_query import ChatQuery, Unusable, check_columns, check_fields, fields_of
from easycrm.chat.periods import PERIOD, period_of
from easycrm.folding import folded
from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.list.finding.filters import COLUMN

_PROMPT = Path(__file__).parent / "prompts" / "question.txt"
_TRIES = 2
MOST_COLUMNS = 100
"""Columns of the lists whose names the assistant is told, the commonest."""

Message = Mapping[str, str]


class Assistant(Protocol):
    """A language model."""

    def ask(self, messages: Sequence[Message], deadline: float) -> str:
        """The answer's text, before `deadline`, a moment of the monotonic clock.

        Raises an EasyCrmError when there is no answer.
        """


def read_by_model(
    question: str,
    previous: ChatQuery | None,
    today: date,
    catalogue: Catalogue,
    assistant: Assistant,
    deadline: float,
) -> ChatQuery | None:
    """The query that the question means; None when it means none, or nothing usable came after one more try."""
    before = _with(_names(catalogue), fields_of(previous)) if previous else None
    columns = list(_names(catalogue).values())[:MOST_COLUMNS]
    asked = json.dumps({"question": question, "previous": before, "columns": columns}, ensure_ascii=False)
    messages: list[Message] = [{"role": "system", "content": prompt()}, {"role": "user", "content": asked}]
    for _ in range(_TRIES):
        reply = assistant.ask(messages, deadline)
        try:
            return checked(reply, question, previous, today, catalogue)
        except Unusable as error:
            mistake = f"That is not usable: {error}. Answer again, with the json alone."
            messages += [{"role": "assistant", "content": reply}, {"role": "user", "content": mistake}]
    return None


def prompt() -> str:
    return _PROMPT.read_text(encoding="utf-8")


def checked(
    reply: str, question: str, previous: ChatQuery | None, today: date, catalogue: Catalogue
) -> ChatQuery | None:
    """The reply as a query; None when it says that the question is none. Raises Unusable.

    Texts must occur in the question, or have been in the previous query, which somebody said before. Columns of the
    lists are called by their names.
    """
    try:
        content = json.loads(reply)
    except ValueError as error:
        raise Unusable("it is no json") from error
    if isinstance(content, dict) and content.get("kind") == "none":
        return None
    if not isinstance(content, dict) or not isinstance(content.get("filters") or [], list):
        raise Unusable("it is no object with a list of filters")
    filters = [_with_days(one, today) for one in content.get("filters") or []]
    _refuse_invented([content.get("q"), *map(_words, filters)], question, previous)
    fields = {**content, "filters": [one[:3] if isinstance(one, list) else one for one in filters]}
    keys = {name: column for column, name in _names(catalogue).items()}
    return check_columns(check_fields(_with(keys, fields)), catalogue)


def _names(catalogue: Catalogue) -> dict[str, str]:
    """By `column.<key>`, what the assistant calls each column, the commonest first; not those that people hid."""
    columns = [column for column in catalogue.columns.values() if not column.is_hidden]
    return {f"{COLUMN}{column.key}": f"{COLUMN}{column.name}" for column in columns}


def _with(names: Mapping[str, str], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A query with other names for its columns."""
    filters = [
        [names.get(one[0], one[0]), *one[1:]] if isinstance(one, list) and one and isinstance(one[0], str) else one
        for one in fields.get("filters") or []
    ]
    marked = {part: fields[part] for part in ("groupBy", "sortBy") if isinstance(fields.get(part), str)}
    return {**fields, "filters": filters, **{part: names.get(column, column) for part, column in marked.items()}}


def _with_days(wanted: Any, today: date) -> Any:
    """`[column, "period", words]` with the days that the words mean; the words are kept for the grounding."""
    if not isinstance(wanted, list) or len(wanted) != 3 or wanted[1] != "period" or not isinstance(wanted[2], str):
        return wanted
    days = period_of(wanted[2], today)
    if days is None:
        raise Unusable(f"a period is one of: {PERIOD[:60]} ...")
    return [wanted[0], "between", days, wanted[2]]


def _words(wanted: Any) -> Any:
    """What the question must say of a filter."""
    return wanted[-1] if isinstance(wanted, list) and len(wanted) > 2 else ""


def _refuse_invented(texts: Sequence[Any], question: str, previous: ChatQuery | None) -> None:
    known = _comparable(question)
    before = [wanted.text for wanted in previous.filters] + [previous.q] if previous else []
    for text in [part for marked in texts for part in _parts(marked)]:
        if text not in before and _comparable(text) not in known:
            raise Unusable(f"“{text[:30]}” does not occur in the question")


def _parts(text: Any) -> list[str]:
    """The texts of a filter: a choice or a range has several."""
    return [part for part in re.split(r"\.\.|\|", text) if part] if isinstance(text, str) else []


def _comparable(text: str) -> str:
    """Folded, without spaces and punctuation at which people and models differ."""
    return "".join(char for char in folded(text) if unicodedata.category(char)[0] not in "ZPC")
