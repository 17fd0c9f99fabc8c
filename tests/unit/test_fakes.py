"""The in-memory stand-ins keep the conditions of the real table and store, which run here on moto."""

import json
from dataclasses import replace
from inspect import signature

import boto3
import pytest
from moto import mock_aws

from easycrm.leads.table import LeadsTable
from easycrm.uploads.store import ImportStore
from tests.support.fakes import InMemoryLeads, InMemoryStore
from tests.support.insert_statements import documented_inserts
from tests.support.statements import LEAD_ID, after, said

LEAD = after(said(1, company="Acme"))


@pytest.fixture(scope="module")
def aws():
    with mock_aws(), documented_inserts():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
        yield boto3.client("dynamodb"), s3


@pytest.fixture(params=["real", "fake"])
def leads(request, aws):
    if request.param == "fake":
        return InMemoryLeads()
    name = f"leads-{request.node.name.translate(str.maketrans('[]', '--'))}"
    key = {"AttributeName": "leadId"}
    aws[0].create_table(
        TableName=name,
        KeySchema=[key | {"KeyType": "HASH"}],
        AttributeDefinitions=[key | {"AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return LeadsTable(aws[0], name)


@pytest.fixture(params=["real", "fake"])
def store(request, aws):
    if request.param == "fake":
        return InMemoryStore()
    return ImportStore(aws[1], "data", request.node.name)


@pytest.mark.parametrize(("fake", "real"), [(InMemoryLeads, LeadsTable), (InMemoryStore, ImportStore)])
def test_fakes_take_the_same_arguments(fake, real):
    methods = [name for name in vars(fake) if not name.startswith("_") and name not in ("everything", "text")]
    assert {name: signature(getattr(fake, name)) for name in methods} == {
        name: signature(getattr(real, name)) for name in methods
    }


def test_a_new_lead_is_put_once(leads):
    assert [leads.put(LEAD), leads.put(LEAD)] == [True, False]


def test_new_leads_are_inserted_once_and_replace_nothing(leads):
    leads.put(LEAD)
    others = [replace(LEAD, lead_id=f"LOTHER{number}") for number in range(30)]
    assert leads.insert([replace(LEAD, created_in="u2"), *others]) == {lead.lead_id for lead in others}
    assert leads.insert(others) == set()
    assert leads.get_many(f"LOTHER{number}" for number in range(30)) == {lead.lead_id: lead for lead in others}
    assert leads.get(LEAD_ID) == LEAD


def test_inserting_nothing_writes_nothing(leads):
    assert leads.insert([]) == set()


def test_a_lead_that_is_not_there_cannot_be_changed(leads):
    assert not leads.put(replace(LEAD, version=2))


@pytest.mark.parametrize(("version", "taken"), [(1, False), (2, True), (3, False)])
def test_only_the_next_version_is_put(leads, version, taken):
    leads.put(LEAD)
    assert leads.put(replace(LEAD, version=version)) is taken


def test_reads_give_what_was_put_and_leave_out_what_was_not(leads):
    leads.put(LEAD)
    assert leads.get(LEAD_ID) == LEAD
    assert leads.get("LNOBODY") is None
    assert leads.get_many([LEAD_ID, "LNOBODY", LEAD_ID]) == {LEAD_ID: LEAD}


def test_what_is_written_once_stays(store):
    assert store.write_once("plans/1.json", {"first": None}) == {"first": None}
    assert store.write_once("plans/1.json", {"second": None}) == {"first": None}
    assert store.read("plans/1.json") == {"first": None}


def test_what_is_written_otherwise_is_replaced(store):
    store.write("results/1.json", [1])
    store.write("results/1.json", [2])
    assert store.read("results/1.json") == [2]


def test_lines_are_read_as_they_were_written(store):
    lines = [json.dumps(["é", "\n", "\u2028"], ensure_ascii=False), ""]
    store.write_lines("batches/1.jsonl", lines)
    assert list(store.read_lines("batches/1.jsonl")) == lines


def test_an_object_without_lines_has_none(store):
    store.write_lines("held/000.jsonl", [])
    assert list(store.read_lines("held/000.jsonl")) == []


@pytest.mark.parametrize(("name", "there"), [("mapping.json", True), ("mapping", False), ("mapping-1.json", False)])
def test_what_was_written_exists_and_nothing_else(name, there, store):
    store.write("mapping.json", [])
    assert store.exists(name) is there


def test_names_are_those_of_one_folder_sorted(store):
    for name in ("results/2.json", "results/1.json", "results-old/1.json"):
        store.write(name, [])
    assert store.names("results") == ["results/1.json", "results/2.json"]


def test_what_is_written_anew_has_another_tag_and_the_same_has_the_same(store):
    store.write_bytes("results/1.json", b"1")
    store.write_bytes("results/2.json", b"2")
    before = store.tags("results")
    store.write_bytes("results/1.json", b"1")
    store.write_bytes("results/2.json", b"3")
    after = store.tags("results")
    assert {name: tag == after[name] for name, tag in before.items()} == {
        "results/1.json": True,
        "results/2.json": False,
    }


def test_bytes_that_are_written_once_stay_and_others_are_replaced(store):
    assert [store.write_bytes_once("sorted/1", b"first"), store.write_bytes_once("sorted/1", b"second")] == [
        True,
        False,
    ]
    assert store.read_bytes("sorted/1") == b"first"
    store.write_bytes("sorted/1", b"third")
    assert store.read_bytes("sorted/1") == b"third"


@pytest.mark.parametrize(("start", "size", "read"), [(0, 2, b"01"), (3, 99, b"34"), (5, 0, b"")])
def test_a_range_is_so_many_bytes_or_what_is_left(start, size, read, store):
    store.write_bytes("sorted/1", b"01234")
    assert store.read_range("sorted/1", start, size) == read


def test_names_may_be_those_that_begin_so(store):
    for name in ("plans/s01.0.json", "plans/s011.0.json"):
        store.write(name, [])
    assert store.names("plans", "s01.") == ["plans/s01.0.json"]
