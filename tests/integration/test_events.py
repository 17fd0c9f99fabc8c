"""The recorded events: one for every function, and together an import from the upload to the list of leads."""

import hashlib
import json

import pytest

from easycrm.errors import Terminal
from tests.support.lambdas import EVENTS, HANDLERS, UPLOAD_ID, call, event, function_of, handle, invoke

FILE = EVENTS / "fair.csv"
COUNTS = {"created": 2, "updated": 0, "unchanged": 0, "merged": 1, "held": 1, "skipped": 0, "rows": 4}

pytestmark = pytest.mark.usefixtures("fresh_functions")


def test_every_function_has_an_event():
    assert {path.stem.partition("-")[0] for path in EVENTS.glob("*.json")} == HANDLERS.keys()


def test_the_table_has_every_function_and_event_with_both_commands():
    names = sorted(path.name for path in EVENTS.glob("*.json"))
    table = (EVENTS / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "](" in line]
    assert [row for row in rows if len(row) == 4] == [
        [
            function_of(name.removesuffix(".json")),
            f"[{name}]({name})",
            f"`.venv/bin/python -m local invoke {function_of(name.removesuffix('.json'))} -e tests/events/{name}`",
            f"`.venv/bin/sam local invoke {function_of(name.removesuffix('.json'))} -e tests/events/{name} "
            "--env-vars .local/functions.json`",
        ]
        for name in names
    ]


def test_the_events_are_about_the_file_beside_them():
    content = FILE.read_bytes()
    source = event("register_upload")["input"]["detail"]["object"]
    assert (source["etag"], source["size"]) == (hashlib.md5(content, usedforsecurity=False).hexdigest(), len(content))
    assert json.loads(event("create_upload")["body"])["fileSize"] == len(content)


def test_every_event_is_what_the_machine_makes_of_the_answers_before_it(run_until, s3):
    def items(place, *members):
        listed = json.loads(s3.get_object(Bucket="data", Key=state[place]["key"])["Body"].read())
        of_run = {"uploadId": state["uploadId"], "run": state["run"]}
        return [of_run | {name: item[name] for name in members} for item in listed]

    answers = run_until("finish_import")
    state = answers["register_upload"]
    assert event("parse_workbook") == state
    state |= {"batches": {name: answers["parse_workbook"][name] for name in ("key", "batches")}}
    assert event("map_columns") == state
    state |= {"mapping": answers["map_columns"]}
    assert event("choose_slices") == state
    state |= {"slices": answers["choose_slices"]}
    assert event("publish_leads") == event("finish_import") == state
    assert [event("standardise_batch")] == items("batches", "batch", "slices", "ranges")
    assert [event("upsert_slice")] == items("slices", "slice", "ranges")


def test_the_import_ends_with_the_outcome_of_every_row(run_until):
    answers = run_until("finish_import")
    assert answers["upsert_slice"] == {"created": 2, "merged": 1}
    assert answers["publish_leads"] == {"published": 2, "readModel": "delta"}
    assert answers["finish_import"] == {"status": "completed", "result": COUNTS}


def test_every_task_may_run_twice(run_until, dynamodb, records):
    answers = run_until("upsert_slice")
    before = dynamodb.scan(TableName="leads")["Items"]
    assert run_until("upsert_slice") == answers
    assert dynamodb.scan(TableName="leads")["Items"] == before
    assert invoke("publish_leads") == {"published": 2, "readModel": "delta"}
    assert invoke("publish_leads") == {"published": 0, "readModel": "delta"}
    ended = invoke("finish_import")
    before = records.get(UPLOAD_ID)
    assert invoke("finish_import")["status"] == ended["status"]
    assert records.get(UPLOAD_ID) == before


def test_the_list_shows_what_was_imported(run_until):
    run_until("finish_import")
    status, body = call("list_leads")
    assert status == 200
    assert [(lead["email"], lead["company"], lead["phone"]) for lead in body["leads"]] == [
        ("zoe.tan@example.com", "Example Trading Pte Ltd", "+6561234567")
    ]
    assert body["pagination"] == {"page": 1, "pageSize": 20, "totalCount": 1, "totalPages": 1}
    assert body["asOf"]


def test_a_rebuild_shows_what_was_imported(run_until):
    run_until("finish_import")
    before = call("list_leads")[1]["leads"]
    assert invoke("rebuild_read_model") == {"leads": 2, "orphansDeleted": 0}
    assert call("list_leads")[1]["leads"] == before


def test_an_export_has_the_leads_that_the_list_counts(run_until, s3):
    run_until("finish_import")
    status, body = call("export_leads")
    assert (status, body["count"]) == (200, 1)
    (key,) = [entry["Key"] for entry in s3.list_objects_v2(Bucket="data", Prefix="exports/")["Contents"]]
    assert "zoe.tan@example.com" in s3.get_object(Bucket="data", Key=key)["Body"].read().decode("utf-8-sig")


def test_a_question_is_answered_from_what_was_imported(run_until):
    run_until("finish_import")
    status, body = call("chat")
    assert (status, body["answer"]) == (200, "There is 1 lead whose company contains “Example Trading”.")


def test_one_lead_comes_with_the_origin_of_every_field(run_until):
    run_until("finish_import")
    status, lead = call("list_leads-one")
    assert status == 200
    assert (lead["firstName"], lead["lastName"], lead["remarks"]) == ("Zoë", "Tan", {"Notes": "met at stand 42"})
    rows = {field: origin["row"] for field, origin in lead["origins"].items()}
    assert rows == {"firstName": 2, "lastName": 2, "email": 2, "phone": 2, "company": 4}
    assert lead["remarkOrigins"]["Notes"]["row"] == 2
    assert {(origin["uploadId"], origin["sourceFile"]) for origin in lead["origins"].values()} == {
        (UPLOAD_ID, "fair.csv")
    }


@pytest.mark.parametrize(
    ("last", "status", "worksheets"),
    [(None, "uploading", 0), ("finish_import", "completed", 1)],
)
def test_the_status_tells_how_far_the_import_is(last, status, worksheets, run_until):
    if last:
        run_until(last)
    answer, body = call("get_status")
    assert (answer, body["status"], body["stage"], len(body["worksheets"])) == (200, status, status, worksheets)


def test_the_status_of_an_import_that_ended_has_its_result(run_until):
    run_until("finish_import")
    _, body = call("get_status")
    assert body["result"] == COUNTS
    assert body["progress"] == {
        "totalBatches": 2,
        "completedBatches": 2,
        "failedBatches": 0,
        "totalLeads": 4,
        "processedLeads": 4,
        "percentage": 100,
    }


def test_the_status_says_what_each_column_was_taken_for(run_until):
    run_until("finish_import")
    _, body = call("get_status")
    (worksheet,) = body["worksheets"]
    assert [column["field"] for column in worksheet["columns"]] == ["fullName", "email", "phone", "company", None]


def test_the_status_outlives_the_work_files(run_until, records, s3):
    run_until("publish_leads")
    records.note(UPLOAD_ID, createdAt="2025-12-31T09:00:00.000000Z")
    invoke("finish_import")
    for entry in s3.list_objects_v2(Bucket="data", Prefix="imports/")["Contents"]:
        s3.delete_object(Bucket="data", Key=entry["Key"])
    answer, body = call("get_status")
    assert (answer, body["status"], body["result"], body["worksheets"]) == (200, "completed", COUNTS, [])


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [("record_failure", "noRows", "No rows were found"), ("record_failure-aborted", "aborted", "by an operator")],
)
def test_what_stopped_a_run_is_told_on_the_record(name, code, says, run_until):
    run_until("register_upload")
    assert says in invoke(name)["message"]
    _, body = call("get_status")
    assert (body["status"], body["error"]["code"]) == ("failed", code)
    assert says in body["error"]["message"]


def test_what_a_broken_run_stored_is_published_and_closed_once(run_until, begun):
    run_until("upsert_slice")
    for _ in range(2):
        invoke("record_failure-aborted")
    ((name, closing),) = begun().items()
    assert name.startswith(f"{UPLOAD_ID}-finish-")
    assert (closing["uploadId"], closing["finish"]["error"]["code"]) == (UPLOAD_ID, "aborted")


def test_the_run_that_closes_tells_what_was_stored_and_why_it_stopped(run_until, begun):
    run_until("upsert_slice")
    invoke("record_failure-aborted")
    (closing,) = begun().values()
    for task in ("publish_leads", "finish_import"):
        handle(task, closing)
    _, body = call("get_status")
    assert (body["status"], body["result"], body["error"]["code"]) == ("partial", COUNTS, "aborted")
    assert len(call("list_leads")[1]["leads"]) == 1


def test_of_a_run_that_came_to_no_slices_nothing_is_closed(run_until, begun):
    run_until("standardise_batch")
    invoke("record_failure-aborted")
    assert begun() == {}


def test_until_a_broken_run_is_closed_its_upload_has_not_ended(run_until, begun):
    run_until("upsert_slice")
    invoke("record_failure-aborted")
    _, body = call("get_status")
    assert (body["status"], body["stage"], body["actions"]) == ("processing", "publishing", ["cancel", "forceComplete"])
    assert call("list_uploads")[1]["uploads"][0]["status"] == "processing"
    assert len(begun()) == 1


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_slice_that_comes_after_the_end_stores_nothing(status, run_until, records, dynamodb):
    run_until("choose_slices")
    records.finish(records.get(UPLOAD_ID), status, {"flags": {}})
    with pytest.raises(Terminal, match="uploadStopped"):
        invoke("upsert_slice")
    assert dynamodb.scan(TableName="leads")["Items"] == []


def test_a_failure_told_late_leaves_an_import_that_ended_as_it_is(run_until, records):
    run_until("finish_import")
    before = records.get(UPLOAD_ID)
    invoke("record_failure-aborted")
    assert records.get(UPLOAD_ID) == before


def test_a_failure_told_again_leaves_the_retry_that_came_since_in_charge(run_until, begun, records):
    run_until("upsert_slice")
    invoke("record_failure-aborted")
    (closing,) = begun().values()
    for task in ("publish_leads", "finish_import"):
        handle(task, closing)
    call("retry_upload")
    before = records.get(UPLOAD_ID)
    assert before["status"] == "processing"
    invoke("record_failure-aborted")
    assert records.get(UPLOAD_ID) == before


# Stopped, and begun again


@pytest.mark.parametrize(("name", "status"), [("cancel_upload", "cancelled"), ("force_complete_upload", "partial")])
def test_an_upload_that_is_stopped_ends_with_what_it_stored_and_who_stopped_it(name, status, run_until, begun):
    run_until("upsert_slice")
    call(name)
    (closing,) = begun().values()
    for task in ("publish_leads", "finish_import"):
        handle(task, closing)
    _, body = call("get_status")
    assert (body["status"], body["result"], body["progress"]["percentage"]) == (status, COUNTS, 100)
    assert (body["stoppedBy"]["as"], body["stoppedBy"]["by"]) == (status, "mei@example.com")
    assert len(call("list_leads")[1]["leads"]) == 1


@pytest.mark.parametrize("name", ["cancel_upload", "force_complete_upload"])
def test_a_slice_that_comes_after_a_stop_stores_nothing(name, run_until, dynamodb, machine):  # noqa: ARG001
    run_until("choose_slices")
    call(name)
    with pytest.raises(Terminal, match="uploadStopped"):
        invoke("upsert_slice")
    assert dynamodb.scan(TableName="leads")["Items"] == []


def test_an_upload_that_is_being_stopped_can_be_stopped_once_more(run_until, machine):  # noqa: ARG001
    run_until("upsert_slice")
    call("cancel_upload")
    assert call("get_status")[1]["actions"] == ["cancel"]
    assert call("cancel_upload")[0] == 202


def test_slices_are_not_chosen_for_an_upload_that_is_being_stopped(run_until, machine):  # noqa: ARG001
    run_until("standardise_batch")
    call("cancel_upload")
    with pytest.raises(Terminal, match="uploadStopped"):
        invoke("choose_slices")


@pytest.mark.parametrize(
    ("last", "left"),
    [("map_columns", ["standardise_batch"]), ("standardise_batch", []), ("choose_slices", []), ("upsert_slice", [])],
)
def test_a_retry_ends_as_an_import_without_failure_does(last, left, run_until, begun, records):
    state = begin_again(last, run_until, begun, records)
    assert (state["registered"], state["run"], state["batches"]["batches"]) == (True, 1, len(left))
    for task in left:
        invoke(task, run=1)
    assert_ends_well(state)


@pytest.mark.parametrize("last", ["register_upload", "parse_workbook"])
def test_a_retry_of_what_was_not_parsed_or_not_mapped_begins_from_the_start(last, run_until, begun, records):
    state = begin_again(last, run_until, begun, records)
    assert (state["registered"], state["etag"], "batches" in state) == (True, event("parse_workbook")["etag"], False)
    state["batches"] = handle("parse_workbook", state)
    for task in ("map_columns", "standardise_batch"):
        invoke(task)
    assert_ends_well(state)


def begin_again(last, run_until, begun, records):
    """What the machine goes on with in a retry of a run that an operator aborted behind this task."""
    run_until(last)
    invoke("record_failure-aborted")
    closings = begun()
    for closing in closings.values():
        handle("publish_leads", closing)
        handle("finish_import", closing)
    call("retry_upload")
    (way_in,) = (content for name, content in begun().items() if name not in closings)
    return handle("register_upload", {"input": way_in, "executionArn": records.get(UPLOAD_ID)["closingArn"]})


def assert_ends_well(state):
    slices = handle("choose_slices", state)
    if slices["slices"]:
        invoke("upsert_slice", run=state["run"])
    for task in ("publish_leads", "finish_import"):
        handle(task, state)
    _, body = call("get_status")
    assert (body["status"], body["result"], body["failedBatches"]) == ("completed", COUNTS, [])
    assert "error" not in body
    assert len(call("list_leads")[1]["leads"]) == 1


def test_a_file_that_cannot_be_read_cannot_be_retried_and_its_own_sentence_says_why(run_until):
    run_until("register_upload")
    invoke("record_failure")
    status, body = call("retry_upload")
    assert (status, body["error"]["code"]) == (409, "cannotRetry")
    assert "No rows were found in “fair.csv”." in body["error"]["message"]
    assert call("get_status")[1]["actions"] == []


def test_the_status_links_to_the_row_report(run_until, s3):
    run_until("finish_import")
    _, body = call("get_status")
    assert f"/imports/{UPLOAD_ID}/report.csv?" in body["reportUrl"]
    assert "fair.csv.report.csv" in body["reportUrl"]
    content = s3.get_object(Bucket="data", Key=f"imports/{UPLOAD_ID}/report.csv")["Body"].read().decode("utf-8-sig")
    assert [line.split(",")[:2] for line in content.splitlines()[1:]] == [["fair", "2"], ["fair", "5"]]
