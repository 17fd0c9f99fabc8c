"""The leads table in DynamoDB: items to leads and back, batch reads, conditional writes."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from easycrm.aws import NO_ANSWER, can_be_key, from_attributes, is_unmet, may_pass, to_attributes
from easycrm.errors import LostRace
from easycrm.leads.inserting import in_calls, insert_call
from easycrm.leads.lead import (
    FIELDS,
    NAME_KEYS,
    RULES,
    Lead,
    Origin,
    Overruled,
    OverruledValue,
    Source,
    Value,
    remark_key,
    remarks_of,
)
from easycrm.leads.person_names import PersonName

EMAIL_INDEX = "EmailIndex"
MAX_ITEM_BYTES = 400 * 1024
MAX_NAME_BYTES = 64 * 1024 - 1
"""Of a name in an item: that of a remark is the header of its column, with what stands before it."""
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


def to_item(lead: Lead) -> dict[str, Any]:
    """The lead as the table holds it, JSON-able.

    `origins` lists each origin once; `originOf` has the place in it for every key whose place is not 0; `erased` has
    it for values that were erased. DynamoDB keeps no order in a map, so `remarkOrder` has the places of the remarks in
    the sorted headers, unless they are sorted. `overruled` has by key `[text, place of its origin]` of each, and
    `overruledCut` the keys of which there were more. An ordinary lead stays under 1 KB: one write unit.
    """
    others = [(key, value) for key, overruled in lead.overruled.items() for value in overruled.values]
    of_others = (value.origin for _, value in others)
    origins = list(dict.fromkeys([*(value.origin for value in lead.values.values()), *of_others]))
    place = {origin: index for index, origin in enumerate(origins)}
    held = {key: value for key, value in lead.values.items() if value.text}
    item: dict[str, Any] = {
        "leadId": lead.lead_id,
        **{name: held[name].text for name in FIELDS if name in held},
        "remarks": remarks_of(held),
        **_order_of(list(remarks_of(held))),
        "origins": [list(origin) for origin in origins],
        "originOf": {key: place[value.origin] for key, value in held.items() if place[value.origin]},
        "erased": {key: place[value.origin] for key, value in lead.values.items() if not value.text},
        "byOf": {key: value.by for key, value in held.items() if value.by != RULES},
        "flagsOf": {key: list(value.flags) for key, value in held.items() if value.flags},
        "writtenOf": {key: value.written for key, value in held.items() if value.written},
        "sourceFile": lead.source.source_file,
        "uploadId": lead.source.origin.upload_id,
        "worksheet": lead.source.origin.worksheet,
        "row": lead.source.origin.row,
        "updatedAt": lead.source.origin.registered_at,
        "standardisedBy": lead.source.standardised_by,
        "createdIn": lead.created_in,
        "createdAt": lead.created_at,
        "version": lead.version,
    }
    for key, value in others:
        item.setdefault("overruled", {}).setdefault(key, []).append([value.text, place[value.origin]])
    if cut := [key for key, overruled in lead.overruled.items() if overruled.is_cut]:
        item["overruledCut"] = cut
    return {name: value for name, value in item.items() if value not in ({}, "")}


def _order_of(headers: list[str]) -> dict[str, list[int]]:
    """`remarkOrder`; nothing for headers that are sorted."""
    places = {header: place for place, header in enumerate(sorted(headers))}
    order = [places[header] for header in headers]
    return {"remarkOrder": order} if order != sorted(order) else {}


def _remarks_in(item: Mapping[str, Any]) -> dict[str, str]:
    """By key, in the order of their columns."""
    remarks = item.get("remarks", {})
    headers = sorted(remarks)
    order = [headers[int(place)] for place in item.get("remarkOrder", ())] or headers
    return {remark_key(header): remarks[header] for header in order}


def item_size(lead: Lead) -> int:
    """About the bytes of the lead's item as DynamoDB counts them, never less."""
    return len(json.dumps(to_item(lead), ensure_ascii=False).encode())


def can_be_stored(lead: Lead) -> bool:
    """Whether DynamoDB takes the lead's item: it is not too large, and neither is a name in it."""
    size = item_size(lead)
    return size <= MAX_ITEM_BYTES and (size <= MAX_NAME_BYTES or _has_short_names(lead))


def _has_short_names(lead: Lead) -> bool:
    return all(len(key.encode()) <= MAX_NAME_BYTES for key in (*lead.values, *lead.overruled))


def from_item(item: Mapping[str, Any]) -> Lead:
    """The inverse of `to_item`."""
    origins = [Origin(at, upload_id, worksheet, int(row)) for at, upload_id, worksheet, row in item["origins"]]
    texts = {name: item[name] for name in FIELDS if name in item}
    texts |= _remarks_in(item)
    place, flags, by, written = (item.get(name, {}) for name in ("originOf", "flagsOf", "byOf", "writtenOf"))
    values = {
        key: Value(
            text, origins[int(place.get(key, 0))], tuple(flags.get(key, ())), by.get(key, RULES), written.get(key, "")
        )
        for key, text in texts.items()
    }
    values |= {key: Value("", origins[int(index)]) for key, index in item.get("erased", {}).items()}
    changed = Origin(item["updatedAt"], item["uploadId"], item["worksheet"], int(item["row"]))
    return Lead(
        lead_id=item["leadId"],
        values=values,
        created_in=item["createdIn"],
        created_at=item["createdAt"],
        source=Source(changed, item.get("sourceFile", ""), item["standardisedBy"]),
        version=int(item["version"]),
        overruled=_overruled_in(item, origins),
    )


def _overruled_in(item: Mapping[str, Any], origins: Sequence[Origin]) -> dict[str, Overruled]:
    """By key; none in an item of an earlier release."""
    cut, others = item.get("overruledCut", ()), item.get("overruled", {})
    return {
        key: Overruled(tuple(OverruledValue(text, origins[int(at)]) for text, at in others.get(key, ())), key in cut)
        for key in dict.fromkeys([*others, *cut])
    }


def _key(lead_id: str) -> dict[str, Any]:
    return {"leadId": {"S": lead_id}}


def lead_of(item: dict[str, Any]) -> Lead:
    """The lead in an item as DynamoDB's API has it."""
    return from_item(from_attributes(item))
