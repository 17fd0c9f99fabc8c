"""However the columns' texts came to be what they are: the dictionary is what filling it from the leads gives."""

from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from easycrm.leads.list import read_model, search_index, text_writer
from easycrm.leads.list.entries import newest_of
from easycrm.leads.list.filling import new_bases
from easycrm.leads.list.postings import count_among, leads_in, stored, union_of
from easycrm.leads.list.read_model import (
    add_entries,
    apply_entries,
    connect_empty,
    create_indexes,
    open_read_model,
)
from easycrm.leads.list.said import said_of
from tests.support.stored_entries import entries_of, said_in

HEADERS = ["Country", "COUNTRY ", "Email", "flags", "row", "=", "&", "🎈", "x" * 300, "Größe", "a\nb: c", "leads", ""]
TEXTS = ["Peru", "PERU", "Zoë", "王伟", "4.5", "1,234", "3/4/2026", "C-1", "a\nb", "\x1f", "ﬁ"]
BLANK = dict.fromkeys(("firstName", "lastName", "title", "company", "email", "phone"), "")
SOURCE = {"sourceFile": "fair.csv", "worksheet": "Fair", "row": 2, "createdIn": "u1", "flags": []}
DATED = dict.fromkeys(("createdAt", "updatedAt"), "2026-03-01T09:00:00.000000Z")

uploads = st.sampled_from(["u1", "u2", "u3"])
columns = st.dictionaries(st.sampled_from(HEADERS), st.tuples(st.sampled_from(TEXTS), uploads), max_size=5)


def entry(lead_id, version, said, upload="u1", **fields):
    """`said`: what `said_in` gives of it."""
    more = {"version": version, "uploadId": upload, "standardisedBy": "rules"}
    spoken = {"said": {header: text for header, text, _ in said}, "saidIn": [each for _, _, each in said]}
    return {"leadId": lead_id, **BLANK, **SOURCE, **DATED, **fields, **more, **spoken}


@st.composite
def histories(draw):
    """Entries of few leads, in deltas; versions come in any order and twice, each says one thing for ever."""
    once: dict[Any, Any] = {}
    places = st.tuples(st.sampled_from(["L0", "L1", "L2"]), st.integers(1, 3))
    deltas = []
    for delta in draw(st.lists(st.lists(places, max_size=4), max_size=4)):
        for place in delta:
            said = [[header, *rest] for header, rest in draw(columns).items()]
            once.setdefault(place, entry(place[0], place[1], said, draw(uploads), company=draw(st.sampled_from(TEXTS))))
        deltas.append([once[place] for place in delta])
    return deltas


def state(model):
    """All that the file says, without the numbers that it gave."""
    model.row_factory = None
    names = dict(model.execute("SELECT id, leadId FROM leads"))
    headers = dict(model.execute("SELECT id, header FROM headers"))
    spoken = {number: (headers[header], text) for number, header, text in _rows(model, "id, header, text FROM texts")}
    in_uploads = dict(model.execute("SELECT id, uploadId FROM uploads"))
    readings = "folded, also, count, point, comma, dayFirst, monthFirst"
    return {
        "leads": {each["leadId"]: each for each in entries_of(model, list(names))},
        "derived": set(_rows(model, "leadId, also, companyKey FROM leads")),
        "headers": {
            header: (key, {names[lead] for lead in leads_in(leads)})
            for header, key, leads in _rows(model, "header, key, leads FROM headers")
        },
        "texts": {
            spoken[number]: (*rest, {names[lead] for lead in leads_in(leads)})
            for number, leads, *rest in _rows(model, f"id, leads, {readings} FROM texts")
        },
        "lists": {
            (headers[header], in_uploads[upload]): leads
            for header, upload, leads in _rows(model, "header, upload, leads FROM lists")
        },
        "tallies": {
            (headers[header], way): leads
            for header, way, leads in _rows(model, "header, way, leads FROM tallies")
            if leads
        },
        "search": {(names[row], *rest) for row, *rest in _terms(model, "search")},
        "textSearch": {(spoken[row], *rest) for row, *rest in _terms(model, "textSearch")},
    }


def indexes(model):
    return {name for (name,) in _rows(model, "name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}


def _rows(model, what):
    return model.execute(f"SELECT {what}").fetchall()


def _terms(model, index):
    model.execute(f"CREATE VIRTUAL TABLE temp.termsOf{index} USING fts5vocab(main, {index}, instance)")
    return _rows(model, f"doc, term, col, offset FROM temp.termsOf{index}")


def rebuilt(entries):
    with TemporaryDirectory() as folder, closing(connect_empty(Path(folder) / "base.sqlite")) as model:
        add_entries(model, entries)
        create_indexes(model)
        return state(model)


@pytest.mark.parametrize(
    ("room", "at_once"),
    [(1, 1), (1_000, 1), (1_000, 1_000)],
    ids=["written lead by lead", "taken lead by lead", "all at once"],
)
def test_changes_in_any_order_leave_what_filling_the_file_gives(room, at_once, monkeypatch):
    monkeypatch.setattr(text_writer, "MOST_HELD", room)
    monkeypatch.setattr(text_writer, "MOST_TEXTS", room)
    monkeypatch.setattr(read_model, "LEADS_AT_ONCE", at_once)

    @settings(max_examples=150, deadline=None)
    @given(histories())
    def law(deltas):
        with closing(open_read_model(Path(":memory:"))) as model:
            for delta in deltas:
                apply_entries(model, delta)
            assert state(model) == rebuilt(newest_of(each for delta in deltas for each in delta))

    law()


@pytest.mark.parametrize("share", [0, 1_000], ids=["sorted last", "sorted as they come"])
def test_many_leads_at_once_leave_what_filling_the_file_gives(share, monkeypatch):
    monkeypatch.setattr(new_bases, "SORTED_LAST", share)

    @settings(max_examples=60, deadline=None)
    @given(histories(), histories(), histories())
    def law(base, many, deltas):
        in_base, among_many, in_deltas = (list(chain.from_iterable(each)) for each in (base, many, deltas))
        whole = newest_of([*in_base, *among_many, *in_deltas])
        with TemporaryDirectory() as folder:
            path = Path(folder) / "base.sqlite"
            if in_base:
                new_bases.fill_base(path, new_bases.Many(newest_of(in_base)), ())
            added = newest_of(among_many)
            assert new_bases.fill_base(path, new_bases.Many(added, len(added)), in_deltas) == len(whole)
            with closing(open_read_model(path)) as model:
                assert state(model) == rebuilt(whole)
                assert indexes(model) == {
                    *(f"by{name}" for name in read_model.INDEXED),
                    "byleadId",
                    "bycompanyKey",
                    "byheader",
                }
                assert _rows(model, "* FROM pragma_integrity_check") == [("ok",)]

    law()


def test_a_text_that_no_lead_has_any_more_is_gone_and_its_header_with_it():
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry("L1", 1, [["City", "Oslo", "u1"]])])
        apply_entries(model, [entry("L1", 2, [])])
        assert [_rows(model, f"count(*) FROM {table}")[0][0] for table in ("texts", "headers", "lists")] == [0, 0, 0]


def test_a_lead_keeps_the_order_of_its_columns():
    said = [["b", "1", "u1"], ["a", "2", "u2"], ["c", "1", "u1"]]
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry("L0", 1, [["c", "1", "u1"]]), entry("L1", 1, said)])
        assert said_of(model, [1, 2]) == {1: [("c", "1")], 2: [("b", "1"), ("a", "2"), ("c", "1")]}


def test_a_delta_of_the_former_format_says_the_same_in_columns():
    former = entry("L1", 1, []) | {"remarks": "City: Oslo\nTime\\: zone: CET"}
    del former["said"], former["saidIn"]
    assert list(said_in(former)) == [("City", "Oslo", "u1"), ("Time: zone", "CET", "u1")]
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [former])
        assert list(said_in(entries_of(model, [1])[0])) == [("City", "Oslo", "u1"), ("Time: zone", "CET", "u1")]


def test_a_change_that_breaks_off_leaves_the_texts_as_they_were():
    def breaking():
        yield entry("L1", 2, [["City", "Rome", "u2"]])
        raise ConnectionError

    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry("L1", 1, [["City", "Oslo", "u1"]])])
        with pytest.raises(ConnectionError):
            apply_entries(model, breaking())
        assert [tuple(row) for row in _rows(model, "text, count FROM texts")] == [("Oslo", 1)]


def test_a_library_without_trigrams_keeps_the_texts_right(tmp_path, monkeypatch):
    path = tmp_path / "leads.sqlite"
    for version, has_trigrams in enumerate((True, False, True), 1):
        monkeypatch.setattr(search_index, "is_available", lambda has_trigrams=has_trigrams: has_trigrams)
        with closing(open_read_model(path)) as model:
            apply_entries(model, [entry("L1", version, [["City", f"Oslo {version}", "u1"]])])
            assert [tuple(row) for row in _rows(model, "text, count FROM texts")] == [(f"Oslo {version}", 1)]


@given(st.lists(st.sets(st.integers(1, 2**32 - 1), min_size=1, max_size=4), max_size=4))
def test_postings_come_back_and_together(sets):
    postings = [stored(BitMap(leads)) for leads in sets]
    assert [set(leads_in(posting)) for posting in postings] == sets
    assert set(union_of(postings)) == set().union(*sets)
    everything = union_of(postings)
    assert [count_among(posting, everything) for posting in postings] == [len(leads) for leads in sets]
