"""Why a row is held: every reason there is, in words."""

from collections.abc import Mapping
from typing import Final, Literal

HeldReason = Literal[
    "noLeadFields",
    "testLead",
    "leadTooLarge",
    "rowUnreadable",
    "batchFailed",
    "otherPerson",
    "tooFewCells",
    "tooManyCells",
    "strayQuote",
]
NO_LEAD_FIELDS: Final = "noLeadFields"
TEST_LEAD: Final = "testLead"
LEAD_TOO_LARGE: Final = "leadTooLarge"
ROW_UNREADABLE: Final = "rowUnreadable"
BATCH_FAILED: Final = "batchFailed"
OTHER_PERSON: Final = "otherPerson"
STRAY_QUOTE: Final = "strayQuote"

_MISFIT = (
    "Line {line} has {cells} cells where the header has {columns}, and nothing proves where they belong. "
    "Put text that contains the delimiter into quotation marks."
)
HELD: Mapping[str, str] = {
    "noLeadFields": "the row names nobody; it has no name, email, phone, title or company.",
    "testLead": "the row is a test of a form, or a template: its cells say what is to stand in them, and name nobody.",
    "leadTooLarge": "with this row the lead would be too large to be stored.",
    "rowUnreadable": "the row could not be read. Please tell us about it.",
    "batchFailed": "the row could not be stored. Trying the import again may store it.",
    "otherPerson": (
        "the email {email} is already that of {name} ({where}), and the two names have nothing in common. Nothing of "
        "the row is stored. Give it an email of its own, or none, or the same name, and upload this report."
    ),
    "tooFewCells": _MISFIT,
    "tooManyCells": _MISFIT,
    "strayQuote": (
        "Line {line}: a quotation mark is opened, here or above, and never closed as it should be, so where cells and "
        "rows end cannot be told. Close or delete it and upload this report."
    ),
}
"""Sentences that stand after `Held:` in the row report; those about cells, and about another person, are filled in."""
