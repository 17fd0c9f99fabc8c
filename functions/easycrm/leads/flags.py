"""What deserves a look in a value: every flag there is, in words, and what takes it away."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Flag = Literal[
    "needsReview",
    "phoneUnverified",
    "phoneCountryInferred",
    "emailInvalid",
    "nameUnsure",
    "nameConflict",
    "derivedFromEmail",
]
NEEDS_REVIEW: Final = "needsReview"


class FlagMeaning(NamedTuple):
    """`sentence`: what the row report says of a row. `mended_by`: the field whose newer value takes the flag away."""

    sentence: str
    mended_by: str = ""


FLAGS: Mapping[str, FlagMeaning] = {
    "needsReview": FlagMeaning("Stored, but the row deserves a second look."),
    "phoneUnverified": FlagMeaning(
        "Stored, but the phone number could not be verified; it is kept as typed.", mended_by="phone"
    ),
    "phoneCountryInferred": FlagMeaning(
        "Stored; the country of the phone number was taken from the email or another number."
    ),
    "emailInvalid": FlagMeaning(
        "Stored, but no valid email was found; what was typed is kept in the remarks.", mended_by="email"
    ),
    "nameUnsure": FlagMeaning(
        "Stored, but it is not clear which part of the name is the family name; it was not split."
    ),
    "nameConflict": FlagMeaning("Stored, but another name goes with the same email."),
    "derivedFromEmail": FlagMeaning("Stored; the name or the company was taken from the email."),
}
"""In the order in which the page offers them."""


def mended_by(flag: str) -> str:
    """The field whose newer value takes the flag away from a remark; `""`: none does, or no such flag is known."""
    return FLAGS[flag].mended_by if flag in FLAGS else ""
