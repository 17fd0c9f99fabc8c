"""Texts as numbers and dates, and what columns of them are."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.columns.readings import Counts, Pair, Readings, column_type, readings_of

NONE = Readings(None, None, None, None)
NOTHING = Pair(0, 0, 0, 0)
COUNTS = st.builds(Pair, *[st.integers(0, 100)] * 4)


def day(year: int, month: int, of_month: int) -> int:
    return datetime.date(year, month, of_month).toordinal()


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("5", 5, 5),
        ("-5", -5, -5),
        ("−5", -5, -5),
        ("0", 0, 0),
        ("0.5", 0.5, None),
        ("0,5", None, 0.5),
        (".5", 0.5, None),
        ("1,234", 1234, 1.234),
        ("1.234", 1.234, 1234),
        ("1,234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("1.234.567", None, 1_234_567),
        ("12,34,567", 1_234_567, None),
        ("1 234", 1234, 1234),
        ("1\u202f234,5", None, 1234.5),
        ("1'234.50", 1234.5, None),
        ("1’234", 1234, 1234),
        ("5%", 5, 5),
        ("5 %", 5, 5),
        ("€ 12.50", 12.5, None),
        ("12,50 €", None, 12.5),
        ("$-5", -5, -5),
        ("-$5", -5, -5),
        ("S$ 1,200.00", 1200, None),
        ("12 EUR", 12, 12),
        ("USD 12", 12, 12),
        ("usd 12", 12, 12),
        ("12 Eur", 12, 12),
        ("Rs. 12", 12, 12),
        ("12 ZŁ", 12, 12),
        ("us$ 12", 12, 12),
        ("2026", 2026, 2026),
        ("１２", 12, 12),
        ("٣", 3, 3),
        ("123456789012345", 123456789012345, 123456789012345),
    ],
)
def test_a_number_is_read_with_its_decimal_point_and_comma(text: str, point: float | None, comma: float | None) -> None:
    assert readings_of(text) == (point, comma, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "-",
            "Hall",
            "Hall 7",
            "12 kg",
            "12 ton",
            "no 12",
            "4/5",
            "1e5",
            "5,",
            "1..2",
            "1 234 5",
            "--5",
            "-$-5",
            "$5 EUR",
            "5-",
        ),
        *(
            "01069",
            "00",
            "+65 6123 4567",
            "+5",
            "6123 4567",
            "612 345 678",
            "(03) 1234",
            "1234567890123456",
            "C-12",
            "1.2.3",
        ),
        *("3/4/26", "26.03.04", "31/2/2026", "2026-13-01", "2026-02-30", "3 Foo 2026", "3/4/0026", "9:15", "2026-03"),
        *("2026-04-03 25:00", "2026-04-03 9:60", "3/4/2026 13:00 PM", "5" * 100),
    ],
)
def test_what_is_neither_number_nor_date_is_not_read(text: str) -> None:
    assert readings_of(text) == NONE


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-04-03",
            "2026/4/3",
            "2026.04.03",
            "3 Apr 2026",
            "03-Apr-26",
            "3. April 2026",
            "April 3, 2026",
            "Apr. 3 2026",
        ),
        *(
            "3rd April 2026",
            "3rd of April, 2026",
            "3 de abril de 2026",
            "3 avril 2026",
            "2026年4月3日",
            "2026년 4월 3일",
        ),
        *("2026-04-03 00:00:00", "2026-04-03T00:00:00.000Z", "3 Nisan 2026", "٢٠٢٦-٠٤-٠٣"),
    ],
)
def test_a_date_is_read_alike_where_its_order_is_plain(text: str) -> None:
    assert readings_of(text) == (None, None, day(2026, 4, 3), day(2026, 4, 3))


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("3/4/2026", day(2026, 4, 3), day(2026, 3, 4)),
        ("03-04-2026", day(2026, 4, 3), day(2026, 3, 4)),
        ("13/4/2026", day(2026, 4, 13), None),
        ("4/13/2026", None, day(2026, 4, 13)),
        ("3.4.2026", day(2026, 4, 3), None),
        ("3. 4. 2026", day(2026, 4, 3), None),
    ],
)
def test_a_date_of_figures_is_read_in_either_order(text: str, day_first: int | None, month_first: int | None) -> None:
    assert readings_of(text) == (None, None, day_first, month_first)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-04-03T09:30", 9.5),
        ("2026-04-03 09:30:00", 9.5),
        ("2026-04-03T09:30:00+02:00", 7.5),
        ("2026-04-03T09:30:00-0500", 14.5),
        ("3 April 2026, 9:30 pm", 21.5),
        ("April 3, 2026 12:00 AM", 0),
        ("April 3, 2026 12:00 p.m.", 12),
    ],
)
def test_the_time_of_day_is_a_fraction_of_the_day(text: str, hours: float) -> None:
    assert readings_of(text).day_first == pytest.approx(day(2026, 4, 3) + hours / 24)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_whole_number_of_fifteen_digits_is_itself(number: int) -> None:
    assert readings_of(str(number)) == (number, number, None, None)


@given(st.integers(1_000, 10**14))
def test_thousands_are_grouped_by_the_sign_that_is_not_the_decimal_one(number: int) -> None:
    assert readings_of(f"{number:,}").point == number
    assert readings_of(f"{number:,}".replace(",", ".")).comma == number


@given(st.dates(datetime.date(1000, 1, 1)))
def test_every_date_of_iso_8601_is_itself(date: datetime.date) -> None:
    assert readings_of(date.isoformat()).day_first == date.toordinal() == readings_of(date.isoformat()).month_first


@given(st.text(max_size=70))
def test_no_text_is_both_a_number_and_a_date(text: str) -> None:
    readings = readings_of(text)
    assert readings[:2] == (None, None) or readings[2:] == (None, None)


@pytest.mark.parametrize(
    ("numbers", "dates", "told"),
    [
        (Pair(0, 0, 95, 0), NOTHING, ("number", "point")),
        (Pair(0, 0, 94, 0), NOTHING, ("text", "")),
        (Pair(0, 95, 0, 0), NOTHING, ("number", "comma")),
        (Pair(0, 0, 0, 100), NOTHING, ("text", "")),
        (Pair(1, 0, 0, 99), NOTHING, ("number", "point")),
        (Pair(0, 1, 0, 99), NOTHING, ("number", "comma")),
        (Pair(1, 1, 0, 98), NOTHING, ("text", "")),
        (Pair(1, 2, 97, 0), NOTHING, ("number", "comma")),
        (NOTHING, Pair(0, 0, 99, 1), ("text", "")),
        (NOTHING, Pair(6, 0, 0, 94), ("date", "dayFirst")),
        (NOTHING, Pair(0, 6, 0, 94), ("date", "monthFirst")),
        (Pair(0, 0, 50, 0), Pair(0, 0, 50, 0), ("text", "")),
    ],
)
def test_a_column_of_a_hundred_values_is_what_95_of_them_are(numbers: Pair, dates: Pair, told: tuple[str, str]) -> None:
    assert column_type(Counts(100, numbers, dates)) == told


@given(COUNTS, COUNTS)
def test_a_column_without_values_is_text(numbers: Pair, dates: Pair) -> None:
    assert column_type(Counts(0, numbers, dates)) == ("text", "")


@given(COUNTS, COUNTS)
def test_a_reading_is_told_only_where_it_reads_95_per_cent(numbers: Pair, dates: Pair) -> None:
    values = sum(numbers) + sum(dates)
    kind, reading = column_type(Counts(values, numbers, dates))
    pair = dates if kind == "date" else numbers
    alone = pair.first_alone if reading in ("point", "dayFirst") else pair.second_alone
    assert kind == "text" or 100 * (alone + pair.alike + pair.differently) >= 95 * values
