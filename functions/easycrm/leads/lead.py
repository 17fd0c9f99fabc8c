"""What a lead is: values that know where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from easycrm.leads.flags import Flag, mended_by

FIELDS = ("firstName", "lastName", "title", "company", "email", "phone")
NAME_KEYS = ("firstName", "lastName")
RULES, DEEPSEEK, DERIVED = "rules", "deepseek", "derived"
"""How a value was standardised."""

REMARK = "remarks."
"""A lead's values are keyed by field, or by `remarks.` and the source header."""


class UploadRef(NamedTuple):
    """An upload's place in time. Compares by `registered_at` (ISO 8601, UTC, microseconds), then by id."""

    registered_at: str
    upload_id: str


class Origin(NamedTuple):
    """Where a value was read: the upload, the worksheet and the row (from 1)."""

    registered_at: str
    upload_id: str
    worksheet: str
    row: int

    @property
    def upload(self) -> UploadRef:
        return UploadRef(self.registered_at, self.upload_id)


class Value(NamedTuple):
    """One value of a lead. Text `""` is a value that an upload erased. `flags` say what deserves a look.

    `by`: how it was standardised: `rules`, `deepseek`, or `derived` by DeepSeek from another cell of its row.
    `written`: what its cell says, where the text is another because capitals were calmed or letters mended; else `""`.
    """

    text: str
    origin: Origin
    flags: tuple[str, ...] = ()
    by: str = RULES
    written: str = ""

    def yields_to(self, other: "Value") -> bool:
        """Whether this was derived for an empty cell, while the other is what somebody wrote into one."""
        return self.by == DERIVED and other.by != DERIVED and other.text != ""

    def flagged(self, flag: Flag) -> "Value":
        return self._replace(flags=tuple(sorted({*self.flags, flag})))


class OverruledValue(NamedTuple):
    """A text that a lead does not have, and the row that said it."""

    text: str
    origin: Origin


class Overruled(NamedTuple):
    """The overruled values of one key, oldest upload first, no text twice. `is_cut`: there were more."""

    values: tuple[OverruledValue, ...] = ()
    is_cut: bool = False


class Source(NamedTuple):
    """The newest upload that changed a lead, and how its values were standardised (`rules` or `deepseek`)."""

    origin: Origin
    source_file: str
    standardised_by: str


@dataclass(frozen=True)
class Lead:
    """One lead. `version` counts its writes from 1; `created_in` is the upload that made it, for ever.

    `overruled` has by key what else was said of a value.
    """

    lead_id: str
    values: Mapping[str, Value]
    created_in: str
    created_at: str
    source: Source
    version: int
    overruled: Mapping[str, Overruled] = field(default_factory=dict)

    @property
    def flags(self) -> list[str]:
        """What deserves a look, in alphabetical order."""
        return sorted({flag for key in self.values for flag in self.flags_of(key)})

    def flags_of(self, key: str) -> list[str]:
        """What deserves a look in one value. A typed email or phone that was none does until a later upload has one."""
        value = self.values[key]
        return [flag for flag in value.flags if not (key.startswith(REMARK) and self._is_mended(flag, value.origin))]

    @property
    def uploads(self) -> set[UploadRef]:
        """The uploads that have spoken of it, as far as anything of theirs is left."""
        of_overruled = (value.origin.upload for overruled in self.overruled.values() for value in overruled.values)
        return {value.origin.upload for value in self.values.values()}.union(of_overruled)

    def _is_mended(self, flag: str, since: Origin) -> bool:
        mending = self.values.get(mended_by(flag))
        return mending is not None and mending.text != "" and mending.origin.upload > since.upload

    def text(self, key: str) -> str:
        """The value's text, `""` where the lead has none."""
        value = self.values.get(key)
        return value.text if value else ""


def full_name(values: Mapping[str, Value]) -> str:
    """First and last name in one text; `""` when there is neither."""
    texts = (values[key].text for key in NAME_KEYS if key in values)
    return " ".join(filter(None, texts))


def remark_key(header: str) -> str:
    """The key of a remark under a source header."""
    return REMARK + header


def remarks_of(values: Mapping[str, Value]) -> dict[str, str]:
    """`{header: text}` of the remarks that are not erased."""
    return {
        key.removeprefix(REMARK): value.text for key, value in values.items() if key.startswith(REMARK) and value.text
    }
