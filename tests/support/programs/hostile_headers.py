"""Headers as other hands write them: in other cases, or with a word before each that says whose they are."""

import re
from collections.abc import Callable, Mapping, Sequence

_WORDS = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(header: str) -> list[str]:
    return _WORDS.findall(_HUMP.sub(" ", header).replace("#", " number ").replace("'s", "s"))


def _snake(header: str) -> str:
    return "_".join(word.lower() for word in _words(header)) or header


def _camel(header: str) -> str:
    first, *rest = _words(header) or [header]
    return first.lower() + "".join(word.capitalize() for word in rest)


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "snake": _snake,
    "camel": _camel,
    "contact-colon": "Contact: {}".format,
    "lead-underscore": "Lead_{}".format,
    "contact-dot": "contact.{}".format,
}
"""By what they are called."""


def spelt(headers: Sequence[str], spelling: str) -> list[str]:
    """Headers without a letter stay as they are: `Contact: #` would be a number to call."""
    return [SPELLINGS[spelling](header) if any(map(str.isalpha, header)) else header for header in headers]
