"""Questions that go on from the one before, where a column of that has changed since."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from easycrm.chat.answering import Question, answer
from easycrm.chat.chat_query import ChatQuery
from easycrm.chat.model_reader import Assistant
from easycrm.errors import BadRequest
from easycrm.leads.columns.decisions import Decisions
from easycrm.leads.list.finding.filters import Filter
from tests.support.chat_questions import TODAY, by, show
from tests.support.column_questions import known_leads, of

RATING = show(of("rating", "above", "3"))
GONE = by("column.stand", Filter("company", "contains", "Acme"))
SORTED = show(sort_by="column.stand")
IS_TEXT: Decisions = {"version": 1, "columns": {"rating": {"type": "text"}}, "history": []}

Ask = Callable[..., dict[str, Any]]


class Saying:
    """An assistant that always says the same."""

    def __init__(self, reply: str) -> None:
        self.reply = reply

    def ask(self, _messages: object, _deadline: float) -> str:
        return self.reply


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """A function: the answer to a question after another, where Rating is text and no column is called Stand."""

    class Reader:
        version = "1"

        def __init__(self, path: Path, model: Any) -> None:
            self.path, self.model = path, model

        def current(self) -> tuple[Any, str]:
            return self.model, ""

    with known_leads(tmp_path / "leads.sqlite") as known:
        reader: Any = Reader(tmp_path / "leads.sqlite", known.model)

        def ask(question: str, previous: ChatQuery, assistant: Assistant | None = None) -> dict[str, Any]:
            return answer(Question(question, previous), reader, IS_TEXT, assistant, TODAY)

        yield ask


@pytest.mark.parametrize("previous", [RATING, GONE, SORTED])
@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How many leads?", "There are 4 leads."),
        ("leads in Germany", "There are 2 leads whose Country is “Germany”."),
        ("leads without rating", "There is no lead with no Rating."),
        ("leads by rating", "4 values of Rating among 4 leads; the most frequent is “2” with 1 lead."),
    ],
)
def test_a_question_of_its_own_is_answered_whatever_became_of_the_one_before(
    ask: Ask, question: str, says: str, previous: ChatQuery
) -> None:
    assert ask(question, previous)["answer"] == says


@pytest.mark.parametrize(
    "question", ["and in Germany?", "how many?", "by country", "only those without city", "and Wien?"]
)
@pytest.mark.parametrize(
    ("previous", "why"),
    [(RATING, "Rating is neither a number nor a date, and cannot be above"), (GONE, "There is no column stand")],
)
def test_a_question_that_goes_on_from_what_cannot_be_asked_any_more_is_to_be_asked_in_full(
    ask: Ask, question: str, previous: ChatQuery, why: str
) -> None:
    with pytest.raises(BadRequest, match=f"The question before cannot be asked any more: {why}.*in full") as raised:
        ask(question, previous)
    assert raised.value.details == {"parameter": "previous"}


def test_the_assistant_is_not_asked_what_may_go_on_from_a_question_that_it_cannot_be_told(ask: Ask) -> None:
    with pytest.raises(BadRequest, match="ask in full"):
        ask("und in Deutschland?", RATING, Saying('{"kind": "count"}'))


def test_a_question_goes_on_where_the_columns_are_as_they_were(ask: Ask) -> None:
    previous = show(of("country", "equals", "Germany"))
    assert ask("how many?", previous, Saying(""))["answer"] == "There are 2 leads whose Country is “Germany”."
