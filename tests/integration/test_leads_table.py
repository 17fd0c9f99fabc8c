"""The leads table: reads in batches, writes on a condition."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from easycrm.errors import LostRace
from easycrm.leads.lead import Origin, Source, Value
from easycrm.leads.person_names import PersonName
from easycrm.leads.table import LeadsTable


class Throttled:
    """A client that reads at most so many keys a call and keeps what it was asked."""

    def __init__(self, client, at_most):
        self._client = client
        self._at_most = at_most
        self.asked = []

    def batch_get_item(self, RequestItems):
        ((table, request),) = RequestItems.items()
        self.asked.append([key["leadId"]["S"] for key in request["Keys"]])
        now, later = request["Keys"][: self._at_most], request["Keys"][self._at_most :]
        found = self._client.batch_get_item(RequestItems={table: request | {"Keys": now}})["Responses"] if now else {}
        return {"Responses": found, "UnprocessedKeys": {table: request | {"Keys": later}} if later else {}}


@pytest.fixture
def throttled(dynamodb):
    """A function: the table behind such a client, with the pauses that it made."""

    def behind(at_most):
        pauses: list[float] = []
        client = Throttled(dynamodb, at_most)
        return LeadsTable(client, "leads", pauses.append), client.asked, pauses

    return behind


def test_a_lead_comes_back_as_it_was_put(leads, make_lead):
    lead = make_lead("L1", firstName="Zoë", email="zoe@example.com", remarks={"Notes: a\\b": "two\nlines", "Ü": "0"})
    other = Origin("2026-03-02T09:00:00.000000Z", "u2", "Sheet 2", 7)
    values = {**lead.values, "phone": Value("12 34", other, ("phoneUnverified",)), "company": Value("", other)}
    lead = type(lead)("L1", values, "u1", "2026-03-01T09:00:00.000000Z", Source(other, "b.xlsx", "deepseek"), 1)
    leads.put(lead)
    assert leads.get("L1") == lead


def test_a_lead_that_is_not_there_is_none(leads):
    assert leads.get("L1") is None


@pytest.mark.parametrize(
    ("stored", "version", "written"),
    [(0, 1, True), (1, 1, False), (1, 2, True), (2, 2, False), (1, 3, False), (0, 2, False)],
)
def test_a_lead_is_written_only_over_the_version_before_it(stored, version, written, leads, make_lead):
    for older in range(1, stored + 1):
        leads.put(make_lead("L1", older, company="before"))
    assert leads.put(make_lead("L1", version, company="after")) is written
    found = leads.get("L1")
    assert (found.text("company") == "after" if found else False) is written


def refusal(code, status=400):
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "PutItem")


class RefusingOnce:
    """A writer whose first call fails like this."""

    def __init__(self, error, dynamodb):
        self._error, self._dynamodb = error, dynamodb

    def put_item(self, **given):
        if error := self._error:
            self._error = None
            raise error
        return self._dynamodb.put_item(**given)


@pytest.mark.parametrize(
    "error",
    [
        *(refusal(code) for code in ("ThrottlingException", "ProvisionedThroughputExceededException")),
        *(refusal("RequestLimitExceeded"), refusal("InternalServerError"), refusal("ServiceUnavailable", 503)),
        *(ReadTimeoutError(endpoint_url="x"), EndpointConnectionError(endpoint_url="x")),
        ConnectionClosedError(endpoint_url="x"),
    ],
    ids=str,
)
def test_a_write_that_may_succeed_the_next_time_is_tried_again(error, leads, dynamodb, make_lead):
    table = LeadsTable(dynamodb, "leads", sleep=lambda _: None, writer=RefusingOnce(error, dynamodb))
    assert table.put(make_lead("L1"))
    assert leads.get("L1")


def test_another_refusal_than_a_lost_race_rises(dynamodb, make_lead):
    with pytest.raises(ClientError, match="ResourceNotFound"):
        LeadsTable(dynamodb, "no-such-table").put(make_lead("L1"))


def test_more_than_100_leads_are_read_in_batches(throttled, leads, make_lead):
    for number in range(0, 250, 10):
        leads.put(make_lead(f"L{number}", firstName=str(number)))
    table, asked, _ = throttled(at_most=100)
    found = table.get_many(f"L{number}" for number in range(250))
    assert {name: lead.text("firstName") for name, lead in found.items()} == {
        f"L{n}": str(n) for n in range(0, 250, 10)
    }
    assert [len(keys) for keys in asked] == [100, 100, 50]


def test_each_lead_is_asked_for_once(throttled):
    table, asked, _ = throttled(at_most=100)
    table.get_many(["L1", "L2", "L1"])
    assert asked == [["L1", "L2"]]


def test_asking_for_nothing_asks_nobody(throttled):
    table, asked, _ = throttled(at_most=100)
    assert table.get_many([]) == {}
    assert asked == []


def test_keys_left_unread_are_asked_for_again_after_a_pause(throttled, leads, make_lead):
    for number in range(5):
        leads.put(make_lead(f"L{number}"))
    table, asked, pauses = throttled(at_most=2)
    assert table.get_many(f"L{number}" for number in range(5)).keys() == {f"L{number}" for number in range(5)}
    assert [len(keys) for keys in asked] == [5, 3, 1]
    assert len(pauses) == 2


def test_a_table_that_stays_too_busy_is_a_lost_race(throttled):
    table, _, pauses = throttled(at_most=0)
    with pytest.raises(LostRace, match="too busy") as raised:
        table.get_many(["L1", "L2"])
    assert raised.value.details == {"unread": 2}
    assert max(pauses) <= 5


def test_the_names_of_those_that_exist(leads, make_lead):
    leads.put(make_lead("L1", firstName="Ana", lastName="Li"))
    leads.put(make_lead("L2", company="Acme"))
    assert leads.names_of(["L1", "L2", "L3"]) == {"L1": PersonName("Ana", "Li"), "L2": PersonName("")}


@pytest.mark.parametrize(("texts", "found"), [({"email": "a@example.com"}, ["L1"]), ({"email": ""}, []), ({}, [])])
def test_the_email_index_holds_leads_that_have_an_email(texts, found, leads, make_lead, dynamodb):
    leads.put(make_lead("L1", company="Acme", **texts))
    items = dynamodb.scan(TableName="leads", IndexName="EmailIndex")["Items"]
    assert [item["leadId"]["S"] for item in items] == found


@pytest.mark.parametrize("count", [0, 1, 120])
def test_leads_are_found_by_their_email(count, leads, make_lead):
    leads.put(make_lead("L", email="other@example.com"))
    for number in range(count):
        leads.put(make_lead(f"L{number:03}", email="info@example.com"))
    found = leads.with_email("info@example.com", 500)
    assert [lead.lead_id for lead in found] == [f"L{number:03}" for number in range(count)]


def test_no_more_leads_are_looked_up_by_email_than_asked_for(leads, make_lead):
    for number in range(5):
        leads.put(make_lead(f"L{number}", email="info@example.com"))
    assert len(leads.with_email("info@example.com", 3)) == 3
