"""Finish import: what is told of an import that ran through, was stopped, or broke."""

import json
from collections import Counter

import pytest

from easycrm.bounds import RECORDED_BATCHES, RECORDED_SLICES
from easycrm.errors import BrokenPromise, UploadStopped
from easycrm.uploads.tasks.finish_import import finish_import
from easycrm.uploads.tasks.publish_leads import publish_leads
from tests.integration.deciding import begin_retry, request_stop, retry_arn
from tests.integration.readers import ids
from tests.support.workbooks.build import xlsx

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

    def __getattr__(self, name):
        return getattr(self._leads, name)

    def put(self, lead, may_go_on):
        if not self._left:
            raise ConnectionError
        self._left -= 1
        return self._leads.put(lead, may_go_on)

    def insert(self, leads, may_go_on):
        leads = list(leads)
        written, rest = leads[: self._left], leads[self._left :]
        self._left -= len(written)
        if rest:
            self._leads.insert(written, may_go_on)
            raise ConnectionError
        return self._leads.insert(written, may_go_on)


@each_stop
def test_an_upload_stopped_before_it_was_read_has_no_rows(stop, fair):
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"rows": 0}}
    assert fair.record["report"] is False


@each_stop
def test_an_upload_stopped_before_its_batches_are_chosen_holds_every_row(stop, fair):
    fair.read()
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"held": 3}}
    ranges = [{"worksheet": "fair", "firstRow": 2, "lastRow": 4, "rows": 3}]
    assert fair.record["failedBatches"] == [{"batch": "00001", "rows": 3, "ranges": ranges}]
    assert fair.record["failedCounts"] == {"batches": 1, "slices": 0}


@each_stop
def test_an_upload_stopped_halfway_tells_what_it_stored_and_what_not(stop, fair):
    fair.map(batch_rows=1).upsert("00002")
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"created": 1, "held": 2}}
    assert "was stopped before it had stored 2 rows of “fair”" in fair.record["error"]["message"]
    assert [entry["batch"] for entry in fair.record["failedBatches"]] == ["00001", "00003"]
    assert fair.record["completedAt"]


@each_stop
def test_an_upload_stopped_among_its_slices_tells_what_those_held(stop, fair):
    fair.map(slice_rows=1).standardise()
    (first, *others) = fair.choose()
    fair.store_slices(first)
    stored = len(fair.results("rows"))
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"created": stored, "held": 3 - stored}}
    assert fair.record["failedCounts"] == {"batches": 0, "slices": 2}
    assert [each["slice"] for each in fair.record["failedSlices"]] == others
    assert sum(each["rows"] for each in fair.record["failedSlices"]) == 3 - stored


@each_stop
def test_an_upload_stopped_when_all_is_stored_says_so(stop, fair):
    fair.map().upsert()
    assert stopped(fair, stop) == {"status": stop["as"], "result": NONE | {"created": 3}}
    assert "error" not in fair.record


def test_a_run_that_ends_while_somebody_asks_for_its_end_leaves_the_last_word_to_who_closes(fair):
    fair.map().upsert()
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
    fair.map(batch_rows=1).upsert("00001")
    fair.records.finish(fair.record, "failed", {**ABORTED})
    before = begin_retry(fair.records, 1, fair.id)
    fair.finish(ABORTED, run="arn:closing")
    fair.finish(run="arn:u1")
    assert fair.record == before


def test_a_run_that_is_stopped_while_it_adds_up_does_not_end(fair, between):
    fair.map().upsert()
    stops = iter([lambda: request_stop(fair.records, STOP, upload_id=fair.id)])
    racing = between(fair.records, "finish", lambda: next(stops, lambda: None)())
    finish_import(fair.record, None, "arn:u1", fair.store, racing, fair.leads)
    assert (fair.record["status"], fair.record["stopRequested"]) == ("processing", STOP)


def test_of_two_stops_the_later_one_has_the_last_word(fair):
    fair.map().upsert()
    for stop in (STOP, FORCE):
        request_stop(fair.records, stop, upload_id=fair.id, closing=f"arn:{stop['as']}")
    for stop in (STOP, FORCE):
        fair.finish(stop, run=f"arn:{stop['as']}")
    assert (fair.record["status"], fair.record["stopRequested"]) == ("partial", FORCE)


@pytest.mark.parametrize(("written", "counts"), [(0, {"held": 3}), (2, {"created": 2, "held": 1})])
def test_a_slice_that_died_among_its_writes_is_told_by_its_plan_and_the_table(written, counts, fair):
    fair.map()
    with pytest.raises(ConnectionError):
        fair.upsert("00001", leads=Dying(fair.leads, written))
    assert fair.finish()["result"] == NONE | counts
    assert fair.record["status"] == ("partial" if written else "failed")
    rows = 3 - written
    assert fair.record["failedSlices"] == [
        {"slice": "s", "rows": rows, "worksheets": [{"worksheet": "fair", "rows": rows}]}
    ]
    assert fair.record["failedCounts"] == {"batches": 0, "slices": 1}
    assert fair.record["error"]["message"].startswith(f"{rows} {'row' if rows == 1 else 'rows'} of “fair” could not")


def test_a_slice_that_died_before_it_said_that_all_is_stored_is_not_done(fair, s3):
    fair.map().upsert()
    s3.delete_object(Bucket="data", Key=fair.store.key("slice-results/s.0.json"))
    assert fair.finish() == {"status": "partial", "result": NONE | {"created": 3}}
    assert fair.record["failedSlices"] == [{"slice": "s", "rows": 0, "worksheets": []}]
    assert fair.record["error"]["message"].startswith("All rows are stored")


# A slice whose retry died


@pytest.fixture
def late(importing):
    """An import of two leads whose second batch, of another row about each of them, failed; all else is stored."""
    an_import = importing(
        "Name,Email,Title\nAna Li,ana@example.com,Buyer\nCid Ong,cid@example.com,\n"
        "Cid Ong,cid@example.com,Chef\nAna Li,ana@example.com,Owner\n"
    )
    an_import.map(batch_rows=2).upsert("00001").finish()
    begin_retry(an_import.records, 1, an_import.id)
    an_import.records.register(an_import.id, retry_arn(1, an_import.id))
    return an_import.standardise("00002")


def test_a_slice_that_a_retry_never_came_to_tells_of_the_rows_that_are_stored(late):
    late.choose()
    assert late.finish() == {"status": "partial", "result": NONE | {"created": 2, "held": 2, "rows": 4}}
    assert late.record["failedSlices"] == [{"slice": "s", "rows": 2, "worksheets": [{"worksheet": "fair", "rows": 2}]}]


def test_rows_that_a_slice_is_done_with_are_not_read_again(late, s3):
    late.choose()
    ranges = []
    s3.meta.events.register("before-call.s3.GetObject", lambda **call: ranges.append(call["params"]["url_path"]))
    late.finish()
    read = Counter(path for path in ranges if "/sorted/" in path)
    heads_and_tails = 3  # each batch's head for the sums and for where slices are, and its tail
    assert {key.rsplit("/")[-1]: times - heads_and_tails for key, times in read.items()} == {
        "00001.jsonl": 0,
        "00002.jsonl": 1,
    }


@pytest.mark.parametrize(("written", "counts"), [(0, {"held": 2}), (1, {"merged": 1, "held": 1})])
def test_a_slice_whose_retry_died_is_told_by_both_plans(written, counts, late):
    with pytest.raises(ConnectionError):
        late.store_slices(leads=Dying(late.leads, written))
    assert late.finish() == {"status": "partial", "result": NONE | {"created": 2, "rows": 4} | counts}


def test_a_second_retry_leaves_what_one_run_would_have(late):
    with pytest.raises(ConnectionError):
        late.store_slices(leads=Dying(late.leads, 0))
    late.finish()
    begin_retry(late.records, 2, late.id)
    late.records.register(late.id, retry_arn(2, late.id))
    assert late.store_slices().finish() == {
        "status": "completed",
        "result": NONE | {"created": 2, "merged": 2, "rows": 4},
    }


@pytest.mark.parametrize("rows", [3, 60])
def test_folders_are_listed_as_often_for_many_failed_slices_as_for_few(rows, importing, s3):
    lines = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(rows))
    an_import = importing(f"Name,Email\n{lines}").map(batch_rows=1, slice_rows=1).standardise()
    an_import.choose()
    listings = []
    s3.meta.events.register("before-call.s3.ListObjectsV2", lambda **call: listings.append(call))
    stopped(an_import, STOP)
    assert an_import.record["failedCounts"]["slices"] > rows / 2
    assert len(listings) == 6


def test_many_failed_batches_are_counted_on_the_record_and_all_of_them_told_in_a_work_file(importing):
    lines = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(RECORDED_BATCHES + 1))
    an_import = importing(f"Name,Email\n{lines}").map(batch_rows=1)
    stopped(an_import, STOP)
    assert an_import.record["failedCounts"] == {"batches": RECORDED_BATCHES + 1, "slices": 0}
    all_of_them = an_import.store.read("failed-batches.json")["batches"]
    assert an_import.record["failedBatches"] == all_of_them[:RECORDED_BATCHES]
    assert [entry["batch"] for entry in all_of_them] == [f"{n:05}" for n in range(1, RECORDED_BATCHES + 2)]


def test_many_failed_slices_are_counted_on_the_record_and_all_of_them_told_in_a_work_file(importing):
    lines = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(4 * RECORDED_SLICES))
    an_import = importing(f"Name,Email\n{lines}").map(slice_rows=1).standardise()
    slices = [*an_import.choose()]
    assert len(slices) > RECORDED_SLICES
    stopped(an_import, STOP)
    assert (an_import.record["failedCounts"]["slices"], an_import.record["slices"]) == (len(slices), len(slices))
    all_of_them = an_import.store.read("failed-batches.json")
    assert all_of_them["batches"] == []
    assert an_import.record["failedSlices"] == all_of_them["slices"][:RECORDED_SLICES]
    assert [entry["slice"] for entry in all_of_them["slices"]] == sorted(slices)


def test_what_failed_in_both_ways_is_told_by_worksheet(importing, tmp_path):
    names = ["Visitors", "Press", "Guests", "Crew", "Staff"]
    sheets = {name: [["Name", "Email"], *([f"Ana {name}", f"a{n}@{name}.com"] for n in range(2))] for name in names}
    book = importing(xlsx(tmp_path / "leads.xlsx", **sheets).read_bytes(), name="leads.xlsx").map(batch_rows=2)
    book.standardise("00002", "00003", "00004", "00005").choose()
    book.finish()
    assert book.record["failedCounts"] == {"batches": 1, "slices": 1}
    assert book.record["error"]["message"] == (
        "2 rows of “Visitors”, 2 rows of “Press”, 2 rows of “Guests” and 4 rows of 2 other worksheets could not be "
        "stored. Trying again may help."
    )


@pytest.mark.parametrize("later", [False, True], ids=["alone", "replaced since"])
def test_a_row_that_a_dead_slice_stored_is_told_as_stored_whatever_came_later(later, importing):
    importing(FILE.replace("Name", "Company"), upload_id="u0").run()
    fair = importing(FILE, upload_id="u1b").map()
    with pytest.raises(ConnectionError):
        fair.upsert("00001", leads=Dying(fair.leads, 2))
    if later:
        importing(FILE.replace(" ", " New "), upload_id="u2").run()
    assert fair.finish()["result"] == NONE | {"updated": 2, "held": 1}


@pytest.mark.parametrize(
    ("done", "status", "says"),
    [
        (["00001", "00002", "00003"], "completed", None),
        (["00001", "00003"], "partial", "1 row of “fair” could not be stored"),
        ([], "failed", "3 rows of “fair” could not be stored"),
    ],
)
def test_the_end_is_completed_partial_or_failed_by_what_was_stored(done, status, says, fair):
    fair.map(batch_rows=1)
    for batch in done:
        fair.standardise(batch)
    assert fair.store_slices().finish()["status"] == status
    assert (says or "") in fair.record.get("error", {}).get("message", "")
    assert ("error" in fair.record) is (says is not None)


def test_what_broke_the_run_is_told_with_what_was_stored(fair):
    fair.map(batch_rows=1).upsert("00001")
    fair.records.begin_closing(fair.record, "arn:closing", {"finish": ABORTED})
    assert fair.finish(ABORTED)["status"] == "partial"
    assert (fair.record["error"], fair.record["result"]["created"]) == (ABORTED["error"], 1)


@pytest.mark.parametrize("stop", [STOP, FORCE], ids=["cancelled", "forced"])
def test_the_totals_of_a_stopped_and_a_retried_run_together_are_those_of_one_run(stop, fair):
    fair.map(batch_rows=1).upsert("00002")
    stopped(fair, stop)
    begin_retry(fair.records, 1, fair.id)
    fair.records.register(fair.id, retry_arn(1, fair.id))
    fair.standardise("00001", "00003").store_slices()
    assert fair.finish() == {"status": "completed", "result": NONE | {"created": 3}}
    assert fair.record.keys() & {"error", "stopRequested"} == set()
    assert (fair.record["failedBatches"], fair.record["failedSlices"]) == ([], [])
    assert fair.record["failedCounts"] == {"batches": 0, "slices": 0}


def test_a_batch_of_a_stopped_upload_stores_nothing_until_the_retry(fair):
    fair.map(batch_rows=1)
    stopped(fair, STOP)
    with pytest.raises(UploadStopped):
        fair.upsert("00001")
    assert fair.store.names("slice-plans") == []
    begin_retry(fair.records, 1, fair.id)
    fair.store_slices()
    assert len(fair.results("rows")) == 1


def test_rows_that_do_not_add_up_end_nothing(fair):
    fair.map().upsert()
    fair.records.note(fair.id, rows=4)
    with pytest.raises(BrokenPromise, match="4 rows, but 3 outcomes"):
        fair.finish()
    assert fair.record["status"] == "processing"


def test_a_cell_that_was_lost_on_the_way_ends_nothing(fair):
    fair.map().standardise()
    head, rest = fair.store.read_bytes("sorted/00001.jsonl").split(b"\n", 1)
    told = json.loads(head)
    told["cells"]["fields"] -= 1
    fair.store.write_bytes("sorted/00001.jsonl", json.dumps(told).encode() + b"\n" + rest)
    fair.store_slices()
    with pytest.raises(BrokenPromise) as broken:
        fair.finish()
    assert (broken.value.code, fair.record["status"]) == ("cellsDoNotAddUp", "processing")


def test_an_import_that_died_between_its_batches_and_the_note_of_them_counts_them(fair):
    fair.map(batch_rows=1)
    fair.records.note(fair.id, batches=0)
    stopped(fair, STOP)
    assert fair.record["batches"] == 3


@pytest.mark.parametrize(
    "lost", [["slice-plans"], ["slice-plans", "slice-results"]], ids=["its plan", "its plan and its result"]
)
def test_an_import_that_lost_work_files_of_a_slice_is_completed_when_all_leads_are_listed(
    lost, fair, s3, snapshots, new_reader
):
    fair.map(slice_rows=1).upsert()
    first = fair.store.names("slice-plans")[0].removeprefix("slice-plans/")
    for folder in lost:
        s3.delete_object(Bucket="data", Key=fair.store.key(f"{folder}/{first}"))
    if "slice-results" in lost:
        publish_leads(fair.store, fair.leads, snapshots)
        assert fair.finish()["status"] == "partial"
        begin_retry(fair.records, 1, fair.id)
        fair.records.register(fair.id, retry_arn(1, fair.id))
        fair.store_slices()
    publish_leads(fair.store, fair.leads, snapshots)
    assert len(ids(new_reader())) == 3
    assert fair.finish() == {"status": "completed", "result": NONE | {"created": 3}}


@pytest.mark.parametrize("lost", ["runs/0/batches.json", "worksheet-batches.json"])
def test_an_import_whose_list_of_batches_is_gone_is_not_completed(lost, fair, s3):
    fair.map().upsert()
    s3.delete_object(Bucket="data", Key=fair.store.key(lost))
    with pytest.raises(BrokenPromise, match="The list of batches is gone"):
        fair.finish()
    assert fair.record["status"] == "processing"
