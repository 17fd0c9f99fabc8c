"""What makes headers of several lists one column: what they say, however they spell it."""

import unicodedata
from functools import lru_cache

_SIGNS = frozenset("%#&@")
_IGNORED = frozenset("\ufe0e\ufe0f")  # of an emoji: drawn as text or in colour


@lru_cache(1_024)
def column_key(header: str) -> str:
    """The header without case, spaces and punctuation. Accents, symbols and `% # & @` tell columns apart.

    The key of a key is the key itself. A header of nothing but punctuation is its own key.

    >>> column_key("Country "), column_key("E-MAIL (2)"), column_key("Größe"), column_key("% share"), column_key("?")
    ('country', 'email2', 'grösse', '%share', '?')
    """
    plain = _settled(header)
    bare = _settled("".join(char for char in plain if _counts(char)))
    while (barer := _settled("".join(char for char in bare if _counts(char)))) != bare:
        bare = barer
    return bare or plain.strip()


def _settled(text: str) -> str:
    """Compatibility forms unified (NFKC) and case folded, as often as it takes until neither changes anything."""
    while (plain := unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())) != text:
        text = plain
    return text


def _counts(char: str) -> bool:
    """Neither a space, nor punctuation, nor anything that is not seen."""
    return char in _SIGNS or not (unicodedata.category(char)[0] in "ZP" or _is_unseen(char))


def _is_unseen(char: str) -> bool:
    return char in _IGNORED or unicodedata.category(char) in ("Cc", "Cf")
