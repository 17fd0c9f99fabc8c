"""Whatever is asked, however it is found: the read model answers what looking at every lead would."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from easycrm.leads.list import conditions, pages, search_index
from easycrm.leads.list.entries import KEPT
from easycrm.leads.list.pages import all_rows, page_of_leads
from easycrm.leads.list.query import FILTERED, Filter, LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.list.search_index import can_be_asked
from tests.support.oracle import answer

FEW_LETTERS = "aAbB é王伟1-"
NAMES = ["Anna", "anna b", "Zoë", "王伟", "王", "Ab", "a", "", 'the "boss"', "100%", "a_b", "Straße", "ﬁ", "İ", "\x1f"]
PHONES = ["+6561234567", "+441614960929", "+4930123456;ext=12", "", "(065) 6123 tel", "0161 496", "123"]
ASKED_PHONES = ["6123 4567", "0161-496", "+44 (0)161 4960929", "0044161", "4930123456 ext 12", "12", "007"]
SYNTAX = ["n b", '"', "OR", "a AND", "firstNameFolded : a", "*", "\x1f\x1f"]

texts = st.sampled_from(NAMES) | st.text(FEW_LETTERS, max_size=5) | st.text(max_size=4)
asked = st.sampled_from([*NAMES, *ASKED_PHONES, *SYNTAX]) | texts


@st.composite
def entries(draw, lead_id):
    """An entry of the list; its texts share few letters, so that queries find something."""
    return {
        "leadId": lead_id,
        **{name: draw(texts) for name in ("firstName", "lastName", "title", "company", "email", "remarks")},
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
filters = (
    st.builds(Filter, st.sampled_from(FILTERED), st.sampled_from(["contains", "equals"]), asked)
    | st.builds(Filter, st.sampled_from(FILTERED), st.sampled_from(["empty", "filled"]))
    | st.builds(Filter, st.sampled_from(["createdAt", "updatedAt"]), st.just("between"), periods)
)
queries = st.builds(
    LeadsQuery,
    page=st.integers(1, 3),
    page_size=st.integers(1, 4),
    sort_by=st.sampled_from(KEPT),
    sort_order=st.sampled_from(["asc", "desc"]),
    q=st.lists(asked, max_size=2).map(" ".join),
    filters=st.lists(filters, max_size=2).map(tuple),
)


@pytest.fixture(params=[True, False], ids=["with a search index", "without one"])
def sqlite(request, monkeypatch):
    """The SQLite of this Python, and one that has no trigrams."""
    monkeypatch.setattr(search_index, "is_available", lambda: request.param)


@pytest.fixture
def ask(sqlite, tmp_path):  # noqa: ARG001
    """A function: what a new model with these leads answers, as ids and total."""
    model = open_read_model(tmp_path / "leads.sqlite")

    def answered(stored, query):
        for table in ("leads", "headers", "texts", "lists"):
            model.execute(f"DELETE FROM {table}")
        if can_be_asked(model):
            for index in ("search", "textSearch"):
                model.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        apply_entries(model, stored)
        found, total = page_of_leads(model, query)
        assert len(list(all_rows(model, query))) == total
        return [entry["leadId"] for entry in found], total

    yield answered
    model.close()


@pytest.mark.parametrize("few", [0, 1000], ids=["walking where it can", "fetching"])
@pytest.mark.parametrize("most_trigrams", [0, 100], ids=["scanning for short texts", "looking short texts up"])
def test_an_answer_is_what_looking_at_every_lead_gives(few, most_trigrams, ask, monkeypatch):
    monkeypatch.setattr(pages, "FEW", few)
    monkeypatch.setattr(conditions, "MOST_TRIGRAMS", most_trigrams)

    @settings(max_examples=150, deadline=None)
    @given(leads, queries)
    def law(stored, query):
        assert ask(stored, query) == answer(stored, query)

    law()


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(1, 3))
def test_a_changed_lead_is_found_by_what_it_says_and_not_by_what_it_said(history, of_a_delta):
    newest = {entry["leadId"]: entry for entry in sorted(history, key=lambda entry: entry["version"])}
    with TemporaryDirectory() as folder, closing(open_read_model(Path(folder) / "leads.sqlite")) as model:
        for start in range(0, len(history), of_a_delta):
            apply_entries(model, history[start : start + of_a_delta])
        for text in {entry[name] for entry in history for name in ("firstName", "company", "remarks")}:
            query = LeadsQuery(q=text)
            found, total = page_of_leads(model, query)
            assert ([entry["leadId"] for entry in found], total) == answer(list(newest.values()), query)
