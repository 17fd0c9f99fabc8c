"""The team table: one item for all decisions on columns, one for each view, one for each person's start."""

import json
from collections.abc import Iterator
from typing import Any, cast

from botocore.exceptions import ClientError

from easycrm.aws import is_unmet, to_attributes
from easycrm.leads.columns.decisions import NOTHING_DECIDED, Decisions
from easycrm.team.views import KeptView, view_key

_DECISIONS = ("columns", "decisions")
_VIEW = "view"
_START = "start"

Key = tuple[str, str]
"""Of an item: its kind, and its name among those of the kind."""

Write = dict[str, dict[str, Any]]
"""One of a transaction: a conditional Put or Delete."""


class TeamTable:
    """What is kept is JSON, beside its `version`. A write for what is not there is not done, and returns False."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def decisions(self) -> Decisions:
        """What is decided on columns, read consistently."""
        return cast(Decisions, self._get(_DECISIONS) or NOTHING_DECIDED)

    def keep_decisions(self, decisions: Decisions) -> bool:
        """Puts decisions in the place of those of the version before."""
        return self._write(self._put(_DECISIONS, decisions, decisions["version"] - 1))

    def view(self, name: str) -> KeptView | None:
        """The view of a name, whatever its case, read consistently."""
        return cast(KeptView | None, self._get((_VIEW, view_key(name))))

    def views(self) -> list[KeptView]:
        """All of them, in the order of their names, read consistently."""
        return [json.loads(item["content"]["S"]) for page in self._pages() for item in page["Items"]]

    def count_views(self) -> int:
        return sum(page["Count"] for page in self._pages(Select="COUNT"))

    def keep_view(self, view: KeptView, version: int) -> bool:
        """Puts a view in the place of the one of its name that has this version; 0: where there is none."""
        return self._write(self._put((_VIEW, view_key(view["name"])), view, version))

    def rename_view(self, view: KeptView, previous_name: str, version: int) -> bool:
        """Puts a view under a name that none has, and deletes it under the other: both, or neither."""
        return self._write(self._put((_VIEW, view_key(view["name"])), view, 0), self._delete(previous_name, version))

    def delete_view(self, name: str, version: int) -> bool:
        return self._write(self._delete(name, version))

    def start_of(self, user_id: str) -> str | None:
        """The id of the view that somebody starts with, which may be gone; None where nothing is kept."""
        kept = self._get((_START, user_id))
        return cast(str, kept["view"]) if kept else None

    def keep_start(self, user_id: str, view_id: str | None) -> None:
        """Whatever was kept before: it is one person's own."""
        key = _attributes((_START, user_id))
        if view_id is None:
            self._dynamodb.delete_item(TableName=self._table, Key=key)
            return
        content = {"content": {"S": json.dumps({"view": view_id})}}
        self._dynamodb.put_item(TableName=self._table, Item=key | content)

    def _get(self, key: Key) -> Any:
        answer = self._dynamodb.get_item(TableName=self._table, Key=_attributes(key), ConsistentRead=True)
        return json.loads(answer["Item"]["content"]["S"]) if "Item" in answer else None

    def _pages(self, **about: Any) -> Iterator[dict[str, Any]]:
        pages: Iterator[dict[str, Any]] = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="kind = :kind",
            ExpressionAttributeValues={":kind": {"S": _VIEW}},
            ConsistentRead=True,
            **about,
        )
        return pages

    def _put(self, key: Key, content: Any, version: int) -> Write:
        text = json.dumps(content, ensure_ascii=False)
        item = _attributes(key) | to_attributes({"version": content["version"], "content": text})
        return {"Put": {"TableName": self._table, "Item": item, **_where_it_is(version)}}

    def _delete(self, name: str, version: int) -> Write:
        key = _attributes((_VIEW, view_key(name)))
        return {"Delete": {"TableName": self._table, "Key": key, **_where_it_is(version)}}

    def _write(self, *writes: Write) -> bool:
        """All of them, or none."""
        try:
            self._dynamodb.transact_write_items(TransactItems=writes)
        except ClientError as error:
            if is_unmet(error):
                return False
            raise
        return True


def _attributes(key: Key) -> dict[str, Any]:
    kind, name = key
    return to_attributes({"kind": kind, "name": name})


def _where_it_is(version: int) -> dict[str, Any]:
    """The condition that what is there has this version; 0: that nothing is there."""
    if not version:
        return {"ConditionExpression": "attribute_not_exists(kind)"}
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": to_attributes({":version": version}),
    }
