"""What a list of values says: as many leads as a filter on the value finds, all of those that mean one thing."""

from collections import Counter
from contextlib import contextmanager
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from easycrm.bounds import CHOSEN_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list.finding.filters import Filter, one_of
from easycrm.leads.list.groups import groups_of, values_of
from easycrm.leads.list.pages import count_matches, page_of_leads
from easycrm.leads.list.query import LeadsQuery, parse_query, parse_values_query
from easycrm.leads.list.read_model import apply_entries
from tests.support.column_models import entry, model_of
from tests.support.oracle import all_found, key_in, texts_of

FIGURES = ["1234", "1,234", "1.234", "1 234", "1.234,00", "3.5", "0"]
NUMBERS = list(map("".join, product(["", "€ ", "-"], FIGURES, ["", "%"])))
DATES = ["2026-03-01", "1.3.2026", "3/1/2026", "1/3/2026", "March 1, 2026", "2026-03-01 14:30", "01.03.2026 14:30"]
OTHERS = ["n/a", "N/A", "rm 3", "RM 3", "é", "E", "=", "a|b\\", "1..2", "x" * 300, "\u0301"]
PHONES = ["", "+6561234567", "+65 6123 4567", "(0)6561234567", "tel. 12", "12", "123", "0123", "n/a", "⑤", "5"]
HEADERS = ["Total", "TOTAL", "Sum"]
COUNTED = ["column.total", "column.sum", "phone", "company", "row", "flags", "updatedAt"]
BY_COMMA = ["1.234,5", "1.000", "2.500", "12.000", "€ 3", "950"]

written = st.sampled_from(NUMBERS) | st.sampled_from([*DATES, *OTHERS]) | st.text("01.,- €aA", max_size=6)
texts = written.map(str.strip).filter(bool)
leads = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(HEADERS), texts, max_size=3),
        st.fixed_dictionaries({"phone": st.sampled_from(PHONES), "company": texts, "lastName": texts}),
    ),
    min_size=1,
    max_size=8,
)
decisions = st.fixed_dictionaries(
    {"total": st.sampled_from([{"type": "number"}, {"type": "date"}, {"type": "text"}, {}])},
    optional={"sum": st.sampled_from([{"joinedTo": "total"}, {"type": "number"}])},
)
narrowing = st.sampled_from([{}, {"filter_lastName": "a"}, {"q": "1"}, {"filter_lastName": "1", "match": "any"}])


@contextmanager
def listed(leads, decided=None):
    """The read model of leads, of which each is the texts of its columns and its fields; their entries; the columns."""
    entries = [entry(f"L{number}", said) | fields for number, (said, fields) in enumerate(leads)]
    with model_of([]) as model:
        apply_entries(model, entries)
        yield model, entries, catalogue_of(model, NOTHING_DECIDED | {"columns": decided or {}})


def in_columns(texts, header="Total"):
    return [({header: text}, {}) for text in texts]


def values(leads, decided=None, **parameters):
    """The rows of `GET /values` for these parameters."""
    with listed(leads, decided) as (model, _, catalogue):
        query, of, contains = parse_values_query({"of": "column.total", **parameters})
        return values_of(model, query, of, catalogue, 50, contains).rows


def found(texts, wanted):
    """The texts of a column that a filter finds."""
    with listed(in_columns(texts)) as (model, _, catalogue):
        query = parse_query({"filter_column.total": wanted, "sortBy": "leadId", "sortOrder": "asc"})
        return [lead["columns"]["total"] for lead in page_of_leads(model, query, catalogue)[0]]


@settings(max_examples=300, deadline=None)
@given(leads=leads, decided=decisions, narrowed=narrowing, of=st.sampled_from(COUNTED))
def test_a_value_says_how_many_leads_a_filter_on_it_finds(leads, decided, narrowed, of):
    with listed(leads, decided) as (model, entries, catalogue):
        if of.startswith("column.") and not catalogue.find(of.removeprefix("column.")):
            return
        query = parse_query(narrowed)
        rows = values_of(model, query, of, catalogue, 50).rows
        others = LeadsQuery(q=query.q, filters=() if query.match == "any" else query.filters)
        for text, count in rows:
            for wanted in (Filter(of, "equals", text), Filter(of, "oneOf", one_of([text]))):
                ticked = LeadsQuery(q=others.q, filters=(*others.filters, wanted))
                assert count_matches(model, ticked, catalogue) == len(all_found(entries, ticked, catalogue)) == count
            ticked = LeadsQuery(q=others.q, filters=(*others.filters, Filter(of, "not", text)))
            assert count_matches(model, ticked, catalogue) == count_matches(model, others, catalogue) - count


@settings(max_examples=200, deadline=None)
@given(leads=leads, decided=decisions, narrowed=narrowing)
def test_groups_of_a_column_are_of_what_means_one_thing(leads, decided, narrowed):
    with listed(leads, decided) as (model, entries, catalogue):
        column, query = catalogue.find("total"), parse_query(narrowed)
        if column is None:
            return
        found = all_found(entries, query, catalogue)
        keys = Counter(key for lead in found for key in {key_in(text, column) for text in texts_of(lead, column)})
        groups = groups_of(model, query, f"column.{column.key}", catalogue, 50)
        assert (groups.total, groups.groups) == (len(found), len(keys))
        assert {key_in(text, column): count for text, count in groups.rows} == keys


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["1,234.0", "1234", "1234", "$1,234", "0.5"], [("1234", 4), ("0.5", 1)]),
        (
            ["13.3.2026", "March 13, 2026", "2026-03-13", "2026-03-13 09:00"],
            [("13.3.2026", 3), ("2026-03-13 09:00", 1)],
        ),
        ([*map(str, range(100, 140)), "n/a", "N/A"], [("N/A", 2)]),
    ],
    ids=["numbers", "dates", "what is none"],
)
def test_values_that_mean_one_thing_are_one_under_the_commonest_text(texts, rows):
    assert values(in_columns(texts))[: len(rows)] == rows


@pytest.mark.parametrize(
    ("wanted", "some"),
    [
        ("=1234", ["1,234", "1234", "$1,234.00"]),
        ("=1,234.0", ["1,234", "1234", "$1,234.00"]),
        ("!=1234", ["7.5"]),
        ("|1234.0|7.50", ["1,234", "1234", "$1,234.00", "7.5"]),
        ("=12345", []),
    ],
)
def test_numbers_are_equal_however_they_are_written(wanted, some):
    assert found(["1,234", "1234", "$1,234.00", "7.5"], wanted) == some


@pytest.mark.parametrize("wanted", ["=eur 5", "=EUR 5.0", "=5", "|5|6"])
def test_currencies_do_not_count_in_any_case(wanted):
    assert found(["EUR 5", "7", "5 eur"], wanted) == ["EUR 5", "5 eur"]


@pytest.mark.parametrize("wanted", ["=13.3.2026", "=2026-03-13", "|March 13, 2026|2020-01-01"])
def test_dates_are_equal_however_they_are_written(wanted):
    assert found(["2026-03-13", "13/3/2026", "14/3/2026"], wanted) == ["2026-03-13", "13/3/2026"]


@pytest.mark.parametrize(
    ("wanted", "some"),
    [
        (">1.000", ["1.234,5", "2.500", "12.000"]),
        (">1000", ["1.234,5", "2.500", "12.000"]),
        (">1000.5", ["1.234,5", "2.500", "12.000"]),
        (">1.234,5", ["2.500", "12.000"]),
        ("<1.000", ["€ 3", "950"]),
        (">€ 900", ["1.234,5", "1.000", "2.500", "12.000", "950"]),
        ("1.000..2.500", ["1.234,5", "1.000", "2.500"]),
        ("1000.5..2500", ["1.234,5", "2.500"]),
        ("€ 3..950", ["€ 3", "950"]),
        ("12.000..", ["12.000"]),
        ("=1.000", ["1.000"]),
        ("=12000", ["12.000"]),
    ],
)
def test_a_number_to_compare_with_is_read_as_the_column_is(wanted, some):
    assert found(BY_COMMA, wanted) == some


def test_where_any_filter_suffices_values_are_of_all_leads_of_the_search():
    leads = [({"Total": total}, {"company": company}) for total, company in (("a", "Acme"), ("b", "Novak"), ("b", ""))]
    assert values(leads, filter_company="acme", match="any") == [("b", 2), ("a", 1)]
    assert values(leads, filter_company="acme") == [("a", 1)]
    assert values(leads, filter_company="acme", match="any", q="novak") == [("b", 1)]


@pytest.mark.parametrize("contains", ["mueller", "Müller", "MULLER", "wang", "wang wei", "6123 4567"])
@pytest.mark.parametrize("of", ["column.total", "company"])
def test_values_are_found_in_the_forms_in_which_a_search_finds_them(contains, of):
    texts = ["Novak", "Müller", "王伟", "+65 6123-4567"]
    rows = values(
        [({"Total": text}, {"company": text, "lastName": "Müller"}) for text in texts], of=of, contains=contains
    )
    with_digits = [] if of == "company" else [("+65 6123-4567", 1)]
    assert rows == {"w": [("王伟", 1)], "6": with_digits}.get(contains[0], [("Müller", 1)])


def test_of_a_value_that_is_found_in_one_way_of_writing_it_all_are_counted():
    assert values(in_columns(["1,234", "1234", "9.9", "1,234"]), contains="1234") == [("1,234", 3)]


def test_phones_are_one_value_by_their_digits():
    phones = ["+65 6123 4567", "+6561234567", "n/a", ""]
    assert values([({}, {"phone": phone}) for phone in phones], of="phone") == [("+65 6123 4567", 2), ("n/a", 1)]


@pytest.mark.parametrize("sign", ["=", "!=", "|"])
def test_a_long_address_can_be_ticked(sign):
    address = "Long Street 1, " * (CHOSEN_CHARACTERS // 15) + "End"
    assert values(in_columns([address]))[0] == (address, 1)
    assert parse_query({"filter_column.total": f"{sign}{address}"}).filters[0].text == address


def test_what_is_too_long_to_be_ticked_is_not_offered():
    too_long = "x" * (CHOSEN_CHARACTERS + 1)
    assert values(in_columns([too_long, "y"])) == [("y", 1)]
    for wanted in (f"={too_long}", f"!={too_long}", f"|{too_long}", "y" * 201, "^" + "y" * 201):
        with pytest.raises(BadRequest, match="characters"):
            parse_query({"filter_column.total": wanted})
