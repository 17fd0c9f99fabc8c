"""Number formats that carry meaning: `00000` shows 123 as 00123, and that is what people see and mean."""

import re

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(_.)|(\*.)|(\[[^\]]*\])|(.)', re.DOTALL)
_LITERAL = frozenset(" -+/():")
_DIGIT = frozenset("0#")

Mask = tuple[str | None, ...]
"""A format from left to right: `0` where a digit must stand, None where one may, `'x` for the character x itself."""


def mask_of(code: str) -> Mask | None:
    """The mask of an Excel number format, if it pads whole numbers with zeros or writes something around them.

    None for every format that only changes the looks: `General`, `0`, `#,##0.00`, dates, percentages.
    """
    section = code.split(";")[0]
    if "[" in section and re.search(r"\[[<>=]", section):
        return None
    mask: list[str | None] = []
    for quoted, escaped, *_looks, plain in _TOKEN.findall(section):
        text = quoted or escaped or plain
        if plain in _DIGIT and plain:
            mask.append("0" if plain == "0" else None)
        elif quoted or escaped or plain in _LITERAL:
            mask.extend(f"'{char}" for char in text)
        elif plain:
            return None
    return tuple(mask) if _says_something(mask) else None


def _says_something(mask: list[str | None]) -> bool:
    padding = mask.count("0")
    return padding >= 2 or (padding + mask.count(None) > 0 and any(item and item[1:].strip() for item in mask))


def masked(value: float, mask: Mask) -> str | None:
    """The number as the format shows it; None when the format does not fit (fractions, too many digits, negative)."""
    if value < 0 or value != int(value) or value >= 1e15:
        return None
    if mask.count("0") == len(mask):
        return str(int(value)).zfill(len(mask))
    digits = list(str(int(value)))
    places = sum(1 for item in mask if item is None or item == "0")
    shown: list[str] = []
    for item in reversed(mask):
        if item is not None and item != "0":
            shown.append(item[1:])
            continue
        places -= 1
        shown.extend(_next_digits(digits, item, last=places == 0))
    return "".join(reversed(shown)).strip()


def _next_digits(digits: list[str], item: str | None, last: bool) -> list[str]:
    """The digits, from the right, that one place of a mask takes: the leftmost takes all that are left."""
    if last and digits:
        return list(reversed(digits))
    if digits:
        return [digits.pop()]
    return ["0"] if item == "0" else []
