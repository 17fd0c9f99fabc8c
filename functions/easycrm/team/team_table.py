"""The team table: one item for all decisions on columns, one for each view, one for each person's start."""

import json
from typing import Any, NamedTuple, cast

from botocore.exceptions import ClientError

from easycrm.aws import can_be_key, is_unmet
from easycrm.leads.columns.decisions import NOTHING_DECIDED, Decisions
from easycrm.team.views import View, view_key

_DECISIONS = {"kind": {"S": "columns"}, "name": {"S": "decisions"}}
_VIEW, _START = "view", "start"


class TeamTable:
    """Every write holds for what its writer has read, or is not done."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def decisions(self) -> Decisions:
        """What is decided on columns, read consistently."""
        item = self._get(_DECISIONS)
        return cast(Decisions, json.loads(item["content"]["S"])) if item else NOTHING_DECIDED

    def keep_decisions(self, decisions: Decisions) -> bool:
        """Puts decisions in the place of those of the version before; False, and nothing changed, if others are there."""
        return self._put({**_DECISIONS, **_content(decisions, decisions["version"])}, decisions["version"] - 1)
