"""A whole import with DeepSeek in every mood: it finishes in time, no row is lost, and no other row changes."""

import csv
import io

import pytest

from easycrm.deepseek.client import Clock, DeepSeek
from easycrm.leads.lead import DEEPSEEK, DERIVED, RULES
from tests.support.assistants import FakeClock, FakeMemory, assistant_of
from tests.support.deepseek_server import EVIL, MOODS
from tests.support.lambdas import call
from tests.support.residue import HEADERS, ROWS, TRAP

SETTLED = "bob@salted-fern.example"
IN_EMAIL = "ana.lindqvist@copper-otter.example"
DEADLINE = 60


@pytest.fixture
def content():
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *ROWS, TRAP])
    return text.getvalue()


@pytest.fixture
def imported(importing, content, dynamodb, leads):
    """A function: the record and the leads by email of an import with this assistant."""

    def run(assistant):
        record = importing(content, assistant=assistant).run()
        ids = [item["leadId"]["S"] for item in dynamodb.scan(TableName="leads")["Items"]]
        return record, {lead.text("email"): lead for lead in leads.get_many(ids).values()}

    return run


def texts(lead):
    return {key: value.text for key, value in lead.values.items()}


@pytest.mark.parametrize("mood", MOODS)
def test_the_import_finishes_in_time_and_loses_no_row(mood, deepseek, imported):
    deepseek.then = mood
    time = FakeClock()
    client = DeepSeek(deepseek.url, "m", lambda _fresh: "good", time.clock())

    record, found = imported(assistant_of(deepseek, client=client, clock=time.clock(), deadline=DEADLINE))

    result = record["result"]
    assert (record["status"], result["created"], result["merged"], result["rows"]) == ("completed", 5, 1, 6)
    assert set(found) == {
        SETTLED,
        IN_EMAIL,
        "cid@tin-sparrow.example",
        "dora@old-dolphin.example",
        "eve@amber-kettle.example",
    }
    assert EVIL not in found
    assert texts(found[SETTLED]) == {
        "firstName": "Bob", "lastName": "Penhallow", "company": "Salted Fern", "email": SETTLED, "phone": "+6561234567",
        "remarks.Notes": "very keen",
    }  # fmt: skip
    assert {value.by for value in found[SETTLED].values.values()} == {RULES}
    assert time.at <= DEADLINE


@pytest.mark.parametrize("mood", ["hangs", "silent"])
def test_an_import_does_not_wait_for_a_server_that_hangs(mood, deepseek, imported):
    deepseek.then = mood
    clock = Clock()
    client = DeepSeek(deepseek.url, "m", lambda _fresh: "good", clock)

    record, found = imported(
        assistant_of(deepseek, client=client, clock=clock, answer_seconds=0.2, deadline=clock.now() + 60)
    )

    assert (record["status"], record["result"]["created"], record["flags"]["needsReview"]) == ("completed", 5, 4)
    assert {value.by for lead in found.values() for value in lead.values.values()} == {RULES}


@pytest.mark.usefixtures("fresh_functions")
def test_the_api_says_of_every_value_whether_rules_or_deepseek_found_it(deepseek, imported):
    _, found = imported(assistant_of(deepseek))

    def ways(email):
        lead_id = found[email].lead_id
        _, lead = call("list_leads-one", path=f"/leads/{lead_id}", pathParameters={"lead_id": lead_id})
        return {name: origin["standardisedBy"] for name, origin in lead["origins"].items()}

    assert ways(IN_EMAIL) == {"firstName": DERIVED, "lastName": DERIVED, "company": RULES, "email": RULES}
    assert ways("dora@old-dolphin.example") == {
        "firstName": RULES, "lastName": RULES, "title": DEEPSEEK, "company": DEEPSEEK,
        "email": RULES, "phone": RULES,
    }  # fmt: skip


def test_what_deepseek_took_from_an_email_does_not_replace_what_a_file_has_said(deepseek, importing, leads):
    importing("Name,E-Mail,Company\nCid Tannenfeld,cid@tin-sparrow.example,Tin Sparrow Pte Ltd\n").run()
    later = importing(
        "Name,E-Mail,Company\nCid Tannenfeld,cid@tin-sparrow.example,\n", "u2", assistant=assistant_of(deepseek)
    )

    record = later.run()

    lead = leads.get(later.results("rows")[0][2])
    assert (lead.text("company"), lead.values["company"].by) == ("Tin Sparrow Pte Ltd", RULES)
    assert (record["result"]["unchanged"], record["result"]["updated"]) == (1, 0)
    assert (later.results("left"), record["flags"]) == ([], {})


def test_a_mapping_is_remembered_by_what_it_led_to(deepseek, importing):
    memory = FakeMemory()
    people = "Wer,Haus,E-Mail\n{},Tin Sparrow,info@one.example\n{},Old Dolphin,info@two.example\n"
    deepseek.meanings = [[0, "fullName"], [1, "company"]]
    first = importing(people.format("Ana Li", "Bob Ng"), memory=memory, assistant=assistant_of(deepseek))
    first.map()
    assert memory.content == {}
    first.upsert().finish()

    second = importing(people.format("Eva Moor", "Cid Oh"), "u2", memory=memory).map()

    decided = [column["decidedBy"] for column in second.store.read("mapping.json")[0]["columns"]]
    assert decided == ["remembered"] * 3
