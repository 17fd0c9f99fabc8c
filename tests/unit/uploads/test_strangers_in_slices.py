"""Whoever's email it is, nothing of one person reaches another's lead: real slices, whatever goes wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.identity import email_lead_id
from easycrm.leads.person_names import contradict
from easycrm.leads.strangers import written_name
from tests.support.fakes import InMemoryLeads
from tests.support.schedules import (
    PLACES,
    Import,
    World,
    but_for_versions,
    choices,
    redelivered,
    runs_that_fail,
    sizes,
    slices,
)
from tests.support.statements import policies, row

EMAILS = ("holmgard@farm.example", "brygga@fjord.example")
NAMES = ("Ola", "Ida", "Olav", "Per", "")

people = st.builds(
    lambda email, name, phone: (email_lead_id(email), {"email": email, "firstName": name, "phone": phone}),
    st.sampled_from(EMAILS),
    st.sampled_from(NAMES),
    st.sampled_from(("1", "2", "")),
)
files = st.lists(people, min_size=2, max_size=len(PLACES)).map(lambda rows: dict(zip(PLACES, rows, strict=False)))
some_imports = st.lists(
    st.builds(Import, st.integers(1, 9), policies, files, sizes, slices),
    min_size=1,
    max_size=3,
    unique_by=lambda i: i.number,
)


def name_of(imported, place):
    lead_id, cells = imported.rows[place]
    return row(1, lead_id=lead_id, **cells).written_name


@given(some_imports, redelivered, choices)
def test_no_lead_has_a_value_of_somebody_else(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    by_id = {imported.id: imported for imported in imports}
    for write in world.leads.writes:
        if write.before is None or write.before.values == write.after.values:
            continue
        (changed,) = {v.origin.upload_id for k, v in write.after.values.items() if v != write.before.values.get(k)}
        rows = {
            place: cells
            for place, (lead_id, cells) in by_id[changed].rows.items()
            if lead_id == write.after.lead_id and place not in by_id[changed].strangers()
        }
        assert not any(contradict(name_of(by_id[changed], place), written_name(write.before.values)) for place in rows)


@given(some_imports, redelivered, choices)
def test_a_row_that_is_held_is_nowhere(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    by_id = {imported.id: imported for imported in imports}
    sheets = {"Sheet1": 0, "Sheet2": 1}
    for lead in world.leads.everything().values():
        overruled = [value for overruled in lead.overruled.values() for value in overruled.values]
        for value in [*lead.values.values(), *overruled]:
            place = (sheets[value.origin.worksheet], value.origin.row)
            assert place not in by_id[value.origin.upload_id].strangers()


@given(some_imports, redelivered, choices)
def test_every_row_has_one_outcome_and_every_run_says_the_same(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    for imported in imports:
        assert [place for place, _ in imported.outcomes()] == list(imported.rows)
        assert imported.totals(world.leads).counts == imported.counts()
    for results in world.returned.values():
        assert results == results[:1] * len(results)


@given(some_imports, choices)
def test_slices_that_die_for_good_still_account_for_every_row(imports, choices):
    leads = World(choices, retry=False).run(*imports).leads
    for imported in imports:
        assert imported.totals(leads).counts.total() == len(imported.rows)


@given(st.builds(Import, st.just(5), policies, files, sizes, slices), redelivered, choices)
def test_the_same_file_again_writes_nothing_and_holds_the_same(imported, again, choices):
    world = World(choices).run(imported, again=again)
    before = list(world.leads.writes)
    repeated = imported.copy(number=6)
    world.run(repeated, again=again)
    assert world.leads.writes == before
    assert set(repeated.strangers()) >= set(imported.strangers())


@given(
    st.none() | st.builds(Import, st.just(1), policies, files),
    st.builds(Import, st.just(5), policies, files, sizes, slices),
    runs_that_fail,
    st.booleans(),
    choices,
)
def test_after_retries_the_same_rows_are_held_as_if_nothing_had_failed(earlier, imported, runs, dies, choices):
    stored = World().run(earlier).leads.writes if earlier else []
    plain, unlucky = World(leads=InMemoryLeads(list(stored))), World(choices, not dies, InMemoryLeads(list(stored)))
    expected = imported.copy(batch_rows=100)
    plain.run(expected)
    unlucky.retry_until_it_is_done(imported, runs)
    assert but_for_versions(unlucky.leads.everything()) == but_for_versions(plain.leads.everything())
    assert imported.told() == expected.told()
    assert imported.totals(unlucky.leads).counts == expected.totals(plain.leads).counts


EMAIL = EMAILS[0]
OLA, IDA = ({"email": EMAIL, "firstName": name, "phone": phone} for name, phone in (("Ola", "1"), ("Ida", "2")))


def the_lead(world):
    return world.leads.get(email_lead_id(EMAIL))


@pytest.fixture
def late():
    """An upload whose first row comes late, and says that the email is another person's."""
    rows = {(0, 2): (email_lead_id(EMAIL), OLA), (0, 3): (email_lead_id(EMAIL), IDA)}
    return Import(5, "update", rows, batch_rows=1)


def test_an_email_is_that_of_the_first_row_however_late_it_comes(late):
    world = World()
    world.start(late, lost=["00001"])
    world.schedule.run()
    assert the_lead(world).text("firstName") == "Ida"
    world.retry(late)
    world.schedule.run()
    assert {key: the_lead(world).text(key) for key in OLA} == OLA
    assert late.outcomes() == [((0, 2), "created"), ((0, 3), "held")]


def test_a_lead_to_which_another_upload_added_meanwhile_stays_that_of_the_row_that_named_it(late):
    world = World()
    world.start(late, lost=["00001"])
    world.schedule.run()
    world.run(Import(6, "update", {(0, 2): (email_lead_id(EMAIL), {"email": EMAIL, "title": "Buyer"})}))
    world.retry(late)
    world.schedule.run()
    assert {key: the_lead(world).text(key) for key in (*IDA, "title")} == IDA | {"title": "Buyer"}
    assert late.outcomes() == [((0, 2), "held"), ((0, 3), "created")]
    assert late.strangers() == {(0, 2): "Ida"}
