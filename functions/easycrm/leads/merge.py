"""The one rule by which an upload changes a lead. Pure: no clock, no table, no luck."""

from collections.abc import Iterator
from dataclasses import replace

from easycrm.leads.identity import is_other_person
from easycrm.leads.lead import Lead, Value, full_name
from easycrm.leads.statement import Statement, flag_name


def merge(stored: Lead | None, statement: Statement) -> Lead:
    """The lead after the statement: `stored` itself when nothing changes, else with `version` + 1.

    `update`   a value wins over an older one; an equal value keeps the origin it has
    `replace`  the same, and what the upload has a column for, but no value, is erased
    `fill`     only what is blank, and what this upload filled itself
    `skip`     only leads that this upload created

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
        return Lead(
            lead_id=statement.lead_id,
            values=dict(statement.values),
            created_in=statement.upload.upload_id,
            created_at=statement.upload.registered_at,
            source=statement.source,
            version=1,
        )
    if statement.existing == "skip" and stored.created_in != statement.upload.upload_id:
        return stored
    changes = {key: value for key, value in _spoken(statement) if _wins(value, stored.values.get(key), statement)}
    if not changes:
        return stored
    if is_other_person(full_name(stored.values), full_name({**stored.values, **changes})):
        changes = flag_name(changes)
    return replace(
        stored,
        values={**stored.values, **changes},
        source=max(stored.source, statement.source, key=lambda source: source.origin.upload),
        version=stored.version + 1,
    )


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
