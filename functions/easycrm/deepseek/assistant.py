"""The assistant as a task sees it: answers that are kept, paid for from a purse, and waited for only so long."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from easycrm.deepseek.client import Clock, Completion, DeepSeek
from easycrm.deepseek.costs import Prices, Usage
from easycrm.errors import AssistantRefused, AssistantUnavailable, EasyCrmError
from easycrm.times import utc_now


class Question(NamedTuple):
    """`prompt` is a file of constant text; `data` is what it is about; `attempt` counts how often it was asked."""

    prompt: Path
    data: str
    max_tokens: int
    attempt: int = 0


class Replies(Protocol):
    """Replies by content hash, kept for whoever asks the same again."""

    def get(self, key: str) -> Any: ...

    def put(self, key: str, content: Any) -> None: ...


class Purse(Protocol):
    """What an upload may spend, in billionths of a dollar."""

    def reserve(self, amount: int) -> bool:
        """Whether there is so much left; it is then spoken for."""

    def settle(self, reserved: int, cost: int, usage: Usage | None) -> None:
        """What an answer did cost instead; no usage: there was none."""


class Notes(Protocol):
    """What the tasks that ask one server tell one another."""

    def have_stopped(self) -> bool:
        """Whether one has learned that the server does not help."""

    def note_stop(self, code: str) -> None:
        """Tells the others so."""


@dataclass
class Assistant:
    """Asks DeepSeek for one task. After the first failure that will not pass, it asks nothing more: see `stopped`.

    `answer_seconds` bounds one answer, `deadline` (a moment of the clock) all of them. Others are told of a failure at
    once by `notes`, and heard before each question, but for an answer that only the task itself had no time for.
    """

    client: DeepSeek
    replies: Replies
    purse: Purse
    prices: Prices
    answer_seconds: float
    deadline: float
    clock: Clock = field(default_factory=Clock)
    utc_now: Callable[[], datetime] = utc_now
    stopped: EasyCrmError | None = None
    notes: Notes | None = None

    def ask(self, question: Question) -> Completion:
        """The answer, a kept one if there is. Raises AssistantRefused or AssistantUnavailable."""
        key = self._key(question)
        kept = self.replies.get(key)
        if isinstance(kept, dict) and isinstance(kept.get("text"), str):
            return Completion(kept["text"], bool(kept.get("truncated")), Usage(0, 0, 0))
        if self.stopped:
            raise self.stopped
        if self.notes and self.notes.have_stopped():
            self.stopped = AssistantUnavailable("stopped", "Another task learned that DeepSeek does not answer.")
            raise self.stopped
        try:
            return self._pay_for(question, key)
        except (AssistantRefused, AssistantUnavailable) as error:
            is_first, self.stopped = self.stopped is None, error
            if is_first and self.notes and self.clock.now() < self.deadline:
                self.notes.note_stop(error.code)
            raise

    def _pay_for(self, question: Question, key: str) -> Completion:
        system, user = _text(question.prompt), _behind_marker(question.data)
        begun = self.utc_now()
        reserved = self.prices.most(system + user, question.max_tokens, begun)
        if not self.purse.reserve(reserved):
            raise AssistantRefused("capReached", "The upload has spent what it may spend on DeepSeek.")
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        deadline = min(self.deadline, self.clock.now() + self.answer_seconds)
        try:
            answer = self.client.complete(messages, question.max_tokens, deadline)
        except AssistantRefused:
            self.purse.settle(reserved, 0, None)
            raise
        if answer.text:  # blanks are no answer, and may be none another time
            self.replies.put(key, {"text": answer.text, "truncated": answer.truncated})
        self.purse.settle(reserved, self.prices.cost(answer.usage, begun), answer.usage)
        return answer

    def _key(self, question: Question) -> str:
        prompt, *rest = question
        content = json.dumps([self.client.model, _text(prompt), prompt.stem, *rest], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


def _behind_marker(data: str) -> str:
    """The data between two lines that it cannot know, so that it cannot end itself and go on as an instruction."""
    line = f"---{secrets.token_hex(8)}---"
    return f"The data is the json between the two lines {line}\n{line}\n{data}\n{line}"


def _text(prompt: Path) -> str:
    return prompt.read_text(encoding="utf-8")
