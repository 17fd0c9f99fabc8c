"""DynamoDB capacity units, computed from the real items of real calls.

An emulator's ReturnConsumedCapacity is not reliable, so the rules of the developer guide are applied here to what is
sent: 1 KB of the larger of the old and the new item per write unit, at least one even when the condition fails, each
statement of a batch by itself; 4 KB per strongly consistent read unit, each item of a batch rounded up by itself, and
one for an item that is absent; a query of an index half a unit per 4 KB. An index of keys costs one unit when its key
is written, none when it stays.
"""

import re
from collections import Counter
from math import ceil
from threading import Lock
from typing import Any

Item = dict[str, Any]
"""An item as DynamoDB's API has it: `{name: {"S": text}}`."""

_NAMES = re.compile(r"'(\w+)': \?")
"""Of the attributes in a statement that inserts an item."""

TABLE_WRITES, INDEX_WRITES, READS = "write units, table", "write units, index", "read units"


def item_bytes(item: Item) -> int:
    """The bytes that DynamoDB counts: names and values in UTF-8, and the overhead of lists and maps."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return ceil(len(value.strip("-0.")) / 2) + 1
    if kind == "L":
        return 3 + sum(1 + _value_bytes(part) for part in value)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_bytes(part) for name, part in value.items())
    return 1  # BOOL and NULL; the leads have no other


class Meter:
    """Listens to a session's DynamoDB calls on one table, and adds their units to `calls`."""

    def __init__(self, session: Any, table: str, key: str, calls: Counter[str]) -> None:
        self.items: dict[str, Item] = {}
        self._table, self._key, self._calls, self._lock = table, key, calls, Lock()
        session.events.register("before-parameter-build.dynamodb", self._remember)
        session.events.register("after-call.dynamodb.PutItem", self._put)
        session.events.register("after-call.dynamodb.BatchExecuteStatement", self._insert_many)
        session.events.register("after-call.dynamodb.GetItem", self._get)
        session.events.register("after-call.dynamodb.BatchGetItem", self._batch_get)
        session.events.register("after-call.dynamodb.Query", self._query)

    def _remember(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["asked"] = params

    def _put(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        if context["asked"]["TableName"] != self._table:
            return
        with self._lock:
            self._write(context["asked"]["Item"], is_refused="Error" in parsed)

    def _insert_many(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        """Each statement by itself: one that finds its key taken takes a unit, as a refused put does."""
        statements = context["asked"]["Statements"]
        answers = parsed.get("Responses", [])
        with self._lock:
            for statement, answer in zip(statements, answers, strict=False):
                if f'INTO "{self._table}"' in statement["Statement"]:
                    names = _NAMES.findall(statement["Statement"])
                    item = dict(zip(names, statement["Parameters"], strict=True))
                    self._write(item, is_refused="Error" in answer)

    def _write(self, item: Item, is_refused: bool) -> None:
        before = self.items.get(item[self._key]["S"], {})
        larger = item_bytes(before) if is_refused else max(item_bytes(before), item_bytes(item))
        self._calls[TABLE_WRITES] += max(1, ceil(larger / 1024))
        if not is_refused:
            self._calls[INDEX_WRITES] += _index_writes(before.get("email"), item.get("email"))
            self.items[item[self._key]["S"]] = item

    def _get(self, context: dict[str, Any], **_: Any) -> None:
        if context["asked"]["TableName"] == self._table:
            self._read([context["asked"]["Key"]])

    def _batch_get(self, context: dict[str, Any], **_: Any) -> None:
        self._read(context["asked"]["RequestItems"].get(self._table, {}).get("Keys", []))

    def _read(self, keys: list[Item]) -> None:
        """All reads are strongly consistent ones; a projection makes none cheaper."""
        with self._lock:
            for key in keys:
                self._calls[READS] += max(1, ceil(item_bytes(self.items.get(key[self._key]["S"], {})) / 4096))

    def _query(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        if context["asked"]["TableName"] == self._table:
            found = sum(map(item_bytes, parsed.get("Items", [])))
            with self._lock:
                self._calls[READS] += max(1, ceil(found / 4096)) / 2  # type: ignore[assignment]


def _index_writes(before: Any, after: Any) -> int:
    """One entry away and one in its place."""
    return 0 if before == after else (before is not None) + (after is not None)
