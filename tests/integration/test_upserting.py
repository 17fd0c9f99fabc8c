"""Upsert slice against the table: leads that are too large, and a table that is too busy."""

import json
from collections import Counter
from io import BytesIO

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from easycrm.errors import UploadStopped
from easycrm.handlers import wiring
from easycrm.leads.items.lead_items import MAX_ITEM_BYTES, MAX_NAME_BYTES
from easycrm.leads.lead import remark_key
from easycrm.leads.table import LeadsTable
from easycrm.settings import settings
from tests.documents.permissions import permissions, roles
from tests.support.sam import definition

NOTES = "Notes,Booth,Hall,Interest,Source"
TOO_MUCH = ",".join(["x" * (MAX_ITEM_BYTES // 5)] * 5)  # a cell has at most 100,000 characters
HALF = ",".join(["x" * (MAX_ITEM_BYTES // 10)] * 5)
PEOPLE = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(20))


def counts(an_import):
    return {name: count for name, count in an_import.record["result"].items() if count}


# Leads over 400 KB


def test_a_lead_that_is_too_large_is_held_alone(importing, leads):
    rows = ["Ana Li,ana@example.com", f"Bob Ray,bob@example.com,{TOO_MUCH}", "Cid Ong,cid@example.com"]
    fair = importing("\n".join([f"Name,Email,{NOTES}", *rows]))
    fair.run()
    assert fair.record["status"] == "completed"
    assert counts(fair) == {"created": 2, "held": 1, "rows": 3}
    stored = leads.get_many(lead_id for _, _, lead_id, _ in fair.results("rows"))
    assert {lead.text("email") for lead in stored.values()} == {"ana@example.com", "cid@example.com"}


def test_all_rows_of_a_lead_that_together_are_too_large_are_held(importing):
    other = HALF.replace("x", "y")
    rows = [f"Ana Li,ana@example.com,{HALF},,,,,", f"Ana Li,ana@example.com,,,,,,{other},{other[:50_000]}"]
    header = "Name,Email," + ",".join(f"Note {n}" for n in range(12))
    fair = importing("\n".join([header, *rows, "Bob Ray,bob@example.com"]))
    fair.run()
    assert counts(fair) == {"created": 1, "held": 2, "rows": 3}


def test_a_stored_lead_that_would_become_too_large_stays_as_it_is(importing, leads):
    first = importing(f"Name,Email,{NOTES}\nAna Li,ana@example.com,{HALF}\n")
    first.run()
    before = leads.get(first.results("rows")[0][2])
    more = ",".join(f"More {n}" for n in range(5))
    fair = importing(f"Name,Email,{more}\nAna Li,ana@example.com,{HALF}\nBob Ray,bob@example.com\n", upload_id="u2")
    fair.run()
    assert counts(fair) == {"created": 1, "held": 1, "rows": 2}
    assert leads.get(before.lead_id) == before


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_column_of_a_longer_name_than_dynamodb_takes_holds_only_the_rows_that_have_it(letter, importing):
    longest = letter * ((MAX_NAME_BYTES - len(remark_key(""))) // len(letter.encode()))
    for header, outcomes in ((longest, {"created": 2}), (longest + letter, {"created": 1, "held": 1})):
        rows = f"Ana Li,ana{len(header)}@example.com,\nBob Ray,bob{len(header)}@example.com,yes\n"
        fair = importing(f"Name,Email,{header}\n{rows}", upload_id=f"u{len(header)}")
        fair.run()
        assert counts(fair) == {**outcomes, "rows": 2}
        assert fair.record["status"] == "completed"


# Throttling


class Raw(BytesIO):
    def stream(self, **_):
        yield self.read()


WRITES = {"new": "BatchExecuteStatement", "updated": "PutItem"}
"""The call by which leads are written, by what they are."""


def written_by(body):
    """The ids of the leads that a call writes."""
    if "Item" in body:
        return [body["Item"]["leadId"]["S"]]
    return [statement["Parameters"][0]["S"] for statement in body["Statements"]]


class Busy:
    """A table that takes no write before it was tried so many times; counts the tries by lead."""

    def __init__(self, refusals):
        self.refusals = refusals
        self.tries: Counter[str] = Counter()

    def __call__(self, request, **_):
        lead_ids = written_by(json.loads(request.body))
        self.tries.update(lead_ids)
        if all(self.tries[lead_id] > self.refusals for lead_id in lead_ids):
            return None
        kind = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
        return AWSResponse(request.url, 400, HTTPHeaders(), Raw(json.dumps({"__type": kind}).encode()))


@pytest.fixture
def writer(aws):  # noqa: ARG001
    """A client that tries a write once, as the functions have it."""
    return boto3.client("dynamodb", config=Config(region_name=settings.region, retries={"total_max_attempts": 1}))


@pytest.fixture
def pauses():
    """How long was waited before each further try."""
    return []


@pytest.fixture
def leads(dynamodb, writer, pauses):
    return LeadsTable(dynamodb, settings.leads_table, pauses.append, writer)


@pytest.fixture
def busy(writer):
    """A function: makes the table as busy as that."""

    def make(refusals):
        table = Busy(refusals)
        for call in WRITES.values():
            writer.meta.events.register_first(f"before-send.dynamodb.{call}", table)
        return table

    return make


@pytest.fixture(params=WRITES)
def kind(request):
    """Whether the leads that are written are new, or there are leads already that are updated."""
    return request.param


@pytest.fixture
def fair(importing, kind):
    """An upload whose leads are yet to be written."""
    if kind == "updated":
        importing(PEOPLE.replace("Person", "Former"), upload_id="u0").run()
    return importing(PEOPLE).map().standardise()


@pytest.fixture
def outcome(kind):
    """What becomes of its rows, and the version of its leads."""
    return ({"created": 20, "rows": 20}, {1}) if kind == "new" else ({"updated": 20, "rows": 20}, {2})


def versions(an_import):
    stored = an_import.leads.get_many(lead_id for _, _, lead_id, _ in an_import.results("rows"))
    return {lead.version for lead in stored.values()}


def test_throttling_of_half_of_the_writes_is_absorbed(fair, busy, outcome):
    table = busy(1)
    fair.store_slices().finish()
    assert fair.record["status"] == "completed"
    assert (counts(fair), versions(fair)) == outcome
    assert sorted(table.tries.values()) == [2] * 20


def test_a_table_that_stays_too_busy_fails_the_task_which_then_comes_to_the_same_result(fair, busy, outcome):
    table = busy(100)
    with pytest.raises(ClientError, match="ProvisionedThroughputExceeded"):
        fair.store_slices()
    assert fair.store.names("slice-results") == []
    table.refusals = 0
    fair.store_slices().finish()
    assert (counts(fair), versions(fair)) == outcome


def test_pauses_grow_and_end(importing, busy, pauses):
    fair = importing("Name,Email\nAna Li,ana@example.com\n").map().standardise()
    busy(100)
    with pytest.raises(ClientError, match="ProvisionedThroughputExceeded"):
        fair.store_slices()
    assert len(pauses) == 19
    assert all(0 <= pause <= min(5, 0.05 * 2**attempt) for attempt, pause in enumerate(pauses))


def test_a_write_is_not_tried_again_when_the_upload_was_stopped_meanwhile(leads, busy, make_lead):
    table = busy(100)
    answers = iter([None, None])

    def may_go_on():
        if next(answers, "stop") == "stop":
            raise UploadStopped("uploadStopped", "The upload was stopped.")

    with pytest.raises(UploadStopped):
        leads.put(make_lead("L1"), may_go_on)
    assert table.tries == {"L1": 2}


def test_a_write_whose_answer_was_lost_is_stored_and_told_once(fair, kind, writer, outcome):
    def lose_answer(**_):
        writer.meta.events.unregister(f"after-call.dynamodb.{WRITES[kind]}", lose_answer)
        raise ReadTimeoutError(endpoint_url="dynamodb")

    writer.meta.events.register(f"after-call.dynamodb.{WRITES[kind]}", lose_answer)
    fair.store_slices().finish()
    assert (counts(fair), versions(fair)) == outcome


def test_a_lost_race_asks_no_more_of_the_table_than_the_role_of_the_function_allows(importing, leads, dynamodb, writer):
    role = roles("prod")["UpsertSliceFunctionRole"]
    allowed = {each.action for each in permissions(role) if each.resource == {"Fn::GetAtt": ["LeadsTable", "Arn"]}}
    importing("Name,Email\nAna Li,ana@example.com\n", upload_id="u0").run()
    fair = importing("Name,Email,Title\nAna Li,ana@example.com,Buyer\n").map().standardise()
    other = importing("Name,Email,Company\nAna Li,ana@example.com,Acme\n", upload_id="u2").map().standardise()
    asked = set()

    def note(params, model, **_):
        if json.loads(params["body"]).get("TableName") == settings.leads_table:
            asked.add(f"dynamodb:{model.name}")

    def come_first(**_):
        writer.meta.events.unregister("provide-client-params.dynamodb.PutItem", come_first)
        other.store_slices(leads=LeadsTable(dynamodb, settings.leads_table))
        for client in (dynamodb, writer):
            client.meta.events.register("before-call.dynamodb", note)

    writer.meta.events.register("provide-client-params.dynamodb.PutItem", come_first)
    fair.store_slices()
    dynamodb.meta.events.unregister("before-call.dynamodb", note)
    (lead,) = leads.get_many([fair.results("rows")[0][2]]).values()
    assert (lead.text("title"), lead.text("company"), lead.version) == ("Buyer", "Acme", 3)
    assert "dynamodb:PutItem" in asked
    assert asked <= allowed


@pytest.mark.usefixtures("aws")
def test_a_write_of_the_functions_is_one_call_and_shorter_than_the_wait_after_a_cancel():
    config = wiring.leads_writer().meta.config
    wait = definition()["States"]["Let slices notice"]["Seconds"]
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout < wait
