"""What clauses of a question are made of: patterns of columns and values, and what a match of them means."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from easycrm.chat.column_names import ANY_COLUMN
from easycrm.chat.known import Known
from easycrm.chat.said_columns import SaidColumns
from easycrm.leads.list.finding.filters import Filter


class Context(NamedTuple):
    """When a question is asked, which columns it says, and what the leads have."""

    today: date
    marked: SaidColumns
    known: Known


Meaning = Callable[[re.Match[str], Context], Filter | None]


class Clause(NamedTuple):
    """A pattern, and what a match means; None: nothing after all."""

    pattern: re.Pattern[str]
    means: Meaning


TAKEN = "⁂"
"""Stands where a value was taken out of a question: `of` behind it may have belonged to the value."""

# A value ends where another part of the question begins.
NEXT = (
    "and|or|but|not|with|without|whose|who|that|which|named|called|at|from|of|in|for|added|created|imported|uploaded"
    "|updated|changed|sorted|ordered|grouped|by|per|since|before|on|this|last|today|yesterday|having|missing|lacking"
    "|have|has|is|are|was|were|do|does|there|we|please|working|works|work"
)
_PLAIN = rf"(?!(?:{NEXT})\b)[^\s,;?!{TAKEN}]+(?:\s+(?!(?:{NEXT})\b)[^\s,;?!{TAKEN}]+)*"
_QUOTED = r"[\"“'‘](?:[^\"”]+?)[\"”'’](?=\W|$)"
VALUE = rf"(?:[\"“'‘](?P<quoted>[^\"”]+?)[\"”'’](?=\W|$)|(?P<plain>{_PLAIN}))"
_CHOICE = rf"(?:{_QUOTED}|{_PLAIN})"
CHOICES = rf"(?P<choices>{_CHOICE}(?:\s*,\s*{_CHOICE})*(?:\s*,)?\s+or\s+{_CHOICE})"
A = r"(?:(?:an?|any|the|their|its|valid)\s+)?"
COLUMN = rf"(?P<column>{ANY_COLUMN})"
WHO = r"(?:(?:that|who|which)\s+)?"
HAVE = rf"(?:with|{WHO}(?:have|has|having))"
LACK = (
    rf"(?:without|with\s+(?:no|neither)|missing|lacking|that\s+lack|{WHO}(?:have|has|having)\s+(?:no|neither|not\s+got)"
    rf"|{WHO}(?:do\s+not|don['’]?t|doesn['’]?t|does\s+not)\s+have)"
)
BEGIN = r"(?:starts?|starting|begins?|beginning)\s+with"
SAY = r"(?:contains?|containing|like|includes?|including|mentions?|mentioning)"


def clause(pattern: str, means: Meaning) -> Clause:
    return Clause(re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE), means)


def value_of(match: re.Match[str], context: Context) -> str:
    """What VALUE stands for, as it was typed."""
    return _bare(match["quoted"] or match["plain"], context)


def choices_of_words(match: re.Match[str], context: Context) -> list[str]:
    """What CHOICES stands for."""
    return [_bare(text, context) for text in re.findall(_CHOICE, re.sub(r",?\s+or\s+", ", ", match["choices"]))]


def _bare(text: str, context: Context) -> str:
    return context.marked.original(text).strip().strip('"“”‘’').rstrip(".,").strip()
