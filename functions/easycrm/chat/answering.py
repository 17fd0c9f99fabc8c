"""`POST /chat`: a question, perhaps with the query before it, to an answer."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from easycrm.chat.model_reader import Helper, read_by_model
from easycrm.chat.query import ChatQuery, Unusable, as_table, check_fields, fields_of
from easycrm.chat.rules import read_by_rules
from easycrm.chat.running import run
from easycrm.chat.words import EXAMPLES, REPHRASE, answer_in_words, query_in_words
from easycrm.errors import BadRequest, EasyCrmError
from easycrm.leads.reader import LeadsReader

ANSWER_SECONDS = 15.0
_LONGEST = 500


class Question(NamedTuple):
    """`previous`: the query that the question may refer to."""

    text: str
    previous: ChatQuery | None


def parse_question(body: Any) -> Question:
    """`{question, previous?}`; `previous` is the `query.fields` of the last answer. Raises BadRequest."""
    if not isinstance(body, Mapping) or set(body) - {"question", "previous"}:
        raise BadRequest("badRequest", "A chat takes question, and previous.")
    text = body.get("question")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= _LONGEST:
        sentence = f"question takes a text of at most {_LONGEST} characters."
        raise BadRequest("badParameter", sentence, parameter="question")
    try:
        previous = check_fields(body["previous"]) if body.get("previous") else None
    except Unusable as error:
        raise BadRequest("badParameter", f"previous cannot be used: {error}.", parameter="previous") from error
    return Question(text.strip(), previous)


def answer(
    question: Question,
    reader: LeadsReader,
    helper: Helper | None,
    today: date,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """`{answer, query?{words, fields}, columns, rows, appliesToTable?, examples?}`.

    Rules read the question; the helper reads what they do not understand. Where there is none, or it fails, the
    answer asks to rephrase.
    """
    query = read_by_rules(*question, today) or _ask(question, helper, today, clock() + ANSWER_SECONDS)
    if query is None:
        return {"answer": REPHRASE, "query": None, "columns": [], "rows": [], "examples": list(EXAMPLES)}
    _, as_of = reader.current()
    result = run(query, reader.path)
    return {
        "answer": answer_in_words(query, result),
        "query": {"words": query_in_words(query), "fields": fields_of(query)},
        "columns": list(result.columns),
        "rows": result.rows,
        "appliesToTable": as_table(query),
        "asOf": as_of or None,
    }


def _ask(question: Question, helper: Helper | None, today: date, deadline: float) -> ChatQuery | None:
    if helper is None:
        return None
    try:
        return read_by_model(question.text, question.previous, today, helper, deadline)
    except EasyCrmError:
        return None
