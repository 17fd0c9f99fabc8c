"""What the functions of a stack said, and its audit log, from CloudWatch Logs."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

AUDIT_LOG = "AuditLogGroupName"
"""The output of a stack that names the log group of who exported leads, and who ended or retried imports."""
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


class Audited(NamedTuple):
    """Which lines of the audit log are wanted; `""` for all. `user` is an email or the id of a user."""

    user: str = ""
    lead: str = ""
    upload: str = ""


def audit_lines(client: Any, group: str, since: int, about: Audited) -> Iterator[str]:
    """The lines from `since` (milliseconds) on, as they were written, oldest first."""
    wanted: dict[str, Any] = {"logGroupName": group, "startTime": since}
    if pattern := filter_pattern(about):
        wanted["filterPattern"] = pattern
    for page in client.get_paginator("filter_log_events").paginate(**wanted):
        for event in page["events"]:
            if _is_wanted(about, json.loads(event["message"])):
                yield event["message"].rstrip()


def filter_pattern(about: Audited) -> str:
    """What CloudWatch Logs looks for, which spares reading the rest. One lead among many is a word for it.

    >>> filter_pattern(Audited(user="mei@example.com")), filter_pattern(Audited(lead="L1"))
    ('{ ($.user = "mei@example.com") || ($.userId = "mei@example.com") }', '"L1"')
    """
    if about.lead:
        return json.dumps(about.lead)
    if about.upload:
        return f"{{ $.uploadId = {json.dumps(about.upload)} }}"
    user = json.dumps(about.user)
    return f"{{ ($.user = {user}) || ($.userId = {user}) }}" if about.user else ""


def _is_wanted(about: Audited, line: Mapping[str, Any]) -> bool:
    """The whole condition: the pattern has one part of it, and the emulator looks at no pattern."""
    is_users = about.user in ("", line["user"], line["userId"])
    is_leads = not about.lead or about.lead in line.get("leadIds", [])
    return is_users and is_leads and about.upload in ("", line.get("uploadId"))
