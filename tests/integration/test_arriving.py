"""An upload that does not begin is recognised, and told what to do."""

import pytest

from easycrm.uploads.api.arrival import NOT_ARRIVED, NOT_NOTICED, with_arrival
from easycrm.uploads.record import FINAL
from easycrm.uploads.store import source_key

CREATED = "2026-03-02T09:00:00.000000Z"
RECORD = {"uploadId": "u1", "status": "uploading", "createdAt": CREATED}
LINK_SECONDS = 900


@pytest.fixture
def shown(store, s3):
    """A function: what is shown of the upload at some minute and second past nine."""

    def at(minutes, arrived, record=RECORD):
        if arrived:
            s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"a,b")
        return with_arrival(record, f"2026-03-02T09:{minutes}.000000Z", LINK_SECONDS, store)

    return at


@pytest.mark.parametrize(
    ("minutes", "arrived", "error"),
    [
        ("04:59", True, None),
        ("05:00", True, NOT_NOTICED),
        ("04:59", False, None),
        ("05:00", False, None),
        ("19:59", False, None),
        ("20:00", False, NOT_ARRIVED),
        ("20:00", True, NOT_NOTICED),
    ],
)
def test_after_five_minutes_without_its_event_or_a_link_without_its_file_an_upload_has_failed(
    minutes, arrived, error, shown
):
    expected = RECORD | {"status": "failed", "error": error} if error else RECORD
    assert shown(minutes, arrived) == expected


@pytest.mark.parametrize("status", ["processing", *sorted(FINAL)])
@pytest.mark.parametrize("arrived", [True, False])
def test_an_upload_that_has_begun_is_shown_as_it_is(status, arrived, shown):
    record = RECORD | {"status": status}
    assert shown("59:00", arrived, record) is record


def test_the_record_stays_as_it_is_so_that_a_late_event_still_begins_the_import(shown, records):
    records.create(RECORD, expires_days=1)
    before = records.get("u1")
    assert shown("20:00", True, before)["status"] == "failed"
    assert records.get("u1") == before
    assert records.register("u1", "arn", None)["status"] == "processing"
