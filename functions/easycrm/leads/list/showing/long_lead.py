"""A lead that is too large to be shown whole: its texts cut, as many of its columns as have room."""

from collections.abc import Mapping
from typing import Any

from easycrm.bounds import LEAD_BYTES, LEAD_TEXT_BYTES
from easycrm.fitting import cut, sent_bytes, with_each_text_cut
from easycrm.leads.lead import FIELDS, remark_key

_IDS = ("leadId", "uploadId")
_REST = "remarks"
_COLUMNS = "columns"
_PUNCTUATION = 16  # what stands between the members of an answer


def is_too_large(shown: Mapping[str, Any]) -> bool:
    """Whether the lead, as `as_api` gives it, is larger than LEAD_BYTES."""
    return sent_bytes(shown) > LEAD_BYTES


def shortened(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The lead, as `as_api` gives it, in LEAD_BYTES: texts of LEAD_TEXT_BYTES, none that are overruled.

    Fields come first, then remarks in their order, as far as there is room, and last what they are as columns.
    `truncated` names what was cut, a remark as `remarks.Header`; `remarks` or `columns` alone says that some were left
    out.
    """
    others = {name: value for name, value in shown.items() if name not in (_REST, _COLUMNS, "origins", "remarkOrigins")}
    lead = with_each_text_cut(others, LEAD_TEXT_BYTES) | {name: shown[name] for name in _IDS}
    origins = {name: _short(origin) for name, origin in shown["origins"].items()}
    truncated = [name for name in FIELDS if lead[name] != shown[name]]
    remarks: dict[str, str] = {}
    remark_origins: dict[str, Any] = {}
    room = LEAD_BYTES - sent_bytes([lead, origins, _REST, _COLUMNS])
    for header, origin in shown["remarkOrigins"].items():
        text, short = cut(shown["remarks"].get(header, ""), LEAD_TEXT_BYTES), _short(origin)
        needed = sent_bytes([header, text, header, short, remark_key(header)]) + _PUNCTUATION
        if needed > room:
            continue
        room -= needed
        remark_origins[header] = short
        if header in shown["remarks"]:
            remarks[header] = text
            truncated += [remark_key(header)] if text != shown["remarks"][header] else []
    truncated += [_REST] if len(remark_origins) < len(shown["remarkOrigins"]) else []
    columns, left_out = _columns(shown[_COLUMNS], room)
    whole = {**lead, _REST: remarks, _COLUMNS: columns, "origins": origins, "remarkOrigins": remark_origins}
    return whole | {"truncated": [*truncated, *left_out]}


def _columns(columns: Mapping[str, str], room: int) -> tuple[dict[str, str], list[str]]:
    """As many of the columns as have room, their texts cut; and `columns`, where not all have."""
    kept: dict[str, str] = {}
    for key, text in columns.items():
        short = cut(text, LEAD_TEXT_BYTES)
        room -= sent_bytes([key, short])
        if room < 0:
            return kept, [_COLUMNS]
        kept[key] = short
    return kept, []


def _short(origin: Mapping[str, Any]) -> dict[str, Any]:
    """An origin without what it overruled, of which `moreOverruled` then tells that there is some."""
    has_overruled = bool(origin["overruled"]) or origin["moreOverruled"]
    kept = {**origin, "overruled": [], "moreOverruled": has_overruled}
    short: dict[str, Any] = with_each_text_cut(kept, LEAD_TEXT_BYTES)
    return short
