"""Retry: what is not done, once more, by whoever asks first."""

import json

import pytest

from easycrm.errors import Conflict
from easycrm.uploads.api.actions import can_retry, require_retryable, retry_until, ways_on
from easycrm.uploads.api.retry_upload import retry
from easycrm.uploads.executions import Executions
from easycrm.uploads.store import source_key
from tests.support.fakes import part
from tests.support.step_functions import EXECUTION, MACHINE, StepFunctions

RUN = EXECUTION + "one"
CREATED = "2026-03-02T09:00:00.000000Z"
AT = "2026-03-02T10:00:00.000000Z"
LAST, TOO_LATE = "2026-03-31T08:59:59.999999Z", "2026-03-31T09:00:01.000000Z"  # 29 of the work files' 30 days
BATCHES = [{"batch": f"{number:05}", "rows": 2, "cells": 4, "slices": 1, "ranges": []} for number in (1, 2, 3)]
UNREADABLE = {"code": "noRows", "message": "No row could be read from “a.csv”.", "canRetry": False}
BROKEN = {"code": "internal", "message": "Something went wrong on our side.", "canRetry": True}


@pytest.fixture
def begin(store, records, executions):
    """A function: retries an upload whose record was read as this one; returns the record."""
    return lambda record=None: retry(record or records.get("u1"), store, records, executions)


@pytest.fixture
def ended(records):
    """A function: the upload, ended in some status."""

    def bring_to(status="partial", **facts):
        records.create({"uploadId": "u1", "status": "uploading", "createdAt": CREATED}, expires_days=1)
        records.register("u1", RUN, None)
        return records.finish(records.get("u1"), status, {"flags": {}, **facts})

    return bring_to


@pytest.fixture
def parsed(store):
    """A function: writes the worksheet batches, and what the rows of some of them say."""

    def write(*done):
        store.write("worksheet-batches.json", BATCHES)
        store.write("mapping.json", [])
        for batch in done:
            store.write(f"sorted/{batch}.jsonl", {})

    return write


def inputs(fake_step_functions):
    return [json.loads(run["input"]) for run in fake_step_functions.started]


@pytest.mark.parametrize(
    ("done", "left"),
    [
        ([], ["00001", "00002", "00003"]),
        (["00002"], ["00001", "00003"]),
        (["00001", "00002", "00003"], []),
    ],
    ids=["none done", "one done", "all done"],
)
def test_a_retry_runs_over_the_batches_that_are_not_standardised(
    done, left, ended, parsed, begin, store, fake_step_functions
):
    ended()
    parsed(*done)
    begin()
    missing = {"key": store.key("runs/1/missing.json"), "batches": len(left)}
    assert inputs(fake_step_functions) == [{"uploadId": "u1", "batches": missing}]
    assert store.read("runs/1/missing.json") == [entry for entry in BATCHES if entry["batch"] in left]


def test_a_retry_leaves_the_batches_of_the_file_as_they_were(ended, parsed, begin, store):
    ended()
    parsed("00001")
    begin()
    assert store.read("worksheet-batches.json") == BATCHES


@pytest.mark.parametrize(
    "former",
    [[], ["worksheet-batches.json"], ["manifest.json", "results/00001.json", "workbook.json", "mapping.json"]],
    ids=["not parsed", "not mapped", "of the former form"],
)
def test_before_the_file_is_parsed_and_mapped_in_this_form_a_retry_begins_with_it(
    former, ended, begin, s3, store, fake_step_functions
):
    ended("cancelled")
    for name in former:
        store.write(name, [])
    etag = s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"a,b")["ETag"].strip('"')
    begin()
    assert inputs(fake_step_functions) == [{"uploadId": "u1", "etag": etag}]


def test_a_file_whose_event_never_came_is_begun_with_by_a_retry(records, begin, s3, fake_step_functions):
    records.create({"uploadId": "u1", "status": "uploading", "createdAt": CREATED}, expires_days=1)
    etag = s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"a,b")["ETag"].strip('"')
    assert begin()["status"] == "processing"
    assert inputs(fake_step_functions) == [{"uploadId": "u1", "etag": etag}]


def test_an_upload_of_the_former_form_whose_file_is_gone_cannot_be_retried(
    ended, begin, store, records, fake_step_functions
):
    before = ended("partial")
    store.write("manifest.json", [])
    with pytest.raises(Conflict) as raised:
        begin()
    assert (raised.value.code, records.get("u1"), fake_step_functions.started) == ("noFile", before, [])


def test_a_file_that_never_came_cannot_be_retried(ended, begin, records, fake_step_functions):
    before = ended("cancelled")
    with pytest.raises(Conflict, match="The file has not arrived"):
        begin()
    assert (records.get("u1"), fake_step_functions.started) == (before, [])


def test_a_retry_is_on_record_with_the_run_that_it_begins(ended, parsed, begin, records, fake_step_functions):
    ended()
    parsed()
    assert begin()["status"] == "processing"
    record = records.get("u1")
    assert (record["runs"], record["closingArn"]) == (1, EXECUTION + "u1-r1")
    assert [record["wayIn"]] == inputs(fake_step_functions)


def test_a_retry_is_on_record_before_it_is_started(ended, parsed, store, records):
    ended()
    parsed()
    seen = []

    class Starting(StepFunctions):
        def start_execution(self, stateMachineArn, name, input):
            seen.append(records.get("u1")["closingArn"])
            return super().start_execution(stateMachineArn, name, input)

    retry(records.get("u1"), store, records, Executions(Starting(), MACHINE))
    assert seen == [EXECUTION + "u1-r1"]


def test_of_two_who_retry_at_once_one_does(ended, parsed, begin, records, fake_step_functions):
    seen_by_both = ended()
    parsed("00001")
    begin(seen_by_both)
    before = records.get("u1")
    with pytest.raises(Conflict, match="being retried already"):
        begin(seen_by_both)
    assert records.get("u1") == before
    assert len(fake_step_functions.started) == 1


def test_every_retry_has_a_number_and_a_list_of_its_own(ended, parsed, begin, records, store, fake_step_functions):
    ended()
    parsed()
    for run, done in ((1, "00001"), (2, "00002"), (3, "00003")):
        begin()
        records.register("u1", f"{EXECUTION}u1-r{run}")
        store.write(f"sorted/{done}.jsonl", {})
        records.finish(records.get("u1"), "partial", {"flags": {}})
    assert [run["name"] for run in fake_step_functions.started] == ["u1-r1", "u1-r2", "u1-r3"]
    assert [content["batches"]["batches"] for content in inputs(fake_step_functions)] == [3, 2, 1]


def test_a_retry_that_never_registered_is_followed_by_one_that_may(ended, parsed, begin, records):
    ended()
    parsed()
    begin()
    records.finish(records.get("u1"), "failed", {"error": BROKEN})
    begin()
    assert records.register("u1", f"{EXECUTION}u1-r2")["executionArn"] == f"{EXECUTION}u1-r2"


# Who may retry until when


@pytest.mark.parametrize(
    ("facts", "at", "may"),
    [
        *(({"status": status}, AT, True) for status in ("partial", "failed", "cancelled")),
        *(({"status": status}, AT, False) for status in ("uploading", "processing", "completed")),
        *(({"status": "failed", "error": error}, AT, error["canRetry"]) for error in (UNREADABLE, BROKEN)),
        ({"status": "partial"}, LAST, True),
        ({"status": "partial"}, TOO_LATE, False),
    ],
)
def test_what_did_not_complete_can_be_retried_while_it_helps(facts, at, may):
    assert can_retry(part({"createdAt": CREATED, **facts}), at, work_file_days=30) is may


@pytest.mark.parametrize(
    ("facts", "at", "code", "says"),
    [
        ({"status": "completed"}, AT, "nothingToRetry", "the upload is completed"),
        ({"status": "failed", "error": UNREADABLE}, AT, "cannotRetry", "No row could be read from “a.csv”."),
        ({"status": "failed", "error": UNREADABLE}, TOO_LATE, "cannotRetry", "No row could be read from “a.csv”."),
        ({"status": "failed", "error": BROKEN}, TOO_LATE, "tooLateToRetry", "upload the file again"),
    ],
)
def test_who_cannot_retry_is_told_why(facts, at, code, says):
    with pytest.raises(Conflict, match=says) as raised:
        require_retryable(part({"createdAt": CREATED, **facts}), at, work_file_days=30)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("facts", "actions"),
    [
        ({"status": "uploading"}, ["cancel"]),
        ({"status": "processing"}, ["cancel", "forceComplete"]),
        ({"status": "processing", "stopRequested": {}}, ["cancel"]),
        ({"status": "partial"}, ["retry"]),
        ({"status": "cancelled"}, ["retry"]),
        ({"status": "failed", "error": BROKEN}, ["retry", "forceComplete"]),
        ({"status": "failed", "error": UNREADABLE}, []),
        ({"status": "completed"}, []),
    ],
)
def test_a_status_offers_the_ways_on(facts, actions):
    assert ways_on(part({"createdAt": CREATED, **facts}), AT, work_file_days=30)["actions"] == actions


def test_until_when_a_retry_is_offered_is_told_with_it():
    record = part({"createdAt": CREATED, "status": "partial"})
    assert ways_on(record, LAST, 30)["retryUntil"] == retry_until(record, 30) == "2026-03-31T09:00:00Z"
    assert ways_on(record, TOO_LATE, 30) == {"actions": []}
