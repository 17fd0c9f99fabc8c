"""Uploads' records: who may change them when."""

import time

import pytest

from easycrm.errors import NotFound
from easycrm.leads.list.publication import publish
from easycrm.uploads.record import FINAL

STOP = {"as": "cancelled", "by": "mei@example.com", "at": "2026-03-02T09:00:00.000000Z"}
FIRST, SECOND = "arn:execution:first", "arn:execution:second"


@pytest.fixture
def upload(records):
    """A function: creates an upload and brings it to a status."""

    def create(upload_id="u1", status="uploading", created_at="2026-03-02T09:00:00.000000Z"):
        record = {"uploadId": upload_id, "status": "uploading", "createdAt": created_at, "fileName": "a.csv"}
        records.create(record, expires_days=400)
        if status != "uploading":
            records.register(upload_id, FIRST, None)
        if status in FINAL:
            records.finish(upload_id, status, {"flags": {}}, was=["processing"])
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
    records.begin_retry("u1", 1, "partial")
    record = records.register("u1", SECOND, FIRST)
    assert (record["executionArn"], record["status"]) == (SECOND, "processing")
    assert record["registeredAt"] == before["registeredAt"]


def test_a_retry_forgets_how_the_last_run_ended(upload, records):
    upload(status="processing")
    records.note("u1", progress={"percentage": 40}, rows=3)
    records.finish("u1", "partial", {"error": {"code": "x"}, "result": {}, "failedBatches": []}, was=["processing"])
    records.begin_retry("u1", 1, "partial")
    record = records.register("u1", SECOND, FIRST)
    assert record.keys() & {"completedAt", "error", "result", "failedBatches", "progress"} == set()
    assert record["rows"] == 3


def test_a_retry_of_another_run_gets_nothing(upload, records):
    upload(status="partial")
    records.begin_retry("u1", 1, "partial")
    assert records.register("u1", "arn:execution:third", SECOND) is None


def test_an_upload_that_is_to_stop_is_not_begun_again(upload, records):
    upload(status="processing")
    records.request_stop("u1", STOP, was=["processing"])
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
    begun = records.begin_retry("u1", 1, status)
    assert (begun["status"], begun["runs"]) == ("processing", 1)
    assert records.begin_retry("u1", 1, status) is None
    assert records.get("u1") == begun


def test_a_retry_that_knows_the_upload_as_it_was_a_run_ago_is_too_late(upload, records):
    upload(status="partial")
    records.begin_retry("u1", 1, "partial")
    before = records.finish("u1", "partial", {"flags": {}}, was=["processing"])
    assert records.begin_retry("u1", 1, "partial") is None
    assert records.get("u1") == before
    assert records.begin_retry("u1", 2, "partial")["runs"] == 2


def test_a_retry_of_a_cancelled_upload_may_store_again(upload, records):
    upload(status="processing")
    records.request_stop("u1", STOP, was=["processing"])
    records.note("u1", closingArn=SECOND)
    records.finish("u1", "cancelled", {"flags": {}}, was=["processing"])
    assert records.begin_retry("u1", 1, "cancelled").keys() & {"stopRequested", "closingArn"} == set()


# request_stop and end_unstarted


def test_a_stop_is_on_the_record_at_once_with_who_and_when(upload, records):
    before = upload(status="processing")
    record = records.request_stop("u1", STOP, was=["processing"])
    assert (record["status"], record["stopRequested"]) == ("processing", STOP)
    assert record["begunAt"] > before["begunAt"]


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
    assert records.request_stop("u1", STOP, was=["processing"]) is None
    assert records.get("u1") == before


# note and finish


def test_facts_are_added_to_the_record(upload, records):
    upload()
    records.note("u1", rows=7, status="processing", progress={"percentage": 12})
    assert {"rows": 7, "status": "processing", "progress": {"percentage": 12}}.items() <= records.get("u1").items()


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_upload_ends_with_its_status_and_facts(status, upload, records):
    upload(status="processing")
    record = records.finish("u1", status, {"result": {"rows": 2}}, was=["processing"])
    assert (record["status"], record["result"]) == (status, {"rows": 2})
    assert record["completedAt"] >= record["registeredAt"]


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_end_that_must_not_be_replaced_stays(status, upload, records):
    before = upload(status=status)
    assert records.finish("u1", "failed", {"error": {}}, was=["uploading", "processing"]) is None
    assert records.get("u1") == before


def test_an_end_that_may_be_replaced_is(upload, records):
    upload(status="failed")
    assert records.finish("u1", "partial", {"result": {}}, was=["failed"])["status"] == "partial"


def test_a_run_that_a_retry_has_left_behind_has_no_last_word(upload, records):
    upload(status="failed")
    records.begin_retry("u1", 1, "failed")
    assert records.finish("u1", "failed", {"error": {}}, ["processing"], execution_arn=FIRST) is None
    records.register("u1", SECOND, FIRST)
    assert records.finish("u1", "failed", {"error": {}}, ["processing"], execution_arn=SECOND)["status"] == "failed"


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("wanted", [True, False, None])
def test_an_end_may_depend_on_whether_somebody_asked_for_it(asked, wanted, upload, records):
    upload(status="processing")
    if asked:
        records.request_stop("u1", STOP, was=["processing"])
    record = records.finish("u1", "partial", {"result": {}}, was=["processing"], stop_requested=wanted)
    assert (record is not None) is (wanted in (asked, None))


@pytest.mark.parametrize(
    "change",
    [
        lambda records: records.note("u1", rows=1),
        lambda records: records.finish("u1", "failed", {"flags": {}}, was=FINAL),
        lambda records: records.end_unstarted("u1", STOP),
        lambda records: records.request_stop("u1", STOP, was=FINAL),
        lambda records: records.begin_retry("u1", 1, "failed"),
        lambda records: records.claim_refresh("u1", "2", "1"),
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
    record = records.request_stop("u1", STOP, was=["processing", "failed"])
    assert (record is not None) is (status in ("processing", "failed"))
    assert records.get("u1") == (record or before)


def test_one_of_two_callers_begins_a_retry(upload, records):
    upload(status="partial")
    assert [records.begin_retry("u1", 1, "partial") is not None for _ in range(2)] == [True, False]


def test_a_retry_by_somebody_who_saw_an_older_run_does_not_begin(upload, records):
    upload(status="partial")
    records.begin_retry("u1", 1, "partial")
    records.finish("u1", "partial", {"flags": {}}, was=["processing"])
    assert records.begin_retry("u1", 1, "partial") is None
    assert records.begin_retry("u1", 2, "partial")["runs"] == 2


def test_a_retry_forgets_that_somebody_stopped_the_run_before(upload, records):
    upload(status="processing")
    records.request_stop("u1", STOP, was=["processing"])
    records.finish("u1", "cancelled", {"flags": {}}, was=["processing"])
    assert "stopRequested" not in records.begin_retry("u1", 1, "cancelled")


# claim_refresh


def test_one_of_many_callers_may_refresh_in_a_period(upload, records):
    upload(status="processing")
    claims = [records.claim_refresh("u1", f"2026-03-02T09:00:0{n}Z", f"2026-03-02T08:59:5{n}Z") for n in range(4)]
    assert claims == [True, False, False, False]


def test_the_next_period_has_a_refresh_of_its_own(upload, records):
    upload(status="processing")
    records.claim_refresh("u1", "2026-03-02T09:00:00Z", "2026-03-02T08:59:55Z")
    assert records.claim_refresh("u1", "2026-03-02T09:00:06Z", "2026-03-02T09:00:01Z")


def test_the_names_of_remembered_uploads_are_told(upload, records):
    upload("u1")
    assert records.file_names({"u1", "forgotten"}) == {"u1": records.get("u1")["fileName"]}
    assert records.file_names(set()) == {}
