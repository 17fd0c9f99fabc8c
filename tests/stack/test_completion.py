"""Cancel, retry, force-complete and what breaks on the way, on the deployed state machine."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from local.emulator import aws
from tests.support.some import some
from tests.support.world import World, wait_for

ROWS = 1000
SLICES = 4
A_BATCH, A_SLICE = "imports/*/sorted/00002.jsonl", "imports/*/slice-plans/s01.*"
STATES = {  # a state, and what has to be refused to keep the import in it for a while
    "Parse workbook": ("uploads/*", "s3:GetObject"),
    "Map columns": ("imports/*/mapping.json", "s3:PutObject"),
    "Standardise batch": ("imports/*/sorted/*", "s3:PutObject"),
    "Choose slices": ("imports/*/runs/*/batches.json", "s3:PutObject"),
    "Upsert slice": ("imports/*/slice-plans/*", "s3:PutObject"),
    "Publish leads": ("snapshots/*", "s3:PutObject"),
    "Finish import": ("imports/*/slice-results/*", "s3:GetObject"),
}


def _people(world: World, rows: int = ROWS, name: str = "people.csv") -> Path:
    return world.csv(name, ["Name", "Email"], [[f"Person {n}", f"p{n}@example.com"] for n in range(rows)])


def _post(world: World, upload_id: str, action: str) -> Any:
    return world.client.call("POST", f"/status/{upload_id}/{action}")


def _ended(world: World, upload_id: str, status: str) -> dict[str, Any]:
    return dict(wait_for(lambda: (found := world.client.status(upload_id))["status"] == status and found))


def _sums_up(result: dict[str, int], rows: int = ROWS) -> bool:
    return result["rows"] == rows == sum(count for name, count in result.items() if name != "rows")


def _stopped_in(world: World, state: str, action: str) -> str:
    """An upload that is asked to stop while it is kept in a state; from then on nothing is refused any more."""
    key, refused = STATES[state]
    with ThreadPoolExecutor(1) as pool:
        with world.forbidden(key, action=refused):
            upload_id = world.start_upload(_people(world))
            world.wait_for_state(upload_id, state)
            answer = pool.submit(_post, world, upload_id, action)
            wait_for(lambda: "stopRequested" in world.record(upload_id))
        assert answer.result().status == 202
    return upload_id


@pytest.mark.parametrize("state", STATES)
def test_an_import_cancelled_in_any_state_tells_what_it_stored_and_can_be_retried(world: World, state: str) -> None:
    upload_id = _stopped_in(world, state, "cancel")
    cancelled = _ended(world, upload_id, "cancelled")

    stored = len(world.lead_items())
    assert cancelled["result"]["created"] == stored == world.leads("pageSize=1")["pagination"]["totalCount"]
    assert cancelled["stoppedBy"]["by"] == "demo@example.com"
    assert "retry" in cancelled["actions"]

    assert _post(world, upload_id, "retry").status == 202
    done = _ended(world, upload_id, "completed")
    assert (done["result"]["created"], done["result"]["held"]) == (ROWS, 0)
    assert _sums_up(done["result"])
    assert len(world.lead_items()) == world.leads("pageSize=1")["pagination"]["totalCount"] == ROWS


def test_after_a_cancel_nothing_more_is_written(world: World) -> None:
    upload_id = world.start_upload(_people(world, 3000))
    wait_for(world.lead_items)

    _post(world, upload_id, "cancel")
    cancelled = _ended(world, upload_id, "cancelled")

    stored = len(world.lead_items())
    assert 0 < stored < 3000
    assert cancelled["result"]["created"] == stored == world.leads("pageSize=1")["pagination"]["totalCount"]
    assert _sums_up(cancelled["result"], 3000)


def test_an_upload_cancelled_before_its_file_came_is_never_imported(world: World) -> None:
    path = _people(world, 3)
    ticket = world.client.create_upload(path.name, path.stat().st_size, {})

    assert _post(world, ticket["uploadId"], "cancel").body["status"] == "cancelled"
    world.client.send_file(ticket, path)
    execution = world.wait_for_execution(ticket["uploadId"])

    assert execution["status"] == "SUCCEEDED"
    assert world.client.status(ticket["uploadId"])["status"] == "cancelled"
    assert world.lead_items() == []


@pytest.mark.parametrize("action", ["cancel", "force-complete"])
def test_what_has_ended_cannot_be_stopped(world: World, action: str) -> None:
    upload_id = world.import_file(_people(world, 3))["uploadId"]

    answer = _post(world, upload_id, action)

    assert (answer.status, answer.body["error"]["code"]) == (409, "cannotStop")


@pytest.mark.parametrize("state", STATES)
def test_an_import_force_completed_in_any_state_is_partial_and_says_by_whom(world: World, state: str) -> None:
    upload_id = _stopped_in(world, state, "force-complete")
    partial = _ended(world, upload_id, "partial")

    assert partial["result"]["created"] == len(world.lead_items())
    assert _sums_up(partial["result"], partial["progress"]["totalLeads"])
    assert partial["stoppedBy"] == {"as": "partial", "by": "demo@example.com", "at": partial["stoppedBy"]["at"]}


def test_only_operators_force_completion(world: World) -> None:
    upload_id = world.import_file(_people(world, 3))["uploadId"]
    pool, user = world.outputs["UserPoolId"], "demo@example.com"
    cognito = aws.client(world.stack.settings, "cognito-idp")
    cognito.admin_remove_user_from_group(UserPoolId=pool, Username=user, GroupName="operators")
    try:
        answer = world.stack.client().call("POST", f"/status/{upload_id}/force-complete")
    finally:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName="operators")

    assert (answer.status, answer.body["error"]["code"]) == (403, "operatorsOnly")


def test_retrying_a_partial_import_runs_the_failed_batches_and_the_slices_that_have_rows_of_them(world: World) -> None:
    with world.forbidden(A_BATCH, action="s3:PutObject"):
        partial = world.import_file(_people(world))
    upload_id = partial["uploadId"]
    assert partial["status"] == "partial"
    before = some(world.lead_items())

    assert _post(world, upload_id, "retry").status == 202
    done = _ended(world, upload_id, "completed")

    assert (done["result"]["created"], done["result"]["held"], done["progress"]["failedBatches"]) == (ROWS, 0, 0)
    assert [item for item in world.lead_items() if item["leadId"] in {lead["leadId"] for lead in before}] == before
    assert world.map_run_totals(upload_id) == {
        "StandardiseBatches": {"succeeded": 1, "failed": 0},
        "UpsertSlices": {"succeeded": SLICES, "failed": 0},
    }


def test_retrying_a_partial_import_runs_the_failed_slices_only(world: World) -> None:
    with world.forbidden(A_SLICE, action="s3:PutObject"):
        partial = world.import_file(_people(world))
    upload_id = partial["uploadId"]
    before = some(world.lead_items())
    assert (partial["status"], partial["result"]["created"]) == ("partial", len(before))
    assert _sums_up(partial["result"])

    assert _post(world, upload_id, "retry").status == 202
    done = _ended(world, upload_id, "completed")

    assert (done["result"]["created"], done["result"]["held"], done["progress"]["failedBatches"]) == (ROWS, 0, 0)
    assert [item for item in world.lead_items() if item["leadId"] in {lead["leadId"] for lead in before}] == before
    assert world.map_run_totals(upload_id) == {"UpsertSlices": {"succeeded": 1, "failed": 0}}


def test_a_batch_whose_leads_lie_in_slices_that_were_stored_is_retried_as_if_nothing_had_failed(world: World) -> None:
    """Every person has a row in the first batch and one in the batch that fails, whose company is the later word."""
    rows = [[f"Person {n % 200}", f"p{n % 200}@example.com", f"Company {n}"] for n in range(400)]
    path = world.csv("twice.csv", ["Name", "Email", "Company"], rows)
    whole = world.import_file(path)["result"]
    expected = [(item["leadId"], item["company"], item["version"]) for item in some(world.lead_items())]
    world.forget_everything()
    with world.forbidden(A_BATCH, action="s3:PutObject"):
        upload_id = world.import_file(path)["uploadId"]
    assert {item["company"] for item in world.lead_items()} == {f"Company {n}" for n in range(200)}

    _post(world, upload_id, "retry")
    done = _ended(world, upload_id, "completed")

    assert done["result"] == whole
    stored = [(item["leadId"], item["company"], item["version"] - 1) for item in world.lead_items()]
    assert stored == expected
    assert world.leads("pageSize=1")["pagination"]["totalCount"] == 200


def test_a_retry_that_fails_again_can_be_retried_again(world: World) -> None:
    with world.forbidden(A_BATCH, action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]
        _post(world, upload_id, "retry")
        again = _ended(world, upload_id, "partial")
    assert again["result"]["held"] == 200

    _post(world, upload_id, "retry")

    assert _ended(world, upload_id, "completed")["result"]["created"] == ROWS


def test_an_import_that_failed_can_be_retried(world: World) -> None:
    with world.forbidden("uploads/*"):
        upload_id = world.start_upload(_people(world, 300))
        failed = _ended(world, upload_id, "failed")
    assert ("retry" in failed["actions"], failed["progress"]["percentage"] < 100) == (True, True)

    _post(world, upload_id, "retry")

    done = _ended(world, upload_id, "completed")
    assert (done["result"]["created"], len(world.lead_items())) == (300, 300)
    assert _sums_up(done["result"], 300)


def test_an_upload_that_is_retried_twice_at_once_runs_once(world: World) -> None:
    with world.forbidden(A_BATCH, action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: _post(world, upload_id, "retry").status, range(2)))

    assert sorted(answers) == [202, 409]
    assert _ended(world, upload_id, "completed")["result"]["created"] == ROWS
    assert {item["version"] for item in world.lead_items()} == {1}


def test_an_unreadable_file_is_not_offered_a_retry(world: World) -> None:
    status = world.import_file(world.file("empty.csv", b""))

    answer = _post(world, status["uploadId"], "retry")

    assert status["actions"] == []
    assert (answer.status, answer.body["error"]["code"]) == (409, "cannotRetry")


def test_the_row_report_names_every_row_that_was_not_stored_as_it_came(world: World) -> None:
    rows = [
        ["Ana Li", "ana@example.com", "+65 6123 4567", "=1+1"],
        ["", "", "", "only a note"],
        ["Bob Ray", "bob@", "12345", ""],
    ]
    status = world.import_file(world.csv("fair.csv", ["Name", "Email", "Phone", "Note"], rows))

    text = requests.get(status["reportUrl"], timeout=10).content.decode("utf-8-sig")

    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["EasyCRM row"], line["Name"]) for line in lines] == [("3", ""), ("4", "Bob Ray")]
    assert "names nobody" in lines[0]["EasyCRM reason"]
    assert "could not be verified" in lines[1]["EasyCRM reason"]


def test_a_corrected_report_mends_the_lead_and_adds_none_of_the_report_s_own_columns(world: World) -> None:
    status = world.import_file(world.csv("fair.csv", ["Name", "Email"], [["Bob Ray", "bob@"]]))
    report = requests.get(status["reportUrl"], timeout=10).content.replace(b"bob@", b"bob@example.com")

    world.import_file(world.file("corrected.csv", report))

    (lead,) = world.leads()["leads"]
    assert (lead["firstName"], lead["email"], lead["flags"]) == ("Bob", "bob@example.com", [])
    assert lead["remarks"] == "Email: bob@"  # what the first file said


def test_an_import_aborted_in_the_console_is_recognised_and_what_it_stored_is_published(world: World) -> None:
    upload_id = world.start_upload(_people(world, 3000))
    wait_for(world.lead_items)

    world.step_functions.stop_execution(executionArn=world.record(upload_id)["executionArn"])
    partial = _ended(world, upload_id, "partial")

    stored = len(world.lead_items())
    assert partial["error"]["code"] == "aborted"
    assert partial["result"]["created"] == stored == world.leads("pageSize=1")["pagination"]["totalCount"]
    assert 0 < stored < 3000
    _post(world, upload_id, "retry")
    done = _ended(world, upload_id, "completed")
    assert (done["result"]["created"], len(world.lead_items())) == (3000, 3000)


def test_an_execution_that_step_functions_no_longer_knows_is_recognised(world: World) -> None:
    upload_id = world.start_upload(_people(world, 3000))
    wait_for(world.lead_items)
    world.change_record(upload_id, executionArn=f"{world.execution_prefix}gone")

    status = _ended(world, upload_id, "partial")

    stored = len(world.lead_items())
    assert (status["error"]["code"], status["actions"]) == ("interrupted", ["retry"])
    assert status["result"]["created"] == stored == world.leads("pageSize=1")["pagination"]["totalCount"]


def test_a_run_that_was_decided_on_and_never_started_is_started_by_whoever_looks(world: World) -> None:
    with world.forbidden(A_BATCH, action="s3:PutObject"):
        upload_id = world.import_file(_people(world))["uploadId"]
    source = {"etag": world.source_etag(upload_id), "uploadId": upload_id}
    arn = f"{world.execution_prefix}{upload_id}-r1"
    world.change_record(upload_id, status="processing", runs=1, closingArn=arn, wayIn=source)

    assert _ended(world, upload_id, "completed")["result"]["created"] == ROWS
