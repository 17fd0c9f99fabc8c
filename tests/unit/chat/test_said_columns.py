"""Columns that questions name: the one that people see under the name, whatever the name is made of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.chat.chat_query import ChatQuery
from easycrm.chat.known import Known, Unclear
from easycrm.chat.rules import read_by_rules
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED, ColumnDecision, Decisions
from easycrm.leads.columns.keys import column_key
from easycrm.leads.list.finding.filters import Filter
from tests.support.chat_questions import by, show
from tests.support.column_models import model_of

TODAY = date(2026, 11, 30)
WORDS = (
    *(
        "Revenue",
        "price",
        "Rating",
        "EUR",
        "Größe",
        "Umsatz",
        "2026",
        "x",
        "no",
        "of",
        "and",
        "in",
        "by",
        "leads",
        "above",
    ),
    *("number", "company", "phone", "source", "date", "column", "is", "売上", "Оборот", "إيرادات", "मूल्य", "é", "🙂"),
)
MARKS = (" ", ", ", ": ", ". ", " (", ") ", "? ", "!", "-", "/", " & ", "#", "%", "'", "’", " “", "” ", ";")


@st.composite
def names(draw: st.DrawFn) -> str:
    """A header as lists have them: words with punctuation between and around them, or nothing but punctuation."""
    parts = draw(st.lists(st.sampled_from(WORDS + MARKS), min_size=1, max_size=7))
    return "".join(parts).strip() or "?"


def read(question: str, lead: dict[str, str], decisions: Decisions = NOTHING_DECIDED) -> ChatQuery | None:
    with model_of([lead]) as model:
        return read_by_rules(question, None, TODAY, Known(catalogue_of(model, decisions), model))


@given(st.lists(names(), min_size=1, max_size=4, unique_by=column_key), st.sampled_from(["", ".", "?"]))
def test_a_name_in_quotes_means_the_column_whatever_the_name_is(headers: list[str], end: str) -> None:
    lead = dict.fromkeys(headers, "5")
    column = f"column.{column_key(headers[0])}"
    assert read(f'by "{headers[0]}"{end}', lead) == by(column)
    asked = read(f'leads whose "{headers[0]}" is above 3{end}', lead)
    assert asked == show(Filter(column, "above", "3"))


@given(names())
def test_a_name_without_quotes_means_its_column_or_is_not_understood(header: str) -> None:
    column = f"column.{column_key(header)}"
    try:
        asked = read(f"leads whose {header} is above 3", {header: "5"})
    except Unclear:
        asked = None
    assert asked in (None, show(Filter(column, "above", "3")))


@pytest.mark.parametrize(
    ("header", "question", "means"),
    [
        ("Budget (USD)", "budget (USD) above 3", ("above", "3")),
        ("Budget (USD)", "leads with budget (usd), newest first", ("filled", "")),
        ("Budget (USD)", 'leads whose "Budget (USD)" is above 3', ("above", "3")),
        ("Budget USD", "budget (USD) above 3", ("above", "3")),
        ("Budget (USD)", "(budget (USD) above 3)", ("above", "3")),
        ("(USD) Budget", "leads whose (USD) budget is above 3", ("above", "3")),
        ("Opted in?", 'leads whose "Opted in?" is 5', ("between", "5..5")),
        ("Opted in?", "opted in? = 5", ("between", "5..5")),
        ("Opted in?", "leads without opted in?", ("empty", "")),
        ("Nr. of seats", "nr. of seats above 20", ("above", "20")),
        ("Nr. of seats", "leads whose nr. of seats is at least 20.", ("between", "20..")),
        ("Turnover, gross", "leads whose turnover, gross is 7", ("between", "7..7")),
        ("Turnover, gross", "leads whose “turnover, gross” is 7", ("between", "7..7")),
        ("Seats: total", "seats: total below 7", ("below", "7")),
        ("Seats:", "seats: above 7", ("above", "7")),
        ("***", 'leads whose "***" is "5"', ("between", "5..5")),
    ],
)
def test_punctuation_of_a_name_is_part_of_it(header: str, question: str, means: tuple[str, str]) -> None:
    asked = read(question, {header: "5", "Hall": "5"})
    expected = show(Filter(f"column.{column_key(header)}", *means))  # type: ignore[arg-type]  # a sense
    assert asked == expected


def test_a_long_name_in_quotes_is_a_name() -> None:
    header = "How did you hear about us, and when did you first see one of our products at a fair?"
    assert read(f'by "{header}"', {header: "flyer"}) == by(f"column.{column_key(header)}")


@pytest.mark.parametrize(
    "question", ["leads by city, hall above 3", "leads by city. Hall above 3", 'city "hall" above 3']
)
def test_a_name_ends_where_a_part_of_the_question_ends(question: str) -> None:
    asked = read(question, {"City hall": "5", "City": "Bonn", "Hall": "5"})
    assert asked is None or asked.filters == (Filter("column.hall", "above", "3"),)


# Renamed columns

LISTS = {"Source": "Web", "Lead source": "Fair", "Date": "2026-01-02", "Visit date": "2026-03-02", "Country": "Chile"}
LISTS |= {"Land": "Peru", "Größe": "12", "Grosse": "9"}
RENAMED: dict[str, ColumnDecision] = {
    "source": {"name": "Channel"},
    "leadsource": {"name": "Source"},
    "date": {"name": "Entry"},
    "visitdate": {"name": "Date"},
    "country": {"name": "Land"},
    "land": {"name": "Place"},
    "grosse": {"name": "Size"},
}
HIDDEN: dict[str, ColumnDecision] = {"source": {"hidden": True}, "leadsource": {"name": "Source"}}


@pytest.mark.parametrize(
    ("decided", "question", "expected"),
    [
        (RENAMED, "by source", by("column.leadsource")),
        (RENAMED, "by sources", by("column.leadsource")),
        (RENAMED, 'by "Source"', by("column.leadsource")),
        (RENAMED, "leads whose source is Fair", show(Filter("column.leadsource", "equals", "Fair"))),
        (RENAMED, "leads with source Fair", show(Filter("column.leadsource", "equals", "Fair"))),
        (RENAMED, "leads without source", show(Filter("column.leadsource", "empty"))),
        (RENAMED, "by lead source", by("column.leadsource")),
        (RENAMED, "by channel", by("column.source")),
        (RENAMED, "by entry", by("column.date")),
        (RENAMED, "date after 2026-02", show(Filter("column.visitdate", "above", "2026-02"))),
        (RENAMED, "leads per date", by("column.visitdate")),
        (RENAMED, "by land", by("column.country")),
        (RENAMED, "leads whose Land is Chile", show(Filter("column.country", "equals", "Chile"))),
        (RENAMED, "by country", by("column.country")),
        (RENAMED, "by place", by("column.land")),
        (RENAMED, "by größe", by("column.grösse")),
        (RENAMED, "by size", by("column.grosse")),
        (HIDDEN, "by source", by("column.leadsource")),
        (HIDDEN, "leads with source Fair", show(Filter("column.leadsource", "equals", "Fair"))),
        (HIDDEN, 'by "Source (source)"', by("column.source")),
        ({"source": {"hidden": True}}, "by lead sources", by("column.leadsource")),
    ],
)
def test_a_name_means_the_column_that_people_see_under_it(
    decided: dict[str, ColumnDecision], question: str, expected: ChatQuery
) -> None:
    assert read(question, LISTS, {"version": 1, "columns": decided, "history": []}) == expected


@given(
    st.dictionaries(st.sampled_from(sorted(map(column_key, LISTS))), st.sampled_from(sorted({*LISTS, "Visit", "Hall"})))
)
def test_whatever_columns_are_renamed_to_each_is_asked_about_by_its_name(renamed: dict[str, str]) -> None:
    decided: dict[str, ColumnDecision] = {key: {"name": name} for key, name in renamed.items()}
    with model_of([LISTS]) as model:
        catalogue = catalogue_of(model, {"version": 1, "columns": decided, "history": []})
        for column in catalogue.columns.values():
            asked = read_by_rules(f"leads by {column.name}", None, TODAY, Known(catalogue, model))
            assert asked == by(f"column.{column.key}")
