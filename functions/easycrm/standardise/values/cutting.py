"""Whether an email in a text is whole, or would be made by cutting what people wrote: `ida holm@nord.example`.

Doubt is no email: the cell is kept as it is written, and marked.
"""

import re
import unicodedata

from easycrm.folding import folded
from easycrm.standardise.values.word_lists import words

_SEPARATORS = '<>()[];:"|/\\\n\r\t'
_SEPARATOR = re.compile(f"[{re.escape(_SEPARATORS)}]")
# What mailboxes are made of, and the first sign that is something else. Marks, as Hindi has, are told by Unicode.
_LOCAL = re.compile(r"['`‘“„«‹*•·–—→]*[\w.'’+&-]*(?P<odd>.?)")
_DOMAIN_GOES_ON = re.compile(r"[^\S\n]+\.\w|@")
_ENDING_FOLLOWS = re.compile(r"[^\S\n]+[a-z]{2,3}[^\S\n]*(?:$|[;,|>)\n])")
_LETTERS = re.compile(r"[^\W\d_]+")
_REACH = 80
_FEWEST_OF_NAME = 2
_LONGEST_NAME = 30


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the address from `start` to `end` of a text begins and ends there."""
    if _has_delimiter(text, start) or (end < len(text) and _goes_on(text, end)):
        return False
    before = text[max(0, start - _REACH) : start]
    if before.rstrip()[-1:] in _SEPARATORS:
        return True
    return not _began_before(_SEPARATOR.split(before)[-1], text[start:end].partition("@")[0])


def _has_delimiter(text: str, start: int) -> bool:
    """`as~ida@nord.example`: signs that hardly any mailbox has, and that may part it from what stands before."""
    odd = _LOCAL.match(text, start)["odd"]  # type: ignore[index]  # it matches any text
    return odd != "@" and not unicodedata.category(odd or "@").startswith("M")


def _goes_on(text: str, end: int) -> bool:
    """`ida@nord.exampleida.h@mail.example`, `ida@nord.co .uk`, `ida@nord.co. uk`."""
    return _DOMAIN_GOES_ON.match(text, end) is not None or (
        text[end - 1] == "." and _ENDING_FOLLOWS.match(text, end) is not None
    )


def _began_before(piece: str, local: str) -> bool:
    """Whether the words before may be the mailbox's beginning: `ida holm@`, `ida,holm@`.

    They are not where they say what follows (`mail ida@`, `write to ida@`), or are a name that the mailbox has too or
    that is written like one (`Ida Holm idah@`).
    """
    if piece.endswith(","):
        return _is_comma_for_dot(piece[:-1], local)
    *others, last = piece.rpartition(",")[2].split() or [""]
    if "@" in last or len(last) > _LONGEST_NAME or not _LETTERS.search(last) or any(map(str.isdigit, last)):
        return False
    return not (_announces(last, alone=not others) or _is_name_beside([*others, last], local))


def _is_comma_for_dot(before: str, local: str) -> bool:
    return before.isalpha() and not _is_name_beside([before], local)


def _announces(word: str, alone: bool) -> bool:
    """Short words are initials and names, where they stand alone."""
    letters = folded("".join(_LETTERS.findall(word)))
    return letters in words("before_emails") and not (alone and len(letters) <= _FEWEST_OF_NAME)


def _is_name_beside(before: list[str], local: str) -> bool:
    """A mailbox that repeats a word, or one in another script or in small letters beside a name in capitals."""
    mailbox = folded(local)
    if any(len(word) >= _FEWEST_OF_NAME and word in mailbox for word in _LETTERS.findall(folded(" ".join(before)))):
        return True
    if local.isascii() and not all(map(_is_latin, "".join(_LETTERS.findall(before[-1])))):
        return True
    return len(before) >= _FEWEST_OF_NAME and all(word[0].isupper() for word in before) and local[0].islower()


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "LATIN").startswith("LATIN")
