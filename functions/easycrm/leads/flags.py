"""What deserves a look in a value: every flag there is, in words, and what takes it away."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

Flag = Literal[
    "needsReview",
    "phoneUnverified",
    "phoneCountryInferred",
    "emailInvalid",
    "nameUnsure",
    "nameConflict",
    "severalPeople",
    "dittoMark",
    "derivedFromEmail",
]
NEEDS_REVIEW: Final = "needsReview"


class FlagMeaning(NamedTuple):
    """`sentence`: what the row report says of a row. `mended_by`: the field whose newer value takes the flag away.

    `unverified`: the value may not be what its field is for, so it replaces no other of its file that is.
    """

    sentence: str
    mended_by: str = ""
    unverified: bool = False


FLAGS: Mapping[str, FlagMeaning] = {
    "needsReview": FlagMeaning("Stored, but the row deserves a second look."),
    "phoneUnverified": FlagMeaning(
        "Stored, but the phone number could not be verified; it is kept as typed.", mended_by="phone", unverified=True
    ),
    "phoneCountryInferred": FlagMeaning("Stored; the country of the phone number is not certain: it was inferred."),
    "emailInvalid": FlagMeaning(
        "Stored, but no valid email was found; what was typed is kept in the remarks.",
        mended_by="email",
        unverified=True,
    ),
    "nameUnsure": FlagMeaning(
        "Stored, but it is not clear which part of the name is the family name; it was not split.", unverified=True
    ),
    "nameConflict": FlagMeaning("Stored, but another name goes with the same email."),
    "severalPeople": FlagMeaning(
        "Stored, but the row may speak of several people; what the lead does not say of them is kept in the remarks."
    ),
    "dittoMark": FlagMeaning(
        "Stored without what a ditto mark stands for: no value is taken from another row. Please write it out."
    ),
    "derivedFromEmail": FlagMeaning("Stored; the name or the company was taken from the email."),
}
"""In the order in which the page offers them."""


def mended_by(flag: str) -> str:
    """The field whose newer value takes the flag away from a remark; `""`: none does, or no such flag is known."""
    return FLAGS[flag].mended_by if flag in FLAGS else ""


def is_unverified(flags: Iterable[str]) -> bool:
    """Whether one of the flags says that a value may not be what its field is for."""
    return any(FLAGS[flag].unverified for flag in flags if flag in FLAGS)
