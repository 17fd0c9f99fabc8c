"""What a text is as a number and as a date, in each way that people write them, and what a column of such texts is."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from easycrm.folding import folded
from easycrm.leads.columns.decisions import ColumnType
from easycrm.leads.columns.months import MONTHS

READINGS = ("point", "comma", "dayFirst", "monthFirst")
"""A number with a decimal point, or comma; a date with the day, or the month, first."""

ENOUGH = 95
"""Per cent of a column's values that its reading must read."""

_LONGEST = 60  # characters of a number or date
_MOST_DIGITS = 15  # beyond which a number is not exact, and is somebody's id
_MOST_SPACED_DIGITS = 8  # 612 345 678 is a phone
_CENTURY = 70  # 69 is 2069, 70 is 1970

_SYMBOLS = "$€£¥₹₽₩₺₫฿₱₪₴"
_CODES = frozenset(
    "aed aud brl cad chf cny czk dkk eur gbp hkd huf idr inr jpy krw mxn myr nok nzd php pln rmb ron sar sek sgd thb"
    " try twd usd vnd zar rs rp rm kr zł".split()
)
_CURRENCY = rf"(?:[A-Za-z]{{0,2}}[{_SYMBOLS}]|[^\W\d_]{{2,3}}\.?)"
_NUMBER = re.compile(
    rf"(?:(?P<sign>-) ?)?(?:(?P<before>{_CURRENCY}) ?)?(?P<inner>-)?(?P<figures>\d[\d.,' ]*|\.\d+)"
    rf" ?(?P<behind>{_CURRENCY}|%)?"
)


def _figures(separator: str, decimal: str) -> re.Pattern[str]:
    """Digits in threes, or in the two and threes of India, between separators, spaces or apostrophes; decimals."""
    grouped = rf"[1-9]\d{{0,2}}(?:{separator}\d{{3}})+|[1-9]\d?(?:{separator}\d\d)+{separator}\d{{3}}"
    return re.compile(rf"(?:{grouped}|[1-9]\d{{0,2}}([ '])\d{{3}}(?:\1\d{{3}})*|0|[1-9]\d*|)(?:{decimal}\d+)?")


_POINT, _COMMA = _figures(",", r"\."), _figures(r"\.", ",")

_CLOCK = (
    r"(?:(?:T|,? )(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d(?:[.,]\d{1,9})?))?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)
_WORD = r"[^\W\d_]{3,12}"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?){_CLOCK}")
_YEAR_LAST = re.compile(rf"(?P<first>\d\d?)(?P<mark>[-/.]) ?(?P<other>\d\d?)(?P=mark) ?(?P<year>\d{{4}}){_CLOCK}")
_NAMED = (
    re.compile(
        rf"(?P<day>\d\d?)(?:\.|st|nd|rd|th|er|º|o)?[ -]?(?:de |of )?(?P<name>{_WORD})\.?,?(?: de| del)?[ -]"
        rf"(?P<year>\d{{4}}|\d\d){_CLOCK}"
    ),
    re.compile(rf"(?P<name>{_WORD})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_CLOCK}"),
)
_BY_SIGNS = re.compile(rf"(?P<year>\d{{4}}) ?[年년] ?(?P<month>\d\d?) ?[月월] ?(?P<day>\d\d?) ?[日일]{_CLOCK}")
_DIGIT = re.compile(r"\d")


class Readings(NamedTuple):
    """A text as a number with a decimal point or comma, and as a date with the day or month first; None: it is none.

    A date is `date.toordinal()`, with the time of day as a fraction; where it says its zone, in UTC.
    """

    point: float | None
    comma: float | None
    day_first: float | None
    month_first: float | None


class Pair(NamedTuple):
    """How many values one of two readings reads alone, the other alone, both alike, and both differently."""

    first_alone: int
    second_alone: int
    alike: int
    differently: int


class Counts(NamedTuple):
    """How many values a column has, and how they are read as numbers (point, comma) and dates (day, month first)."""

    values: int
    numbers: Pair
    dates: Pair


_NONE = Readings(None, None, None, None)


def readings_of(text: str) -> Readings:
    """The text by each of the READINGS.

    Not read: what begins with a zero or a plus, or has more than 15 digits, which are postal codes, phones and ids;
    numbers with units; dates whose year has two digits, unless the month has a name (`3-Apr-26`). Currencies and `%`
    do not count. `3.4.2026` has the day first, wherever people write points.

    >>> readings_of("1,234"), readings_of("-1.234,50 €")[:2], readings_of("01069").point
    (Readings(point=1234.0, comma=1.234, day_first=None, month_first=None), (None, -1234.5), None)
    >>> readings_of("3/4/2026 12:00")[2:], readings_of("April 13, 2026")[2:]
    ((739709.5, 739679.5), (739719.0, 739719.0))
    """
    if not _DIGIT.search(text) or len(text) > _LONGEST:
        return _NONE
    plain = _plain(text)
    point, comma = _numbers(plain)
    if point is not None or comma is not None:
        return Readings(point, comma, None, None)
    return Readings(None, None, *_dates(plain))


def fits(text: str, reading: str) -> bool:
    """Whether the text is something by this one of the READINGS."""
    return readings_of(text)[READINGS.index(reading)] is not None


def column_type(counts: Counts) -> tuple[ColumnType, str]:
    """What a column is, and by which of the READINGS; text (and `""`) where not 95% of its values are one thing.

    >>> column_type(Counts(20, Pair(19, 0, 0, 0), Pair(0, 0, 0, 1)))
    ('number', 'point')
    >>> column_type(Counts(20, Pair(0, 0, 0, 20), Pair(0, 0, 0, 0)))
    ('text', '')
    """
    number = _fitting_reading(counts.numbers, counts.values, READINGS[:2])
    if number:
        return "number", number
    day = _fitting_reading(counts.dates, counts.values, READINGS[2:])
    return ("date", day) if day else ("text", "")


def better_reading(pair: Pair, names: Sequence[str]) -> str:
    """Whichever of two readings reads more values; the first where both read as many."""
    return names[0] if pair.first_alone >= pair.second_alone else names[1]


def values_read(pair: Pair, is_first: bool) -> int:
    """How many values the first, or the second, of two readings reads."""
    return (pair.first_alone if is_first else pair.second_alone) + pair.alike + pair.differently


def _fitting_reading(pair: Pair, values: int, names: Sequence[str]) -> str:
    """The one reading that fits; where both do and differ, the one that some value proves; else `""`."""
    fitting = [
        name for name, first in zip(names, (True, False), strict=True) if _fits(values_read(pair, first), values)
    ]
    if len(fitting) < 2:
        return "".join(fitting)
    is_proved = bool(pair.first_alone) != bool(pair.second_alone)
    return better_reading(pair, names) if is_proved or not pair.differently else ""


def _fits(count: int, values: int) -> bool:
    return values > 0 and 100 * count >= ENOUGH * values


def _plain(text: str) -> str:
    """The text in compatibility forms, every digit as 0 to 9, every minus and apostrophe as on a keyboard."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("’", "'")
        text = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    return text.strip()


def _numbers(text: str) -> tuple[float | None, float | None]:
    match = _NUMBER.fullmatch(text)
    if not match or (match["sign"] and match["inner"]) or (match["before"] and match["behind"]):
        return None, None
    if not all(map(_is_currency, filter(None, (match["before"], match["behind"])))):
        return None, None
    figures = match["figures"].rstrip()
    sign = -1 if match["sign"] or match["inner"] else 1
    is_money = bool(match["before"] or match["behind"])
    return _number(_POINT, figures, sign, is_money), _number(_COMMA, figures, sign, is_money)


def _is_currency(text: str) -> bool:
    return text[-1] in _SYMBOLS or text == "%" or text.removesuffix(".").casefold() in _CODES


def _number(pattern: re.Pattern[str], figures: str, sign: int, is_money: bool) -> float | None:
    match = pattern.fullmatch(figures)
    digits = sum(map(str.isdigit, figures))
    if not match or digits > _MOST_DIGITS:
        return None
    if match[1] and figures.replace(match[1], "").isdigit() and digits > _MOST_SPACED_DIGITS and not is_money:
        return None
    kept = re.sub(r"[ ',]" if pattern is _POINT else r"[ '.]", "", figures)
    return sign * float(kept.replace(",", "."))


def _dates(text: str) -> tuple[float | None, float | None]:
    if match := _YEAR_FIRST.fullmatch(text) or _BY_SIGNS.fullmatch(text):
        day = _moment(match, match["month"], match["day"])
        return day, day
    if match := _YEAR_LAST.fullmatch(text):
        by_day = _moment(match, match["other"], match["first"])
        by_month = _moment(match, match["first"], match["other"])
        is_sure = match["mark"] == "." and by_day is not None
        return by_day, None if is_sure else by_month
    for pattern in _NAMED:
        if (match := pattern.fullmatch(text)) and (month := MONTHS.get(folded(match["name"]))):
            day = _moment(match, month, match["day"])
            return day, day
    return None, None


def _moment(match: re.Match[str], month: str | int, day: str) -> float | None:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < _CENTURY else 1900
    time = _time(match)
    try:
        return None if time is None or year < 1000 else date(year, int(month), int(day)).toordinal() + time
    except ValueError:
        return None


def _time(match: re.Match[str]) -> float | None:
    """The time of day as a fraction of it; in UTC where it says its zone. None for 25:00."""
    if match["hour"] is None:
        return 0.0
    hour, minute = int(match["hour"]), int(match["minute"])
    second = float((match["second"] or "0").replace(",", "."))
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59 or second >= 60:
        return None
    return (3600 * hour + 60 * minute + second - _seconds_ahead(match["zone"])) / 86_400


def _seconds_ahead(zone: str | None) -> int:
    """Of UTC: `+05:30` is 19,800."""
    if not zone or zone[0] not in "+-":
        return 0
    ahead = 3600 * int(zone[1:3]) + 60 * int(zone[-2:])
    return -ahead if zone[0] == "-" else ahead
