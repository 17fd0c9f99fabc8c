"""The work files of an upload, and the link by which its source arrives."""

import base64
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from easycrm.errors import UnreadableFile
from easycrm.uploads.store import ImportStore, presigned_upload, source_key


def test_work_files_lie_under_their_upload(store, s3):
    store.write("results/00001.json", {})
    (entry,) = s3.list_objects_v2(Bucket="data")["Contents"]
    assert entry["Key"] == "imports/u1/results/00001.json"


@pytest.mark.parametrize("content", [[], {}, None, {"name": "Zoë", "rows": [1, None, "a\nb\u2028c"]}])
def test_content_comes_back_as_it_was_written(content, store):
    store.write("mapping.json", content)
    assert store.read("mapping.json") == content


def test_writing_again_replaces(store):
    store.write("workbook.json", 1)
    store.write("workbook.json", 2)
    assert store.read("workbook.json") == 2


def test_the_first_to_write_once_wins(store):
    assert store.write_once("worksheet-batches.json", ["first"]) == ["first"]
    assert store.write_once("worksheet-batches.json", ["second"]) == ["first"]
    assert store.read("worksheet-batches.json") == ["first"]


class FaultyS3:
    """A client whose first PutObjects, so many, fail with this code, each after something else has happened."""

    def __init__(self, s3, times, code="ConditionalRequestConflict", happens=lambda: None):
        self._s3, self._times, self._code, self._happens = s3, times, code, happens
        self.puts = 0

    def __getattr__(self, name):
        return getattr(self._s3, name)

    def put_object(self, **options):
        self.puts += 1
        if self.puts <= self._times:
            self._happens()
            raise ClientError({"Error": {"Code": self._code}}, "PutObject")
        return self._s3.put_object(**options)


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def faulty(s3, pauses):
    """A function: the store behind such a client, and the client."""

    def behind(*faults, **options):
        client = FaultyS3(s3, *faults, **options)
        return ImportStore(client, "data", "u1", pauses.append), client

    return behind


@pytest.mark.parametrize("times", [1, 5])
def test_a_write_that_s3_cannot_decide_on_is_tried_again(times, faulty, store, pauses):
    doubtful, client = faulty(times)
    assert doubtful.write_bytes_once("sorted/00001", b"mine")
    assert (store.read_bytes("sorted/00001"), client.puts) == (b"mine", times + 1)
    assert pauses == [0.05, 0.1, 0.2, 0.4, 0.8][:times]


def test_whoever_was_first_while_s3_could_not_decide_is_read(faulty, store):
    doubtful, client = faulty(1, happens=lambda: store.write_once("plans/1.json", "first"))
    assert doubtful.write_once("plans/1.json", "second") == "first"
    assert client.puts == 2


def test_a_write_that_s3_never_decides_on_rises(faulty, pauses):
    doubtful, client = faulty(6)
    with pytest.raises(ClientError, match="ConditionalRequestConflict"):
        doubtful.write_bytes_once("sorted/00001", b"mine")
    assert (client.puts, len(pauses)) == (6, 5)
    assert doubtful.names("sorted") == []


@pytest.mark.parametrize("code", ["AccessDenied", "SlowDown"])
def test_another_failure_of_a_write_that_is_made_once_rises_at_once(code, faulty):
    broken, client = faulty(1, code)
    with pytest.raises(ClientError, match=code):
        broken.write_bytes_once("sorted/00001", b"mine")
    assert client.puts == 1


@pytest.mark.parametrize("content", [b"", b"\x00\xff\n", b"x" * 100_000])
def test_bytes_that_are_written_once_stay(content, store):
    assert store.write_bytes_once("sorted/00001", content)
    assert not store.write_bytes_once("sorted/00001", b"others")
    assert store.read_bytes("sorted/00001") == content


def test_bytes_that_are_written_otherwise_are_replaced(store):
    store.write_bytes("slice-entries/s.0", b"first\n")
    store.write_bytes("slice-entries/s.0", b"\x00")
    assert store.read_bytes("slice-entries/s.0") == b"\x00"


@pytest.mark.parametrize(
    ("start", "size", "read"),
    [(0, 3, b"012"), (3, 4, b"3456"), (9, 1, b"9"), (8, 9, b"89"), (0, 99, b"0123456789"), (4, 0, b""), (10, 0, b"")],
)
def test_a_range_is_so_many_bytes_or_what_is_left(start, size, read, store):
    store.write_bytes("sorted/00001", b"0123456789")
    assert store.read_range("sorted/00001", start, size) == read


def test_a_range_of_what_is_not_there_rises(store):
    with pytest.raises(ClientError, match="NoSuchKey"):
        store.read_range("sorted/00001", 0, 1)
    store.write_bytes("sorted/00001", b"0123456789")
    with pytest.raises(ClientError, match="InvalidRange"):
        store.read_range("sorted/00001", 10, 1)


@pytest.mark.parametrize(
    "lines",
    [[], [""], ["a"], ["a", "", "b"], ["one\u2028line", "one\u0085line", "one\x0b\x0c\x1cline", "one\rline"]],
    ids=["none", "an empty one", "one", "an empty one between", "with other separators inside"],
)
def test_lines_come_back_as_they_were_written(lines, store):
    store.write_lines("tables/000.jsonl", lines)
    assert list(store.read_lines("tables/000.jsonl")) == lines


def test_reading_what_is_not_there_rises(store):
    with pytest.raises(ClientError, match="NoSuchKey"):
        store.read("worksheet-batches.json")


def test_names_are_those_of_the_folder_in_order(store):
    for name in ("results/00002.json", "results/00001.json", "results-old/1.json", "plans/00001.json"):
        store.write(name, {})
    assert store.names("results") == ["results/00001.json", "results/00002.json"]


def test_names_may_be_those_that_begin_so(store):
    for name in ("plans/s01.0.json", "plans/s01.1.json", "plans/s011.0.json", "results/s01.0.json"):
        store.write(name, {})
    assert store.names("plans", "s01.") == ["plans/s01.0.json", "plans/s01.1.json"]


def test_an_empty_folder_has_no_names(store):
    assert store.names("plans") == []


def test_names_are_those_of_this_upload(store, s3):
    ImportStore(s3, "data", "u12").write("plans/1.json", {})
    assert store.names("plans") == []


@pytest.fixture
def short_listings(s3):
    """S3 lists two keys at a time, in place of a thousand."""

    def two(params, **_):
        return params | {"MaxKeys": 2}

    s3.meta.events.register("provide-client-params.s3.ListObjectsV2", two)
    yield
    s3.meta.events.unregister("provide-client-params.s3.ListObjectsV2", two)


@pytest.mark.usefixtures("short_listings")
def test_a_folder_may_have_more_names_than_one_listing_holds(store):
    written = [f"results/{number:05}.json" for number in range(5)]
    for name in written:
        store.write(name, 0)
    assert store.names("results") == written


# The source


def test_the_source_is_read_as_its_event_saw_it(store, s3, tmp_path):
    etag = s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"\x00bytes\xff")["ETag"]
    store.download_source(
        source_key("u1"), etag.strip('"'), tmp_path / "source"
    )  # an event has the etag without quotes
    assert (tmp_path / "source").read_bytes() == b"\x00bytes\xff"


def test_a_source_replaced_since_its_event_is_refused_in_words(store, s3, tmp_path):
    etag = s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"before")["ETag"]
    s3.put_object(Bucket="data", Key=source_key("u1"), Body=b"after")
    with pytest.raises(UnreadableFile, match="replaced") as raised:
        store.download_source(source_key("u1"), etag.strip('"'), tmp_path / "source")
    assert raised.value.code == "fileReplaced"


# The link


@pytest.fixture
def link(s3):
    return presigned_upload(s3, "data", "u1", size=1234, expires_in=900)


@pytest.fixture
def policy(link):
    return json.loads(base64.b64decode(link["fields"]["policy"]))


def test_the_link_is_the_buckets_own_host_in_its_region(link):
    url = urlsplit(link["url"])
    assert (url.scheme, url.netloc, url.path) == ("https", "data.s3.ap-southeast-1.amazonaws.com", "/")


def test_the_link_is_signed_with_version_4(link):
    assert link["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert link["fields"]["x-amz-credential"].endswith("/ap-southeast-1/s3/aws4_request")


def test_the_link_takes_a_file_of_exactly_this_size(policy):
    assert ["content-length-range", 1234, 1234] in policy["conditions"]


def test_the_link_takes_one_key(link, policy):
    assert link["fields"]["key"] == "uploads/u1/source"
    assert [c for c in policy["conditions"] if "key" in c or "$key" in c] == [{"key": "uploads/u1/source"}]


def test_the_link_expires(policy):
    left = datetime.fromisoformat(policy["expiration"]) - datetime.now().astimezone()
    assert timedelta(seconds=880) < left <= timedelta(seconds=900)
