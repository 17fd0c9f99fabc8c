"""Numbers and dates that questions compare with: read as the column's own texts are."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.chat.chat_query import ChatQuery, check_columns
from easycrm.chat.known import Known, Unclear
from easycrm.chat.rules import read_by_rules
from easycrm.chat.running import run
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list.finding.filters import Filter
from tests.support.chat_questions import show
from tests.support.column_models import model_of
from tests.support.column_questions import of

TODAY = date(2026, 11, 30)
TEXTS = {
    "Turnover": ("1.234,5", "1.000", "2.500", "12.000"),
    "Sales": ("1,234", "1234.5", "$1,234.00", "5"),
    "Visit": ("1.3.2026", "2026-03-01", "Mar 1, 2026", "13.4.2026"),
    "Code": ("a", "1,5", "b", "c"),
}
TEXTS["Scanned"] = ("2026-03-01 10:30", "2026-03-01", "2026-03-02 09:00", "2026-03-03")
LEADS = [dict(zip(TEXTS, texts, strict=True)) for texts in zip(*TEXTS.values(), strict=True)]


def read(question: str) -> ChatQuery | None:
    """The query; None for what is not understood. It can be run as it is."""
    with model_of(LEADS) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)
        try:
            query = read_by_rules(question, None, TODAY, Known(catalogue, model))
        except Unclear:
            return None
        return query and check_columns(query, catalogue)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("turnover above 1.000", of("turnover", "above", "1.000")),
        ("turnover above 1.234,4", of("turnover", "above", "1.234,4")),
        ("turnover above € 1.000", of("turnover", "above", "1.000")),
        ("turnover > 1.000,", of("turnover", "above", "1.000")),
        ("turnover below 1,5, newest first", of("turnover", "below", "1,5")),
        ("turnover below 1.5", of("turnover", "below", "1,5")),
        ("turnover at least 1000", of("turnover", "between", "1000..")),
        ("turnover between 1.000 and 2.500,5", of("turnover", "between", "1.000..2.500,5")),
        ("leads whose turnover is 1.000", of("turnover", "between", "1.000..1.000")),
        ("leads with turnover 1.000", of("turnover", "between", "1.000..1.000")),
        ("leads with a turnover of 1.000 or more", of("turnover", "between", "1.000..")),
        ("sales above 1,000", of("sales", "above", "1,000")),
        ("sales above 1,000.5", of("sales", "above", "1,000.5")),
        ("sales above -3", of("sales", "above", "-3")),
        ("sales above 1'000", of("sales", "above", "1'000")),
    ],
)
def test_a_limit_is_read_as_the_column_is(question: str, means: Filter) -> None:
    assert read(question) == show(means)


@pytest.mark.parametrize(
    "question",
    ["sales above 1.000,5", "sales above 1,00", "sales above 3kg", "turnover above 1,000.5", "code above 1,5"],
)
def test_a_limit_that_is_no_number_of_the_column_is_not_understood(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("sales is 1234", of("sales", "between", "1234..1234")),
        ("sales is 1,234", of("sales", "between", "1,234..1,234")),
        ("leads whose sales is $1,234.00", of("sales", "between", "1,234.00..1,234.00")),
        ("sales = 1,234, newest first", of("sales", "between", "1,234..1,234")),
        ("sales is not 1234", of("sales", "not", "1234")),
        ("leads whose sales isn't 1,234", of("sales", "not", "1,234")),
        ("sales is 1234 or 5", of("sales", "oneOf", "1234|5")),
        ("sales is 1,234 or 5", of("sales", "oneOf", "1,234|5")),
        ("sales is one of 5, 1,234.5 or 7", of("sales", "oneOf", "5|1,234.5|7")),
        ("sales is 5,7 or 9", of("sales", "oneOf", "5|7|9")),
        ("sales is 5 or more", of("sales", "between", "5..")),
        ("sales is not n/a", of("sales", "not", "n/a")),
        ("sales is 4 apples", of("sales", "equals", "4 apples")),
        ("turnover is not 1.5", of("turnover", "not", "1,5")),
        ("turnover is 1.000 or 1.5", of("turnover", "oneOf", "1.000|1,5")),
        ("turnover is 1,5 or 2", of("turnover", "oneOf", "1,5|2")),
        ("code is not 1", of("code", "not", "1")),
        ("visit is 1 March 2026", of("visit", "between", "2026-03-01..2026-03-01")),
        ("visit is not 1 March 2026", of("visit", "not", "2026-03-01")),
        ("visit is 1 March 2026 or 2026-04-13", of("visit", "oneOf", "2026-03-01|2026-04-13")),
        ("visit is March 2026", of("visit", "between", "2026-03..2026-03")),
        ("visit is not March 2026", None),
        ("visit is March 2026 or 2026-04-13", None),
        ("sales is not 5 or 7", None),
    ],
)
def test_what_is_the_same_number_or_date_is_asked_for_however_it_is_written(
    question: str, means: Filter | None
) -> None:
    assert read(question) == (show(means) if means else None)


@pytest.mark.parametrize(
    "question",
    ["scanned is not 2026-03-01", "scanned is 2026-03-01 or 2026-03-03", "leads whose scanned isn't 1 March 2026"],
)
def test_which_day_it_is_not_is_asked_back_where_a_column_has_times_of_day(question: str) -> None:
    with model_of(LEADS) as model:
        known = Known(catalogue_of(model, NOTHING_DECIDED), model)
        with pytest.raises(Unclear, match="Scanned has times of day") as unclear:
            read_by_rules(question, None, TODAY, known)
        assert all(read_by_rules(example, None, TODAY, known) for example in unclear.value.examples)


def ways_to_write(number: int) -> st.SearchStrategy[str]:
    """The number with or without thousands, decimals and a currency, as a column with decimal points has it."""
    figures = [str(number), f"{number:,}", f"{number}.0", f"{number:,}.00"]
    return st.builds(str.__add__, st.sampled_from(["", "$", "€ "]), st.sampled_from(figures))


numbers = st.sampled_from([7, 12, 1234, 1235, 20_000])


@given(st.lists(numbers.flatmap(ways_to_write), min_size=1, max_size=12), numbers, numbers, st.data())
def test_questions_agree_on_which_number_is_the_same(
    texts: list[str], one: int, other: int, data: st.DataObject
) -> None:
    values = [float(re.sub("[^0-9.]", "", text)) for text in texts]
    typed, typed_too = data.draw(ways_to_write(one)), data.draw(ways_to_write(other))
    with model_of([{"Sum": text} for text in [*texts, "0.5"]]) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)

        def counted(question: str) -> int:
            query = read_by_rules(question, None, TODAY, Known(catalogue, model))
            assert query
            return run(query, model, catalogue).total

        assert counted(f"how many leads whose sum is {typed}") == values.count(one)
        assert counted(f"how many leads whose sum is not {typed}") == 1 + len(values) - values.count(one)
        assert counted(f"how many leads whose sum is {typed} or {typed_too}") == sum(map(values.count, {one, other}))
        assert counted(f"how many leads whose sum is above {typed}") == sum(value > one for value in values)
