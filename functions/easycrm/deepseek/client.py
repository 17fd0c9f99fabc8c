"""DeepSeek, or any server that speaks its dialect: one question, one answer, before a deadline.

As documented in late 2026: `POST {url}/chat/completions`; thinking is on unless disabled; JSON mode needs the word json
and an example in the prompt, and says what is no JSON as blanks; while a request is queued, the server sends blank
lines, so that no socket timeout ever fires.
"""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from easycrm.deepseek.costs import Usage
from easycrm.errors import AssistantRefused, AssistantUnavailable

Message = Mapping[str, str]
_CODES = {400: "badRequest", 401: "badKey", 402: "noCredit", 422: "badRequest"}
_COME_BACK = frozenset((408, 425, 429))
_CONNECT_SECONDS = 5.0
_LONGEST_PAUSE = 20.0
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
_LARGEST_ANSWER = 1_000_000  # bytes


class Completion(NamedTuple):
    """`text` is empty where the model wrote no JSON; `truncated`: it had more to say than it was allowed."""

    text: str
    truncated: bool
    usage: Usage


@dataclass(frozen=True)
class Clock:
    """Time, so that tests have their own. `now` is monotonic seconds; `jitter(x)` is between 0 and x."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float], float] = field(default=lambda seconds: random.uniform(0, seconds))


class DeepSeek:
    """The client. `key(fresh)` gives the API key, from its cache unless `fresh`."""

    def __init__(self, url: str, model: str, key: Callable[[bool], str], clock: Clock = Clock()) -> None:
        self.model = model
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._key = key
        self._clock = clock

    def complete(self, messages: Sequence[Message], max_tokens: int, deadline: float) -> Completion:
        """The answer to messages, in JSON mode; `deadline` is a moment of the clock.

        429, 5xx and broken connections are tried again until the deadline; 401 once, with the key fetched anew.
        Raises AssistantRefused when trying again is useless, AssistantUnavailable when the time is over.
        """
        if not _is_private(self._url):
            raise AssistantRefused("notHttps", "DeepSeekUrl has to be https: rows and the key would go unencrypted.")
        body = self._body(messages, max_tokens)
        fresh_key, pause = False, 1.0
        while True:
            status, answer, wait = self._post(body, self._key(fresh_key), deadline)
            if status == 200:
                return _completion(answer)
            if status == 401 and not fresh_key:
                fresh_key = True
                continue
            if 300 <= status < 500 and status not in _COME_BACK:
                raise AssistantRefused(_CODES.get(status, "refused"), f"DeepSeek refused with status {status}.")
            self._pause(wait, pause, deadline)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _body(self, messages: Sequence[Message], max_tokens: int) -> bytes:
        body = {
            "model": self.model,
            "messages": list(messages),
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": False,
            "response_format": {"type": "json_object"},
            "thinking": {"type": "disabled"},
        }
        return json.dumps(body, ensure_ascii=False).encode()

    def _pause(self, wait: float | None, pause: float, deadline: float) -> None:
        """As long as the server asks for, else longer and longer; raises AssistantUnavailable if that is too long."""
        seconds = wait if wait is not None else self._clock.jitter(pause)
        if self._clock.now() + seconds >= deadline:
            raise AssistantUnavailable("noAnswer", "DeepSeek had no answer in time.")
        self._clock.sleep(seconds)

    def _post(self, body: bytes, key: str, deadline: float) -> tuple[int, bytes, float | None]:
        """`(status, body, Retry-After)`; status 0 where the connection broke. Raises AssistantUnavailable at the end.

        In a thread of its own, because nothing in a socket bounds a server that sends a blank now and then. The thread
        looks at the clock as well, so that it ends soon after.
        """
        left = deadline - self._clock.now()
        if left <= 0:
            raise AssistantUnavailable("noAnswer", "DeepSeek had no answer in time.")
        answers: SimpleQueue[tuple[int, bytes, float | None]] = SimpleQueue()
        give_up = time.monotonic() + left
        Thread(target=lambda: answers.put(self._exchange(body, key, give_up)), daemon=True).start()
        try:
            return answers.get(timeout=left)
        except Empty:
            raise AssistantUnavailable("noAnswer", "DeepSeek had no answer in time.") from None

    def _exchange(self, body: bytes, key: str, give_up: float) -> tuple[int, bytes, float | None]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        timeout = (_CONNECT_SECONDS, max(0.1, give_up - time.monotonic()))
        try:
            with requests.post(
                self._url, data=body, headers=headers, timeout=timeout, stream=True, allow_redirects=False
            ) as answer:
                return answer.status_code, _read(answer, give_up), _retry_after(answer)
        except (requests.RequestException, OSError):
            return 0, b"", None


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent: by https, or to this machine, as tests and laptops do."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)


def _read(answer: requests.Response, give_up: float) -> bytes:
    """The body without the blank lines of the queue; raises TimeoutError, an OSError."""
    content = b""
    for chunk in answer.iter_content(None):
        content = (content + chunk).lstrip()
        if time.monotonic() > give_up or len(content) > _LARGEST_ANSWER:
            raise TimeoutError
    return content


def _retry_after(answer: requests.Response) -> float | None:
    """Seconds; None for a date or nonsense."""
    try:
        return max(0.0, float(answer.headers.get("Retry-After", "")))
    except ValueError:
        return None


def _completion(content: bytes) -> Completion:
    """What the answer says; something unreadable is an answer without text."""
    try:
        said: Any = json.loads(content)
        choice = said["choices"][0]
        text = (choice["message"]["content"] or "").strip()
        return Completion(text, choice.get("finish_reason") == "length", Usage.of(said.get("usage") or {}))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return Completion("", truncated=False, usage=Usage(0, 0, 0))
