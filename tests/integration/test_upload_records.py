"""Uploads' records: who may change them when."""

import time

import pytest

from easycrm.errors import NotFound
from easycrm.leads.list.publication import publish
from easycrm.uploads.record import FINAL, may_be_stored
from tests.integration.deciding import begin_retry, request_stop, retry_arn

STOP = {"as": "cancelled", "by": "mei@example.com", "at": "2026-03-02T09:00:00.000000Z"}
FIRST, SECOND, RETRY = "arn:execution:first", "arn:execution:second", retry_arn(1)


@pytest.fixture
def upload(records):
    """A function: creates an upload and brings it to a status."""

    def create(upload_id="u1", status="uploading", created_at="2026-03-02T09:00:00.000000Z"):
        record = {"uploadId": upload_id, "status": "uploading", "createdAt": created_at, "fileName": "a.csv"}
        records.create(record, expires_days=400)
        if status != "uploading":
            records.register(upload_id, FIRST, None)
        if status in FINAL:
            records.finish(records.get(upload_id), status, {"flags": {}})
        return records.get(upload_id)

    return create


def test_a_record_comes_back_as_it_was_created(records):
    record = {"uploadId": "u1", "status": "uploading", "createdAt": "x", "fileSize": 12, "options": {"country": "SG"}}
    records.create(record, expires_days=1)
    assert record.items() <= records.get("u1").items()


def test_a_record_is_created_once(upload, records):
    before = upload(status="completed")
    assert not records.create({"uploadId": "u1", "status": "uploading"}, expires_days=1)
    assert records.get("u1") == before


def test_a_record_expires_after_its_days(upload):
    before = int(time.time())
    assert before <= upload()["expiresAt"] - 400 * 86_400 <= int(time.time())


def test_an_unknown_upload_is_not_found(records):
    with pytest.raises(NotFound):
        records.get("u1")


@pytest.mark.parametrize(("limit", "found"), [(10, ["u3", "u2", "u1"]), (2, ["u3", "u2"])])
def test_recent_uploads_come_newest_first(limit, found, upload, records):
    for number in (2, 3, 1):
        upload(f"u{number}", created_at=f"2026-03-02T09:00:00.00000{number}Z")
    assert [record["uploadId"] for record in records.newest(limit).records] == found


def test_older_uploads_go_on_where_the_newer_ones_ended_until_there_are_none(upload, records):
    for number in (2, 3, 1, 4, 5):
        upload(f"u{number}", created_at=f"2026-03-02T09:00:00.00000{number}Z")
    first = records.newest(2)
    second = records.newest(2, first.last)
    third = records.newest(2, second.last)
    pages = [[record["uploadId"] for record in page.records] for page in (first, second, third)]
    assert (pages, third.last) == ([["u5", "u4"], ["u3", "u2"], ["u1"]], None)


@pytest.mark.parametrize(("uploads", "is_last"), [(1, True), (2, True), (3, False)])
def test_a_page_knows_whether_there_are_older_uploads(uploads, is_last, upload, records):
    for number in range(uploads):
        upload(f"u{number}", created_at=f"2026-03-02T09:00:00.00000{number}Z")
    assert (records.newest(2).last is None) is is_last


def test_the_pointer_of_the_read_model_is_no_upload(upload, records, snapshots, make_lead):
    upload()
    publish([make_lead("L1")], snapshots)
    assert [record["uploadId"] for record in records.newest(10).records] == ["u1"]


# register


def test_the_first_execution_gets_the_upload(upload, records):
    upload()
    record = records.register("u1", FIRST, None)
    assert (record["executionArn"], record["status"]) == (FIRST, "processing")
    assert record["registeredAt"] == records.get("u1")["registeredAt"]


def test_a_second_delivery_of_the_event_gets_nothing(upload, records):
    before = upload(status="processing")
    assert records.register("u1", SECOND, None) is None
    assert records.get("u1") == before


def test_the_same_execution_asking_again_keeps_the_upload(upload, records):
    before = upload(status="processing")
    again = records.register("u1", FIRST, None)
    assert {name: value for name, value in again.items() if before[name] != value}.keys() == {"begunAt"}


@pytest.mark.parametrize("status", sorted(FINAL))
def test_a_late_repeat_does_not_reopen_an_upload_that_has_ended(status, upload, records):
    before = upload(status=status)
    assert records.register("u1", FIRST, None) is None
    assert records.get("u1") == before


def test_an_upload_cancelled_before_it_began_stays_cancelled(upload, records):
    upload()
    assert records.end_unstarted("u1", STOP)["status"] == "cancelled"
    assert records.register("u1", FIRST, None) is None


def test_registering_an_unknown_upload_makes_none(records):
    assert records.register("u1", FIRST, None) is None
    with pytest.raises(NotFound):
        records.get("u1")


def test_a_retry_takes_the_upload_from_the_execution_it_follows(upload, records):
    before = upload(status="partial")
    begin_retry(records, 1)
    record = records.register("u1", RETRY)
    assert (record["executionArn"], record["status"]) == (RETRY, "processing")
    assert record["registeredAt"] == before["registeredAt"]
    assert record.keys() & {"closingArn", "wayIn"} == set()


def test_a_retry_forgets_how_the_last_run_ended(upload, records):
    upload(status="processing")
    records.note("u1", progress={"percentage": 40}, rows=3)
    records.finish(records.get("u1"), "partial", {"error": {"code": "x"}, "result": {}, "failedBatches": []})
    record = begin_retry(records, 1)
    assert record.keys() & {"completedAt", "error", "result", "failedBatches", "progress"} == set()
    assert record["rows"] == 3


@pytest.mark.parametrize("other", [FIRST, SECOND])
def test_while_a_retry_is_awaited_no_other_run_gets_the_upload(other, upload, records):
    upload(status="partial")
    before = begin_retry(records, 1)
    assert records.register("u1", other) is None
    assert records.get("u1") == before


def test_an_event_that_comes_after_somebody_retried_leaves_the_upload_to_the_retry(upload, records):
    upload()
    begin_retry(records, 1)
    assert records.register("u1", FIRST) is None
    assert records.register("u1", RETRY)["executionArn"] == RETRY


def test_registering_again_keeps_the_progress(upload, records):
    upload(status="processing")
    records.note("u1", progress={"percentage": 40})
    assert records.register("u1", FIRST)["progress"] == {"percentage": 40}


def test_an_upload_that_is_to_stop_is_not_begun_again(upload, records):
    upload(status="processing")
    request_stop(records, STOP)
    assert records.register("u1", FIRST, None) is None


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_execution_that_nobody_asked_to_retry_gets_nothing(status, upload, records):
    before = upload(status=status)
    assert records.register("u1", SECOND, FIRST) is None
    assert records.get("u1") == before


# begin_retry


@pytest.mark.parametrize("status", ["cancelled", "failed", "partial"])
def test_one_of_many_callers_begins_a_retry(status, upload, records):
    upload(status=status)
    seen_by_both = records.get("u1")
    begun = begin_retry(records, 1, record=seen_by_both)
    assert (begun["status"], begun["runs"], begun["closingArn"]) == ("processing", 1, RETRY)
    assert begin_retry(records, 1, record=seen_by_both) is None
    assert records.get("u1") == begun


def test_a_retry_that_knows_the_upload_as_it_was_a_run_ago_is_too_late(upload, records):
    long_ago = upload(status="partial")
    begin_retry(records, 1)
    before = records.finish(records.get("u1"), "partial", {"flags": {}})
    assert begin_retry(records, 1, record=long_ago) is None
    assert records.get("u1") == before
    assert begin_retry(records, 2)["runs"] == 2


def test_a_retry_of_a_cancelled_upload_may_store_again(upload, records):
    upload(status="processing")
    request_stop(records, STOP)
    records.finish(records.get("u1"), "cancelled", {"flags": {}})
    retried = begin_retry(records, 1)
    assert ("stopRequested" in retried, may_be_stored(retried, 1)) == (False, True)
    assert not may_be_stored(retried, 0)


# request_stop and end_unstarted


def test_a_stop_is_on_the_record_at_once_with_who_and_when(upload, records):
    before = upload(status="processing")
    record = request_stop(records, STOP)
    assert (record["status"], record["stopRequested"]) == ("processing", STOP)
    assert record["begunAt"] > before["begunAt"]
    assert (record["closingArn"], record["wayIn"]["finish"]) == (record["wayIn"]["executionArn"], STOP)
    assert not may_be_stored(record, 0)


def test_an_upload_that_no_execution_has_is_cancelled_at_once(upload, records):
    upload()
    record = records.end_unstarted("u1", STOP)
    assert (record["status"], record["stopRequested"]) == ("cancelled", STOP)
    assert record["completedAt"]


@pytest.mark.parametrize("status", ["processing", *sorted(FINAL)])
def test_an_upload_that_an_execution_had_is_not_unstarted(status, upload, records):
    before = upload(status=status)
    assert records.end_unstarted("u1", STOP) is None
    assert records.get("u1") == before


@pytest.mark.parametrize("status", ["uploading", *sorted(FINAL)])
def test_only_what_runs_can_be_asked_to_stop(status, upload, records):
    before = upload(status=status)
    assert request_stop(records, STOP) is None
    assert records.get("u1") == before


# note and finish


def test_facts_are_added_to_the_record(upload, records):
    upload()
    records.note("u1", rows=7, status="processing", progress={"percentage": 12})
    assert {"rows": 7, "status": "processing", "progress": {"percentage": 12}}.items() <= records.get("u1").items()


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_upload_ends_with_its_status_and_facts(status, upload, records):
    upload(status="processing")
    record = records.finish(records.get("u1"), status, {"result": {"rows": 2}})
    assert (record["status"], record["result"]) == (status, {"rows": 2})
    assert record["completedAt"] >= record["registeredAt"]


DECISIONS = {
    "it ended": lambda records: records.finish(records.get("u1"), "failed", {"error": {}}),
    "it was broken off": lambda records: records.begin_closing(records.get("u1"), SECOND, {"finish": {"error": {}}}),
    "somebody stopped it": lambda records: request_stop(records, STOP),
}


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
@pytest.mark.parametrize(
    "late",
    [
        lambda records, read: records.finish(read, "completed", {"result": {}}),
        lambda records, read: records.fail(read, {}),
        lambda records, read: records.begin_closing(read, RETRY, {}),
        lambda records, read: records.note_progress(read, {"percentage": 50}),
        lambda records, read: begin_retry(records, 1, record=read),
    ],
    ids=["finish", "fail", "begin_closing", "note_progress", "begin_retry"],
)
def test_who_read_the_record_before_something_was_decided_changes_nothing(decision, late, upload, records):
    upload(status="processing")
    read = records.claim_refresh("u1", "2026-03-02T09:00:02.000000Z", 5)
    decision(records)
    before = records.get("u1")
    assert late(records, read) is None
    assert records.get("u1") == before


def test_an_end_leaves_no_run_in_charge(upload, records):
    upload(status="processing")
    request_stop(records, STOP)
    ended = records.finish(records.get("u1"), "cancelled", {"result": {}})
    assert ended.keys() & {"closingArn", "wayIn"} == set()


def test_the_record_takes_no_smaller_percentage(upload, records):
    upload(status="processing")
    read = records.claim_refresh("u1", "2026-03-02T09:00:02.000000Z", 5)
    assert records.note_progress(read, {"percentage": 50})["progress"] == {"percentage": 50}
    assert records.note_progress(read, {"percentage": 49}) is None
    assert records.get("u1")["progress"] == {"percentage": 50}


@pytest.mark.parametrize(
    "change",
    [
        lambda records: records.note("u1", rows=1),
        lambda records: records.finish({"uploadId": "u1", "status": "processing"}, "failed", {"flags": {}}),
        lambda records: records.end_unstarted("u1", STOP),
        lambda records: request_stop(records, STOP, FINAL),
        lambda records: begin_retry(records, 1, record={"uploadId": "u1", "status": "failed"}),
        lambda records: records.claim_refresh("u1", "2026-03-02T09:00:02.000000Z", 5),
    ],
    ids=["note", "finish", "end_unstarted", "request_stop", "begin_retry", "claim_refresh"],
)
def test_an_unknown_upload_is_not_made_by_changing_it(change, records):
    change(records)
    with pytest.raises(NotFound):
        records.get("u1")


# stopping and retrying


def test_an_upload_that_has_begun_is_not_ended_as_one_that_has_not(upload, records):
    before = upload(status="processing")
    assert records.end_unstarted("u1", STOP) is None
    assert records.get("u1") == before


@pytest.mark.parametrize("status", ["uploading", "processing", "failed", "completed"])
def test_a_stop_is_requested_only_of_what_can_be_stopped(status, upload, records):
    before = upload(status=status)
    record = request_stop(records, STOP, ["processing", "failed"])
    assert (record is not None) is (status in ("processing", "failed"))
    assert records.get("u1") == (record or before)


def test_a_retry_forgets_that_somebody_stopped_the_run_before(upload, records):
    upload(status="processing")
    request_stop(records, STOP)
    records.finish(records.get("u1"), "cancelled", {"flags": {}})
    assert "stopRequested" not in begin_retry(records, 1)


# claim_refresh


def test_one_of_many_callers_may_refresh_in_a_period(upload, records):
    upload(status="processing")
    claims = [records.claim_refresh("u1", f"2026-03-02T09:00:0{n}.000000Z", 5) for n in range(4)]
    assert [claim is not None for claim in claims] == [True, False, False, False]


def test_the_next_period_has_a_refresh_of_its_own(upload, records):
    upload(status="processing")
    records.claim_refresh("u1", "2026-03-02T09:00:00.000000Z", 5)
    assert records.claim_refresh("u1", "2026-03-02T09:00:06.000000Z", 5)


@pytest.mark.parametrize(
    ("ahead", "may"), [("2026-03-02T09:00:04.000000Z", False), ("2027-03-02T09:00:00.000000Z", True)]
)
def test_a_clock_that_is_far_ahead_holds_nobody_off(ahead, may, upload, records):
    upload(status="processing")
    records.claim_refresh("u1", ahead, 5)
    assert (records.claim_refresh("u1", "2026-03-02T09:00:00.000000Z", 5) is not None) is may


def test_the_names_of_remembered_uploads_are_told(upload, records):
    upload("u1")
    assert records.file_names({"u1", "forgotten"}) == {"u1": records.get("u1")["fileName"]}
    assert records.file_names(set()) == {}
