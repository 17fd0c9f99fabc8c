"""The stop watch: whether a run may still store leads, asked of its upload's record now and then."""

import pytest

from easycrm.errors import UploadStopped
from easycrm.uploads.record import FINAL
from easycrm.uploads.tasks.upsert_slice import StopWatch

RUNS = {"status": "processing", "runs": 1}


class Records:
    """`UploadRecords` of one upload; counts how often it is read."""

    def __init__(self):
        self.record = RUNS
        self.reads = 0

    def get(self, _upload_id):
        self.reads += 1
        return self.record


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stop_watch(records, clock):
    return StopWatch("u1", 1, records, clock)


def test_the_record_is_read_at_the_first_look(stop_watch, records):
    stop_watch()
    assert records.reads == 1


@pytest.mark.parametrize(("seconds", "reads"), [(0, 1), (0.24, 1), (0.25, 2), (60, 2)])
def test_the_record_is_read_again_after_a_quarter_of_a_second(seconds, reads, stop_watch, records, clock):
    stop_watch()
    clock.now += seconds
    stop_watch()
    assert records.reads == reads


def test_however_often_it_is_asked_it_reads_four_times_a_second(stop_watch, records, clock):
    for _ in range(1000):
        stop_watch()
        clock.now += 1 / 128
    assert records.reads == 1000 / 128 // 0.25 + 1


@pytest.mark.parametrize(
    "record",
    [
        *({"status": status} for status in sorted(FINAL)),
        *(RUNS | {"stopRequested": {"as": end}} for end in ("cancelled", "partial")),
        *(RUNS | {"runs": run} for run in (0, 2)),
        {"status": "processing"},
    ],
    ids=lambda record: f"{record.get('stopRequested', {}).get('as', '')} {record['status']} {record.get('runs')}",
)
def test_an_upload_that_was_stopped_has_ended_or_has_another_run_stops_whoever_looks(
    record, stop_watch, records, clock
):
    stop_watch()
    records.record = record
    clock.now += 0.25
    with pytest.raises(UploadStopped):
        stop_watch()


def test_what_is_stopped_once_is_asked_about_at_every_look(stop_watch, records):
    records.record = {"status": "cancelled"}
    for _ in range(2):
        with pytest.raises(UploadStopped):
            stop_watch()
    assert records.reads == 2
