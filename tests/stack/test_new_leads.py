"""New leads on the emulator: what it says of each in a call of many, and to whom it says it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from easycrm.leads.items.lead_items import MAX_ITEM_BYTES
from easycrm.leads.lead import Lead, Origin, Source, Value
from easycrm.leads.table import LeadsTable
from local.emulator import aws
from local.emulator.stack import Stack
from local.settings import ACCESS_KEY, REGION, SECRET_KEY
from tests.stack.throttling import BusyDynamoDb, LosingDynamoDb

TABLES = ("new-leads", "another-table")


def make_lead(number: int, text: str = "x") -> Lead:
    origin = Origin("2026-03-01T09:00:00.000001Z", "u1", "Fair", 2)
    texts = {"firstName": f"Ana {number}", "email": f"a{number}@example.com", "remarks.It's: {a}": text}
    values = {key: Value(each, origin) for key, each in texts.items()}
    return Lead(f"L{number}", values, "u1", origin.registered_at, Source(origin, "fair.csv", "rules"), 1)


@pytest.fixture
def dynamodb(local_stack: Stack) -> Iterator[Any]:
    """A client of the emulator, which has two empty tables besides those of the stack."""
    client = aws.client(local_stack.settings, "dynamodb")
    keys = ("leadId", "email")
    index: Any = {"KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    for name in TABLES:
        client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "leadId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            GlobalSecondaryIndexes=[index | {"IndexName": "EmailIndex"}],
            BillingMode="PAY_PER_REQUEST",
        )
    yield client
    for name in TABLES:
        client.delete_table(TableName=name)


@pytest.fixture
def leads(dynamodb: Any) -> LeadsTable:
    return LeadsTable(dynamodb, TABLES[0])


def test_new_leads_are_stored_as_they_are(leads: LeadsTable) -> None:
    new = [make_lead(number, text='\'? \N{BLACK HEART SUIT} {"S": "\\\\"}') for number in range(60)]
    assert leads.insert(new) == {lead.lead_id for lead in new}
    assert leads.get_many(lead.lead_id for lead in new) == {lead.lead_id: lead for lead in new}
    assert [lead.lead_id for lead in leads.with_email("a7@example.com", 9)] == ["L7"]


def test_a_lead_that_exists_is_left_as_it_is(leads: LeadsTable) -> None:
    leads.put(make_lead(1, "before"))
    assert leads.insert([make_lead(number) for number in range(3)]) == {"L0", "L2"}
    assert leads.get("L1") == make_lead(1, "before")


def test_a_lead_that_is_too_large_is_refused_by_its_name_and_the_others_are_stored(leads: LeadsTable) -> None:
    with pytest.raises(ClientError, match=r"ValidationError.*L1\b"):
        leads.insert([make_lead(0), make_lead(1, "x" * MAX_ITEM_BYTES), make_lead(2)])
    assert leads.get_many(["L0", "L1", "L2"]).keys() == {"L0", "L2"}


def test_a_table_that_is_not_there_is_told_by_the_verdict(dynamodb: Any) -> None:
    with pytest.raises(ClientError, match="ResourceNotFound"):
        LeadsTable(dynamodb, "no-such-table").insert([make_lead(1)])


def client_of(endpoint: str, key: str = ACCESS_KEY, secret: str = SECRET_KEY) -> Any:
    """A client that tries once, as the functions have it for writes."""
    make: Any = boto3.client  # its stubs want to know the name of every option
    config = Config(region_name=REGION, retries={"total_max_attempts": 1})
    keys = {"aws_access_key_id": key, "aws_secret_access_key": secret}
    return make("dynamodb", endpoint_url=endpoint, config=config, **keys)


def writing_through(address: str) -> LeadsTable:
    return LeadsTable(None, TABLES[0], lambda _: None, client_of(address))


def test_those_that_the_table_was_too_busy_for_are_stored_by_later_tries(
    local_stack: Stack, dynamodb: Any, leads: LeadsTable
) -> None:
    new = [make_lead(number) for number in range(30)]
    server = BusyDynamoDb(local_stack.settings.endpoint, dynamodb)
    with server.running() as address:
        assert writing_through(address).insert(new) == {lead.lead_id for lead in new}
    assert server.writes == 30 + 30 + 15
    assert leads.get_many(lead.lead_id for lead in new) == {lead.lead_id: lead for lead in new}


def test_leads_whose_answer_was_lost_are_there_and_not_among_those_stored(
    local_stack: Stack, leads: LeadsTable
) -> None:
    new = [make_lead(number) for number in range(30)]
    with LosingDynamoDb(local_stack.settings.endpoint).running() as address:
        assert writing_through(address).insert(new) == set()
    assert leads.get_many(lead.lead_id for lead in new) == {lead.lead_id: lead for lead in new}


@pytest.fixture
def as_user(local_stack: Stack) -> Iterator[Callable[..., LeadsTable]]:
    """A function: a table as a user finds it who may do this much, on the first of the tables."""
    iam = aws.client(local_stack.settings, "iam")
    users: list[str] = []

    def table(name: str, *actions: str) -> LeadsTable:
        users.append(f"user-{len(users)}")
        resource = f"arn:aws:dynamodb:{REGION}:000000000000:table/{TABLES[0]}"
        policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": resource}}
        iam.create_user(UserName=users[-1])
        iam.put_user_policy(UserName=users[-1], PolicyName="all", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=users[-1])["AccessKey"]
        return LeadsTable(client_of(local_stack.settings.endpoint, key["AccessKeyId"], key["SecretAccessKey"]), name)

    yield table
    for name in users:
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=name, PolicyName="all")
        iam.delete_user(UserName=name)


@pytest.mark.usefixtures("dynamodb")
def test_who_may_insert_into_a_table_stores_new_leads_in_it(as_user: Callable[..., LeadsTable]) -> None:
    assert as_user(TABLES[0], "dynamodb:PartiQLInsert").insert([make_lead(1)]) == {"L1"}


@pytest.mark.usefixtures("dynamodb")
@pytest.mark.parametrize(
    ("table", "actions"),
    [
        (TABLES[1], ["dynamodb:PartiQLInsert"]),
        (TABLES[0], ["dynamodb:PutItem", "dynamodb:BatchWriteItem"]),
        (TABLES[0], ["dynamodb:BatchExecuteStatement", "dynamodb:PartiQLSelect"]),
    ],
)
def test_nobody_else_does(table: str, actions: list[str], as_user: Callable[..., LeadsTable]) -> None:
    with pytest.raises(ClientError, match=r"AccessDenied.*dynamodb:PartiQLInsert"):
        as_user(table, *actions).insert([make_lead(1)])


@pytest.mark.usefixtures("leads")
def test_consumed_units_are_one_for_each_statement_whatever_it_stores(dynamodb: Any) -> None:
    """On AWS it is one for each begun KB, and as much for the index."""
    dynamodb.meta.events.register("provide-client-params.dynamodb.BatchExecuteStatement", ask_for_units)
    units: list[float] = []

    def count(parsed: dict[str, Any], **_: Any) -> None:
        units.extend(table["CapacityUnits"] for table in parsed["ConsumedCapacity"])

    dynamodb.meta.events.register("after-call.dynamodb.BatchExecuteStatement", count)
    LeadsTable(dynamodb, TABLES[0]).insert([make_lead(number, "x" * 3_000) for number in range(5)])
    assert units == [5.0]


def ask_for_units(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    return params | {"ReturnConsumedCapacity": "INDEXES"}
