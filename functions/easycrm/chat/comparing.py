"""The clauses that compare a column: `rating above 3`, `date after 2026-03`, `country is not Germany`."""

import re
from collections.abc import Iterator
from functools import partial

from easycrm.chat.column_names import MARKED
from easycrm.chat.known import Unclear
from easycrm.chat.meaning import (
    BEGIN,
    CHOICES,
    COLUMN,
    HAVE,
    NUMBER,
    NUMBER_WITH_COMMA,
    NUMBERS,
    SAY,
    VALUE,
    A,
    Context,
    Meaning,
    choices_of_words,
    clause,
    number_in,
    value_of,
)
from easycrm.chat.periods import DAY, PERIOD, day_of, period_of
from easycrm.leads.columns.catalogue import Column
from easycrm.leads.companies import company_key
from easycrm.leads.list.finding.filters import DATED, Filter, one_of

_LIMIT = rf"(?:{DAY}|{NUMBER})"
_SOME = rf"(?:whose\s+|where\s+(?:the\s+)?|{HAVE}\s+{A}|(?<!which )(?<!what )(?<!whose )(?:the\s+)?)"
_IS = r"(?:\s*:|\s+(?:is|are|was|were|of))?"
_WORDS = {
    "from": ("at least|no less than|not less than|not below", "since|on or after|from"),
    "to": ("at most|no more than|not more than|not above|up to", "until|on or before"),
    "above": ("above|over|more than|greater than|higher than|larger than|bigger than|better than", "after|later than"),
    "below": ("below|under|less than|lower than|smaller than|fewer than|worse than", "before|earlier than"),
}
"""How a comparison is said: of numbers and dates, and of dates alone."""
_SIGN = {">=": "from", "<=": "to", "≥": "from", "≤": "to", ">": "above", "<": "below"}
_BEST = r"(?!(?:the\s+)?(?:most|largest|biggest|best|common|highest|lowest|same)\b)"


def _of_sense(sense: str, match: re.Match[str], context: Context, is_time: bool = False) -> Filter | None:
    """A limit as a filter; `from` and `to` have it among what they find."""
    column = context.marked.column(match["column"])
    limit = None if is_time and not _is_dated(match, context) else _limit(match, match["limit"], context)
    if limit is None:
        return None
    if sense in ("from", "to"):
        return Filter(column, "between", f"{limit}.." if sense == "from" else f"..{limit}")
    return Filter(column, "above" if sense == "above" else "below", limit)


def _is_dated(match: re.Match[str], context: Context) -> bool:
    column = context.marked.column_of_lists(match["column"])
    return context.marked.column(match["column"]) in DATED or bool(column and column.type == "date")


def _limit(match: re.Match[str], words: str, context: Context) -> str | None:
    """A number or day as filters have it, whichever the column is; raises Unclear where it is neither."""
    column = context.marked.column_of_lists(match["column"])
    if _is_dated(match, context):
        return day_of(words, context.today)
    if column and column.type == "number":
        return number_in(words, column)
    if column:
        raise Unclear(column.cannot_be_compared)
    raise Unclear(f"{match['column']} is neither a number nor a date, which alone can be above, below or between.")


def _between(match: re.Match[str], context: Context) -> Filter | None:
    start, end = (_limit(match, match[name], context) for name in ("start", "end"))
    return Filter(context.marked.column(match["column"]), "between", f"{start}..{end}") if start and end else None


def _sign(match: re.Match[str], context: Context) -> Filter | None:
    return _of_sense(_SIGN[match["sign"]], match, context)


def _in_period(match: re.Match[str], context: Context) -> Filter | None:
    days = period_of(match["period"], context.today) if _is_dated(match, context) else None
    return Filter(context.marked.column(match["column"]), "between", days) if days else None


def equal(match: re.Match[str], context: Context) -> Filter:
    """The column is the value: a number or date whatever way it is written, a company in any spelling."""
    return _same(match, value_of(match, context), context)


def _same(match: re.Match[str], value: str, context: Context) -> Filter:
    column, lists = context.marked.column(match["column"]), context.marked.column_of_lists(match["column"])
    limit = _equal_limit(value, lists, context) if lists else None
    if limit:
        return Filter(column, "between", f"{limit}..{limit}")
    if column in ("email", "emailDomain"):
        return Filter("email", "contains", value)
    is_exact = re.search(r"\bexactly\b", match.group(), re.IGNORECASE)
    return Filter(column if is_exact else _however_written(column, [value]), "equals", value)


def _however_written(column: str, companies: list[str]) -> str:
    """The column that has companies without their ways of writing; `...` is nothing without its own."""
    return "companyKey" if column == "company" and all(map(company_key, companies)) else column


def _equal_limit(value: str, column: Column, context: Context) -> str | None:
    if column.type == "text":
        return None
    return number_in(value, column) if column.type == "number" else day_of(value, context.today)


def _equal_alone(match: re.Match[str], context: Context) -> Filter | None:
    """`country is Germany`, with nothing before it: a column of the lists, or a company that a lead has."""
    column = context.marked.column(match["column"])
    is_company = column == "company" and context.known.is_company(value_of(match, context))
    return equal(match, context) if is_company or context.marked.column_of_lists(match["column"]) else None


def valued(match: re.Match[str], context: Context) -> Filter | None:
    """`with rating 3`, `from the city Berlin`: the column is that where a lead has exactly that, else contains it."""
    column, value = context.marked.column_of_lists(match["column"]), value_of(match, context)
    if column is None or re.search(MARKED, match["plain"] or ""):
        return None
    same = _same(match, value, context)
    if same.sense == "between" or column in context.known.holders(value):
        return same
    return same._replace(sense="contains")


def _not(match: re.Match[str], context: Context) -> Filter | None:
    same = _same(match, value_of(match, context), context)
    if same.column == "email":
        return None
    if same.sense == "between":
        text = _exact(value_of(match, context), match, context)
        return Filter(same.column, "not", text) if text else None
    return same._replace(sense="not")


def _is_number(match: re.Match[str], context: Context) -> Filter | None:
    """`revenue is 1,234`, whose comma is no end of a value."""
    text = _exact_number(match["limit"], match, context)
    return Filter(context.marked.column(match["column"]), "between", f"{text}..{text}") if text else None


def _is_not_number(match: re.Match[str], context: Context) -> Filter | None:
    text = _exact_number(match["limit"], match, context)
    return Filter(context.marked.column(match["column"]), "not", text) if text else None


def _any_number(match: re.Match[str], context: Context) -> Filter | None:
    numbers = [_exact_number(words, match, context) for words in re.findall(NUMBER, match["numbers"])]
    known = [number for number in numbers if number]
    column = context.marked.column(match["column"])
    return Filter(column, "oneOf", one_of(known)) if len(known) == len(numbers) else None


def _exact_number(words: str, match: re.Match[str], context: Context) -> str | None:
    column = context.marked.column_of_lists(match["column"])
    return number_in(words, column) if column and column.type == "number" else None


def _any(match: re.Match[str], context: Context) -> Filter | None:
    column = context.marked.column(match["column"])
    if column in ("email", "emailDomain") or re.search(MARKED, match["choices"]):
        return None
    choices = [_exact(choice, match, context) for choice in choices_of_words(match, context)]
    known = [choice for choice in choices if choice]
    return Filter(_however_written(column, known), "oneOf", one_of(known)) if len(known) == len(choices) else None


def _exact(value: str, match: re.Match[str], context: Context) -> str | None:
    """The value as a filter finds what is the same; None for a month or year, which is several days.

    Raises Unclear for a day where the column has times of day.
    """
    column = context.marked.column_of_lists(match["column"])
    limit = _equal_limit(value, column, context) if column else None
    if column is None or limit is None or not _is_dated(match, context):
        return limit or value
    if context.known.has_times(column):
        examples = [f"Leads whose “{column.name}” is {how} {limit}" for how in ("before", "after")]
        sentence = f"{column.name} has times of day, and can be on one day, before or after it, not several or another."
        raise Unclear(f"{sentence} Please ask for example: {examples[0]}.", *examples)
    return limit if len(limit) == len("2026-03-01") else None


def empty(match: re.Match[str], context: Context) -> Filter:
    column = context.marked.column(match["column"])
    return Filter("email" if column == "emailDomain" else column, "empty")


def filled(match: re.Match[str], context: Context) -> Filter:
    return empty(match, context)._replace(sense="filled")


def _begins(match: re.Match[str], context: Context) -> Filter:
    column = context.marked.column(match["column"])
    return Filter("email" if column == "emailDomain" else column, "begins", value_of(match, context))


def _contains_in_lists(match: re.Match[str], context: Context) -> Filter | None:
    column = context.marked.column_of_lists(match["column"])
    return Filter(context.marked.column(match["column"]), "contains", value_of(match, context)) if column else None


def _said_by(sense: str) -> Iterator[tuple[str, Meaning]]:
    for words, is_time in zip(_WORDS[sense], (False, True), strict=True):
        pattern = rf"{_SOME}{COLUMN}{_IS}\s+(?:{words})\s+(?P<limit>{_LIMIT})"
        yield pattern, partial(_of_sense, sense, is_time=is_time)


_ANY_WORDS = "|".join(words for both in _WORDS.values() for words in both)
_COMPARED = rf"(?:(?:{_ANY_WORDS})\s+|(?:>=|<=|≥|≤|>|<)\s*){_LIMIT}"
_TWICE = re.compile(rf"({COLUMN}{_IS}\s*{_COMPARED}\s+(?:and|but))\s+(?={_COMPARED})", re.IGNORECASE)
_ENDS = rf"(?P<start>{_LIMIT})\s+(?:and|to)\s+(?P<end>{_LIMIT})"
_EQUALS = r"\s*(?:\s(?:is|are|equals)\s|=|:)\s*(?:exactly\s+)?"
_DIFFERS = r"\s*(?:(?:is|are)\s+(?:not|other\s+than)|isn['’]?t|aren['’]?t|!=|<>)\s+"
_ONE_OF = r"\s+(?:is|are)\s+(?:either\s+|one\s+of\s+|any\s+of\s+)?"
_UP, _DOWN = "more|above|higher|over|up|later|after|better", "less|below|lower|under|earlier|before|fewer"

_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    (rf"{_SOME}{COLUMN}{_IS}\s+(?:between|from)\s+{_ENDS}", _between),
    *(marked for sense in _WORDS for marked in _said_by(sense)),
    (rf"{_SOME}{COLUMN}{_IS}\s*(?P<sign>>=|<=|≥|≤|>|<)\s*(?P<limit>{_LIMIT})", _sign),
    (rf"{_SOME}{COLUMN}{_IS}\s+(?P<limit>{_LIMIT})\s+(?:and|or)\s+(?:{_UP})\b", partial(_of_sense, "from")),
    (rf"{_SOME}{COLUMN}{_IS}\s+(?P<limit>{_LIMIT})\s+(?:and|or)\s+(?:{_DOWN})\b", partial(_of_sense, "to")),
    (rf"{_SOME}{COLUMN}(?:\s+(?:is|was))?\s+(?P<period>{PERIOD})\b", _in_period),
    (rf"{_SOME}{COLUMN}\s+(?:is|are)\s+(?:not|n['’]t)\s+(?:empty|blank|missing|unknown)\b", filled),
    (rf"{_SOME}{COLUMN}\s+(?:is|are)\s+(?:empty|blank|missing|unknown)\b", empty),
    (rf"{_SOME}{COLUMN}{_DIFFERS}{NUMBER_WITH_COMMA}", _is_not_number),
    (rf"{_SOME}{COLUMN}{_DIFFERS}{_BEST}{VALUE}", _not),
    (rf"{_SOME}{COLUMN}\s+{BEGIN}\s+{VALUE}", _begins),
    (rf"{_SOME}{COLUMN}{_ONE_OF}{NUMBERS}", _any_number),
    (rf"{_SOME}{COLUMN}{_ONE_OF}{_BEST}{CHOICES}", _any),
    (rf"{_SOME}{COLUMN}{_EQUALS}{NUMBER_WITH_COMMA}", _is_number),
    (rf"{_SOME}{COLUMN}{_EQUALS}{_BEST}{VALUE}", _equal_alone),
    (rf"{_SOME}{COLUMN}\s+{SAY}\s+{VALUE}", _contains_in_lists),
)


def with_columns_repeated(text: str) -> str:
    """`rating at least 3 and rating at most 4` where a question has `rating at least 3 and at most 4`."""
    return _TWICE.sub(r"\1 \g<column> ", text)


COMPARING = tuple(clause(pattern, means) for pattern, means in _MEANINGS)
"""In the order in which they are looked for."""
