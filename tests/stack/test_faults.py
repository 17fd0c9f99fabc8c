"""What goes wrong by itself: doubled, reordered, killed, throttled and missing; every lead and every total is exact."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from local.emulator import aws
from tests.stack.throttling import busy_table, losing_table
from tests.support.lambdas import event
from tests.support.some import some
from tests.support.world import World, wait_for

ROWS = 1000
PEOPLE = 600
_TOLD_BY_THE_RUN = ("uploadId", "createdIn", "createdAt", "updatedAt", "origins")


def _people(world: World, rows: int = ROWS) -> Path:
    """Every person in one row."""
    return world.csv("people.csv", ["Name", "Email"], [[f"Person {n}", f"p{n}@example.com"] for n in range(rows)])


def _mixed(world: World) -> Path:
    """600 people in 1,000 rows, far apart from each other; the later row has the better company."""
    rows = [[f"Person {n % PEOPLE}", f"p{n % PEOPLE}@example.com", f"Company {n}"] for n in range(ROWS)]
    return world.csv("mixed.csv", ["Name", "Email", "Company"], rows)


def _leads(world: World) -> list[dict[str, Any]]:
    """The table's leads without what tells one import from another."""
    return [{name: item[name] for name in item if name not in _TOLD_BY_THE_RUN} for item in world.lead_items()]


def _total(world: World) -> int:
    return int(world.leads("pageSize=1")["pagination"]["totalCount"])


def _result(rows: int, **counts: int) -> dict[str, int]:
    none = dict.fromkeys(("created", "updated", "unchanged", "merged", "held", "skipped"), 0)
    return none | counts | {"rows": rows}


def test_throttling_on_most_of_the_writes_is_absorbed(world: World) -> None:
    with busy_table(world) as table:
        status = world.import_file(_people(world))

    assert (status["status"], status["result"]) == ("completed", _result(ROWS, created=ROWS))
    assert (len(table.refused), table.writes) == (ROWS, ROWS * 5 // 2)
    assert {item["version"] for item in world.lead_items()} == {1}
    assert len(world.lead_items()) == _total(world) == ROWS


def test_leads_whose_answers_were_lost_are_told_as_created(world: World) -> None:
    with losing_table(world):
        status = world.import_file(_people(world))

    assert (status["status"], status["result"]) == ("completed", _result(ROWS, created=ROWS))
    assert {item["version"] for item in world.lead_items()} == {1}
    assert len(world.lead_items()) == _total(world) == ROWS


@pytest.mark.parametrize(
    ("refused", "listed", "again", "name"),
    [
        ("imports/*/sorted/*", "worksheet-batches.json", "worksheet-batches.json", "batch"),
        ("imports/*/slice-plans/*", "runs/0/slices.json", "runs/1/slices.json", "slice"),
    ],
    ids=["batches", "slices"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_batches_and_slices_in_random_order_make_the_same_leads(
    world: World, refused: str, listed: str, again: str, name: str, seed: int
) -> None:
    in_order = world.import_file(_mixed(world))
    expected = _leads(world)
    world.forget_everything()
    with world.forbidden(refused, action="s3:PutObject"):
        upload_id = world.import_file(_mixed(world))["uploadId"]
    assert world.lead_items() == []

    order = [item[name] for item in world.shuffle(upload_id, listed, Random(seed), again)]
    world.client.call("POST", f"/status/{upload_id}/retry")
    status = world.follow(upload_id)

    assert order != sorted(order)
    assert status["result"] == in_order["result"] == _result(ROWS, created=PEOPLE, merged=ROWS - PEOPLE)
    assert _leads(world) == expected
    assert [item["company"] for item in expected if item["email"] == "p0@example.com"] == [f"Company {PEOPLE}"]


def test_every_task_run_twice_stores_and_tells_the_same(world: World) -> None:
    first = world.import_file(_mixed(world))
    before = world.lead_items()

    answers = world.run_every_task_again(first["uploadId"])

    assert [answer for answer in some(answers) if "errorMessage" in answer] == []
    assert world.lead_items() == before
    assert world.client.status(first["uploadId"])["result"] == first["result"]
    assert _total(world) == PEOPLE


@pytest.mark.parametrize(
    ("begins_with", "run_again"),
    [("mapping.json", World.run_batches_again), ("runs/0/slices.json", World.run_slices_again)],
    ids=["batches", "slices"],
)
def test_what_runs_twice_at_the_same_moment_stores_and_tells_the_same(
    world: World, begins_with: str, run_again: Callable[[World, str], list[Any]]
) -> None:
    upload_id = world.start_upload(_mixed(world))
    wait_for(lambda: world.work_files(upload_id, begins_with))

    with ThreadPoolExecutor(1) as pool:
        again = pool.submit(run_again, world, upload_id)
        status = world.follow(upload_id)
        refused = [answer for answer in again.result() if "errorMessage" in answer]

    assert all("uploadStopped" in answer["errorMessage"] for answer in refused)  # it had ended by then
    assert status["result"] == _result(ROWS, created=PEOPLE, merged=ROWS - PEOPLE)
    assert {item["version"] for item in world.lead_items()} == {1}
    assert len(world.lead_items()) == _total(world) == PEOPLE


def test_the_same_event_three_times_is_one_import(world: World) -> None:
    upload_id = world.start_upload(_people(world, 300))
    again = {"detail": {"object": {"key": f"uploads/{upload_id}/source", "etag": world.source_etag(upload_id)}}}

    assert [world.start_execution(f"again-{n}-{upload_id}", again) for n in range(2)] == ["SUCCEEDED"] * 2

    assert world.follow(upload_id)["result"] == _result(300, created=300)
    assert {item["version"] for item in world.lead_items()} == {1}
    assert len(world.lead_items()) == _total(world) == 300


@pytest.mark.parametrize(
    ("task", "begun"),
    [("StandardiseBatch", "sorted/"), ("ChooseSlices", "runs/0/batches.json"), ("UpsertSlice", "slice-plans/")],
)
def test_tasks_killed_in_the_middle_of_their_writes_lose_and_double_nothing(
    world: World, task: str, begun: str
) -> None:
    upload_id = world.start_upload(_people(world, 2000))
    wait_for(lambda: world.work_files(upload_id, begun))

    assert world.kill_workers(task) > 0

    status = world.follow(upload_id)
    assert (status["status"], status["result"]) == ("completed", _result(2000, created=2000))
    assert {item["version"] for item in world.lead_items()} == {1}
    assert len(world.lead_items()) == _total(world) == 2000


def test_a_batch_whose_rows_cannot_be_read_fails_alone(world: World) -> None:
    with world.forbidden("imports/*/sorted/*", action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]
    batches = world.read_work_file(upload_id, "worksheet-batches.json")
    batches[2]["ranges"][0]["size"] = 9
    world.change_work_file(upload_id, "worksheet-batches.json", batches)

    world.client.call("POST", f"/status/{upload_id}/retry")
    status = world.follow(upload_id)

    assert (status["status"], status["result"]) == ("partial", _result(ROWS, created=ROWS - 200, held=200))
    assert [(entry["batch"], entry["rows"]) for entry in status["failedBatches"]] == [("00003", 200)]
    stored = {item["email"] for item in world.lead_items()}
    assert stored == {f"p{n}@example.com" for n in range(ROWS) if not 400 <= n < 600}
    assert _total(world) == ROWS - 200


def test_a_batch_whose_sorted_rows_are_gone_is_standardised_again_by_a_retry(world: World) -> None:
    with world.forbidden("imports/*/slice-plans/*", action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]
    world.delete_work_file(upload_id, "sorted/", "00003.jsonl")

    world.client.call("POST", f"/status/{upload_id}/retry")
    status = world.follow(upload_id)

    assert (status["status"], status["result"]) == ("completed", _result(ROWS, created=ROWS))
    assert world.map_run_totals(upload_id)["StandardiseBatches"] == {"succeeded": 1, "failed": 0}
    assert len(world.lead_items()) == _total(world) == ROWS


def test_a_slice_whose_rows_are_gone_fails_alone_and_says_how_many_rows_of_which_worksheet(world: World) -> None:
    with world.forbidden("imports/*/slice-plans/*", action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]
    slices = world.read_work_file(upload_id, "runs/0/slices.json")
    rows = _rows_of_slice(world, upload_id, slices[1]["slice"])
    slices[1]["ranges"][0][0] = "00099"
    world.change_work_file(upload_id, "runs/1/slices.json", slices)

    world.client.call("POST", f"/status/{upload_id}/retry")
    status = world.follow(upload_id)

    assert (status["status"], status["result"]) == ("partial", _result(ROWS, created=ROWS - rows, held=rows))
    assert status["failedBatches"] == []
    assert status["failedSlices"] == [
        {"slice": slices[1]["slice"], "rows": rows, "worksheets": [{"worksheet": "people", "rows": rows}]}
    ]
    assert f"{rows} rows of “people”" in status["error"]["message"]
    assert len(world.lead_items()) == _total(world) == ROWS - rows


def _rows_of_slice(world: World, upload_id: str, name: str) -> int:
    """How many rows the batches have for a slice."""
    bucket, keys = world.outputs["DataBucketName"], world.work_files(upload_id, "sorted/")
    bodies = (world.s3.get_object(Bucket=bucket, Key=f"imports/{upload_id}/{key}")["Body"] for key in keys)
    heads = [json.loads(next(body.iter_lines())) for body in bodies]
    return sum(sum(rows.values()) for head in some(heads) for share, _, _, rows in head["shares"] if share == name)


def test_progress_never_goes_back_and_100_percent_means_that_the_leads_can_be_read(world: World) -> None:
    seen: list[dict[str, Any]] = []
    readable: list[int] = []

    def look(status: dict[str, Any]) -> None:
        seen.append(status)
        if status["progress"]["percentage"] == 100:
            readable.append(_total(world))

    world.follow(world.start_upload(_people(world, 3000)), look)

    percentages = [status["progress"]["percentage"] for status in seen]
    assert percentages == sorted(percentages)
    assert readable == [3000]
    early = [status for status in seen if not status["progress"]["completedBatches"]]
    assert {status["estimatedCompletion"] for status in early} == {None}


def test_the_end_of_a_run_that_record_failure_cannot_write_down_is_kept_for_operators(world: World) -> None:
    lost = event("record_failure-aborted")  # of an upload that does not exist
    functions, queues = (aws.client(world.stack.settings, service) for service in ("lambda", "sqs"))
    name = world.function_name("RecordFailure")
    config = functions.get_function_event_invoke_config(FunctionName=name, Qualifier="$LATEST")
    queue = config["DestinationConfig"]["OnFailure"]["Destination"].rpartition(":")[2]
    url = queues.get_queue_url(QueueName=queue)["QueueUrl"]

    functions.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(lost))

    (message,) = wait_for(lambda: queues.receive_message(QueueUrl=url, VisibilityTimeout=0).get("Messages"))
    queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert json.loads(message["Body"])["requestPayload"] == lost
