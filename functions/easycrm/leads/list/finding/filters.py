"""How a filter is written, and what it says: `Acme`, `=Acme`, `!=Acme`, `^Ac`, `|a|b`, `!`, `*`, `>5`, `5..10`."""

import re
from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

from easycrm.leads.columns.readings import readings_of

COLUMN = "column."
"""Before the key of a column of the lists, where fields stand by their names."""

DATED = ("createdAt", "updatedAt")
NUMBERED = ("row", "version")

_DAY = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_PERIOD = re.compile(rf"(?:{_DAY})?\.\.(?:{_DAY})?")
_NUMBERS = re.compile(r"[0-9]{0,9}\.\.[0-9]{0,9}")
_FIGURE_FIRST = re.compile("-?[0-9]")
_BETWEEN = {**dict.fromkeys(DATED, _PERIOD), **dict.fromkeys(NUMBERED, _NUMBERS)}
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_CHOICE = re.compile(r"\\(.)|([^\\|]+|\\)|(\|)", re.DOTALL)

Sense = Literal["contains", "equals", "not", "begins", "oneOf", "empty", "filled", "above", "below", "between"]

_SIGNS: dict[str, Sense] = {"!=": "not", "=": "equals", "^": "begins", ">": "above", "<": "below", "|": "oneOf"}
_SIGN_OF = {sense: sign for sign, sense in _SIGNS.items()}
_WITHOUT_TEXT: dict[str, Sense] = {"equals": "empty", "not": "filled"}


class Filter(NamedTuple):
    """What a column must say. `text` is compared without case and marks, or as the number, date or phone that it is.
    It is `""` for `empty` and `filled`.

    `column`: a field, or `column.<key>`. `oneOf` has its choices with `|` between, see `choices_of`. `above`, `below`
    and `between` (`5..10`, `2026-03..2026-04-15`: its ends belong to it, either may be open) are for numbers and dates.
    """

    column: str
    sense: Sense
    text: str = ""


def parse_filter(column: str, text: str) -> Filter | None:
    """`=Acme` is exactly that, `!=Acme` is not, `^Ac` begins so, `|a|b` is one of them, `!` is empty, `*` is not empty,
    `>5`, `<5`, `5..10`, `2026-03..`; `\\` takes what follows as it is, else: contains. None for one that says nothing.

    >>> [parse_filter("createdAt", text).sense for text in ("2026-03", "=2026-03-01", "2026-03..", "*", ">2025")]
    ['contains', 'equals', 'between', 'filled', 'above']
    """
    text = text.strip()
    if text in ("!", "*"):
        return Filter(column, "empty" if text == "!" else "filled")
    if _is_between(column, text):
        return Filter(column, "between", text)
    for sign, sense in _SIGNS.items():
        if text.startswith(sign):
            return _signed(column, sense, text.removeprefix(sign).strip())
    wanted = text.removeprefix("\\").strip()
    return Filter(column, "contains", wanted) if wanted else None


def filter_text(wanted: Filter) -> str:
    """The inverse of `parse_filter`: what the filter's parameter says."""
    match wanted.sense:
        case "empty" | "filled":
            return "!" if wanted.sense == "empty" else "*"
        case "between":
            return wanted.text
        case "contains":
            return wanted.text if parse_filter(wanted.column, wanted.text) == wanted else f"\\{wanted.text}"
        case _:
            return f"{_SIGN_OF[wanted.sense]}{wanted.text}"


def choices_of(text: str) -> list[str]:
    r"""What a filter `oneOf` takes; in a choice, `\|` is `|` and `\\` is `\`.

    >>> choices_of(r"Berlin|a\|b|\\")
    ['Berlin', 'a|b', '\\']
    """
    choices = [""]
    for escaped, plain, bar in _CHOICE.findall(text):
        if bar:
            choices.append("")
        else:
            choices[-1] += escaped or plain
    return list(dict.fromkeys(choice.strip() for choice in choices if choice.strip()))


def one_of(choices: list[str]) -> str:
    """The inverse of `choices_of`."""
    return "|".join(choice.replace("\\", "\\\\").replace("|", "\\|") for choice in choices)


def is_column(column: str) -> bool:
    """Whether it stands for a column of the lists."""
    return column.startswith(COLUMN) and column != COLUMN


def compared(wanted: Filter) -> tuple[str, str]:
    """The start and the end of what `above`, `below` and `between` compare with; `""` where it is open."""
    if wanted.sense == "between":
        start, _, end = wanted.text.partition("..")
        return start.strip(), end.strip()
    return (wanted.text, "") if wanted.sense == "above" else ("", wanted.text)


def number_of(text: str) -> float | None:
    """The number that a text is, with a decimal point, if any; None: it is none."""
    return float(text) if _NUMBER.fullmatch(text) else None


def days_of(text: str) -> tuple[int, int] | None:
    """The first and the last day, as `date.toordinal()`, of a day, a month or a year. None: it is none.

    >>> days_of("2026-02") == (date(2026, 2, 1).toordinal(), date(2026, 2, 28).toordinal())
    True
    """
    if not re.fullmatch(_DAY, text):
        return None
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    try:
        last_month = month or 12
        first = date(year, month or 1, day or 1)
        return first.toordinal(), date(year, last_month, day or monthrange(year, last_month)[1]).toordinal()
    except ValueError:
        return None


def _is_between(column: str, text: str) -> bool:
    if is_column(column):
        start, dots, end = text.partition("..")
        ends = [each for each in (start.strip(), end.strip()) if each]
        return bool(dots and ends) and all(map(_is_end, ends))
    pattern = _BETWEEN.get(column)
    return pattern is not None and text != ".." and bool(pattern.fullmatch(text))


def _is_end(text: str) -> bool:
    """Whether it begins like a number or date, or is one as lists write them: `€ 3`, `April 3, 2026`."""
    return bool(_FIGURE_FIRST.match(text)) or any(reading is not None for reading in readings_of(text))


def _signed(column: str, sense: Sense, text: str) -> Filter | None:
    if text:
        return Filter(column, sense, text) if sense != "oneOf" or choices_of(text) else None
    without = _WITHOUT_TEXT.get(sense)
    return Filter(column, without) if without else None
