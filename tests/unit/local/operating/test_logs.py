"""Log lines, from a log that is pretended."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.operating import logs


class Log:
    """Answers the given looks in turn; both the client and its paginator."""

    def __init__(self, *looks: list[str]) -> None:
        self._looks = list(looks)
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, _operation: str) -> "Log":
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        self.asked.append(asked)
        for word in self._looks.pop(0):
            yield {"events": [{"timestamp": 9, "eventId": word, "message": f"{word}\n"}]}


def test_without_follow_it_ends_with_what_there_is() -> None:
    log = Log(["a", "b"])
    assert list(logs.lines(log, "/s/functions", 5, None, follow=False)) == ["a", "b"]
    assert log.asked == [{"logGroupName": "/s/functions", "startTime": 5}]


def test_with_follow_every_line_is_told_once() -> None:
    told = logs.lines(Log(["a"], ["a", "b"]), "/s/functions", 5, None, follow=True, sleep=lambda _: None)
    assert [next(told), next(told)] == ["a", "b"]


@pytest.mark.parametrize("key", [logs.UPLOAD, logs.REQUEST])
def test_one_upload_or_one_call_is_asked_for_by_its_id(key: str) -> None:
    log = Log([f'{{"{key}": "u1"}}', f'{{"{key}": "u2"}}', "START"])
    assert list(logs.lines(log, "/s/functions", 5, (key, "u1"), follow=False)) == [f'{{"{key}": "u1"}}']
    assert log.asked[0]["filterPattern"] == f'{{ $.{key} = "u1" }}'
