"""What one upload says about one lead: its rows, folded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from easycrm.leads.flags import is_unverified
from easycrm.leads.identity import email_lead_id, is_other_person
from easycrm.leads.lead import (
    DEEPSEEK,
    DERIVED,
    NAME_KEYS,
    RULES,
    Origin,
    Overruled,
    Source,
    UploadRef,
    Value,
    full_name,
)
from easycrm.leads.overruled import NONE, with_more
from easycrm.leads.person_names import PersonName

Existing = Literal["update", "replace", "fill", "skip"]
"""What an upload may do to leads that exist: see `merge`."""

EXISTING_MEANS: dict[Existing, str] = {
    "update": "a newer value replaces an older one; empty cells say nothing (the default)",
    "replace": "the same, and an empty cell erases what the lead had in that column",
    "fill": "only what is blank is filled",
    "skip": "leads that exist stay as they are",
}
"""What each policy means to the one who uploads."""

EXISTING_POLICIES = tuple(EXISTING_MEANS)


@dataclass(frozen=True)
class StandardisedRow:
    """One row after standardising.

    `position` orders the rows of an upload (table from 0, then row). By key: `values` has the non-blank texts, `blanks`
    those whose column the worksheet has while the row's cell is empty, `flags` what deserves a look, `by_of` who found
    the value where that was not the rules. `standardised_by` is `deepseek` for a row that DeepSeek was believed about.
    `names_lead`: the row has the lead's own id, and so may correct its name. `written`: by key, what a cell says that
    was calmed or mended.
    """

    position: tuple[int, int]
    worksheet: str
    lead_id: str
    values: Mapping[str, str]
    blanks: Sequence[str] = ()
    flags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    standardised_by: str = RULES
    by_of: Mapping[str, str] = field(default_factory=dict)
    names_lead: bool = False
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def row(self) -> int:
        return self.position[1]

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.values.get("firstName"), self.values.get("lastName"))))

    @property
    def written_name(self) -> PersonName:
        """The name that the row's cells say; what was derived from its email says no more than that does."""
        return PersonName(*("" if self.by_of.get(key) == DERIVED else self.values.get(key, "") for key in NAME_KEYS))

    def value(self, key: str, origin: Origin) -> Value:
        """The value that the row has of a key."""
        flags = tuple(sorted(self.flags.get(key, ())))
        return Value(self.values[key], origin, flags, self.by_of.get(key, RULES), self.written.get(key, ""))

    @property
    def is_by_email(self) -> bool:
        """Whether the row's email alone says whose it is."""
        return not self.names_lead and self.lead_id == email_lead_id(self.values.get("email", ""))


@dataclass(frozen=True)
class Statement:
    """What one upload says about one lead.

    `values` are the non-blank ones; `blanks` the keys whose column was there, but empty in every row;
    `overruled` what other rows said. `names_lead`: one of the rows has the lead's own id.
    """

    lead_id: str
    upload: UploadRef
    existing: Existing
    values: Mapping[str, Value]
    blanks: Mapping[str, Origin]
    source: Source
    names_lead: bool = False
    overruled: Mapping[str, Overruled] = field(default_factory=dict)

    @property
    def is_by_email(self) -> bool:
        """Whether the email alone says whose it is."""
        email = self.values.get("email")
        return email is not None and not self.names_lead and self.lead_id == email_lead_id(email.text)


def flag_name(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values with their name marked as one of several that go with the same email."""
    name = next(key for key in ("lastName", "firstName") if key in values and values[key].text)
    return {**values, name: values[name].flagged("nameConflict")}


class Upload(NamedTuple):
    """What a statement needs to know of its upload."""

    ref: UploadRef
    file_name: str
    existing: Existing


def fold(rows: Iterable[StandardisedRow], upload: Upload) -> Statement:
    """The statement of an upload's rows about one lead, whatever order they come in.

    Per key the last non-blank row wins; blanks say nothing unless every row is blank there, what was derived for an
    empty cell says nothing if the cell of another row does, and what could not be verified gives way to what was.

    >>> from easycrm.leads.lead import UploadRef
    >>> upload = Upload(UploadRef("2026-01-31T09:15:27.123456Z", "u1"), "fair.csv", "update")
    >>> first = StandardisedRow((0, 2), "Fair", "L1", {"firstName": "Ana", "title": "Buyer"})
    >>> second = StandardisedRow((0, 7), "Fair", "L1", {"title": "Head of Purchasing"}, blanks=["firstName"])
    >>> {key: (value.text, value.origin.row) for key, value in fold([second, first], upload).values.items()}
    {'firstName': ('Ana', 2), 'title': ('Head of Purchasing', 7)}
    """
    ordered = sorted(rows, key=lambda row: row.position)
    values: dict[str, Value] = {}
    blanks: dict[str, Origin] = {}
    lost: dict[str, list[Value]] = {}
    for row in ordered:
        origin = Origin(*upload.ref, row.worksheet, row.row)
        for key in row.values:
            value = row.value(key, origin)
            before = values.setdefault(key, value)
            if before is value:
                continue
            if _outweighs(value, before):
                values[key] = value
            loser = before if values[key] is value else value
            if value.text != before.text and loser.by != DERIVED:
                lost.setdefault(key, []).append(loser)
        blanks.update((key, origin) for key in row.blanks)
    if len(ordered) > 1 and any(is_other_person(row.full_name, full_name(values)) for row in ordered):
        values = flag_name(values)
    first = ordered[0]
    return Statement(
        lead_id=first.lead_id,
        upload=upload.ref,
        existing=upload.existing,
        values=values,
        blanks={key: origin for key, origin in blanks.items() if key not in values},
        source=Source(
            Origin(*upload.ref, first.worksheet, first.row),
            upload.file_name,
            max((row.standardised_by for row in ordered), key=(RULES, DEEPSEEK).index),
        ),
        names_lead=any(row.names_lead for row in ordered),
        overruled={key: others for key in lost if (others := with_more(NONE, lost[key], values[key].text)).values},
    )


def _outweighs(value: Value, before: Value) -> bool:
    """Whether a value of a later row takes the place of an earlier one's; an equal text keeps its first row."""
    weight, weight_before = _weight(value), _weight(before)
    return weight > weight_before or (weight == weight_before and value.text != before.text)


def _weight(value: Value) -> tuple[bool, bool]:
    """What is written says more than what was derived, and what is verified more than what is not."""
    return value.by != DERIVED, not is_unverified(value.flags)


def fold_by_lead(rows: Iterable[StandardisedRow], upload: Upload) -> dict[str, Statement]:
    """What the upload says about each lead, by leadId."""
    by_lead: dict[str, list[StandardisedRow]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    return {lead_id: fold(of_lead, upload) for lead_id, of_lead in by_lead.items()}
