"""The one rule by which an upload changes a lead. Pure: no clock, no table, no luck."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from easycrm.leads.identity import is_other_person
from easycrm.leads.items.lead_items import MAX_ITEM_BYTES, item_size
from easycrm.leads.lead import DERIVED, Lead, Overruled, OverruledValue, Source, UploadRef, Value, full_name
from easycrm.leads.overruled import NONE, with_more, without_oldest
from easycrm.leads.statement import Statement, flag_name


def merge(stored: Lead | None, statement: Statement) -> Lead:
    """The lead after the statement: `stored` itself when nothing changes, else with `version` + 1.

    `update`   a value wins over an older one; an equal value keeps the origin it has
    `replace`  the same, and what the upload has a column for, but no value, is erased
    `fill`     only what is blank, and what this upload filled itself
    `skip`     only leads that this upload created

    What `update` and `replace` overrule, in this upload or between two, stays with the lead as what else was said.

    A value that was derived for an empty cell says as little as that cell against one that somebody wrote: it replaces
    that only where `replace` would erase it.

    Applied twice is applied once, and a late retry brings back nothing that a later upload replaced, because an
    upload's values compare by when it was registered and not by when they arrive.

    >>> from easycrm.leads.lead import UploadRef
    >>> from easycrm.leads.statement import StandardisedRow, Upload, fold
    >>> def says(day: str, **values: str) -> Statement:
    ...     upload = Upload(UploadRef(f"2026-01-{day}T09:00:00.000000Z", day), "fair.csv", "update")
    ...     return fold([StandardisedRow((0, 2), "Fair", "L1", values)], upload)
    >>> older, newer = says("05", title="Buyer", phone="+442079460018"), says("20", title="Head of Purchasing")
    >>> lead = merge(merge(None, newer), older)  # the older one comes late
    >>> lead.text("title"), lead.text("phone"), lead.version
    ('Head of Purchasing', '+442079460018', 2)
    >>> merge(lead, newer) is lead
    True
    """
    if stored is None:
        return _fitting(
            Lead(
                lead_id=statement.lead_id,
                values=dict(statement.values),
                created_in=statement.upload.upload_id,
                created_at=statement.upload.registered_at,
                source=statement.source,
                version=1,
                overruled=statement.overruled,
            )
        )
    if statement.existing == "skip" and stored.created_in != statement.upload.upload_id:
        return stored
    changes = {key: value for key, value in _spoken(statement) if _wins(value, stored.values.get(key), statement)}
    overruled = _overruled(stored, statement, changes)
    if not changes and overruled == stored.overruled:
        return stored
    if changes and is_other_person(full_name(stored.values), full_name({**stored.values, **changes})):
        changes = flag_name(changes)
    merged = _fitting(
        replace(
            stored,
            values={**stored.values, **changes},
            overruled=overruled,
            source=max(stored.source, statement.source, key=_upload_of) if changes else stored.source,
            version=stored.version + 1,
        )
    )
    return merged if changes or merged.overruled != stored.overruled else stored


def changes_values(stored: Lead | None, statement: Statement) -> bool:
    """Whether a lead would have other values after the statement, and not only more of what else was said."""
    return stored is None or merge(stored, statement).values != stored.values


def _upload_of(source: Source) -> UploadRef:
    return source.origin.upload


def _fitting(lead: Lead) -> Lead:
    """The lead as it can be stored: without the oldest of what was overruled, as far as that makes it too large."""
    excess = item_size(lead) - MAX_ITEM_BYTES if lead.overruled else 0
    return replace(lead, overruled=without_oldest(lead.overruled, excess)) if excess > 0 else lead


def _overruled(stored: Lead, statement: Statement, changes: Mapping[str, Value]) -> Mapping[str, Overruled]:
    """What else was said of the lead, by key."""
    overruled = dict(stored.overruled)
    for key, value in {**stored.values, **changes}.items():
        if losers := list(_losers(key, stored, statement, changes)):
            overruled[key] = with_more(overruled.get(key, NONE), losers, value.text)
    return {key: others for key, others in overruled.items() if others != NONE}


def _losers(
    key: str, stored: Lead, statement: Statement, changes: Mapping[str, Value]
) -> Iterator[Value | OverruledValue]:
    """The values of a key that the lead has not any more, or that the statement has and the lead never had.

    What was derived for an empty cell, and never was the lead's, was said by nobody.
    """
    before, value = stored.values.get(key), statement.values.get(key)
    if key in changes and before:
        yield before
    elif value and before and value.text != before.text and value.by != DERIVED and _takes(before, statement):
        yield value
    if key in changes or (before and key in statement.overruled and _takes(before, statement)):
        yield from statement.overruled.get(key, NONE).values


def _takes(held: Value, statement: Statement) -> bool:
    """Whether what a statement says beside a lead's value is told there: `fill` leaves alone what it has not filled."""
    return statement.existing != "fill" or held.origin.upload == statement.upload


def _spoken(statement: Statement) -> Iterator[tuple[str, Value]]:
    yield from statement.values.items()
    if statement.existing == "replace":
        yield from ((key, Value("", origin)) for key, origin in statement.blanks.items())


def _wins(value: Value, held: Value | None, statement: Statement) -> bool:
    if held is None:
        return value.text != ""
    if held.text == value.text or (value.yields_to(held) and statement.existing != "replace"):
        return False
    if statement.existing == "fill" and held.text:
        return held.origin.upload == statement.upload
    return held.origin.upload <= statement.upload
