"""Text as people compare it, and as they see it."""

import re
import unicodedata

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_UNSEARCHABLE = re.compile("[\x00\x1f\ufffe\uffff]")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_PHONE = re.compile(r"(?P<number>[+()./\s\-]*\d[\d+()./\s\-]*)(?:;?\s*(?:ext\.?|x|#)\s*=?\s*(?P<extension>\d+))?")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
_FEWEST_DIGITS = 3
_LONGEST_PHONE = 60


def folded(text: str) -> str:
    """Without case and marks: `Zoë Straße` is `zoe strasse`. Compatibility forms are unified (NFKD).

    The few characters that the search index cannot tell apart or uses itself become U+FFFD.

    >>> folded("Zoë Straße")
    'zoe strasse'
    """
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UNSEARCHABLE.sub("\ufffd", plain)


def seen(text: str) -> str:
    """A text as what it is: what is not seen, or turns other characters around, is shown by its number.

    Not the joiners that scripts and emoji need. The page shows names in the same way (`frontend/js/unseen.js`).

    >>> seen("invoice\\u202excod.csv")
    'invoice[U+202E]xcod.csv'
    """
    return _UNSEEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


def digits_of(text: str) -> str:
    """The digits of a text, other scripts' digits included: `+65 6123-4567` is `6561234567`.

    >>> digits_of("+65 6123-4567")
    '6561234567'
    """
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def phone_digits(text: str) -> str:
    """The digits of a phone however it is typed; `""` when the text is no part of a phone number.

    `+44 (0)161 496-0929`, `0044 161...` and `0161 4960929` all find `+441614960929`: zeros that are only dialled do
    not count. An extension follows after a space.

    >>> phone_digits("+44 (0)161 496-0929"), phone_digits("0161 4960929"), phone_digits("Hall 7")
    ('441614960929', '1614960929', '')
    """
    match = _PHONE.fullmatch(_plain(text)) if len(text) <= _LONGEST_PHONE else None
    if not match:
        return ""
    number = digits_of(_TRUNK_ZERO.sub("", match["number"])).lstrip("0")
    if len(number) < _FEWEST_DIGITS:
        return ""
    return f"{number} {digits_of(match['extension'])}" if match["extension"] else number


def unspaced_name(first: str, last: str) -> str:
    """The whole name as people type it who write none with spaces: `王` and `伟` are `王伟`; `""` for other scripts.

    >>> unspaced_name("伟", "王"), unspaced_name("Ana", "Novak")
    ('王伟', '')
    """
    return folded(f"{last}{first}") if _UNSPACED.search(first) and _UNSPACED.search(last) else ""


def _plain(text: str) -> str:
    """Folded, every kind of dash as `-`."""
    return "".join("-" if unicodedata.category(char) == "Pd" else char for char in folded(text)).strip()
