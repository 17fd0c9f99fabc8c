"""Files dropped in become leads: what the README promises, tried on the deployed stack."""

from pathlib import Path
from typing import Any

import pytest

from local.settings import CHECKOUT
from tests.support.world import World, wait_for

EXAMPLES = CHECKOUT / "examples"
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le") + b"\0" * 600
TRADE_FAIR = {"created": 243, "updated": 0, "unchanged": 0, "merged": 61, "held": 0, "skipped": 0, "rows": 304}


def test_every_row_of_the_example_becomes_part_of_one_lead(world: World) -> None:
    status = world.import_file(EXAMPLES / "trade-fair.xlsx")

    assert (status["status"], status["result"]) == ("completed", TRADE_FAIR)
    assert len(world.lead_items()) == 243
    assert world.leads()["pagination"]["totalCount"] == 243


def test_importing_the_same_file_again_writes_no_lead(world: World) -> None:
    world.import_file(EXAMPLES / "trade-fair.xlsx")
    before = world.lead_items()

    status = world.import_file(EXAMPLES / "trade-fair.xlsx")

    assert status["result"] == TRADE_FAIR | {"created": 0, "unchanged": 243}
    assert world.lead_items() == before


def test_a_second_file_updates_whom_it_knows_and_adds_whom_it_does_not(world: World) -> None:
    world.import_file(EXAMPLES / "trade-fair.xlsx")

    status = world.import_file(EXAMPLES / "newsletter.csv")

    result = status["result"]
    assert (result["created"], result["updated"] + result["unchanged"], result["merged"]) == (22, 34, 4)
    assert len(world.lead_items()) == 265


def test_progress_and_worksheets_are_told(world: World) -> None:
    status = world.import_file(EXAMPLES / "trade-fair.xlsx")

    assert status["progress"] == {
        "totalBatches": 4,
        "completedBatches": 4,
        "failedBatches": 0,
        "totalLeads": 304,
        "processedLeads": 304,
        "percentage": 100,
    }
    assert [worksheet["name"] for worksheet in status["worksheets"]] == ["Badge scans", "Business cards", "Seminar"]


def test_progress_comes_from_the_map_runs_and_never_goes_back(world: World) -> None:
    seen: list[dict[str, Any]] = []
    world.follow(world.start_upload(_many(world, 6000)), seen.append)

    percentages = [status["progress"]["percentage"] for status in seen]
    assert percentages == sorted(percentages)
    assert [p for p in percentages if p == 100] == [100]
    assert {"reading", "importing", "completed"} <= {status["stage"] for status in seen}
    assert {status["progress"]["totalBatches"] for status in seen if status["stage"] == "importing"} == {30 + 32}
    assert any(10 < percentage < 50 for percentage in percentages)
    assert any(50 < percentage < 95 for percentage in percentages)
    assert any(status["estimatedCompletion"] for status in seen)


def test_uploads_are_listed_newest_first(world: World) -> None:
    ids = [world.import_file(world.csv(f"{n}.csv", ["Email"], [[f"{n}@example.com"]]))["uploadId"] for n in range(3)]

    uploads = world.client.call("GET", "/uploads").body["uploads"]

    assert [upload["uploadId"] for upload in uploads] == ids[::-1]


def test_one_lead_shows_where_every_value_comes_from(world: World) -> None:
    upload = world.import_file(world.csv("fair.csv", ["Name", "Email", "Hall"], [["Ana Li", "ana@example.com", "B2"]]))
    listed = world.leads("q=ana")["leads"][0]

    lead = world.client.call("GET", f"/leads/{listed['leadId']}").body

    assert (lead["firstName"], lead["lastName"], lead["remarks"]) == ("Ana", "Li", {"Hall": "B2"})
    assert lead["createdIn"] == upload["uploadId"]
    assert {origin["row"] for origin in lead["origins"].values()} == {2}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 300, "JPEG"),
        ("empty.csv", b"", "empty"),
        ("broken.xlsx", b"PK\x03\x04" + b"\x00" * 200, "damaged"),
        ("header-only.csv", b"Name,Email\n", "No row"),
        ("locked.xlsx", ENCRYPTED, "password"),
    ],
)
def test_a_file_that_is_no_list_fails_with_a_sentence_and_the_stack_goes_on(
    world: World, name: str, content: bytes, says: str
) -> None:
    status = world.import_file(world.file(name, content))

    assert status["status"] == "failed"
    assert says in status["error"]["message"]
    assert status["error"]["code"] != "internal"
    assert world.import_file(world.csv("good.csv", ["Email"], [["a@example.com"]]))["status"] == "completed"


def test_a_row_that_says_nothing_of_a_person_is_held(world: World) -> None:
    rows = [["Ana Li", "ana@example.com", "B2"], ["", "", "closed on Friday"]]

    status = world.import_file(world.csv("notes.csv", ["Name", "Email", "Remark"], rows))

    assert (status["result"]["created"], status["result"]["held"], status["result"]["rows"]) == (1, 1, 2)


def _many(world: World, rows: int) -> Path:
    return world.csv("many.csv", ["Name", "Email"], [[f"Person {n}", f"p{n}@example.com"] for n in range(rows)])


def test_a_batch_that_always_fails_makes_the_import_partial_and_is_named(world: World) -> None:
    with world.forbidden("imports/*/sorted/00002.jsonl", action="s3:PutObject"):
        status = world.import_file(_many(world, 450))

    assert status["status"] == "partial"
    assert status["result"] == {
        "created": 250, "updated": 0, "unchanged": 0, "merged": 0, "held": 200, "skipped": 0, "rows": 450,
    }  # fmt: skip
    ranges = [{"worksheet": "many", "firstRow": 202, "lastRow": 401, "rows": 200}]
    assert status["failedBatches"] == [{"batch": "00002", "rows": 200, "ranges": ranges}]
    assert "200 rows of “many”" in status["error"]["message"]
    assert len(world.lead_items()) == world.leads()["pagination"]["totalCount"] == 250


def test_a_second_delivery_of_the_event_ends_quietly(world: World) -> None:
    upload_id = world.import_file(_many(world, 3))["uploadId"]
    before = world.record(upload_id)
    event = {"detail": {"object": {"key": f"uploads/{upload_id}/source", "etag": "any"}}}

    assert world.start_execution("again", event) == "SUCCEEDED"

    assert world.record(upload_id) == before


def test_an_execution_aborted_in_the_console_is_told_on_the_record(world: World) -> None:
    upload_id = world.start_upload(_many(world, 2000))
    arn = wait_for(lambda: world.record(upload_id).get("executionArn"))

    world.step_functions.stop_execution(executionArn=arn)

    record = wait_for(lambda: (found := world.record(upload_id))["status"] in ("failed", "partial") and found)
    assert record["error"]["code"] == "aborted"


def test_a_broken_publish_fails_the_import_and_a_retry_publishes_what_was_stored(world: World) -> None:
    with world.forbidden("snapshots/*", action="s3:PutObject"):
        upload_id = world.import_file(_many(world, 5))["uploadId"]
    record = wait_for(lambda: (found := world.record(upload_id)).get("error") and found)
    assert record["error"]["code"] == "internal"

    assert world.client.call("POST", f"/status/{upload_id}/retry").status == 202

    wait_for(lambda: world.client.status(upload_id)["status"] == "completed")
    assert world.leads()["pagination"]["totalCount"] == 5
