"""The text of a cell's value, as the spreadsheet program shows it where that carries meaning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

EXACT_BELOW = 1e15
"""From here on a spreadsheet's number has lost digits: 15 are all that it keeps."""
_PLAIN_BELOW = 1e21


def number_text(value: float) -> str:
    """A number as people typed it: no `.0`, and zeros for the digits beyond the 15 that spreadsheets keep."""
    if -EXACT_BELOW < value < EXACT_BELOW:
        whole = int(value)
        return str(whole) if whole == value else f"{value:.15g}".upper()
    text = f"{value:.14E}"
    return f"{Decimal(text):f}" if abs(value) < _PLAIN_BELOW else f"{value:.15g}".upper()


def duration_text(value: timedelta) -> str:
    """Hours, minutes and seconds, as in `26:05:00`."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def moment_text(value: datetime) -> str:
    """A date, with the time where there is one: `2024-05-01`, `2024-05-01 13:30:00`."""
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: moment_text,
    time: time.isoformat,
    timedelta: duration_text,
}
"""How a value of each type that calamine gives is written."""


def value_text(value: object) -> str:
    """The text of any value that a spreadsheet cell can hold; dates are ISO 8601."""
    return TEXT_OF[type(value)](value)
