"""What clauses of a question are made of: patterns of columns and values, and what a match of them means."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from easycrm.chat.column_names import ANY_COLUMN
from easycrm.chat.known import Known, Unclear
from easycrm.chat.said_columns import SaidColumns
from easycrm.chat.said_values import MARKED_VALUE, NEXT, TAKEN, SaidValues
from easycrm.leads.columns.catalogue import Column
from easycrm.leads.list.finding.filters import Filter, number_of


class Context(NamedTuple):
    """When a question is asked, which columns and values it says, and what the leads have."""

    today: date
    marked: SaidColumns
    values: SaidValues
    known: Known

    def original(self, text: str) -> str:
        """The text as it was typed."""
        return self.values.original(self.marked.original(text))


Meaning = Callable[[re.Match[str], Context], Filter | None]


class Clause(NamedTuple):
    """A pattern, and what a match means; None: nothing after all."""

    pattern: re.Pattern[str]
    means: Meaning


_PLAIN = rf"(?!(?:{NEXT})\b)[^\s,;?!{TAKEN}]+(?:\s+(?!(?:{NEXT})\b)[^\s,;?!{TAKEN}]+)*"
VALUE = rf"(?:(?P<quoted>{MARKED_VALUE})|(?P<plain>{_PLAIN}))"
_CHOICE = rf"(?:{MARKED_VALUE}|{_PLAIN})"
CHOICES = rf"(?P<choices>{_CHOICE}(?:\s*,\s*{_CHOICE})*(?:\s*,)?\s+or\s+{_CHOICE})"
_DOUBLE_QUOTES = re.compile(r"[\"“”„«»]")
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

NUMBER = r"[€$£]?\s?-?\d(?:[\d.,']*\d)?(?:\s?[%€])?(?![\w.,'-]*\w)"
"""A pattern of a number: figures with points and commas in them, and a currency or `%`."""

NUMBERS = rf"(?P<numbers>{NUMBER}(?:,\s+{NUMBER})*,?\s+or\s+{NUMBER})"
"""A pattern of several, with `or` before the last."""

NUMBER_WITH_COMMA = rf"(?P<limit>(?=[€$£]?\s?\S*,\d){NUMBER})(?!,?\s+or\b)(?!,\s+[€$£\d-])"
"""A pattern of a number alone whose comma would end a VALUE."""

_AROUND_FIGURES = "€$£% "


def clause(pattern: str, means: Meaning) -> Clause:
    return Clause(re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE), means)


def value_of(match: re.Match[str], context: Context) -> str:
    """What VALUE stands for, as it was typed. Raises Unclear where that is no text."""
    return text_of(match["quoted"] or match["plain"], context)


def choices_of_words(match: re.Match[str], context: Context) -> list[str]:
    """What CHOICES stands for. Raises Unclear where one is no text."""
    words = re.sub(r"(?i),?\s+or\s+", ", ", match["choices"])
    return [text_of(choice, context) for choice in re.findall(rf"(?i){_CHOICE}", words)]


def text_of(words: str, context: Context) -> str:
    """The text that words of a question stand for: a value as it is, other words without the marks around them.

    A point behind them stays where a lead has a text that ends so. Raises Unclear where nothing is left, and where
    quotes are around a part of the words.
    """
    value = context.values.value(words)
    if value is not None:
        return value
    typed = context.original(words).strip()
    inner = typed.strip(' "“”‘’')
    bare = inner.rstrip(".,").strip()
    if re.search(MARKED_VALUE, words) and _DOUBLE_QUOTES.search(typed):
        example = f"Leads whose company is “{_DOUBLE_QUOTES.sub('', typed)}”"
        raise Unclear(f"{typed} is in quotes in part. Please put the whole value in quotes: {example}.", example)
    if not bare:
        example = f"Leads whose company is “{inner}”" if inner else "Leads without company"
        raise Unclear(f"{typed} is no text to look for. Please ask, for example: {example}.", example)
    return typed if typed != bare and context.known.is_value(typed) else bare


def number_in(words: str, column: Column) -> str | None:
    """A number as the column's texts have it: that is what it is read by, and only else by a decimal point.

    None for words that are none.
    """
    text = words.strip(_AROUND_FIGURES)
    if column.read(text) is not None:
        return text
    if number_of(text) is None:
        return None
    return text.replace(".", ",") if column.reading == "comma" else text
