"""Why a row is held: every reason there is, in words."""

from collections.abc import Mapping
from typing import Final, Literal

HeldReason = Literal["noLeadFields", "leadTooLarge", "rowUnreadable", "batchFailed", "tooFewCells", "tooManyCells"]
NO_LEAD_FIELDS: Final = "noLeadFields"
LEAD_TOO_LARGE: Final = "leadTooLarge"
ROW_UNREADABLE: Final = "rowUnreadable"
BATCH_FAILED: Final = "batchFailed"

_MISFIT = (
    "Line {line} has {cells} cells where the header has {columns}, and nothing proves where they belong. "
    "Put text that contains the delimiter into quotation marks."
)
HELD: Mapping[str, str] = {
    "noLeadFields": "the row names nobody; it has no name, email, phone, title or company.",
    "leadTooLarge": "with this row the lead would be too large to be stored.",
    "rowUnreadable": "the row could not be read. Please tell us about it.",
    "batchFailed": "the row could not be stored. Trying the import again may store it.",
    "tooFewCells": _MISFIT,
    "tooManyCells": _MISFIT,
}
"""Sentences that stand after `Held:` in the row report; those about cells are filled in by who counts them."""
