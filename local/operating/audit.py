"""The audit log of a stack: who exported leads, and who ended or retried imports."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

OUTPUT = "AuditLogGroupName"


class About(NamedTuple):
    """Which lines are wanted; `""` for all. `user` is an email or the id of a user."""

    user: str = ""
    lead: str = ""
    upload: str = ""


def lines(client: Any, group: str, since: int, about: About) -> Iterator[str]:
    """The lines from `since` (milliseconds) on, as they were written, oldest first."""
    wanted: dict[str, Any] = {"logGroupName": group, "startTime": since}
    if pattern := filter_pattern(about):
        wanted["filterPattern"] = pattern
    for page in client.get_paginator("filter_log_events").paginate(**wanted):
        for event in page["events"]:
            if _is_about(about, json.loads(event["message"])):
                yield event["message"].rstrip()


def filter_pattern(about: About) -> str:
    """What CloudWatch Logs looks for, which spares reading the rest. One lead among many is a word for it.

    >>> filter_pattern(About(user="mei@example.com")), filter_pattern(About(lead="L1"))
    ('{ ($.user = "mei@example.com") || ($.userId = "mei@example.com") }', '"L1"')
    """
    if about.lead:
        return json.dumps(about.lead)
    if about.upload:
        return f"{{ $.uploadId = {json.dumps(about.upload)} }}"
    user = json.dumps(about.user)
    return f"{{ ($.user = {user}) || ($.userId = {user}) }}" if about.user else ""


def _is_about(about: About, line: Mapping[str, Any]) -> bool:
    """The whole condition: the pattern has one part of it, and the emulator looks at no pattern."""
    is_users = about.user in ("", line["user"], line["userId"])
    is_leads = not about.lead or about.lead in line.get("leadIds", [])
    return is_users and is_leads and about.upload in ("", line.get("uploadId"))
