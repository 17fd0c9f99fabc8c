"""Leads as items of the leads table, and back: how an item is laid out, and how large it may be. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from easycrm.aws import from_attributes
from easycrm.leads.lead import (
    FIELDS,
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

MAX_ITEM_BYTES = 400 * 1024
MAX_NAME_BYTES = 64 * 1024 - 1
"""Of a name in an item: that of a remark is the header of its column, with what stands before it."""


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


def lead_of(item: dict[str, Any]) -> Lead:
    """The lead in an item as DynamoDB's API has it."""
    return from_item(from_attributes(item))
