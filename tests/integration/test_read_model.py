"""The read model: sorting, searching, counting, and why nothing depends on the order of deltas."""

from hashlib import sha256
from itertools import permutations

import pytest

from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.pages import page_of_leads
from easycrm.leads.list.query import Filter, LeadsQuery
from easycrm.leads.list.read_model import (
    INDEXED,
    add_entries,
    apply_entries,
    connect_empty,
    count_leads,
    create_indexes,
    open_read_model,
)
from easycrm.leads.list.showing.listed_lead import ListedLeads
from tests.support.stored_entries import entries_of

PEOPLE = {
    "L1": {"firstName": "Zoë", "lastName": "Tan", "company": "Émile & Söhne", "phone": "+6561234567"},
    "L2": {"firstName": "anna", "lastName": "O'Neil", "email": "anna@example.com", "title": '100% "boss"'},
    "L3": {"firstName": "Bernd", "lastName": "Straße", "company": "acme_corp", "phone": "+4930123456;ext=12"},
    "L4": {"email": "info@example.org", "company": "Zebra"},
}
REMARKS = {"L3": {"Notes": "met at stand 42"}}


@pytest.fixture
def model(tmp_path):
    model = open_read_model(tmp_path / "leads.sqlite")
    yield model
    model.close()


@pytest.fixture
def people(model, make_lead):
    apply_entries(model, [entry_of(make_lead(n, remarks=REMARKS.get(n), **fields)) for n, fields in PEOPLE.items()])
    return model


def found(model, **query):
    return [entry["leadId"] for entry in page_of_leads(model, LeadsQuery(**query), NO_COLUMNS)[0]]


# Sorting


@pytest.mark.parametrize(
    ("field", "ascending", "descending"),
    [
        ("firstName", ["L2", "L3", "L1", "L4"], ["L1", "L3", "L2", "L4"]),
        ("company", ["L3", "L1", "L4", "L2"], ["L4", "L1", "L3", "L2"]),
        ("email", ["L2", "L4", "L1", "L3"], ["L4", "L2", "L3", "L1"]),
        ("phone", ["L3", "L1", "L2", "L4"], ["L1", "L3", "L4", "L2"]),
    ],
)
def test_sorting_knows_no_case_or_marks_and_puts_blanks_last(field, ascending, descending, people):
    assert found(people, sort_by=field, sort_order="asc") == ascending
    assert found(people, sort_by=field, sort_order="desc") == descending


@pytest.mark.parametrize("field", INDEXED)
@pytest.mark.parametrize(("order", "ids"), [("asc", ["L1", "L2", "L3"]), ("desc", ["L3", "L2", "L1"])])
def test_equal_leads_come_in_the_order_of_their_ids(field, order, ids, model, make_lead):
    apply_entries(model, [entry_of(make_lead(name, company="Acme")) for name in ("L2", "L3", "L1")])
    assert found(model, sort_by=field, sort_order=order) == ids


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("field", INDEXED)
def test_sorting_walks_an_index(field, order, people):
    traced: list[str] = []
    people.set_trace_callback(traced.append)
    found(people, sort_by=field, sort_order=order)
    people.set_trace_callback(None)
    picked = next(statement for statement in traced if "ORDER BY" in statement)
    plan = " ".join(row["detail"] for row in people.execute(f"EXPLAIN QUERY PLAN {picked}"))
    assert f"USING COVERING INDEX by{field}" in plan
    assert "TEMP B-TREE" not in plan


# Searching


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("zoe", ["L1"]),
        ("ZOË", ["L1"]),
        ("zoe tan", ["L1"]),
        ("tan zoe", ["L1"]),
        ("zoe neil", []),
        ("sohne", ["L1"]),
        ("strasse", ["L3"]),
        ("STRASSE", ["L3"]),
        ("stand 42", ["L3"]),
        ("fair.csv", ["L1", "L2", "L3", "L4"]),
        ("example", ["L2", "L4"]),
        ("", ["L1", "L2", "L3", "L4"]),
        ("nobody", []),
    ],
)
def test_a_search_finds_every_word_anywhere_without_case_or_marks(q, ids, people):
    assert found(people, q=q, sort_by="createdAt", sort_order="asc") == ids


@pytest.mark.parametrize("q", ["王伟", "王", "伟", "伟 王"])
def test_a_name_that_is_written_without_a_space_is_found_as_it_is_typed(q, model, make_lead):
    apply_entries(model, [entry_of(make_lead("L1", firstName="伟", lastName="王")), entry_of(make_lead("L2"))])
    assert found(model, q=q) == found(model, filters=(Filter("name", "contains", q),)) == ["L1"]


@pytest.mark.parametrize(
    "q", ["+6561234567", "+65 6123 4567", "6123-4567", "(6123) 4567", "65 61234567", "６１２３４５６７"]
)
def test_a_phone_is_found_however_it_is_typed(q, people):
    assert found(people, q=q) == ["L1"]


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("100%", ["L2"]),
        ("10%", []),
        ("%", ["L2"]),
        ("_", ["L3"]),
        ("o'neil", ["L2"]),
        ('"boss"', ["L2"]),
        ("'; DROP TABLE leads; --", []),
        ("\\", []),
    ],
)
def test_a_search_takes_every_character_as_it_is(q, ids, people):
    assert found(people, q=q) == ids
    assert count_leads(people) == len(PEOPLE)


# Pages and entries


@pytest.mark.parametrize(
    ("page", "ids"),
    [(1, ["L1", "L2"]), (2, ["L3", "L4"]), (3, ["L5"]), (4, []), (1_000_000, [])],
)
def test_every_page_knows_the_total(page, ids, model, make_lead):
    apply_entries(model, [entry_of(make_lead(f"L{number}")) for number in range(1, 6)])
    entries, total = page_of_leads(model, LeadsQuery(page, 2, "createdAt", "asc"), NO_COLUMNS)
    assert ([entry["leadId"] for entry in entries], total) == (ids, 5)


def test_the_total_is_of_what_the_search_finds(people):
    entries, total = page_of_leads(people, LeadsQuery(page_size=1, q="example"), NO_COLUMNS)
    assert (len(entries), total) == (1, 2)


def test_an_entry_comes_back_as_it_was_applied(model, make_lead):
    entry = entry_of(make_lead("L1", firstName="Zoë", remarks={"Notes": "a\nb"})) | {"flags": ["needsReview"]}
    apply_entries(model, [entry])
    assert page_of_leads(model, LeadsQuery(), NO_COLUMNS) == ([ListedLeads(NO_COLUMNS).entry(entry)], 1)
    assert entries_of(model, [1]) == [entry]


# Filling a file at once


@pytest.fixture
def filled(tmp_path, make_lead):
    """A function: an entry by a number; its texts lie anywhere. And a file that was filled with 3,000 of them."""

    def numbered(number):
        text = sha256(str(number).encode()).hexdigest()
        return entry_of(make_lead(text[:20], company=text[20:30], email=text[30:40], phone=text[40:50]))

    model = connect_empty(tmp_path / "filled.sqlite")
    add_entries(model, map(numbered, range(3_000)))
    create_indexes(model)
    yield numbered, model
    model.close()


def test_a_file_that_was_filled_at_once_has_exactly_its_leads(filled):
    _, model = filled
    assert count_leads(model) == 3_000
    assert model.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_indexes_have_room_for_leads_to_come(filled):
    numbered, model = filled

    def pages():
        held, free = (model.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
        return held - free

    before = pages()
    model.execute("PRAGMA application_id = 1")  # the search index grows on its own account
    apply_entries(model, map(numbered, range(3_000, 3_050)))
    assert pages() - before < 20


# Laws


@pytest.fixture
def deltas(make_lead):
    def entries(*versions):
        return [entry_of(make_lead(name, version, company=f"{name} {version}")) for name, version in versions]

    return entries(("L1", 1), ("L2", 1)), entries(("L1", 3)), entries(("L1", 2), ("L2", 2), ("L3", 1))


@pytest.mark.parametrize("order", [*permutations(range(3)), (0, 1, 2, 0, 1, 2), (2, 2, 1, 0, 1), (1, 0, 2, 0)], ids=str)
def test_deltas_may_come_twice_and_in_any_order(order, deltas, model):
    for number in order:
        apply_entries(model, deltas[number])
    assert {entry["leadId"]: entry["company"] for entry in page_of_leads(model, LeadsQuery(), NO_COLUMNS)[0]} == {
        "L1": "L1 3",
        "L2": "L2 2",
        "L3": "L3 1",
    }


def test_a_delta_that_breaks_off_leaves_nothing_behind(model, deltas):
    def breaking():
        yield deltas[0][0]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        apply_entries(model, breaking())
    assert count_leads(model) == 0
    apply_entries(model, deltas[0])
    assert count_leads(model) == 2
