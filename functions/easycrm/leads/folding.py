"""Text as people compare it."""

import unicodedata


def folded(text: str) -> str:
    """Without case and marks: `Zoë Straße` is `zoe strasse`. Compatibility forms are unified (NFKD)."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def digits_of(text: str) -> str:
    """The digits of a text, other scripts' digits included: `+65 6123-4567` is `6561234567`."""
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
