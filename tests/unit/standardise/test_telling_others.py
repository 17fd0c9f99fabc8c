"""What the tasks of a run tell one another of DeepSeek: who learns that it does not help tells it at once."""

from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from easycrm.deepseek.assistant import Question
from easycrm.deepseek.client import Completion, DeepSeek
from easycrm.deepseek.costs import Usage
from easycrm.errors import AssistantRefused, AssistantUnavailable
from easycrm.standardise.second_look import asking
from easycrm.standardise.second_look.asking import ROWS_PER_QUESTION, Doubtful, ask_about
from tests.support.assistants import FakeClock, FakeMemory, assistant_of

PROMPT = Path(asking.__file__).with_name("rows.txt")
DATA = '{"columns": ["E-Mail"], "rows": [["k1", [[0, "ana.li@tin-sparrow.example"]]]]}'
AT_ONCE = 8


class Notes:
    """`RunNotes`, in memory. Others have stopped once so many questions were asked."""

    def __init__(self, stopped_after=1000):
        self.codes = []
        self._left = stopped_after

    def have_stopped(self):
        self._left -= 1
        return self._left < 0

    def note_stop(self, code):
        self.codes.append(code)


def question(number=0):
    return Question(PROMPT, DATA, 300, number)


@pytest.mark.parametrize(("mood", "code"), [("402", "noCredit"), ("422", "badRequest"), ("503", "noAnswer")])
def test_others_are_told_at_once_and_nothing_more_is_asked(mood, code, deepseek):
    deepseek.then = mood
    notes = Notes()
    assistant = assistant_of(deepseek, notes=notes)
    with pytest.raises((AssistantRefused, AssistantUnavailable)):
        assistant.ask(question())
    asked = len(deepseek.requests)
    assert notes.codes == [code]
    with pytest.raises((AssistantRefused, AssistantUnavailable)):
        assistant.ask(question(1))
    assert (notes.codes, len(deepseek.requests)) == ([code], asked)


def test_others_are_heard_before_each_question(deepseek):
    notes = Notes(stopped_after=1)
    assistant = assistant_of(deepseek, notes=notes)
    assert assistant.ask(question()).text
    with pytest.raises(AssistantUnavailable) as over:
        assistant.ask(question(1))
    assert (over.value.code, len(deepseek.requests), notes.codes) == ("stopped", 1, [])


def test_what_is_kept_is_answered_though_others_have_stopped(deepseek):
    replies = FakeMemory()
    first = assistant_of(deepseek, replies=replies).ask(question())
    again = assistant_of(deepseek, replies=replies, notes=Notes(stopped_after=0)).ask(question())
    assert (again.text, len(deepseek.requests)) == (first.text, 1)


def test_a_task_whose_own_time_is_over_says_nothing_of_deepseek(deepseek):
    time, notes = FakeClock(), Notes()
    time.at = 61.0
    client = DeepSeek(deepseek.url, "deepseek-flash", lambda _fresh: "good", time.clock())
    assistant = assistant_of(deepseek, client=client, clock=time.clock(), deadline=60.0, notes=notes)
    with pytest.raises(AssistantUnavailable):
        assistant.ask(question())
    assert (notes.codes, deepseek.requests) == ([], [])
    assert assistant.stopped


class Together:
    """An assistant that answers nobody until so many have asked."""

    def __init__(self, many):
        self._barrier = Barrier(many, timeout=30)

    def ask(self, question):
        if question.attempt == 0:
            self._barrier.wait()
        return Completion("", truncated=False, usage=Usage(0, 0, 0))


def test_eight_questions_are_asked_at_a_time():
    rows = [Doubtful((("E-Mail", f"a.b{n}@x.example"),)) for n in range(AT_ONCE * ROWS_PER_QUESTION)]
    together: Any = Together(AT_ONCE)
    assert ask_about(rows, together) == {}
