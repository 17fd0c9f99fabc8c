"""The audit log: who took what out, ended or decided what, in a log group of its own, which outlives the other logs.

A line says who did what to which upload or lead, and never a value of a lead: of a search only the names of its
filters. It is written before anything takes effect, so that nothing happens of which there is no line.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal, NotRequired, TypedDict

from aws_lambda_powertools import Logger

from easycrm.aws import NO_ANSWER
from easycrm.errors import EasyCrmError, NotAudited, Terminal
from easycrm.times import parsed

Action = Literal["exportLeads", "cancelUpload", "retryUpload", "forceCompleteUpload", "decideColumns"]
Outcome = Literal["asked", "done", "refused", "failed"]
LONGEST = 200
"""Characters of a text of a line; what is longer is cut."""

logger = Logger(service="easycrm")


class Caller(TypedDict):
    """Who asks: `user` is the email, `userId` Cognito's id of the user; `requestId` is API Gateway's id of the call."""

    user: str
    userId: str
    requestId: str


class Line(Caller):
    """One line. `at` is when, in UTC; `filters` are names alone; `count` is how many leads, or columns.

    `outcome`: `asked` before anything takes effect; then `done`, `refused` with the `code` that the caller got, or
    `failed`.
    """

    at: str
    action: Action
    outcome: Outcome
    code: NotRequired[str]
    uploadId: NotRequired[str]
    leadIds: NotRequired[list[str]]
    format: NotRequired[str]
    filters: NotRequired[list[str]]
    count: NotRequired[int]


class AuditLog:
    """Writes lines into streams of its own, one for each day and function that runs."""

    def __init__(self, logs: Any, group: str, now: Callable[[], str]) -> None:
        self._logs = logs
        self._group = group
        self._now = now
        self._id = uuid.uuid4().hex
        self._stream = ""

    def write(self, caller: Caller, action: Action, outcome: Outcome, **about: Any) -> None:
        """One line; `about` has the other members of `Line`. Raises NotAudited when it is not certain to be kept."""
        at = self._now()
        line = {"at": at, "action": action, "outcome": outcome, **caller, **about}
        text = json.dumps(_cut(line), ensure_ascii=False)
        event = {"timestamp": int(parsed(at).timestamp() * 1000), "message": text}
        try:
            answer = self._put(at[:10], event)
        except NO_ANSWER as error:
            self._stream = ""
            raise _not_audited() from error
        if answer.get("rejectedLogEventsInfo"):
            raise _not_audited()

    @contextmanager
    def around(self, caller: Caller, action: Action, **about: Any) -> Iterator[None]:
        """A line before what is done inside, without which nothing is done, and one with what became of it.

        Where the second cannot be written, what was done stays done, and the log of the functions says so.
        """
        self.write(caller, action, "asked", **about)
        try:
            yield
        except EasyCrmError as error:
            outcome: Outcome = "refused" if isinstance(error, Terminal) else "failed"
            self._write_outcome(caller, action, outcome, **about, code=error.code)
            raise
        except Exception:
            self._write_outcome(caller, action, "failed", **about)
            raise
        self._write_outcome(caller, action, "done", **about)

    def _write_outcome(self, caller: Caller, action: Action, outcome: Outcome, **about: Any) -> None:
        try:
            self.write(caller, action, outcome, **about)
        except NotAudited as error:
            facts = {"action": action, "outcome": outcome, "requestOfLine": caller["requestId"]}
            logger.error("outcome not audited", extra=facts, exc_info=error)

    def _put(self, day: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        """Into the stream of the day, which is made anew where somebody deleted it."""
        was_open = bool(self._stream)
        try:
            return self._put_once(day, event)
        except self._logs.exceptions.ResourceNotFoundException:
            if not was_open:
                raise
            self._stream = ""
            return self._put_once(day, event)

    def _put_once(self, day: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        self._open(day)
        answer: Mapping[str, Any] = self._logs.put_log_events(
            logGroupName=self._group, logStreamName=self._stream, logEvents=[event]
        )
        return answer

    def _open(self, day: str) -> None:
        """The stream of the day."""
        stream = f"{day}/{self._id}"
        if stream == self._stream:
            return
        # it is there already where an answer was lost
        with suppress(self._logs.exceptions.ResourceAlreadyExistsException):
            self._logs.create_log_stream(logGroupName=self._group, logStreamName=stream)
        self._stream = stream


def _cut(line: Mapping[str, Any]) -> dict[str, Any]:
    """Without the rest of texts that are longer than what we name: an id of an address may be anything."""
    return {name: value[:LONGEST] if isinstance(value, str) else value for name, value in line.items()}


def _not_audited() -> NotAudited:
    sentence = "The audit log cannot be written, and without it this is not done. Please try again in a few minutes."
    return NotAudited("notAudited", sentence)
