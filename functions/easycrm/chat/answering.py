"""`POST /chat`: a question, perhaps with the query before it, to an answer."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from easycrm.bounds import QUESTION_CHARACTERS
from easycrm.chat.chat_query import ChatQuery, Unusable, as_table, check_fields, fields_of
from easycrm.chat.model_reader import Assistant, read_by_model
from easycrm.chat.rules import read_by_rules
from easycrm.chat.running import run
from easycrm.chat.wording import EXAMPLES, REPHRASE, answer_in_words, query_in_words
from easycrm.errors import BadRequest, EasyCrmError
from easycrm.leads.list.reader import LeadsReader

ANSWER_SECONDS = 15.0


class Question(NamedTuple):
    """`previous`: the query that the question may refer to."""

    text: str
    previous: ChatQuery | None


def parse_question(body: Any) -> Question | ChatQuery:
    """`{question, previous?}`, or `{query}`: a query to run as it is.

    `previous` and `query` are the `query.fields` of an answer, `query` with what the user took away from it. Raises
    BadRequest.
    """
    if not isinstance(body, Mapping) or not (set(body) <= {"question", "previous"} or set(body) == {"query"}):
        raise BadRequest("badRequest", "A chat takes question, and previous, or else query.")
    if "query" in body:
        return _query("query", body)
    text = body.get("question")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= QUESTION_CHARACTERS:
        sentence = f"question takes a text of at most {QUESTION_CHARACTERS} characters."
        raise BadRequest("badParameter", sentence, parameter="question")
    return Question(text.strip(), _query("previous", body) if body.get("previous") else None)


def _query(parameter: str, body: Mapping[str, Any]) -> ChatQuery:
    try:
        return check_fields(body[parameter])
    except Unusable as error:
        raise BadRequest("badParameter", f"{parameter} cannot be used: {error}.", parameter=parameter) from error


def answer(
    question: Question | ChatQuery,
    reader: LeadsReader,
    assistant: Assistant | None,
    today: date,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """`{answer, query?{words, fields}, columns, rows, appliesToTable?, examples?}`.

    Rules read the question; the assistant reads what they do not understand. Where there is none, or it fails, the
    answer asks to rephrase.
    """
    query = question if isinstance(question, ChatQuery) else _read(question, assistant, today, clock() + ANSWER_SECONDS)
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


def _read(question: Question, assistant: Assistant | None, today: date, deadline: float) -> ChatQuery | None:
    if (query := read_by_rules(*question, today)) or assistant is None:
        return query
    try:
        return read_by_model(question.text, question.previous, today, assistant, deadline)
    except EasyCrmError:
        return None
