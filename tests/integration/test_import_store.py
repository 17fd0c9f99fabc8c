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
    assert store.write_once("manifest.json", ["first"]) == ["first"]
    assert store.write_once("manifest.json", ["second"]) == ["first"]
    assert store.read("manifest.json") == ["first"]


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
        store.read("manifest.json")


def test_names_are_those_of_the_folder_in_order(store):
    for name in ("results/00002.json", "results/00001.json", "results-old/1.json", "plans/00001.json"):
        store.write(name, {})
    assert store.names("results") == ["results/00001.json", "results/00002.json"]


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
