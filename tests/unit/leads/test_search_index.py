"""The search index: where the library has none, and between libraries that have it and that have not."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.list import search_index
from easycrm.leads.list.pages import page_of_leads
from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.list.search_index import can_be_asked, takes_index


def entry(lead_id, version=1, **texts):
    blank = dict.fromkeys(("firstName", "lastName", "title", "company", "email", "phone", "remarks"), "")
    source = {"sourceFile": "fair.csv", "worksheet": "Fair", "row": 2, "uploadId": "u1", "createdIn": "u1"}
    dated = {"createdAt": "2026-03-01T09:00:00.000000Z", "updatedAt": "2026-03-01T09:00:00.000000Z"}
    more = {"version": version, "flags": [], "standardisedBy": "rules"}
    return {"leadId": lead_id, **blank, **source, **dated, **more, **texts}


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A function: the file, opened by a library with or without trigrams."""
    opened: list[Any] = []

    def opened_by(has_trigrams):
        while opened:
            opened.pop().close()
        monkeypatch.setattr(search_index, "is_available", lambda: has_trigrams)
        opened.append(open_read_model(tmp_path / "leads.sqlite"))
        return opened[0]

    yield opened_by
    opened[0].close()


def found(model, q):
    return [lead["leadId"] for lead in page_of_leads(model, LeadsQuery(q=q), NO_COLUMNS)[0]]


def test_this_library_takes_the_index():
    assert search_index.is_available()


def test_a_library_that_refuses_the_index_has_none():
    with closing(sqlite3.connect(":memory:")) as probe:
        probe.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_VTABLE else sqlite3.SQLITE_OK
        )
        assert not takes_index(probe)


@pytest.mark.parametrize("reads", [True, False])
@pytest.mark.parametrize("changes", [True, False])
@pytest.mark.parametrize("writes", [True, False])
def test_what_one_library_wrote_and_another_changed_is_found_by_any(writes, changes, reads, model):
    apply_entries(model(writes), [entry("L1", company="Acme"), entry("L2", company="Globex")])
    apply_entries(model(changes), [entry("L1", 2, company="Initech"), entry("L3", company="Acme")])
    assert [found(model(reads), q) for q in ("acme", "initech", "globex")] == [["L3"], ["L1"], ["L2"]]


@pytest.mark.parametrize(("changes", "indexed"), [(True, True), (False, False)])
def test_an_index_that_missed_a_change_is_not_asked_any_more(changes, indexed, model):
    apply_entries(model(True), [entry("L1", company="Acme")])
    apply_entries(model(changes), [entry("L1", 2, company="Initech")])
    assert can_be_asked(model(True)) is indexed


def test_a_change_without_an_index_that_breaks_off_leaves_the_index_whole(model):
    def breaking():
        yield entry("L1", 2, company="Initech")
        raise ConnectionError

    apply_entries(model(True), [entry("L1", company="Acme")])
    with pytest.raises(ConnectionError):
        apply_entries(model(False), breaking())
    assert can_be_asked(model(True))
    assert found(model(True), "acme") == ["L1"]


def test_a_delta_is_indexed_in_one_piece(model):
    leads = model(True)
    before = leads.total_changes
    apply_entries(leads, [entry(f"L{number}", company=f"Acme {number}") for number in range(200)])
    assert leads.total_changes - before < 200 * 6
