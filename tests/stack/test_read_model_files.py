"""What becomes of the read model's files on the deployed stack: a new base, and the end of what has not counted for a
day."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from local.emulator import aws
from tests.support.world import World

OLD = "snapshots/deltas/1-long-superseded"
ENOUGH_FOR_A_BASE = 5_001


@pytest.fixture
def outdated(world: World) -> World:
    """The stack with a file that has not counted for two days, and is remembered as such."""
    at = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    world.s3.put_object(Bucket=world.outputs["DataBucketName"], Key=OLD, Body=b"")
    item = {"uploadId": {"S": "read-model-superseded"}, "files": {"SS": [f"{at} {OLD}"]}}
    world.dynamodb.put_item(TableName=world.outputs["UploadsTableName"], Item=item)
    return world


def stored(world: World) -> set[str]:
    pages = world.s3.get_paginator("list_objects_v2").paginate(
        Bucket=world.outputs["DataBucketName"], Prefix="snapshots/"
    )
    return {entry["Key"] for page in pages for entry in page.get("Contents", ())}


def pointer(world: World) -> dict[str, object]:
    return dict(json.loads(world.record("read-model")["pointer"]))


def test_many_new_leads_make_a_new_base_and_end_what_has_not_counted_for_a_day(outdated: World) -> None:
    rows = ([f"p{n}@example.com"] for n in range(ENOUGH_FOR_A_BASE))

    status = outdated.import_file(outdated.csv("many.csv", ["Email"], rows))

    assert status["status"] == "completed"
    assert (pointer(outdated)["base"] or {}).get("leads") == ENOUGH_FOR_A_BASE  # type: ignore[attr-defined]
    assert OLD not in stored(outdated)
    assert outdated.leads("pageSize=1")["pagination"]["totalCount"] == ENOUGH_FOR_A_BASE


def test_a_rebuild_ends_what_has_not_counted_for_a_day_and_remembers_what_it_replaced(outdated: World) -> None:
    outdated.import_file(outdated.csv("few.csv", ["Email"], [["a@example.com"]]))
    replaced = pointer(outdated)["deltas"][0]["key"]  # type: ignore[index]
    functions = aws.client(outdated.stack.settings, "lambda")

    functions.invoke(FunctionName=outdated.function_name("RebuildReadModel"), Payload=b"{}")

    assert OLD not in stored(outdated)
    assert [name.split(" ")[1] for name in outdated.record("read-model-superseded")["files"]] == [replaced]
