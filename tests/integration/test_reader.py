"""Readers of the read model: they keep up, fetch little, and never serve a mix."""

from typing import cast

import pytest

from easycrm.errors import IncompleteReadModel
from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.publication import publish
from easycrm.leads.list.query import LeadsQuery
from easycrm.leads.list.reader import lacking_deltas, list_leads
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.showing.listed_lead import ListedLeads
from easycrm.leads.list.snapshots import NOTHING, POINTER_ID, Pointer, Snapshots
from tests.integration.readers import entries, ids


def test_before_the_first_publish_there_are_no_leads(new_reader):
    assert list_leads(new_reader(), LeadsQuery()) == {
        "leads": [],
        "pagination": {"page": 1, "pageSize": 50, "totalCount": 0, "totalPages": 0},
        "asOf": None,
    }


def test_what_is_published_is_read_with_the_moment_of_its_publish(publish_each, new_reader, lead, clock):
    publish_each("L1", "L2")
    answer = list_leads(new_reader(), LeadsQuery(sort_by="company", sort_order="asc"))
    assert answer["leads"] == [ListedLeads(NO_COLUMNS).entry(entry_of(lead(name))) for name in ("L1", "L2")]
    assert answer["asOf"] == clock()


@pytest.fixture
def fetched(s3, dynamodb, clock):
    """A place that keeps the keys of what readers fetch, and the snapshots seen through it."""

    class Recorder:
        def __init__(self):
            self.keys = []

        def get_object(self, **request):
            self.keys.append(request["Key"])
            return s3.get_object(**request)

    recorder = Recorder()
    return recorder.keys, Snapshots(recorder, "data", dynamodb, "uploads", clock)


def test_a_warm_reader_sees_what_a_cold_one_sees(publish_each, rebase, merge, new_reader):
    warm = new_reader()
    for step in (
        lambda: publish_each("L1", "L2"),
        lambda: publish_each("L1", version=2),
        rebase,
        lambda: publish_each("L3", "L4"),
        merge,
        lambda: publish_each("L5"),
        rebase,
        rebase,
    ):
        step()
        assert entries(warm) == entries(new_reader())


def test_a_warm_reader_fetches_only_new_deltas(publish_each, new_reader, fetched, snapshots):
    keys, seen = fetched
    reader = new_reader(seen)
    publish_each("L1", "L2")
    ids(reader)
    publish_each("L3")
    keys.clear()
    assert ids(reader) == ["L1", "L2", "L3"]
    assert keys == [snapshots.pointer()["deltas"][-1]["key"]]


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_a_warm_reader_fetches_nothing_for_a_compaction(how, request, publish_each, rebase, new_reader, fetched):
    keys, seen = fetched
    reader = new_reader(seen)
    publish_each("L0")
    rebase()
    publish_each("L1", "L2")
    ids(reader)
    request.getfixturevalue(how)()
    keys.clear()
    assert ids(reader) == ["L0", "L1", "L2"]
    assert keys == []


def test_a_warm_reader_fetches_the_deltas_that_a_new_base_took_in_and_not_the_base(
    publish_each, rebase, new_reader, fetched
):
    keys, seen = fetched
    reader = new_reader(seen)
    publish_each("L1")
    ids(reader)
    publish_each("L2")
    rebase()
    keys.clear()
    assert ids(reader) == ["L1", "L2"]
    assert ["deltas" in key for key in keys] == [True]


def test_a_warm_reader_fetches_the_base_where_it_took_in_many_leads(
    publish_each, new_reader, fetched, snapshots, lead, monkeypatch
):
    keys, seen = fetched
    reader = new_reader(seen)
    publish_each("L1")
    ids(reader)
    monkeypatch.setattr("easycrm.leads.list.snapshots.SMALL", 2)
    publish([lead(lead_id) for lead_id in ("L2", "L3", "L4")], snapshots)
    keys.clear()
    assert ids(reader) == ["L1", "L2", "L3", "L4"]
    assert keys == [snapshots.pointer()["base"]["key"]]


def test_a_reader_that_slept_until_superseded_deltas_were_deleted_fetches_the_base(
    publish_each, rebase, new_reader, snapshots, s3
):
    reader = new_reader()
    publish_each("L1")
    ids(reader)
    publish_each("L2")
    taken_in = snapshots.pointer()["deltas"][-1]["key"]
    rebase()
    s3.delete_object(Bucket="data", Key=taken_in)
    assert ids(reader) == ["L1", "L2"]


def test_a_reader_whose_pointer_was_deleted_shows_nothing(publish_each, new_reader, dynamodb):
    reader = new_reader()
    publish_each("L1")
    ids(reader)
    dynamodb.delete_item(TableName="uploads", Key={"uploadId": {"S": POINTER_ID}})
    assert ids(reader) == []


def test_a_file_deleted_between_pointer_and_fetch_is_looked_for_in_the_pointer_as_it_is(
    publish_each, rebase, snapshots, new_reader, s3, dynamodb, clock, between
):
    publish_each("L1")
    stale = snapshots.pointer()["deltas"][0]["key"]

    def compacted_and_cleaned():
        if snapshots.pointer()["base"] is None:
            rebase()
            s3.delete_object(Bucket="data", Key=stale)

    reader = new_reader(Snapshots(between(s3, "get_object", compacted_and_cleaned), "data", dynamodb, "uploads", clock))
    assert ids(reader) == ["L1"]


@pytest.mark.parametrize("which", ["base", "delta"])
def test_a_file_deleted_by_hand_is_said_and_warm_readers_go_on(which, publish_each, rebase, new_reader, snapshots, s3):
    publish_each("L1")
    rebase()
    publish_each("L2")
    warm = new_reader()
    ids(warm)
    pointer = snapshots.pointer()
    gone = pointer["base"] if which == "base" else pointer["deltas"][0]
    s3.delete_object(Bucket="data", Key=gone["key"])
    with pytest.raises(IncompleteReadModel, match="an operator has rebuilt"):
        ids(new_reader())
    assert ids(warm) == ["L1", "L2"]


class WatchedDisk(Snapshots):
    """Notes how many files a reader's folder has whenever a base has come to it, and can break off then."""

    def __init__(self, *args):
        super().__init__(*args)
        self.files: list[int] = []
        self.breaks_off = False

    def download_base(self, base, path):
        super().download_base(base, path)
        self.files.append(len(list(path.parent.iterdir())))
        if self.breaks_off:
            raise ConnectionError


@pytest.fixture
def watched(s3, dynamodb, clock):
    return WatchedDisk(s3, "data", dynamodb, "uploads", clock)


def test_a_reader_has_one_base_on_its_disk_at_a_time(publish_each, rebase, new_reader, watched, lead):
    publish_each("L1")
    rebase()
    reader = new_reader(watched)
    assert ids(reader) == ["L1"]
    rebuild(lambda: [lead("L1"), lead("L2")], watched)
    assert ids(reader) == ["L1", "L2"]
    assert watched.files == [1, 1]


def test_a_base_that_came_in_part_leaves_nothing_on_the_disk_and_is_fetched_again(
    publish_each, rebase, new_reader, watched
):
    publish_each("L1")
    rebase()
    reader = new_reader(watched)
    watched.breaks_off = True
    with pytest.raises(ConnectionError):
        ids(reader)
    watched.breaks_off = False
    assert (ids(reader), watched.files) == (["L1"], [1, 1])


def test_a_base_of_another_format_is_not_read(publish_each, rebase, new_reader, monkeypatch):
    publish_each("L1")
    rebase()
    monkeypatch.setattr("easycrm.leads.list.snapshots.FORMAT", 99)
    with pytest.raises(IncompleteReadModel):
        ids(new_reader())


def test_a_base_that_breaks_off_is_not_read_and_is_fetched_again(publish_each, rebase, new_reader, snapshots, s3):
    publish_each("L1", "L2")
    rebase()
    key = snapshots.pointer()["base"]["key"]
    content = s3.get_object(Bucket="data", Key=key)["Body"].read()
    s3.put_object(Bucket="data", Key=key, Body=content[: len(content) // 2])
    reader = new_reader()
    with pytest.raises(EOFError):
        ids(reader)
    s3.put_object(Bucket="data", Key=key, Body=content)
    assert ids(reader) == ["L1", "L2"]


def test_a_reader_that_failed_between_two_deltas_shows_neither_of_them(publish_each, new_reader, snapshots, s3):
    reader = new_reader()
    publish_each("L1")
    copy, _ = reader.current()
    publish_each("L2", "L3")
    second = snapshots.pointer()["deltas"][-1]["key"]
    content = s3.get_object(Bucket="data", Key=second)["Body"].read()
    s3.put_object(Bucket="data", Key=second, Body=content[: len(content) // 2])
    with pytest.raises(EOFError):
        ids(reader)
    assert [row[0] for row in copy.execute("SELECT leadId FROM leads")] == ["L1"]
    s3.put_object(Bucket="data", Key=second, Body=content)
    assert ids(reader) == ["L1", "L2", "L3"]


def file(key, *holds):
    return {"key": key, "leads": 1, "holds": [file(held) for held in holds]}


@pytest.mark.parametrize(
    ("held", "base", "deltas", "lacking"),
    [
        ([], None, [], []),
        ([], None, ["d1"], ["d1"]),
        (["d1"], None, ["d1", "d2"], ["d2"]),
        (["d1"], None, [], None),
        ([], "b1", [], None),
        (["b1"], "b2", [], None),
        (["b1", "d1"], ("b2", "b1", "d1"), ["d2"], ["d2"]),
        (["b1", "d1"], ("b2", "b1", "d1", "d2"), [], ["d2"]),
        (["b1", "d1"], ("b2", "b1"), [], None),
        (["b1", "d1", "d2"], "b1", [("m", "d1", "d2", "d3")], ["d3"]),
        (["b1"], "b1", [("m", "d1", "d2")], ["m"]),
        (["d1"], ("b1", "d1", "d2"), [], ["d2"]),
    ],
)
def test_a_copy_lacks_what_it_has_not_and_starts_afresh_when_it_has_too_much(held, base, deltas, lacking):
    def named(name):
        parts = name if isinstance(name, tuple) else (name,)
        return file(*(f"snapshots/{'bases' if part.startswith('b') else 'deltas'}/{part}" for part in parts))

    pointer = {**NOTHING, "base": base and named(base), "deltas": [named(delta) for delta in deltas]}
    files = lacking_deltas(cast(Pointer, pointer), frozenset(named(name)["key"] for name in held))
    assert (files if files is None else [one["key"].split("/")[-1] for one in files]) == lacking


def test_what_is_published_is_seen_by_the_next_question(snapshots, new_reader, lead):
    reader = new_reader()
    for number in range(3):
        publish([lead(f"L{number}")], snapshots)
        assert len(ids(reader)) == number + 1
