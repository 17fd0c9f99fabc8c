"""Leads that exist keep their id when better rules would make another: lists come in again after an upgrade."""

import json
import random
from hashlib import sha256

import pytest

from easycrm.aws import to_attributes
from easycrm.leads.identity import Identity, email_lead_id, former_lead_id
from easycrm.leads.person_names import PersonName
from easycrm.leads.table import LeadsTable
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.identifying import identify
from easycrm.uploads.executions import Executions
from easycrm.uploads.lead_ids import PossibleIds
from easycrm.uploads.progress import refreshed
from easycrm.uploads.tasks import standardise_batch as standardising
from easycrm.uploads.tasks import upsert_slice as upserting
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.work_files.mapped_columns import read_mapping
from easycrm.uploads.work_files.sorted_rows import read_slice_rows, read_sorted_head, shared_ranges
from tests.support.former_rules import ROLES, former_id
from tests.support.step_functions import EXECUTION, MACHINE, StepFunctions

FIRST = "Ana Ben Ida Ola Per Zoë José Łukasz 小明 Jun Mei Nurul Søren Ingrid Amélie".split()
LAST = "Li Ray Holm Farmer Dahl García Müller 王 Tan Osman Berg Roux Nowak Eriksen Virtanen".split()
HEADER = "Name,Email,Team mailbox,Phone,Company,Booth"
SHARED = "Team mailbox"

KINDS = {
    "email": lambda n, name: f"{name},person{n}@own.example,,,Acme,",
    "English role address": lambda n, name: f"{name},sales@co{n % 5}.example,,,Acme,",
    "other role addresses": lambda n, name: (
        f"{name},{('ventas', 'vertrieb', 'kontakt', 'post')[n % 4]}@co{n}.example,,,,"
    ),
    "shared column": lambda n, name: f"{name},,kim@team{n}.example,,Acme,",
    "placeholder": lambda n, name: f"{name},{('noemail', 'none')[n % 2]}@none{n}.example,,+65 6123 {4000 + n},,",
    "name and phone": lambda n, name: f"{name},,,+65 6123 {5000 + n},Acme,",
    "number without its +": lambda n, name: f"{name},,,4916228973{n:02},Acme,",
    "cells": lambda n, name: f"{name},,,,Acme,{n}",
}
"""A row of each kind of identity, by its number and a name."""


def rows_of(kind, seed=1):
    chance = random.Random(seed)
    return [KINDS[kind](n, f"{chance.choice(FIRST)} {chance.choice(LAST)}") for n in range(12)]


def shared_mapping(store):
    """The mapping with the column of the mailboxes marked as Map columns marks it."""
    return [[c._replace(shared=c.header == SHARED) for c in columns] for columns in read_mapping(store)]


@pytest.fixture
def before(importing, monkeypatch):
    """A function: imports a list by the former rules, under which nobody was held."""

    def former_ids(identity):
        email = identity.email if identity.former_email is None else identity.former_email
        phone = identity.phone if identity.former_phone is None else identity.former_phone
        known = former_id(email, identity.full_name, phone, identity.cells)
        return PossibleIds(identity.stored_lead_id, known, known)

    def run(content, upload_id="before", **options):
        with monkeypatch.context() as patched:
            patched.setattr(standardising, "possible_ids", former_ids)
            patched.setattr(upserting, "strangers_among", lambda *_: [])
            imported = importing(content, upload_id=upload_id, **options)
            imported.run()
        return imported

    return run


@pytest.fixture
def after(importing, monkeypatch):
    """A function: imports a list by the rules as they are, under which one column is shared."""
    monkeypatch.setattr(standardising, "read_mapping", shared_mapping)

    def run(content, upload_id="after", **options):
        imported = importing(content, upload_id=upload_id, **options)
        imported.run()
        return imported

    return run


@pytest.fixture
def reads(dynamodb):
    """The ids of every batch read of the leads table."""
    asked = []

    def note(params, **_):
        request = json.loads(params["body"])["RequestItems"].get("leads", {})
        asked.append([key["leadId"]["S"] for key in request.get("Keys", ())])

    dynamodb.meta.events.register("before-call.dynamodb.BatchGetItem", note)
    yield asked
    dynamodb.meta.events.unregister("before-call.dynamodb.BatchGetItem", note)


def file_of(*lines):
    return "\n".join([HEADER, *lines]) + "\n"


def of_batch(imported, name):
    """The leads that a batch's rows speak of."""
    ranges = [part for _, part in shared_ranges(name, read_sorted_head(name, imported.store))]
    rows = read_slice_rows(ranges, ["fair"], imported.store)
    return [row.lead_id for row in rows.get(name, ())]


def counts(imported):
    return {name: count for name, count in imported.record["result"].items() if count}


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_was_imported_before_an_upgrade_creates_nothing_after_it(kind, before, after):
    content = file_of(*rows_of(kind))
    old = before(content)
    again = after(content)
    assert counts(again).get("created", 0) == 0
    assert counts(again).get("held", 0) == 0
    assert {row[2] for row in again.results("rows")} == {row[2] for row in old.results("rows")}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_list_of_all_kinds_creates_nothing_in_any_order(seed, before, after):
    lines = [line for kind in KINDS for line in rows_of(kind, seed)]
    before(file_of(*lines))
    random.Random(seed).shuffle(lines)
    assert counts(after(file_of(*lines))).get("created", 0) == 0


def test_a_lead_of_several_people_stays_that_of_whose_name_it_has(before, after):
    lines = ["Ola Farmer,ventas@farm.example,,,,", "Ida Holm,ventas@farm.example,,,,"]
    old = before(file_of(*lines))
    ((*_, known, _),) = {tuple(row) for row in old.results("rows") if row[3] == "created"}
    again = after(file_of(*lines))
    assert counts(again) == {"created": 1, "unchanged": 1, "rows": 2}
    names = {row[2]: again.leads.get(row[2]).text("firstName") for row in again.results("rows")}
    assert names[known] == "Ida"
    assert set(names.values()) == {"Ola", "Ida"}
    assert counts(after(file_of(*lines), upload_id="once more")) == {"unchanged": 2, "rows": 2}


@pytest.mark.parametrize("name", ["田中花子", "김철수", "Tan Mei Ling", "Holm, Ida", "van der Berg, Jan"])
def test_a_name_is_compared_by_its_parts_with_that_of_a_former_lead(name, before, after):
    quoted = f'"{name}",ventas@farm.example,,,,'
    before(file_of(quoted))
    assert counts(after(file_of(quoted))) == {"unchanged": 1, "rows": 1}


def test_who_has_only_the_initial_of_the_family_name_in_common_makes_an_own_lead(before, after):
    before(file_of("Hanna Berg,ventas@farm.example,,,,"))
    assert counts(after(file_of("Ola Holm,ventas@farm.example,,,,"))) == {"created": 1, "rows": 1}


def test_a_former_lead_without_a_name_is_that_of_rows_without_one(before, after):
    old = before(file_of(",ventas@farm.example,,,Acme,"))
    people = [
        "Ola Farmer,ventas@farm.example,,,,",
        ",ventas@farm.example,,,Globex,",
        "Ida Holm,ventas@farm.example,,,,",
    ]
    again = after(file_of(*people))
    assert counts(again) == {"created": 2, "updated": 1, "rows": 3}
    ((*_, known, _),) = old.results("rows")
    assert [(row[1], row[3]) for row in again.results("rows") if row[2] == known] == [(3, "updated")]
    assert counts(after(file_of(*people), upload_id="once more")) == {"unchanged": 3, "rows": 3}


def test_a_former_lead_without_a_name_whose_id_is_of_the_row_s_own_cells_stays_the_row_s(before, after, monkeypatch):
    line = "Ola Farmer,,,4916228973001,,"
    old = before(file_of(line))
    monkeypatch.setattr(LeadsTable, "names_of", lambda *_, **__: {old.results("rows")[0][2]: PersonName("")})
    assert counts(after(file_of(line))) == {"unchanged": 1, "rows": 1}


@pytest.mark.parametrize("names", [("Ola Farmer", "Ida Holm"), ("Ida Holm", "Ola Farmer")])
def test_of_two_people_who_may_both_be_in_a_former_lead_the_second_is_held(names, before, after):
    before(file_of("Ola Holm,ventas@farm.example,,,,"))
    again = after(file_of(*(f"{name},ventas@farm.example,,,," for name in names)))
    assert counts(again) == {"updated": 1, "held": 1, "rows": 2}
    ((_, held_row, _, name, *_),) = again.results("strangers")
    assert (held_row, name) == (3, names[0])


def test_a_late_batch_finds_the_leads_that_it_would_have_found_at_first(before, importing, monkeypatch):
    monkeypatch.setattr(standardising, "read_mapping", shared_mapping)
    before(file_of("Ola Farmer,ventas@farm.example,,,,"))
    lines = ["Ola Farmer,ventas@farm.example,,,Acme,", "Ida Holm,ventas@farm.example,,,,"] * 2
    straight = importing(file_of(*lines), upload_id="straight").map(batch_rows=1).standardise()
    late = importing(file_of(*lines), upload_id="late").map(batch_rows=1)
    late.upsert("00001", "00002")
    late.standardise("00003", "00004")
    assert [of_batch(late, name) for name in late.batches] == [of_batch(straight, name) for name in straight.batches]


@pytest.mark.parametrize(("upload_id", "is_known"), [("u1", False), ("u2", True)])
def test_a_lead_that_the_upload_itself_made_is_none_that_a_row_can_name(upload_id, is_known, importing, make_lead):
    known = make_lead(email_lead_id("ana@example.com"))  # by u1
    fair = importing(f"Lead ID,Name,Email\n{known.lead_id},Ana Li,other@example.com\n", upload_id)
    fair.leads.put(known)
    assert (of_batch(fair.map().standardise(), "00001") == [known.lead_id]) is is_known


def test_who_has_a_lead_of_the_own_id_takes_no_former_one(before, after):
    line = "Ola Farmer,,kim@team.example,,Acme,"
    made = after(file_of(line))
    before(file_of("Ola Farmer,kim@team.example,,,Acme,"), upload_id="other list")
    assert counts(after(file_of(line), upload_id="again")) == {"unchanged": 1, "rows": 1}
    assert made.results("rows")[0][3] == "created"


def test_people_of_one_shared_mailbox_are_leads_of_their_own(after):
    imported = after(file_of("Ola Farmer,,kim@team.example,,,", "Ida Holm,,kim@team.example,,,"))
    assert counts(imported) == {"created": 2, "rows": 2}


def test_nobodys_email_makes_no_one_of_two_people(after):
    people = ["Ola Farmer,none@none.com,,+65 6123 4001,,", "Ida Holm,none@none.com,,+65 6123 4002,,"]
    assert counts(after(file_of(*people))) == {"created": 2, "rows": 2}


def test_an_ordinary_list_reads_nothing_when_it_is_standardised(importing, reads):
    kinds = ("email", "English role address", "name and phone", "cells")
    importing(file_of(*(line for kind in kinds for line in rows_of(kind)))).map().standardise()
    assert reads == []


def test_only_rows_with_two_ids_are_looked_up_many_to_a_call(importing, reads):
    importing(file_of(*rows_of("email"), *rows_of("other role addresses"))).map().standardise()
    assert [len(ids) for ids in reads] == [24]


def test_ids_of_the_former_rules_are_those_that_stored_leads_have():
    chance = random.Random(5)
    mapping = [MappedColumn(0, "Email", "Email", "email", 1.0, "header")]
    for _ in range(300):
        email = chance.choice(["", "x@y.example", *(f"{role}@y.example" for role in ROLES), "ventas@y.example"])
        name = chance.choice(["", "Ana Li", "Zoë, Li", "王 小明", "राम"])
        phone = chance.choice(["", "+6561234001"])
        cells = (("Email", email), ("Booth", chance.choice(["1", "Ü"])))
        identity = Identity("", email, name, phone, cells, is_shared=chance.random() < 0.5)
        assert former_lead_id(identity) == former_id(email, name, phone, cells)
    assert identify(mapping, ["none@none.com"], "SG").former_email == "none@none.com"


# Uploads that the version before has begun


OLD_STOP = {"as": "cancelled", "by": "mei@example.com", "at": "2026-03-02T09:05:00.000000Z"}
BROKE = {"error": {"code": "aborted", "message": "The import was stopped by an operator.", "canRetry": True}}
LIST = "Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n"


@pytest.fixture
def begun_before(importing, dynamodb):
    """A function: an import whose batches are done, with what the version before wrote on its record."""

    def change(sets=None, removes=()):
        imported = importing(LIST).map().upsert()
        expression = "SET " + ", ".join(f"#{name} = :{name}" for name in sets) if sets else ""
        expression += " REMOVE " + ", ".join(f"#{name}" for name in removes) if removes else ""
        if expression:
            dynamodb.update_item(
                TableName="uploads",
                Key={"uploadId": {"S": imported.id}},
                UpdateExpression=expression,
                ExpressionAttributeNames={f"#{name}": name for name in [*(sets or {}), *removes]},
                **({"ExpressionAttributeValues": to_attributes({f":{n}": v for n, v in sets.items()})} if sets else {}),
            )
        return imported

    return change


def finish_unnamed(imported, closing=None):
    """Finish import in an execution of the former definition, which is not told which one that is."""
    return finish_import(imported.record, closing, None, imported.store, imported.records, imported.leads)


def test_an_import_of_the_former_definition_ends(begun_before):
    imported = begun_before()
    assert finish_unnamed(imported)["status"] == imported.record["status"] == "completed"


@pytest.mark.parametrize("noted", [{}, {"closingArn": "arn:closing"}], ids=["before it is noted", "noted"])
def test_a_closing_run_of_the_former_definition_ends_what_was_stopped(noted, begun_before):
    imported = begun_before({"stopRequested": OLD_STOP, **noted})
    finish_unnamed(imported)
    assert imported.record["status"] == "processing"
    finish_unnamed(imported, OLD_STOP | {"at": "2026-03-02T09:04:00.000000Z"})
    assert imported.record["status"] == "processing"
    finish_unnamed(imported, OLD_STOP)
    assert imported.record["status"] == "cancelled"


def test_a_closing_run_of_the_former_definition_ends_what_has_failed_already(begun_before):
    imported = begun_before({"status": "failed", **BROKE})
    finish_unnamed(imported, BROKE)
    assert (imported.record["status"], imported.record["result"]["created"]) == ("partial", 2)
    before = imported.record
    finish_unnamed(imported, BROKE)
    assert imported.record == before


@pytest.mark.parametrize("noted", [{}, {"closingArn": "arn:r1"}], ids=["before it is noted", "noted"])
def test_a_retry_that_was_begun_before_registers_and_ends(noted, begun_before):
    imported = begun_before({"runs": 1, "leftBehind": "arn:u1", "completedAt": "x", **BROKE, **noted})
    assert imported.records.register("u1", "arn:other", "arn:another") is None
    assert "error" not in imported.records.register("u1", "arn:r1", "arn:u1")
    imported.records.note("u1", closingArn="arn:r1")  # by whoever had started it
    assert finish_unnamed(imported)["status"] == imported.record["status"] == "completed"


def test_a_run_that_a_retry_of_before_has_left_behind_ends_nothing(begun_before):
    imported = begun_before({"runs": 1, "leftBehind": "arn:u1"})
    imported.finish(run="arn:u1")
    finish_unnamed(imported)
    assert imported.record["status"] == "processing"


@pytest.mark.parametrize("noted", [{}, {"closingArn": EXECUTION + "closing"}], ids=["never noted", "noted"])
def test_a_stop_of_before_whose_closing_run_is_gone_is_closed_by_whoever_looks(noted, begun_before):
    imported = begun_before({"stopRequested": OLD_STOP, "begunAt": "2026-03-02T09:05:00.000000Z", **noted})
    step_functions = StepFunctions(executions={"closing": "DELETED"})
    at = "2026-03-02T09:06:00.000000Z"
    refreshed(imported.record, at, 5, imported.store, imported.records, Executions(step_functions, MACHINE))
    (started,) = step_functions.started
    imported.finish(json.loads(started["input"])["finish"], run=json.loads(started["input"])["executionArn"])
    assert (imported.record["status"], imported.record["stopRequested"]) == ("cancelled", OLD_STOP)


def test_a_retry_of_before_that_never_came_is_closed_though_the_run_before_it_was_closed_once(begun_before):
    imported = begun_before({"runs": 1, "leftBehind": "arn:u1", "begunAt": "2026-03-02T09:05:00.000000Z"})
    of_the_run_before = f"u1-finish-{sha256(b'arn:u1').hexdigest()[:8]}"
    step_functions = StepFunctions()
    at = "2026-03-02T09:06:00.000000Z"
    refreshed(imported.record, at, 5, imported.store, imported.records, Executions(step_functions, MACHINE))
    (started,) = step_functions.started
    assert started["name"] != of_the_run_before


def test_an_upload_of_before_is_earlier_than_the_first_that_takes_a_ticket(begun_before, importing, dynamodb):
    imported = begun_before()
    dynamodb.delete_item(TableName="uploads", Key={"uploadId": {"S": "clock"}})
    assert importing(LIST, upload_id="u2").record["registeredAt"] > imported.record["registeredAt"]
