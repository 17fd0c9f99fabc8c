"""Finish import: what is told of an import that ran through, was stopped, or broke."""

import pytest

from easycrm.bounds import RECORDED_BATCHES
from easycrm.errors import BrokenPromise, UploadStopped
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.tasks.publish_leads import publish_leads
from tests.integration.deciding import begin_retry, request_stop, retry_arn

FILE = "Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\nCid Ong,cid@example.com\n,\n"
STOP = {"as": "cancelled", "by": "mei@example.com", "at": "2026-03-02T09:05:00.000000Z"}
FORCE = STOP | {"as": "partial"}
ABORTED = {"error": {"code": "aborted", "message": "The import was stopped by an operator.", "canRetry": True}}
NONE = {"created": 0, "updated": 0, "unchanged": 0, "merged": 0, "held": 0, "skipped": 0, "rows": 3}

each_stop = pytest.mark.parametrize("stop", [STOP, FORCE], ids=["cancelled", "forced"])


@pytest.fixture
def fair(importing):
    return importing(FILE)


def stopped(an_import, stop):
    request_stop(an_import.records, stop, ["processing", "failed"], upload_id=an_import.id)
    return an_import.finish(stop)


class Dying:
    """A leads table whose writer dies after so many writes."""

    def __init__(self, leads, after):
        self._leads = leads
        self._left = after

    def get_many(self, lead_ids):
        return self._leads.get_many(lead_ids)

    def put(self, lead, may_go_on):
        if not self._left:
            raise ConnectionError
        self._left -= 1
        return self._leads.put(lead, may_go_on)


@each_stop
def test_an_upload_stopped_before_it_was_read_has_no_rows(stop, fair):
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"rows": 0}}
    assert fair.record["report"] is False


@each_stop
def test_an_upload_stopped_before_the_manifest_holds_every_row(stop, fair):
    fair.read()
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"held": 3}}
    assert (fair.record["failedBatches"], fair.record["failedBatchCount"]) == ([], 0)


@each_stop
def test_an_upload_stopped_halfway_tells_what_it_stored_and_what_not(stop, fair):
    fair.plan(batch_rows=1).upsert("00002")
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"created": 1, "held": 2}}
    assert "was stopped before 2 of 3 batches were done" in fair.record["error"]["message"]
    assert [entry["batch"] for entry in fair.record["failedBatches"]] == ["00001", "00003"]
    assert fair.record["completedAt"]


@each_stop
def test_an_upload_stopped_when_all_is_stored_says_so(stop, fair):
    fair.plan().upsert()
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"created": 3}}
    assert "error" not in fair.record


def test_a_run_that_ends_while_somebody_asks_for_its_end_leaves_the_last_word_to_who_closes(fair):
    fair.plan().upsert()
    request_stop(fair.records, STOP, upload_id=fair.id)
    fair.finish(run="arn:u1")
    assert fair.record["status"] == "processing"
    fair.finish(STOP)
    assert fair.record["status"] == "cancelled"


@pytest.mark.parametrize("closing", [STOP, FORCE, ABORTED], ids=["cancelled", "forced", "aborted"])
def test_an_upload_that_completed_meanwhile_stays_completed(closing, fair):
    before = fair.run()
    fair.finish(closing)
    assert (before["status"], fair.record) == ("completed", before)


def test_a_run_that_ends_late_leaves_a_retry_alone(fair):
    fair.plan(batch_rows=1).upsert("00001")
    fair.records.finish(fair.record, "failed", {**ABORTED})
    before = begin_retry(fair.records, 1, fair.id)
    fair.finish(ABORTED, run="arn:closing")
    fair.finish(run="arn:u1")
    assert fair.record == before


def test_a_run_that_is_stopped_while_it_adds_up_does_not_end(fair, between):
    fair.plan().upsert()
    stops = iter([lambda: request_stop(fair.records, STOP, upload_id=fair.id)])
    racing = between(fair.records, "finish", lambda: next(stops, lambda: None)())
    finish_import(fair.record, None, "arn:u1", fair.store, racing, fair.leads)
    assert (fair.record["status"], fair.record["stopRequested"]) == ("processing", STOP)


def test_of_two_stops_the_later_one_has_the_last_word(fair):
    fair.plan().upsert()
    for stop in (STOP, FORCE):
        request_stop(fair.records, stop, upload_id=fair.id, closing=f"arn:{stop['as']}")
    for stop in (STOP, FORCE):
        fair.finish(stop, run=f"arn:{stop['as']}")
    assert (fair.record["status"], fair.record["stopRequested"]) == ("partial", FORCE)


@pytest.mark.parametrize(("written", "counts"), [(0, {"held": 3}), (2, {"created": 2, "held": 1})])
def test_a_batch_that_died_among_its_writes_is_told_by_its_plan_and_the_table(written, counts, fair):
    fair.plan()
    with pytest.raises(ConnectionError):
        fair.upsert("00001", leads=Dying(fair.leads, written))
    assert fair.finish()["result"] == NONE | counts
    assert fair.record["status"] == ("partial" if written else "failed")
    (failed,) = fair.record["failedBatches"]
    assert failed["ranges"] == [{"worksheet": "fair", "firstRow": 2, "lastRow": 4, "rows": 3}]


@pytest.mark.parametrize("rows", [3, 60])
def test_folders_are_listed_as_often_for_many_failed_batches_as_for_few(rows, importing, s3):
    lines = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(rows))
    an_import = importing(f"Name,Email\n{lines}").plan(batch_rows=1)
    listings = []
    s3.meta.events.register("before-call.s3.ListObjectsV2", lambda **call: listings.append(call))
    stopped(an_import, STOP)
    assert (len(listings), an_import.record["failedBatchCount"]) == (6, rows)


def test_many_failed_batches_are_counted_on_the_record_and_all_of_them_told_in_a_work_file(importing):
    lines = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(RECORDED_BATCHES + 1))
    an_import = importing(f"Name,Email\n{lines}").plan(batch_rows=1)
    stopped(an_import, STOP)
    assert an_import.record["failedBatchCount"] == RECORDED_BATCHES + 1
    all_of_them = an_import.store.read("failed-batches.json")
    assert an_import.record["failedBatches"] == all_of_them[:RECORDED_BATCHES]
    assert [entry["batch"] for entry in all_of_them] == [f"{n:05}" for n in range(1, RECORDED_BATCHES + 2)]


@pytest.mark.parametrize("later", [False, True], ids=["alone", "replaced since"])
def test_a_row_that_a_dead_batch_stored_is_told_as_stored_whatever_came_later(later, importing):
    importing(FILE.replace("Name", "Company"), upload_id="u0").run()
    fair = importing(FILE, upload_id="u1b").plan()
    with pytest.raises(ConnectionError):
        fair.upsert("00001", leads=Dying(fair.leads, 2))
    if later:
        importing(FILE.replace(" ", " New "), upload_id="u2").run()
    assert fair.finish()["result"] == NONE | {"updated": 2, "held": 1}


@pytest.mark.parametrize(
    ("done", "status", "says"),
    [
        (["00001", "00002", "00003"], "completed", None),
        (["00001", "00003"], "partial", "1 of 3 batches (1 rows) could not be stored"),
        ([], "failed", "3 of 3 batches (3 rows) could not be stored"),
    ],
)
def test_the_end_is_completed_partial_or_failed_by_what_was_stored(done, status, says, fair):
    fair.plan(batch_rows=1)
    for batch in done:
        fair.upsert(batch)
    assert fair.finish()["status"] == status
    assert (says or "") in fair.record.get("error", {}).get("message", "")
    assert ("error" in fair.record) is (says is not None)


def test_what_broke_the_run_is_told_with_what_was_stored(fair):
    fair.plan(batch_rows=1).upsert("00001")
    fair.records.begin_closing(fair.record, "arn:closing", {"finish": ABORTED})
    assert fair.finish(ABORTED)["status"] == "partial"
    assert (fair.record["error"], fair.record["result"]["created"]) == (ABORTED["error"], 1)


@pytest.mark.parametrize("stop", [STOP, FORCE], ids=["cancelled", "forced"])
def test_the_totals_of_a_stopped_and_a_retried_run_together_are_those_of_one_run(stop, fair):
    fair.plan(batch_rows=1).upsert("00002")
    stopped(fair, stop)
    begin_retry(fair.records, 1, fair.id)
    fair.records.register(fair.id, retry_arn(1, fair.id))
    fair.upsert("00001", "00003")
    assert fair.finish() == {"status": "completed", "result": NONE | {"created": 3}}
    assert fair.record.keys() & {"error", "stopRequested"} == set()
    assert (fair.record["failedBatches"], fair.record["failedBatchCount"]) == ([], 0)


def test_a_batch_of_a_stopped_upload_stores_nothing_until_the_retry(fair):
    fair.plan(batch_rows=1)
    stopped(fair, STOP)
    with pytest.raises(UploadStopped):
        fair.upsert("00001")
    assert fair.store.names("plans") == []
    begin_retry(fair.records, 1, fair.id)
    fair.upsert("00001")
    assert len(fair.results("rows")) == 1


def test_rows_that_do_not_add_up_end_nothing(fair):
    fair.plan().upsert()
    fair.records.note(fair.id, rows=4)
    with pytest.raises(BrokenPromise, match="4 rows, but 3 outcomes"):
        fair.finish()
    assert fair.record["status"] == "processing"


def test_a_cell_that_was_lost_on_the_way_ends_nothing(fair):
    fair.plan().standardise()
    rows = fair.store.read("standardised/00001.json")
    rows[0]["values"].popitem()
    fair.store.write("standardised/00001.json", rows)
    fair.upsert()
    with pytest.raises(BrokenPromise) as broken:
        fair.finish()
    assert (broken.value.code, fair.record["status"]) == ("cellsDoNotAddUp", "processing")


def test_an_import_that_died_between_its_manifest_and_the_note_of_it_counts_its_batches(fair):
    fair.plan(batch_rows=1)
    fair.records.note(fair.id, batches=0)
    stopped(fair, STOP)
    assert fair.record["batches"] == 3


@pytest.mark.parametrize("lost", [["plans"], ["plans", "results"]], ids=["its plan", "its plan and its result"])
def test_an_import_that_lost_work_files_of_a_batch_is_completed_when_all_leads_are_listed(lost, fair, s3, snapshots):
    fair.plan(batch_rows=1).upsert()
    for folder in lost:
        s3.delete_object(Bucket="data", Key=fair.store.key(f"{folder}/00002.json"))
    if "results" in lost:
        publish_leads(fair.store, fair.leads, snapshots)
        assert fair.finish()["status"] == "partial"
        begin_retry(fair.records, 1, fair.id)
        fair.upsert("00002")
    assert publish_leads(fair.store, fair.leads, snapshots)["published"] == 3
    assert fair.finish() == {"status": "completed", "result": NONE | {"created": 3}}


def test_an_import_whose_list_of_batches_is_gone_is_not_completed(fair, s3):
    fair.plan().upsert()
    s3.delete_object(Bucket="data", Key=fair.store.key("manifest.json"))
    with pytest.raises(BrokenPromise, match="The list of batches is gone"):
        fair.finish()
    assert fair.record["status"] == "processing"
