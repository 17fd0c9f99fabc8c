"""Words for a stretch of time, as the days that `between` takes. Days are those of UTC, as the leads' times are."""

import re
from datetime import date, timedelta

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS)
_DATE = r"\d{4}-\d{2}-\d{2}"

PERIOD = (
    r"today|yesterday|(?:this|last) (?:week|month|year)|(?:in )?(?:the )?(?:last|past) \d{1,3} (?:days?|weeks?)"
    rf"|since (?:{_DATE}|\d{{4}}|(?:{_MONTH})(?: \d{{4}})?|yesterday)|before {_DATE}|on {_DATE}"
    rf"|in (?:(?:{_MONTH})(?: \d{{4}})?|\d{{4}})"
)
"""A pattern of all that `period_of` understands, for text in lower case."""

DAY = (
    rf"\d{{4}}-\d{{2}}(?:-\d{{2}})?|\d{{1,2}} (?:{_MONTH}) \d{{4}}|(?:{_MONTH}) \d{{1,2}},? \d{{4}}"
    rf"|(?:{_MONTH})(?: \d{{4}})?"
)
"""A pattern of a day or month; a year alone is a number as well."""


def day_of(words: str, today: date) -> str | None:
    """A day, month or year as filters have it: `1 March 2026` is `2026-03-01`. None for what is none."""
    words = " ".join(words.lower().replace(",", " ").split())
    try:
        if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", words):
            date.fromisoformat(f"{words}-01-01"[:10])
            return words
        return _day_by_name(words, today) if re.fullmatch(DAY, words) else None
    except ValueError:
        return None


def _day_by_name(words: str, today: date) -> str:
    name = next(word for word in words.split() if word.isalpha())
    numbers = [word for word in words.split() if word.isdigit()]
    month = _day(" ".join([name, *numbers[-1:]]) if numbers else name, today)
    return date.fromisoformat(f"{month}-{int(numbers[0]):02}").isoformat() if len(numbers) == 2 else month


def period_of(words: str, today: date) -> str | None:
    """The period as `2026-03-01..2026-03-31`; None when the words are none of PERIOD or no real date."""
    words = " ".join(words.lower().split())
    if not re.fullmatch(PERIOD, words):
        return None
    try:
        return _named(words, today) or _counted(words, today) or _dated(words, today)
    except (ValueError, OverflowError):
        return None


def _named(words: str, today: date) -> str | None:
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    last_month = today.replace(day=1) - day
    return {
        "today": f"{today}..{today}",
        "yesterday": f"{today - day}..{today - day}",
        "this week": f"{monday}..{today}",
        "last week": f"{monday - 7 * day}..{monday - day}",
        "this month": f"{today:%Y-%m}..{today:%Y-%m}",
        "last month": f"{last_month:%Y-%m}..{last_month:%Y-%m}",
        "this year": f"{today:%Y}..{today:%Y}",
        "last year": f"{today.year - 1}..{today.year - 1}",
        "since yesterday": f"{today - day}..",
    }.get(words)


def _counted(words: str, today: date) -> str | None:
    outcome = re.search(r"(\d+) (day|week)", words)
    if not outcome:
        return None
    days = int(outcome[1]) * (7 if outcome[2] == "week" else 1)
    return f"{today - timedelta(days=max(0, days - 1))}..{today}"


def _dated(words: str, today: date) -> str:
    how, _, when = words.partition(" ")
    day = _day(when, today)
    if how == "before":
        return f"..{date.fromisoformat(day) - timedelta(days=1)}"
    return f"{day}.." if how == "since" else f"{day}..{day}"


def _day(words: str, today: date) -> str:
    """A day, month or year in ISO 8601. A month without a year is the latest one that has begun."""
    if words[:1].isdigit():
        return date.fromisoformat(words).isoformat() if len(words) > 4 else words
    name, _, year = words.partition(" ")
    month = next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name[:3]))
    return f"{year or (today.year if month <= today.month else today.year - 1)}-{month:02}"
