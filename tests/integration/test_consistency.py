"""What decisions are made on is read as it is now, not as it was a moment ago."""

import json
from contextlib import suppress

import pytest

from easycrm.errors import NotFound


@pytest.fixture
def sent(dynamodb):
    """The requests that reach DynamoDB: (operation, content)."""
    requests = []

    def note(model, params, **_):
        requests.append((model.name, json.loads(params["body"])))

    dynamodb.meta.events.register("before-call.dynamodb", note)
    yield requests
    dynamodb.meta.events.unregister("before-call.dynamodb", note)


@pytest.mark.parametrize("read", ["get", "get_many", "names_of"])
def test_leads_are_read_consistently(read, leads, sent):
    getattr(leads, read)("L")
    ((operation, request),) = sent
    asked = request["RequestItems"]["leads"] if operation == "BatchGetItem" else request
    assert asked["ConsistentRead"] is True


def test_an_uploads_record_is_read_consistently(records, sent):
    with suppress(NotFound):
        records.get("u1")
    assert [(operation, request["ConsistentRead"]) for operation, request in sent] == [("GetItem", True)]


def test_the_pointer_of_the_read_model_is_read_consistently(snapshots, sent):
    snapshots.pointer()
    assert [(operation, request["ConsistentRead"]) for operation, request in sent] == [("GetItem", True)]
