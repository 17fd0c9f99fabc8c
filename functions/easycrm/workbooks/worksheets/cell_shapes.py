"""What kind of text a cell holds, as far as its shape tells."""

import re
from collections.abc import Callable, Sequence

_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]{2,}")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[ T].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?")
_PHONE = re.compile(r"(?:tel\.?:? ?)?\+?[\d\s().\-/]{7,24}(?:(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE)
_NUMBER = re.compile(r"[+\-]?[$€£¥]? ?\d[\d.,' ]*(?:E[+-]?\d+)? ?[%$€£¥]?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def is_email(text: str) -> bool:
    """Whether an email address is in the text."""
    return "@" in text and len(text) < 1000 and bool(_EMAIL.search(text))


def is_email_value(text: str) -> bool:
    """Whether the text is an address, and does not just mention one as `Email (e.g. ana@example.com)` does."""
    return is_email(text) and (" " not in text or "<" in text or "@" in text.split()[0])


def is_phone(text: str) -> bool:
    """Whether the text is a phone number by its shape: at least seven digits and no date."""
    return (
        len(text) < 40
        and bool(_PHONE.fullmatch(text))
        and sum(char.isdigit() for char in text) >= 7
        and not _DATE.fullmatch(text)
    )


def is_number(text: str) -> bool:
    """Whether the text is a number, an amount or a percentage."""
    return len(text) < 40 and bool(_NUMBER.fullmatch(text))


def is_typed(text: str) -> bool:
    """Whether the text is a value by its shape, such as an email, a number, a date or a URL; headers are none."""
    if not text:
        return False
    return (
        is_email_value(text) or is_number(text) or is_phone(text) or bool(_DATE.fullmatch(text) or _URL.fullmatch(text))
    )


def is_label(text: str) -> bool:
    """Whether the text could be a header: short and no value by its shape."""
    return 0 < len(text) <= 300 and not is_typed(text)


def share(cells: Sequence[str], kind: Callable[[str], bool]) -> float:
    """The share of the non-blank cells for which `kind` holds."""
    filled = [cell for cell in cells if cell]
    return sum(1 for cell in filled if kind(cell)) / len(filled) if filled else 0.0
