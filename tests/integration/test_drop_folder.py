"""A file that a script put into the drop folder: one upload, however often its event comes."""

import json
from typing import Any

import pytest

from easycrm.errors import NotFound, UnreadableFile
from easycrm.uploads.api.arrival import NOT_NOTICED, with_arrival
from easycrm.uploads.api.retry_upload import retry
from easycrm.uploads.source_file import delivered_record, source_of, upload_id_of
from easycrm.uploads.store import ImportStore, source_key
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.tasks.register_upload import register_upload
from easycrm.workbooks.limits import Limits
from tests.support.fakes import part

KEY = "inbox/ap-southeast-1:4161dc94-b59d-4163-b43f-9d3b791e0947/March/Fair list.csv"
FOUND: Any = {"key": KEY, "etag": "9ac4", "size": 12}
AT = "2026-03-02T09:00:00.000000Z"


@pytest.fixture
def register(records):
    """A function: what Register upload answers to the event of an object, in an execution."""

    def answer(found=FOUND, execution="arn:1", **retrying):
        event = retrying or {"detail": {"object": found}}
        return register_upload(event, execution, records, default_country="MY", record_days=400)

    return answer


@pytest.fixture
def delivered(s3, records, register):
    """A function that puts a file into the drop folder and registers it; returns its record and its store."""

    def put(content):
        etag = s3.put_object(Bucket="data", Key=KEY, Body=content)["ETag"].strip('"')
        upload_id = register({"key": KEY, "etag": etag, "size": len(content)})["uploadId"]
        return records.get(upload_id), ImportStore(s3, "data", upload_id), etag

    return put


def test_a_file_gets_a_record_by_whom_the_folder_is_of(register, records):
    answer = register()
    record = records.get(answer["uploadId"])
    assert (answer["etag"], answer["registered"]) == ("9ac4", True)
    assert answer["executionArn"] == record["executionArn"]
    assert record["createdBy"] == "drop folder ap-southeast-1:4161dc94-b59d-4163-b43f-9d3b791e0947"
    assert (record["fileName"], record["fileSize"], record["status"]) == ("Fair list.csv", 12, "processing")
    assert record["options"] == {"country": "MY", "existing": "update"}


def test_a_name_is_shown_as_what_it_is_and_the_file_is_found_under_its_own(register, records):
    key = f"{KEY.rpartition('/')[0]}/fair\u202excod\n.csv"
    record = records.get(register({**FOUND, "key": key})["uploadId"])
    assert (record["fileName"], source_of(record)) == ("fair[U+202E]xcod[U+000A].csv", key)


def test_a_second_event_of_the_same_bytes_changes_nothing(register, records):
    upload_id = register()["uploadId"]
    before = records.get(upload_id)
    assert register(execution="arn:2")["registered"] is False
    assert records.get(upload_id) == before


def test_a_task_that_is_repeated_goes_on(register):
    assert register() == register()


@pytest.mark.parametrize("other", [{"etag": "other"}, {"key": KEY.replace("March", "April")}])
def test_other_bytes_or_another_place_are_another_upload(other, register):
    assert register()["uploadId"] != register(FOUND | other)["uploadId"]


def test_a_folder_that_a_client_makes_is_no_upload(register, records):
    answer = register(FOUND | {"key": "inbox/ap-southeast-1:4161/March/"})
    assert answer["registered"] is False
    with pytest.raises(NotFound):
        records.get(answer["uploadId"])


def test_the_import_reads_the_file_where_it_is(delivered, records):
    record, store, etag = delivered(b"Name,Email\nAnn Lee,ann@example.com\n")
    assert source_of(record) == KEY
    assert parse_workbook(record, etag, store, records)["rows"] == 1


def test_a_file_that_is_larger_than_may_be_is_refused_unread(delivered, records):
    record, store, _ = delivered(b"Name,Email\n")
    with pytest.raises(UnreadableFile, match="has 11 bytes; at most 10 can be imported") as raised:
        parse_workbook(record, "never read", store, records, Limits(file_bytes=10))
    assert raised.value.code == "fileTooLarge"


def test_a_retry_begins_with_the_file_where_it_is(delivered, records, register, executions, fake_step_functions):
    record, store, etag = delivered(b"Name,Email\n")
    records.fail(record, {})
    begun = retry(records.get(record["uploadId"]), store, records, executions)
    (way_in,) = (json.loads(run["input"]) for run in fake_step_functions.started)
    assert way_in["etag"] == etag
    assert register(execution=begun["closingArn"], **way_in)["registered"] is True


def test_a_file_whose_import_did_not_begin_is_shown_as_such(s3):
    s3.put_object(Bucket="data", Key=KEY, Body=b"a,b")
    record = delivered_record(FOUND, AT, "SG")
    store = ImportStore(s3, "data", record["uploadId"])
    assert with_arrival(record, "2026-03-02T09:05:00.000000Z", 900, store)["error"] == NOT_NOTICED


def test_a_file_beside_the_drop_folders_is_imported_too():
    record = delivered_record(FOUND | {"key": "inbox/by-an-administrator.csv"}, AT, "SG")
    assert (record["fileName"], record["createdBy"]) == ("by-an-administrator.csv", "drop folder")


def test_the_record_has_the_end_of_a_name_that_is_too_long():
    name = "n" * 300 + ".csv"
    assert delivered_record(FOUND | {"key": f"inbox/id/{name}"}, AT, "SG")["fileName"] == name[-255:]


def test_the_key_of_an_uploaded_file_names_its_upload():
    assert upload_id_of(part({"key": source_key("u1"), "etag": "9ac4"})) == "u1"


def test_the_id_has_the_form_of_every_upload_s():
    assert len(upload_id_of(FOUND)) == 32
    assert int(upload_id_of(FOUND), 16)
