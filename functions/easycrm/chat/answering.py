"""`POST /chat`: a question, perhaps with the query before it, to an answer."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from easycrm.bounds import QUESTION_CHARACTERS
from easycrm.chat.chat_query import ChatQuery, Unusable, as_table, check_columns, check_fields, fields_of
from easycrm.chat.known import Known, Unclear
from easycrm.chat.model_reader import Assistant, read_by_model
from easycrm.chat.rules import read_by_rules, refers_back
from easycrm.chat.running import confined, run
from easycrm.chat.wording import EXAMPLES, REPHRASE, answer_in_words, query_in_words, spoken
from easycrm.errors import BadRequest, EasyCrmError
from easycrm.leads.columns.catalogue import Catalogue, cached_catalogue
from easycrm.leads.columns.decisions import Decisions
from easycrm.leads.list.finding.filters import is_column
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
    decisions: Decisions,
    assistant: Assistant | None,
    today: date,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """`{answer, query?{words, fields, names}, columns, rows, appliesToTable?, examples?}`.

    Rules read the question; the assistant reads what they do not understand. Where there is none, or it fails, the
    answer asks to rephrase; where a question means one of several things, it asks which. `names`: what
    the columns of the lists are called. Raises BadRequest for a query with a column that is gone or is something else,
    and for a question that goes on from such a query.
    """
    deadline = clock() + ANSWER_SECONDS
    _, as_of = reader.current()
    catalogue = cached_catalogue(reader, decisions)
    with confined(reader.path) as model:
        try:
            query = _query_of(question, Known(catalogue, model), assistant, today, deadline)
        except Unclear as unclear:
            return _asked_back(str(unclear), unclear.examples)
        if query is None:
            return _asked_back(REPHRASE, EXAMPLES)
        result = run(query, model, catalogue)
    names = {column: spoken(column, catalogue) for column in _of_lists(query, result.columns)}
    return {
        "answer": answer_in_words(query, result, catalogue),
        "query": {"words": query_in_words(query, catalogue), "fields": fields_of(query), "names": names},
        "columns": list(result.columns),
        "rows": result.rows,
        "appliesToTable": as_table(query),
        "asOf": as_of or None,
    }


def _of_lists(query: ChatQuery, shown: Sequence[str]) -> list[str]:
    named = [*shown, *(wanted.column for wanted in query.filters), query.sort_by]
    return list(dict.fromkeys(filter(is_column, named)))


def _asked_back(sentence: str, examples: Sequence[str]) -> dict[str, Any]:
    return {"answer": sentence, "query": None, "columns": [], "rows": [], "examples": list(examples)}


def _query_of(
    question: Question | ChatQuery, known: Known, assistant: Assistant | None, today: date, deadline: float
) -> ChatQuery | None:
    if isinstance(question, ChatQuery):
        return _with_columns(question, known.catalogue)
    previous, outdated = question.previous, None
    try:
        previous = previous and check_columns(previous, known.catalogue)
    except Unusable as error:
        previous, outdated = None, _outdated(error)
    if outdated and refers_back(question.text):
        raise outdated
    query = read_by_rules(question.text, previous, today, known)
    if query or assistant is None:
        return query
    if outdated:  # only the rules know that a question refers to none before it
        raise outdated
    try:
        return read_by_model(question.text, previous, today, known.catalogue, assistant, deadline)
    except EasyCrmError:
        return None


def _outdated(error: Unusable) -> BadRequest:
    why = str(error).rstrip(".")
    sentence = f"The question before cannot be asked any more: {why}. Please ask in full what you want to know."
    return BadRequest("badParameter", sentence, parameter="previous")


def _with_columns(query: ChatQuery, catalogue: Catalogue) -> ChatQuery:
    try:
        return check_columns(query, catalogue)
    except Unusable as error:
        raise BadRequest("badParameter", f"query cannot be used: {error}", parameter="query") from error
