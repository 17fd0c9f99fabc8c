"""The lines of an audit log that is pretended."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.operating.logs import Audited, audit_lines

MEI = {"user": "mei@example.com", "userId": "u-1"}
BEN = {"user": "ben@example.com", "userId": "u-2"}
LINES = [
    json.dumps(line)
    for line in (
        MEI | {"action": "exportLeads", "count": 3},
        BEN | {"action": "cancelUpload", "uploadId": "L1"},
        MEI | {"action": "retryUpload", "uploadId": "up-1"},
        BEN | {"action": "exportLeads", "leadIds": ["L1", "L2"]},
    )
]


class Log:
    """Answers with every line, as the emulator does; both the client and its paginator."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, _operation: str) -> "Log":
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        self.asked.append(asked)
        for line in LINES:
            yield {"events": [{"timestamp": 9, "message": f"{line}\n"}]}


@pytest.mark.parametrize(
    ("about", "places", "pattern"),
    [
        (Audited(), [0, 1, 2, 3], None),
        (Audited(user="mei@example.com"), [0, 2], '{ ($.user = "mei@example.com") || ($.userId = "mei@example.com") }'),
        (Audited(user="u-2"), [1, 3], '{ ($.user = "u-2") || ($.userId = "u-2") }'),
        (Audited(lead="L1"), [3], '"L1"'),
        (Audited(upload="up-1"), [2], '{ $.uploadId = "up-1" }'),
        (Audited(user="mei@example.com", lead="L1"), [], '"L1"'),
    ],
)
def test_the_lines_that_are_wanted_are_given_on_every_stack(
    about: Audited, places: list[int], pattern: str | None
) -> None:
    log = Log()
    assert list(audit_lines(log, "audit", 5, about)) == [LINES[at] for at in places]
    assert log.asked[0].get("filterPattern") == pattern
    assert (log.asked[0]["logGroupName"], log.asked[0]["startTime"]) == ("audit", 5)
