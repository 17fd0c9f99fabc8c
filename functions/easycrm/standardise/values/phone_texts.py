"""Where a phone number begins and ends in a text, and its extension. No letter ever stands for a digit here."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from easycrm.folding import digits_of
from easycrm.standardise.values.word_lists import any_of, words

_EXTENSION = (
    rf"[\s,;.(（\[/\-–]{{0,6}}(?:(?i:{any_of('extensions')})[\s.:：=\-–]{{0,6}}\d{{1,7}}(?![\s.\-/]?\d)"
    rf"|(?i:{any_of('extensions_at_the_end')})[\s.:：=\-–]{{0,6}}\d{{1,7}}\s*[)）\]]?\s*\Z)"
)
# Behind the digits: letters or masks that take the place of digits (`636abc48018`, `636 xxxx`; East Asian scripts need
# no space before a word), or a word in capitals that may be dialled by its letters (`1 800 FLOWERS`).
_BROKEN = r"(?i:[\s.\-–]{0,3}x{2,}|[^\W\d_\u2e80-\uffff]+\d).*"
_CAPITALS = r"[\s.\-–/(]{0,6}(?P<word>[A-Z]{3,})(?![A-Za-z])"

# The long vowel mark ー is a letter to Unicode, and a dash to those who type Japanese numbers.
_RUN = re.compile(r"[+＋\d](?:[\W_ー]*\d)*#?")
_AFTER = re.compile(rf"(?P<extension>{_EXTENSION})|(?P<broken>{_BROKEN})|{_CAPITALS}", re.DOTALL)
_NUMBER = rf"[+(\d][\d\s().\-–/]{{4,40}}\d(?:{_EXTENSION}|\s*#\s*\d{{1,7}})?"
_CANDIDATE = re.compile(_NUMBER)
_CANDIDATE_AND_AFTER = re.compile(rf"{_NUMBER}(?:{_BROKEN}|{_CAPITALS})?", re.DOTALL)
_PIECES = re.compile(r"[;,\n|]|\s[/&]\s|\bor\b|\boder\b|\bou\b")


class Digits(NamedTuple):
    """A number's digits as written, without the words around them; its extension or `""`.

    `spelt`: a word in capitals that follows, and may belong to the number; `""` when there is none.
    """

    number: str
    extension: str
    spelt: str


def read_digits(text: str) -> Digits | None:
    """The first number of a text; None when it has none, or letters take the place of some of its digits.

    A word behind or before a number is a label and left out, except one in capitals that is no known label.

    >>> read_digits("Tel. 020 7946 0018 ext. 12")
    Digits(number='020 7946 0018', extension='12', spelt='')
    """
    run = _RUN.search(text)
    if not run:
        return None
    after = _AFTER.match(text, run.end())
    if after and after["broken"]:
        return None
    extension = digits_of(after["extension"] or "") if after else ""
    word = (after["word"] or "") if after else ""
    return Digits(run.group(), extension, "" if _is_label(word.lower()) else word)


def _is_label(word: str) -> bool:
    return word in words("phone_labels") or word in words("fax_labels")


def phones_in(text: str) -> tuple[list[str], str]:
    """What looks like phone numbers in a text, and the text without them."""
    return [found.group() for found in _CANDIDATE.finditer(text)], _CANDIDATE.sub(" ", text)


def candidates(cell: str) -> Iterator[str]:
    """What looks like phone numbers in a cell, each with what follows it and may belong to it."""
    return (found.group() for piece in _PIECES.split(cell) for found in _CANDIDATE_AND_AFTER.finditer(piece))
