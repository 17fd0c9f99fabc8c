"""Whatever is asked, however it is found: the read model answers what looking at every lead would."""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from easycrm.leads.columns.catalogue import NO_COLUMNS, catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list import pages, search_index
from easycrm.leads.list.finding import column_filters, ordering, selection, trigrams
from easycrm.leads.list.finding.filters import parse_filter
from easycrm.leads.list.groups import groups_of
from easycrm.leads.list.pages import all_rows, count_matches, leads_found, page_of_leads
from easycrm.leads.list.query import COLUMNS, FILTERED, Filter, LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.list.search_index import can_be_asked
from tests.support.oracle import all_found, answer, key_in, texts_of

FEW_LETTERS = "aAbB é王伟1-"
NAMES = ["Anna", "anna b", "Zoë", "王伟", "王", "Ab", "a", "", 'the "boss"', "100%", "a_b", "Straße", "ﬁ", "İ", "\x1f"]
PHONES = ["+6561234567", "+441614960929", "+4930123456;ext=12", "", "(065) 6123 tel", "0161 496", "123"]
ASKED_PHONES = ["6123 4567", "0161-496", "+44 (0)161 4960929", "0044161", "4930123456 ext 12", "12", "007"]
SYNTAX = ["n b", '"', "OR", "a AND", "firstNameFolded : a", "*", "\x1f\x1f"]

CITIES = ["Berlin", "berlin", "Bonn", "München", "a", "=", "🦄"]
RATINGS = ["1", "1.0", "3", "€ 3", "3.5", "1,234.5", "12", "n/a", "-2"]
DATES = ["2026-03-01", "13.2.2026", "1.3.2026 14:30", "soon"]
HEADERS = {
    **{"City": CITIES, "CITY ": CITIES, "Town": CITIES, "Rating": RATINGS, "Date": DATES},
    **{"Mobile 2": PHONES, "=": CITIES, "flags": NAMES, "Email": NAMES, "x" * 300: ["x", "y"]},
}
KEYS = ["city", "town", "rating", "date", "mobile2", "=", "flags"]
TYPED = {"rating": {"type": "number"}, "date": {"type": "date"}}
KINDS = {key: decision["type"] for key, decision in TYPED.items()}
DECIDED = st.sampled_from([{}, TYPED, TYPED | {"town": {"joinedTo": "city"}}, {"city": {"joinedTo": "town"}}])

texts = st.sampled_from(NAMES) | st.text(FEW_LETTERS, max_size=5) | st.text(max_size=4)
remarks = st.fixed_dictionaries(
    {}, optional={header: st.sampled_from([text for text in said if text]) for header, said in HEADERS.items()}
)
asked = st.sampled_from([*NAMES, *ASKED_PHONES, *SYNTAX]) | texts


@st.composite
def entries(draw, lead_id):
    """An entry of the list; its texts share few letters, so that queries find something."""
    return {
        "leadId": lead_id,
        **{name: draw(texts) for name in ("firstName", "lastName", "title", "company", "email")},
        "phone": draw(st.sampled_from(PHONES) | texts),
        "sourceFile": draw(st.sampled_from(["fair.xlsx", "Mässe.csv", ""])),
        "worksheet": draw(st.sampled_from(["Sheet1", "名单", "É"])),
        "row": draw(st.integers(2, 12)),
        "uploadId": draw(st.sampled_from(["u1", "u2"])),
        "createdAt": draw(st.sampled_from(["2026-01-01T10:00:00.000000Z", "2026-02-01T10:00:00.000000Z"])),
        "updatedAt": draw(st.sampled_from(["2026-03-01T10:00:00.000000Z", "2026-04-01T10:00:00.000000Z"])),
        "createdIn": "u1",
        "version": draw(st.integers(1, 3)),
        "flags": draw(st.sampled_from([[], ["nameConflict"], ["nameConflict", "phoneUnverified"]])),
        "standardisedBy": draw(st.sampled_from(["rules", "deepseek"])),
        "said": draw(remarks),
    }


@st.composite
def histories(draw):
    """Entries of few leads, one after the other; versions come in any order, each says one thing for ever."""
    said: dict[Any, Any] = {}
    history = []
    for lead_id, version in draw(st.lists(st.tuples(st.sampled_from(["L0", "L1"]), st.integers(1, 3)), max_size=6)):
        said.setdefault((lead_id, version), draw(entries(lead_id)) | {"version": version})
        history.append(said[lead_id, version])
    return history


leads = st.integers(0, 8).flatmap(lambda count: st.tuples(*(entries(f"L{number}") for number in range(count))))
days = st.sampled_from(["", "2025", "2026", "2026-01", "2026-02-01", "2026-03-01", "2026-03-02"])
periods = st.tuples(days, days).map("..".join).filter(lambda period: period != "..")
columns = st.sampled_from([f"column.{key}" for key in KEYS])
names = st.sampled_from(FILTERED) | columns
said = st.sampled_from([*CITIES, *RATINGS, *DATES, "ber", "muenchen", "City: b", "y: Bonn"])
filters = (
    st.builds(Filter, names, st.sampled_from(["contains", "equals", "not", "begins"]), asked | said)
    | st.builds(
        lambda name, texts: parse_filter(name, "|" + "|".join(texts)), names, st.lists(said, min_size=1, max_size=2)
    )
    | st.builds(Filter, names, st.sampled_from(["empty", "filled"]))
    | st.builds(Filter, st.sampled_from(["createdAt", "updatedAt"]), st.just("between"), periods)
    | st.builds(
        Filter, st.sampled_from(["createdAt", "updatedAt"]), st.sampled_from(["above", "below"]), days.filter(bool)
    )
    | st.builds(Filter, st.just("row"), st.sampled_from(["above", "below"]), st.sampled_from(["3", "7"]))
    | st.builds(Filter, st.just("row"), st.just("between"), st.sampled_from(["3..7", "3..", "..7"]))
)
of_numbers = st.builds(
    Filter, st.just("column.rating"), st.sampled_from(["above", "below"]), st.sampled_from(["3", "3.5", "-1"])
) | st.builds(Filter, st.just("column.rating"), st.just("between"), st.sampled_from(["1..3", "3..", "..3.5"]))
of_dates = st.builds(
    Filter, st.just("column.date"), st.sampled_from(["above", "below"]), days.filter(bool)
) | st.builds(Filter, st.just("column.date"), st.just("between"), periods)
queries = st.builds(
    LeadsQuery,
    page=st.integers(1, 3),
    page_size=st.integers(1, 4),
    sort_by=st.sampled_from(COLUMNS) | columns,
    sort_order=st.sampled_from(["asc", "desc"]),
    q=st.lists(asked | said, max_size=2).map(" ".join),
    filters=st.lists(filters | of_numbers | of_dates, max_size=2).map(tuple),
    match=st.sampled_from(["all", "any"]),
)


@pytest.fixture(params=[True, False], ids=["with a search index", "without one"])
def sqlite(request, monkeypatch):
    """The SQLite of this Python, and one that has no trigrams."""
    monkeypatch.setattr(search_index, "is_available", lambda: request.param)


@pytest.fixture
def ask(sqlite, tmp_path):  # noqa: ARG001
    """A function: what a new model with these leads answers, as ids and total."""
    model = open_read_model(tmp_path / "leads.sqlite")

    def answered(stored, decided):
        for table in ("leads", "headers", "texts", "lists"):
            model.execute(f"DELETE FROM {table}")
        if can_be_asked(model):
            for index in ("search", "textSearch"):
                model.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        apply_entries(model, stored)
        return model, catalogue_of(model, NOTHING_DECIDED | {"columns": decided})

    yield answered
    model.close()


@pytest.fixture(params=[True, False], ids=["looking up", "walking and scanning"])
def ways(request, monkeypatch):
    """Each answer can be found in more ways than one; which is shorter depends on how many leads there are."""
    few = 1000 if request.param else 0
    monkeypatch.setattr(pages, "FEW", few)
    monkeypatch.setattr(selection, "FEW", few)
    monkeypatch.setattr(ordering, "FEW", few)
    monkeypatch.setattr(column_filters, "FEW_TEXTS", few)
    monkeypatch.setattr(trigrams, "MOST_TRIGRAMS", 100 if request.param else 0)


def can_be_asked_of(query, catalogue):
    """Whether the columns are there, and are what the query takes them for."""
    keys = [wanted.column.removeprefix("column.") for wanted in query.filters if wanted.column.startswith("column.")]
    keys += [query.sort_by.removeprefix("column.")] if query.sort_by.startswith("column.") else []
    compared = {wanted.column for wanted in query.filters if wanted.sense in ("above", "below", "between")}
    typed = [key for key in ("rating", "date") if f"column.{key}" in compared]
    return all(catalogue.find(key) for key in keys) and all(catalogue.column(key).type == KINDS[key] for key in typed)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=leads, query=queries, decided=DECIDED)
def test_an_answer_is_what_looking_at_every_lead_gives(stored, query, decided, ask, ways):  # noqa: ARG001
    model, catalogue = ask(stored, decided)
    assume(can_be_asked_of(query, catalogue))
    listed, total = page_of_leads(model, query, catalogue)
    assert ([entry["leadId"] for entry in listed], total) == answer(stored, query, catalogue)
    rows = [row["leadId"] for row in all_rows(model, query, catalogue)]
    assert rows == answer(stored, replace(query, page=1, page_size=500), catalogue)[0]
    assert len(leads_found(model, query, catalogue)) == count_matches(model, query, catalogue) == total


@pytest.mark.parametrize("sense", ["contains", "equals", "not", "begins", "oneOf", "empty", "filled"])
@pytest.mark.parametrize("names", [st.sampled_from(FILTERED), columns], ids=["of a field", "of a column"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), stored=leads, query=queries, decided=DECIDED)
def test_each_sense_finds_what_looking_at_every_lead_gives(names, sense, data, stored, query, decided, ask, ways):  # noqa: ARG001
    texts = {"empty": st.just(""), "filled": st.just(""), "oneOf": st.lists(said, min_size=1, max_size=2).map("|".join)}
    first = data.draw(st.builds(Filter, names, st.just(sense), texts.get(sense, asked | said)))
    asked_so = replace(query, filters=(first, *query.filters[:1]))
    model, catalogue = ask(stored, decided)
    assume(can_be_asked_of(asked_so, catalogue))
    found = {row["leadId"] for row in all_rows(model, asked_so, catalogue)}
    assert found == {entry["leadId"] for entry in all_found(stored, asked_so, catalogue)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=leads, query=queries, decided=DECIDED, by=st.sampled_from(KEYS))
def test_groups_are_of_the_leads_that_a_query_finds(stored, query, decided, by, ask):
    model, catalogue = ask(stored, decided)
    assume(can_be_asked_of(query, catalogue) and catalogue.find(by))
    column = catalogue.column(by)
    counted = Counter(
        key
        for entry in all_found(stored, query, catalogue)
        for key in {key_in(text, column) for text in texts_of(entry, column)}
    )
    groups = groups_of(model, query, f"column.{by}", catalogue, 5)
    assert groups.groups == len(counted)
    assert [(key_in(shown, column), count) for shown, count in groups.rows] == sorted(
        counted.items(), key=lambda group: (-group[1], isinstance(group[0], str), group[0])
    )[:5]


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(1, 3))
def test_a_changed_lead_is_found_by_what_it_says_and_not_by_what_it_said(history, of_a_delta):
    newest = {entry["leadId"]: entry for entry in sorted(history, key=lambda entry: entry["version"])}
    with TemporaryDirectory() as folder, closing(open_read_model(Path(folder) / "leads.sqlite")) as model:
        for start in range(0, len(history), of_a_delta):
            apply_entries(model, history[start : start + of_a_delta])
        for text in {entry[name] for entry in history for name in ("firstName", "company")} | {
            text for entry in history for text in entry["said"].values()
        }:
            query = LeadsQuery(q=text)
            found, total = page_of_leads(model, query, NO_COLUMNS)
            assert ([entry["leadId"] for entry in found], total) == answer(list(newest.values()), query)
