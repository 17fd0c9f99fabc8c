"""Possible duplicates: which leads are told as such, one by one and in the list."""

import pytest

from easycrm.bounds import LISTED_DUPLICATES
from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.duplicates import possible_duplicates
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.pages import all_rows, page_of_leads
from easycrm.leads.list.query import Filter, LeadsQuery
from easycrm.leads.list.read_model import apply_entries, open_read_model
from easycrm.leads.list.showing.presenting import duplicates_of

PHONE = "+6561234567"
ANA = {"firstName": "Ana", "lastName": "Li", "email": "ana@example.com", "phone": PHONE}
HAVE, LACK = (LeadsQuery(filters=(Filter("possibleDuplicates", sense),)) for sense in ("filled", "empty"))


@pytest.fixture
def model(tmp_path):
    model = open_read_model(tmp_path / "leads.sqlite")
    yield model
    model.close()


@pytest.fixture
def hold(model, make_lead):
    """A function: puts leads, by id, into the read model; returns them."""

    def apply(**leads):
        made = {lead_id: make_lead(lead_id, **fields) for lead_id, fields in leads.items()}
        apply_entries(model, map(entry_of, made.values()))
        return made

    return apply


def listed(model, query):
    entries, total = page_of_leads(model, query, NO_COLUMNS)
    assert total == len(entries)
    return {entry["leadId"] for entry in entries}


SAME = {
    "email": ({"email": "ana@example.com"}, ["email"]),
    "email of other case": ({"email": "ANA@example.com"}, ["email"]),
    "email of another name": ({"firstName": "Bob", "email": "ana@example.com"}, ["email"]),
    "name and phone": ({"firstName": "Ana", "lastName": "Li", "phone": PHONE}, ["nameAndPhone"]),
    "name in another order": ({"firstName": "LI", "lastName": "Ána", "phone": PHONE}, ["nameAndPhone"]),
    "all": (ANA, ["email", "nameAndPhone"]),
}
OTHER = {
    "phone alone": {"firstName": "Bob", "lastName": "Ray", "phone": PHONE},
    "phone without a name": {"phone": PHONE},
    "name alone": {"firstName": "Ana", "lastName": "Li"},
    "name and another phone": {"firstName": "Ana", "lastName": "Li", "phone": "+6561234568"},
    "nothing": {"company": "Acme"},
}


@pytest.mark.parametrize(("fields", "why"), SAME.values(), ids=SAME)
def test_a_lead_that_shares_an_email_or_name_and_phone_is_a_possible_duplicate(fields, why, model, hold):
    leads = hold(L1=ANA, L2=fields)
    assert [(found["leadId"], found["why"]) for found in possible_duplicates(model, leads["L1"])] == [("L2", why)]
    assert [found["leadId"] for found in possible_duplicates(model, leads["L2"])] == ["L1"]
    assert (listed(model, HAVE), listed(model, LACK)) == ({"L1", "L2"}, set())


@pytest.mark.parametrize("fields", OTHER.values(), ids=OTHER)
def test_a_lead_that_shares_less_is_none(fields, model, hold):
    leads = hold(L1=ANA, L2=fields)
    assert [possible_duplicates(model, lead) for lead in leads.values()] == [[], []]
    assert (listed(model, HAVE), listed(model, LACK)) == (set(), {"L1", "L2"})


@pytest.mark.parametrize("fields", [{"phone": PHONE}, {"company": "Acme"}, {"firstName": "Ana"}])
def test_leads_that_both_lack_what_could_be_shared_are_none(fields, model, hold):
    leads = hold(L1=fields, L2=fields)
    assert possible_duplicates(model, leads["L1"]) == []
    assert listed(model, HAVE) == set()


def test_a_possible_duplicate_says_who_it_is(model, hold):
    other = {"firstName": "Ana", "lastName": "Li", "company": "Acme", "email": "li@example.com", "phone": PHONE}
    leads = hold(L1=ANA, L2=other)
    assert possible_duplicates(model, leads["L1"]) == [{"leadId": "L2", **other, "why": ["nameAndPhone"]}]


def test_at_most_twenty_are_shown_of_one_lead_and_all_are_counted(model, hold):
    leads = hold(**{f"L{n:02}": {"email": "info@example.com"} for n in range(30)})
    assert len(possible_duplicates(model, leads["L00"])) == LISTED_DUPLICATES
    assert page_of_leads(model, HAVE, NO_COLUMNS)[1] == 30


def test_the_list_follows_what_is_published_later(model, hold, make_lead):
    hold(L1=ANA)
    assert listed(model, HAVE) == set()
    hold(L2=ANA)
    assert listed(model, HAVE) == {"L1", "L2"}
    apply_entries(model, [entry_of(make_lead("L2", 2, company="Acme"))])
    assert listed(model, HAVE) == set()


def test_it_goes_together_with_other_filters_and_exports(model, hold):
    hold(L1=ANA | {"company": "Acme"}, L2=ANA, L3={"company": "Acme"})
    both = LeadsQuery(filters=(*HAVE.filters, Filter("company", "contains", "acme")))
    assert listed(model, both) == {"L1"}
    assert [row[0] for row in all_rows(model, both, NO_COLUMNS)] == ["L1"]


def test_a_lead_s_possible_duplicates_are_found_through_indexes(model, hold):
    leads = hold(L1=ANA)
    traced: list[str] = []
    model.set_trace_callback(traced.append)
    possible_duplicates(model, leads["L1"])
    model.set_trace_callback(None)
    plan = " ".join(row["detail"] for row in model.execute(f"EXPLAIN QUERY PLAN {traced[0]}"))
    assert "USING INDEX byemail" in plan
    assert "USING INDEX byphone" in plan


def test_without_a_change_the_leads_are_not_searched_again(model, hold):
    hold(L1=ANA, L2=ANA)
    listed(model, HAVE)
    traced: list[str] = []
    model.set_trace_callback(traced.append)
    listed(model, HAVE)
    model.set_trace_callback(None)
    assert [statement for statement in traced if "GROUP BY" in statement] == []


def test_while_the_read_model_waits_for_its_repair_nothing_is_said_of_duplicates(
    publish_each, new_reader, snapshots, s3, make_lead
):
    publish_each("L1")
    s3.delete_object(Bucket="data", Key=snapshots.pointer()["deltas"][0]["key"])
    assert duplicates_of(make_lead("L1", **ANA), new_reader()) == {"possibleDuplicates": None}


def test_the_import_merges_none_of_them(importing):
    fair = importing("Name,Email,Phone\nAna Li,ana@example.com,+65 6123 4567\nAna Li,,+65 6123 4567\n")
    assert fair.run()["result"]["created"] == 2
