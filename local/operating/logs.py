"""What the functions of a stack said, from CloudWatch Logs."""

import time
from collections.abc import Callable, Iterator
from typing import Any

UPLOAD = "uploadId"
REQUEST = "correlation_id"
LOOK_SECONDS = 2.0
# A line may come to light after one that was said later.
LATE_MILLISECONDS = 30_000


def lines(
    client: Any,
    group: str,
    since: int,
    about: tuple[str, str] | None,
    follow: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """Lines from `since` (milliseconds) on, once each, oldest first; without `follow` it ends with what there is.

    `about`: only lines that have this key with this value; `UPLOAD` with an uploadId, `REQUEST` with a requestId.
    """
    wanted = {"logGroupName": group}
    if about:
        wanted["filterPattern"] = '{{ $.{} = "{}" }}'.format(*about)
    seen: set[tuple[Any, ...]] = set()
    newest = since
    while True:
        for page in client.get_paginator("filter_log_events").paginate(**wanted, startTime=since):
            for event in page["events"]:
                newest = max(newest, event["timestamp"])
                if about and about[1] not in event["message"]:
                    continue  # the emulator gives all lines
                if (name := _name(event)) not in seen:
                    seen.add(name)
                    yield event["message"].rstrip()
        if not follow:
            return
        since = max(since, newest - LATE_MILLISECONDS)
        sleep(LOOK_SECONDS)


def _name(event: dict[str, Any]) -> tuple[Any, ...]:
    """What tells events apart; the emulator gives them no id."""
    return (event["eventId"],) if "eventId" in event else (event["timestamp"], event["message"])
