"""The HTTP client of the public API. It knows an address and how to get a token, and nothing of where it runs."""

import json
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase

from local.patience import ANSWER_SECONDS, CONNECT_SECONDS, FIRST_PAUSE, LONGEST_PAUSE, TRIES, UPLOAD_SECONDS

_BUSY = frozenset({429, 502, 503})


class ApiUnreachable(Exception):
    """Nobody answered, or the connection broke; trying again may help."""


class ApiRefusal(Exception):
    """The API answered with an error; `code` and `message` are what it said."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Answer:
    """The HTTP status and the JSON body (or its text, when it is no JSON)."""

    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return self.status < 400


class _Token(AuthBase):
    """Sets the header as an `auth`, because requests would otherwise prefer what a .netrc says."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._token
        return request


class ApiClient:
    """Calls the API at `base_url` (with its stage, without a final slash); `sign_in` returns a fresh IdToken.

    `http` is what the calls go through, when it has to be something else than `requests` as it is; `seconds` is the
    longest that one answer is waited for. A call that finds the service busy is made again, `tries` times in all: none
    does harm when it is made twice.
    """

    def __init__(
        self,
        base_url: str,
        sign_in: Callable[[], str],
        http: requests.Session | None = None,
        seconds: float = ANSWER_SECONDS,
        tries: int = TRIES,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._tries = tries
        self._pause = pause
        self._base_url = base_url.rstrip("/")
        self._sign_in = sign_in
        self._request = http.request if http else requests.request
        self._token: str | None = None

    def call(self, method: str, path: str, data: Any = None) -> Answer:
        """Any call, for example `call("GET", "/leads?page=1")`; `data` is sent as JSON. Raises ApiUnreachable."""
        longest = FIRST_PAUSE
        for _ in range(self._tries - 1):
            answer = self._call(method, path, data)
            if not _is_busy(answer):
                return answer
            self._pause(random.uniform(longest / 2, longest))
            longest = min(2 * longest, LONGEST_PAUSE)
        return self._call(method, path, data)

    def _call(self, method: str, path: str, data: Any) -> Answer:
        answer = self._send(method, path, data, self._token or self._fresh_token())
        # A token lives an hour; a client that outlives it signs in again, once.
        return self._send(method, path, data, self._fresh_token()) if answer.status == 401 else answer

    def create_upload(self, file_name: str, file_size: int, options: Mapping[str, str]) -> dict[str, Any]:
        """`{uploadId, url, fields, expiresIn}`. Raises ApiRefusal and ApiUnreachable."""
        data = {"fileName": file_name, "fileSize": file_size, "options": dict(options)}
        return _accepted(self.call("POST", "/upload", data))

    def send_file(self, ticket: Mapping[str, Any], path: Path) -> None:
        """Posts the file to where `create_upload` said. Raises ApiRefusal and ApiUnreachable."""
        with path.open("rb") as file:
            try:
                response = requests.post(
                    ticket["url"],
                    data=ticket["fields"],
                    files={"file": file},
                    timeout=(CONNECT_SECONDS, UPLOAD_SECONDS),
                )
            except requests.RequestException as error:
                raise _unreachable(error, ticket["url"]) from error
        if not response.ok:
            raise ApiRefusal(response.status_code, *_storage_error(response.text))

    def status(self, upload_id: str) -> dict[str, Any]:
        """The status body of an upload. Raises ApiRefusal and ApiUnreachable."""
        return _accepted(self.call("GET", f"/status/{upload_id}"))

    def _fresh_token(self) -> str:
        self._token = self._sign_in()
        return self._token

    def _send(self, method: str, path: str, data: Any, token: str) -> Answer:
        try:
            response = self._request(
                method,
                f"{self._base_url}/{path.lstrip('/')}",
                json=data,
                auth=_Token(token),
                timeout=(CONNECT_SECONDS, self._seconds),
            )
        except requests.RequestException as error:
            raise _unreachable(error, self._base_url) from error
        return Answer(response.status_code, _body(response))


def _is_busy(answer: Answer) -> bool:
    """Whether nobody of ours answered, because the service is throttled or a function could not begin."""
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    return answer.status in _BUSY and (not isinstance(error, dict) or error.get("code") == "busy")


def _unreachable(error: requests.RequestException, url: str) -> ApiUnreachable:
    if isinstance(error, requests.Timeout):
        return ApiUnreachable(f"No answer in time from {url}.")
    if isinstance(error, requests.ConnectionError):
        return ApiUnreachable(f"Nobody answers at {url}.")
    return ApiUnreachable(f"{error}.")


def _storage_error(text: str) -> tuple[str, str]:
    """Code and sentence of S3's XML error."""
    code = re.search("<Code>(.*?)</Code>", text, re.DOTALL)
    message = re.search("<Message>(.*?)</Message>", text, re.DOTALL)
    said = message.group(1) if message else text[:200]
    return (code.group(1) if code else "uploadRefused"), f"The storage refused the file: {said}"


def _body(response: requests.Response) -> Any:
    try:
        return response.json()
    except json.JSONDecodeError:
        return response.text


def _accepted(answer: Answer) -> dict[str, Any]:
    if answer.ok and isinstance(answer.body, dict):
        return answer.body
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    if isinstance(error, dict):
        raise ApiRefusal(answer.status, str(error.get("code")), str(error.get("message")))
    raise ApiRefusal(answer.status, "unexpectedAnswer", f"The API answered {answer.status}: {answer.body}")
