"""The leads table in DynamoDB: batch reads, conditional writes."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from easycrm.aws import NO_ANSWER, can_be_key, is_unmet, may_pass, to_attributes
from easycrm.errors import LostRace
from easycrm.leads.items.inserting import in_calls, insert_call
from easycrm.leads.items.lead_items import lead_of, to_item
from easycrm.leads.lead import NAME_KEYS, Lead
from easycrm.leads.person_names import PersonName

EMAIL_INDEX = "EmailIndex"
_READ_SIZE = 100  # BatchGetItem's limit
_READ_ATTEMPTS = 10
_WRITE_ATTEMPTS = 20
_LONGEST_PAUSE = 5.0
_CALLS_AT_ONCE = 4


class LeadsTable:
    """Reads are strongly consistent, writes are conditional on `version`. Thread-safe, as its clients are.

    `writer`: a client for writes that tries a call once only, because they are tried again here.
    """

    def __init__(
        self, dynamodb: Any, name: str, sleep: Callable[[float], None] = time.sleep, writer: Any = None
    ) -> None:
        self._dynamodb = dynamodb
        self._writer = writer or dynamodb
        self._name = name
        self._sleep = sleep

    def get(self, lead_id: str) -> Lead | None:
        if not can_be_key(lead_id):
            return None
        answer = self._dynamodb.get_item(TableName=self._name, Key=_key(lead_id), ConsistentRead=True)
        return lead_of(answer["Item"]) if "Item" in answer else None

    def get_many(self, lead_ids: Iterable[str]) -> dict[str, Lead]:
        """`{leadId: lead}` of those that exist; each id is asked for once."""
        items = self._batch_get(lead_ids, {})
        return {lead.lead_id: lead for lead in map(lead_of, items)}

    def names_of(self, lead_ids: Iterable[str], but_of: str = "") -> dict[str, PersonName]:
        """`{leadId: name}` of those that exist, but for those that the upload `but_of` made."""
        items = self._batch_get(lead_ids, {"ProjectionExpression": ", ".join(("leadId", "createdIn", *NAME_KEYS))})
        texts = ({name: attribute["S"] for name, attribute in item.items()} for item in items)
        made_by_others = (text for text in texts if text["createdIn"] != but_of)
        return {text["leadId"]: PersonName(*(text.get(key, "") for key in NAME_KEYS)) for text in made_by_others}

    def with_email(self, email: str, most: int) -> list[Lead]:
        """The leads that have exactly this email, at most so many, by leadId. The index lags behind by a moment."""
        lead_ids: list[str] = []
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._name,
            IndexName=EMAIL_INDEX,
            KeyConditionExpression="email = :email",
            ExpressionAttributeValues={":email": {"S": email}},
            PaginationConfig={"MaxItems": most},
        )
        for page in pages:
            lead_ids += [item["leadId"]["S"] for item in page["Items"]]
        leads = self.get_many(lead_ids).values()
        return sorted((lead for lead in leads if lead.text("email") == email), key=lambda lead: lead.lead_id)

    def put(self, lead: Lead, may_go_on: Callable[[], None] | None = None) -> bool:
        """Writes the lead if the table still holds the version before it (none for version 1); False: it does not.

        A table that is too busy is tried again, after a growing, random pause; `may_go_on` is asked before each try,
        and raises when nothing more is to be written. False may also follow from a try whose answer was lost.
        """
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(leadId)"}
        if lead.version > 1:
            condition = {
                "ConditionExpression": "version = :before",
                "ExpressionAttributeValues": {":before": {"N": str(lead.version - 1)}},
            }
        item = to_attributes(to_item(lead))
        for attempt in range(_WRITE_ATTEMPTS - 1):
            try:
                return self._put_once(item, condition, may_go_on)
            except NO_ANSWER as error:
                if not may_pass(error):
                    raise
            self._pause(attempt)
        return self._put_once(item, condition, may_go_on)

    def insert(self, leads: Iterable[Lead], may_go_on: Callable[[], None] | None = None) -> set[str]:
        """Writes new leads, each of version 1 and of another id, 25 in a call; the ids of those written.

        Of the others the table has a lead already. That may be the very one that was to be written, by a try whose
        answer was lost, so whoever calls reads it and judges by its content. `may_go_on` is asked before each call, in
        several threads; as in `put`, what it raises ends all, and a table that is too busy is tried again.
        """
        insert = partial(insert_call, self._writer, self._name, self._pause, may_go_on)
        with ThreadPoolExecutor(_CALLS_AT_ONCE) as pool:
            return {lead_id for stored in pool.map(insert, in_calls(map(to_item, leads))) for lead_id in stored}

    def _put_once(self, item: dict[str, Any], condition: dict[str, Any], may_go_on: Callable[[], None] | None) -> bool:
        if may_go_on:
            may_go_on()
        try:
            self._writer.put_item(TableName=self._name, Item=item, **condition)
        except ClientError as error:
            if is_unmet(error):
                return False
            raise
        return True

    def _pause(self, attempt: int) -> None:
        self._sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.05 * 2**attempt)))

    def _batch_get(self, lead_ids: Iterable[str], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        ids = [lead_id for lead_id in dict.fromkeys(lead_ids) if can_be_key(lead_id)]
        for start in range(0, len(ids), _READ_SIZE):
            keys = [_key(lead_id) for lead_id in ids[start : start + _READ_SIZE]]
            yield from self._read_all(keys, options)

    def _read_all(self, keys: list[dict[str, Any]], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for attempt in range(_READ_ATTEMPTS):
            request = {self._name: {"Keys": keys, "ConsistentRead": True, **options}}
            answer = self._dynamodb.batch_get_item(RequestItems=request)
            yield from answer["Responses"].get(self._name, [])
            keys = answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
            if not keys:
                return
            self._pause(attempt)
        raise LostRace("readsThrottled", "The leads table is too busy to be read.", unread=len(keys))


def _key(lead_id: str) -> dict[str, Any]:
    return {"leadId": {"S": lead_id}}
