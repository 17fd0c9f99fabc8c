"""The rebuild by scan: the same leads as publishing gave, whatever happens meanwhile."""

from datetime import UTC, datetime

import pytest

from easycrm.errors import LostRace
from easycrm.leads.list.publication import publish
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import POINTER_ID, files_of
from easycrm.leads.scanning import scan_leads
from tests.integration.readers import entries, ids, keys


@pytest.fixture
def store(leads, snapshots, lead):
    """A function: writes leads to the table and publishes them, as an import does."""

    def stored(*lead_ids, version=1):
        for lead_id in lead_ids:
            leads.put(lead(lead_id, version))
            publish([leads.get(lead_id)], snapshots)

    return stored


@pytest.fixture
def scan(dynamodb):
    return lambda: scan_leads(dynamodb, "leads", segments=3)


def test_a_scan_gives_every_lead_once(leads, make_lead, scan):
    for number in range(40):
        leads.put(make_lead(f"L{number:02}", remarks={"Notes": "x" * 50_000}))
    assert sorted(lead.lead_id for lead in scan()) == [f"L{number:02}" for number in range(40)]


def test_a_scan_of_an_empty_table_gives_nothing(scan):
    assert list(scan()) == []


def test_a_rebuild_gives_what_publishing_gave(store, rebase, scan, snapshots, new_reader):
    store("L1", "L2", "L3")
    store("L2", version=2)
    rebase()
    store("L4")
    before = entries(new_reader())
    assert rebuild(scan, snapshots)["leads"] == 4
    assert entries(new_reader()) == before
    assert len(files_of(snapshots.pointer())) == 1


def test_a_rebuild_is_as_fresh_as_the_moment_when_it_began(store, scan, snapshots, clock):
    store("L1")
    clock.pass_(hours=1)
    begun = clock()

    def slow_scan():
        yield from scan()
        clock.pass_(hours=1)

    rebuild(slow_scan, snapshots)
    assert snapshots.pointer()["publishedAt"] == begun


def test_a_rebuild_of_an_empty_table_gives_an_empty_list(scan, snapshots, new_reader):
    assert rebuild(scan, snapshots)["leads"] == 0
    assert ids(new_reader()) == []


@pytest.mark.parametrize("what", ["base", "delta", "pointer", "everything"])
def test_a_rebuild_mends_what_was_deleted_by_hand(what, store, rebase, scan, snapshots, new_reader, s3, dynamodb):
    warm = new_reader()
    store("L1")
    rebase()
    store("L2")
    ids(warm)
    pointer = snapshots.pointer()
    gone = {"base": [pointer["base"]["key"]], "delta": [pointer["deltas"][0]["key"]], "everything": keys(s3)}
    for key in gone.get(what, ()):
        s3.delete_object(Bucket="data", Key=key)
    if what in ("pointer", "everything"):
        dynamodb.delete_item(TableName="uploads", Key={"uploadId": {"S": POINTER_ID}})
    rebuild(scan, snapshots)
    assert ids(new_reader()) == ids(warm) == ["L1", "L2"]


@pytest.mark.parametrize("meanwhile", [(), ("rebase",), ("merge",), ("merge", "rebase")], ids=" then ".join)
def test_what_is_published_during_a_rebuild_is_kept(meanwhile, request, store, scan, snapshots, new_reader):
    store("L1", "L2")

    def scan_that_misses_what_comes_later():
        yield from list(scan())
        store("L1", version=2)
        store("L3")
        for what in meanwhile:
            request.getfixturevalue(what)()
        store("L4")

    rebuild(scan_that_misses_what_comes_later, snapshots)
    assert [entry["company"] for entry in entries(new_reader())] == ["L1 2", "L2 1", "L3 1", "L4 1"]


def test_a_rebuild_that_cannot_tell_what_it_missed_leaves_everything_as_it_is(
    store, scan, snapshots, rebase, new_reader
):
    store("L1")

    def scan_that_misses():
        yield from list(scan())
        for lead_id in ("L2", "L3"):
            store(lead_id)
            rebase()

    with pytest.raises(LostRace):
        rebuild(scan_that_misses, snapshots)
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_a_rebuild_during_which_many_leads_were_published_leaves_everything_as_it_is(
    store, scan, snapshots, lead, new_reader, monkeypatch
):
    monkeypatch.setattr("easycrm.leads.list.snapshots.SMALL", 2)
    store("L1")

    def scan_that_misses():
        yield from list(scan())
        publish([lead(lead_id) for lead_id in ("L2", "L3", "L4")], snapshots)

    with pytest.raises(LostRace):
        rebuild(scan_that_misses, snapshots)
    assert ids(new_reader()) == ["L1", "L2", "L3", "L4"]


def test_what_a_rebuild_goes_back_to_stays_though_a_base_had_taken_it_in(
    store, scan, rebase, snapshots, clock, new_reader
):
    store("L1")

    def scan_that_misses():
        yield from list(scan())
        store("L2")
        rebase()

    rebuild(scan_that_misses, snapshots)
    clock.pass_(days=2)
    snapshots.supersede([])
    assert ids(new_reader()) == ["L1", "L2"]


def test_a_rebuild_that_loses_its_moves_tries_them_again(store, scan, during, new_reader):
    store("L1")
    rebuild(scan, during(lambda: store("L2"), lambda: store("L3")))
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_a_rebuild_deletes_what_killed_publishers_left_a_day_ago(store, scan, snapshots, clock, s3):
    store("L1")
    s3.put_object(Bucket="data", Key="snapshots/deltas/orphan", Body=b"")
    clock.at = datetime.now(UTC)
    assert rebuild(scan, snapshots)["orphansDeleted"] == 0
    clock.pass_(days=2)
    assert rebuild(scan, snapshots)["orphansDeleted"] == 1
    assert "snapshots/deltas/orphan" not in keys(s3)
