"""Records stay far below what DynamoDB takes, whatever was imported, and the index has of them what a list shows."""

import json

import pytest

from easycrm import bounds
from easycrm.leads.flags import FLAGS
from easycrm.uploads.api.actions import ways_on
from easycrm.uploads.api.list_uploads import list_uploads
from easycrm.uploads.api.upload_status import status_of
from easycrm.uploads.executions import STANDARDISE_BATCHES, UPSERT_SLICES
from easycrm.uploads.problems import problem
from easycrm.uploads.records_table import ListedRecords, ListPlace, UploadRecords
from easycrm.uploads.work_files.failed_batches import write_failed
from easycrm.workbooks.refusals import EncodingChoice
from tests.support.fakes import InMemoryStore, part

ITEM_BYTES = 400 * 1024
OUR_BYTES = 250_000  # so that what is written beside it, and a list, have room
AT = "2026-03-02T09:00:00.000000Z"
STOP = {"as": "partial", "by": "mei@example.com", "at": AT}
COUNTS = {"created": 1, "updated": 2, "unchanged": 3, "merged": 4, "held": 5, "skipped": 6, "rows": 21}
WIDE = "\U0001f600"  # four bytes in UTF-8


def failed_batches(batches, ranges=1, worksheet="Leads"):
    part = {"worksheet": worksheet, "firstRow": 2, "lastRow": 2_000_001, "rows": 2_000_000}
    return [{"batch": f"{number:05}", "rows": 2_000_000, "ranges": [part] * ranges} for number in range(batches)]


def failed_slices(slices, worksheets=1, worksheet="Leads"):
    part = {"worksheet": worksheet, "rows": 2_000_000}
    return [{"slice": f"s{n:010b}", "rows": 2_000_000, "worksheets": [part] * worksheets} for n in range(slices)]


def size_of(value):
    """Bytes of a value in DynamoDB, by its rules: names and texts in UTF-8, at most 21 for a number, a few to nest."""
    if isinstance(value, dict):
        return 3 + sum(1 + len(name.encode()) + size_of(member) for name, member in value.items())
    if isinstance(value, list):
        return 3 + sum(1 + size_of(member) for member in value)
    return len(value.encode()) if isinstance(value, str) else 21


def fullest():
    """A record with everything that can grow filled to its bound, and one more."""
    longest = WIDE * (bounds.RECORDED_CHARACTERS + 1)
    choice: EncodingChoice = {"encoding": longest, "name": longest, "sample": longest}
    worksheet = WIDE * (bounds.FILE_NAME_CHARACTERS + 1)
    batches = failed_batches(bounds.RECORDED_BATCHES + 1, bounds.RECORDED_RANGES + 1, worksheet)
    slices = failed_slices(bounds.RECORDED_SLICES + 1, bounds.RECORDED_RANGES + 1, worksheet)
    recorded = write_failed({"batches": batches, "slices": slices}, InMemoryStore())
    progress = {"stage": "publishing", "percentage": 95, "estimatedCompletion": AT}
    map_run = {"arn": "a" * 300, "total": 10**4, "completed": 10**4, "failed": 0, "startedAt": AT, "isOver": True}
    map_runs = dict.fromkeys((STANDARDISE_BATCHES, UPSERT_SLICES), map_run)
    return {
        "uploadId": "u" * 32,
        "status": "partial",
        "createdAt": AT,
        "createdBy": WIDE * 512,
        "fileName": WIDE * bounds.FILE_NAME_CHARACTERS,
        "sourceKey": "k" * 1024,
        "fileSize": 10**9,
        "options": {"country": "SG", "existing": "update", "encoding": "x" * 40},
        **dict.fromkeys(("executionArn", "closingArn", "leftBehind"), "a" * 300),
        **dict.fromkeys(("begunAt", "registeredAt", "completedAt", "progressAt"), AT),
        **dict.fromkeys(("rows", "batches", "slices", "runs", "deepseekCommitted", "deepseekCost", "deepseekCalls"), 7),
        **dict.fromkeys(("deepseekInput", "deepseekCached", "deepseekOutput"), 10**9),
        "deepseekStopped": {"code": "c" * 40, "executionArn": "a" * 300},
        "mapped": True,
        "report": True,
        "result": COUNTS,
        "flags": dict.fromkeys(FLAGS, 2_000_000),
        "progress": progress | {"totalBatches": 10, "completedBatches": 7, "failedBatches": 3, "mapRuns": map_runs},
        "error": problem(longest, longest, True, [choice] * (bounds.RECORDED_CHOICES + 1)),
        "failedBatches": recorded["batches"],
        "failedSlices": recorded["slices"],
        "failedCounts": {"batches": len(batches), "slices": len(slices)},
        "stopRequested": STOP | {"by": WIDE * 512},
    }


def test_a_record_that_is_full_has_room_left_in_an_item_of_dynamodb():
    assert OUR_BYTES < ITEM_BYTES
    assert size_of(fullest()) < OUR_BYTES


def test_texts_and_lists_are_cut_at_their_bounds():
    record = fullest()
    assert len(record["failedBatches"]) == bounds.RECORDED_BATCHES
    assert {len(batch["ranges"]) for batch in record["failedBatches"]} == {bounds.RECORDED_RANGES}
    assert {batch["moreRanges"] for batch in record["failedBatches"]} == {1}
    assert len(record["failedSlices"]) == bounds.RECORDED_SLICES
    assert {len(each["worksheets"]) for each in record["failedSlices"]} == {bounds.RECORDED_RANGES}
    assert {each["moreWorksheets"] for each in record["failedSlices"]} == {1}
    assert len(record["error"]["details"]["choices"]) == bounds.RECORDED_CHOICES
    assert record["error"]["message"] == WIDE * (bounds.RECORDED_CHARACTERS - 1) + "…"


def test_what_fits_is_on_the_record_as_it_is():
    batches = failed_batches(bounds.RECORDED_BATCHES, bounds.RECORDED_RANGES, "x" * bounds.FILE_NAME_CHARACTERS)
    slices = failed_slices(bounds.RECORDED_SLICES, bounds.RECORDED_RANGES, "x" * bounds.FILE_NAME_CHARACTERS)
    failed = part({"batches": batches, "slices": slices})
    assert write_failed(failed, InMemoryStore()) == failed
    text = "x" * bounds.RECORDED_CHARACTERS
    assert problem("code", text, False) == {"code": "code", "message": text, "canRetry": False}


def test_all_that_failed_is_in_a_work_file_however_much():
    failed, store = part({"batches": failed_batches(500, 7), "slices": failed_slices(1024, 7)}), InMemoryStore()
    first = write_failed(failed, store)
    assert store.read("failed-batches.json") == failed
    assert size_of(first) < 40_000


@pytest.mark.parametrize(
    "failed", [{"batches": failed_batches(1), "slices": []}, {"batches": [], "slices": failed_slices(1)}]
)
def test_one_that_failed_is_in_a_work_file(failed):
    store = InMemoryStore()
    assert write_failed(failed, store) == store.read("failed-batches.json") == failed


def test_without_anything_that_failed_there_is_no_such_file():
    store = InMemoryStore()
    assert write_failed({"batches": [], "slices": []}, store) == {"batches": [], "slices": []}
    assert not store.exists("failed-batches.json")


@pytest.mark.parametrize(
    "state", [{}, {"status": "processing"}, {"status": "completed", "failedCounts": {"batches": 0, "slices": 0}}]
)
def test_a_list_tells_of_an_upload_what_its_record_does_but_for_what_failed(state, records):
    record = fullest() | state
    records.create(record, expires_days=1)
    whole = {**status_of(record), **ways_on(record, AT, 30)}
    (listed,) = list_uploads(AT, records, 30)["uploads"]
    assert listed == {name: value for name, value in whole.items() if name not in ("failedBatches", "failedSlices")}


def test_a_page_of_the_fullest_records_stays_below_five_megabytes():
    class Full(UploadRecords):
        def __init__(self):
            """No table behind it."""

        def newest(self, limit, before=None):  # noqa: ARG002
            listed = {name: value for name, value in fullest().items() if name not in ("failedBatches", "failedSlices")}
            return ListedRecords([part(listed)] * limit, ListPlace(AT, "u1"))

    page = list_uploads(AT, Full(), 30)
    assert len(page["uploads"]) == bounds.LISTED_UPLOADS
    assert len(json.dumps(page, ensure_ascii=False).encode()) < 5_000_000
