"""Executions of the former form that run while a stack is upgraded: by their definition, with the functions that are.

Their states hand on what the former definition made of the answers: a manifest of batches, each with a name. Plan
batches and Upsert batch are gone.
"""

import json

import pytest

from easycrm.errors import Terminal
from easycrm.uploads.store import ImportStore
from tests.support.lambdas import UPLOAD_ID, call, handle, invoke

COUNTS = {"created": 2, "updated": 0, "unchanged": 0, "merged": 1, "held": 1, "skipped": 0, "rows": 4}
KEY = f"imports/{UPLOAD_ID}/manifest.json"
BATCH = {"batch": "00001", "name": "batches/5b0ac5f2-7d1c-4f2e-9a55-1f6f2a1f7c10/00001.jsonl"}
GONE = {"Error": "Lambda.ResourceNotFoundException", "Cause": "Function not found: PlanBatchesFunction"}
FORBIDDEN = {
    "Error": "Lambda.AWSLambdaException",
    "Cause": "User: StateMachineRole is not authorized to perform: lambda:InvokeFunction on PlanBatchesFunction",
}

pytestmark = pytest.mark.usefixtures("fresh_functions")


@pytest.fixture
def state(run_until):
    """What a former execution hands on behind Map columns."""
    registered = run_until("register_upload")["register_upload"]
    former = {name: registered[name] for name in ("uploadId", "registered", "executionArn", "etag")}
    parsed = handle("parse_workbook", former)
    former["workbook"] = {name: parsed[name] for name in ("rows", "tables")}
    return former | {"mapping": handle("map_columns", former)}


@pytest.fixture
def stored(run_until, s3):
    """What a former execution hands on behind Import batches, which had stored leads before the upgrade."""
    former = {name: run_until("upsert_slice")["register_upload"][name] for name in ("uploadId", "executionArn")}
    store = ImportStore(s3, "data", UPLOAD_ID)
    lead_ids = list(store.read("slice-plans/s.0.json")["before"])
    for name in ("sorted", "runs", "slice-plans", "slice-results", "slice-entries", "worksheet-batches.json"):
        for key in [entry["Key"] for entry in s3.list_objects_v2(Bucket="data", Prefix=store.key(name))["Contents"]]:
            s3.delete_object(Bucket="data", Key=key)
    store.write("manifest.json", [BATCH])
    store.write("plans/00001.json", {"before": dict.fromkeys(lead_ids), "strangers": []})
    return former | {"registered": True, "manifest": {"key": KEY, "batches": 1}}


def fail(state, failure=GONE):
    return handle("record_failure", {"input": state | {"failure": failure}, "executionArn": state["executionArn"]})


def retry(begun, records):
    """A retry as the machine makes it."""
    before = begun().keys()
    assert call("retry_upload")[0] == 202
    (way_in,) = (content for name, content in begun().items() if name not in before)
    state = handle("register_upload", {"input": way_in, "executionArn": records.get(UPLOAD_ID)["closingArn"]})
    if "batches" not in state:
        state["batches"] = handle("parse_workbook", state)
        handle("map_columns", state)
    for task in ("standardise_batch", "choose_slices", "upsert_slice"):
        invoke(task, run=state["run"])
    for task in ("publish_leads", "finish_import"):
        handle(task, state)


def assert_all_is_done():
    _, body = call("get_status")
    assert (body["status"], body["result"], body["failedBatches"]) == ("completed", COUNTS, [])
    assert len(call("list_leads")[1]["leads"]) == 1


@pytest.mark.parametrize("failure", [GONE, FORBIDDEN], ids=["gone", "forbidden"])
def test_before_its_batches_are_planned_it_is_interrupted_and_a_retry_imports_the_file(failure, state, begun, records):
    assert fail(state, failure)["canRetry"] is True
    _, body = call("get_status")
    assert (body["status"], body["error"]["code"], "retry" in body["actions"]) == ("failed", "interrupted", True)
    retry(begun, records)
    assert_all_is_done()


def test_a_batch_of_it_is_refused_in_words(stored):
    with pytest.raises(Terminal, match=r"interrupted.*trying again"):
        handle("standardise_batch", {"uploadId": stored["uploadId"], **BATCH})


def test_what_its_batches_stored_is_published_and_a_retry_imports_the_file_anew(stored, begun, records):
    assert handle("publish_leads", stored)["published"] == 2
    handle("finish_import", stored)
    _, body = call("get_status")
    assert (body["error"]["code"], "retry" in body["actions"]) == ("interrupted", True)
    assert len(call("list_leads")[1]["leads"]) == 1
    retry(begun, records)
    assert_all_is_done()


def test_one_whose_file_the_new_function_parsed_publishes_what_its_batches_stored(stored, state, begun, records):
    assert state["uploadId"] == stored["uploadId"]
    handle("publish_leads", stored)
    handle("finish_import", stored)
    _, body = call("get_status")
    assert (body["error"]["code"], body["result"]["held"]) == ("interrupted", COUNTS["rows"])
    retry(begun, records)
    assert_all_is_done()


def test_a_retry_that_was_decided_on_before_the_upgrade_is_interrupted(stored, begun, records):
    handle("publish_leads", stored)
    handle("finish_import", stored)
    call("retry_upload")
    way_in, arn = {"uploadId": UPLOAD_ID, "manifest": stored["manifest"]}, records.get(UPLOAD_ID)["closingArn"]
    with pytest.raises(Terminal, match="interrupted") as refused:
        handle("register_upload", {"input": way_in, "executionArn": arn})
    failure = {"Error": "Terminal", "Cause": f'{{"errorMessage": {json.dumps(str(refused.value))}}}'}
    handle("record_failure", {"input": way_in | {"failure": failure}, "executionArn": arn})
    (closing,) = (content for content in begun().values() if "finish" in content)
    for task in ("publish_leads", "finish_import"):
        handle(task, closing)
    _, body = call("get_status")
    assert (body["error"]["code"], "retry" in body["actions"]) == ("interrupted", True)
    retry(begun, records)
    assert_all_is_done()
