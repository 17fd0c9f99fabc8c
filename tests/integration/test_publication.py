"""Publishing into the read model: publishers that race or are killed, and what becomes of many deltas."""

import pytest
from botocore.exceptions import ClientError

from easycrm.errors import LostRace
from easycrm.leads.list.publication import compaction_due, publish
from easycrm.leads.list.snapshots import NOTHING, File, Snapshots, files_of
from tests.integration.readers import entries, ids, keys


def test_publishing_says_how_many_leads_it_published(snapshots, lead):
    assert publish((lead(f"L{number}") for number in range(3)), snapshots) == 3


def test_publishing_nothing_changes_nothing(snapshots, s3):
    assert publish([], snapshots) == 0
    assert snapshots.pointer() == NOTHING
    assert keys(s3) == set()


def test_two_publishers_at_once_lose_nothing(publish_each, during, lead, new_reader):
    publish([lead("L3")], during(lambda: publish_each("L1"), lambda: publish_each("L2")))
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_the_loser_of_a_race_writes_its_delta_only_once(publish_each, during, lead, s3):
    publish([lead("L2")], during(lambda: publish_each("L1")))
    assert len(keys(s3)) == 2


def test_a_publisher_that_always_loses_gives_up(publish_each, during, lead):
    with pytest.raises(LostRace):
        publish([lead("L2")], during(*[lambda: publish_each("L1")] * 100))


def test_another_refusal_than_a_lost_race_rises(s3, dynamodb, clock, lead):
    with pytest.raises(ClientError, match="ResourceNotFound"):
        publish([lead("L1")], Snapshots(s3, "data", dynamodb, "no-such-table", clock))


def test_a_publish_killed_before_the_pointer_moved_shows_nothing_and_can_be_repeated(during, lead, new_reader):
    def killed():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish([lead("L1")], during(killed))
    assert ids(new_reader()) == []
    publish([lead("L1")], during())
    assert ids(new_reader()) == ["L1"]


def test_a_publish_repeated_after_the_pointer_moved_changes_nothing(publish_each, new_reader):
    publish_each("L1", "L1")
    assert ids(new_reader()) == ["L1"]


def test_of_a_lead_that_changed_again_before_its_publish_the_newest_version_stays(publish_each, new_reader):
    publish_each("L1", version=3)
    publish_each("L1", version=2)
    assert [entry["company"] for entry in entries(new_reader())] == ["L1 3"]


def test_after_a_year_without_imports_everything_is_there(publish_each, rebase, clock, new_reader):
    publish_each("L1")
    rebase()
    publish_each("L2")
    clock.pass_(days=365)
    assert ids(new_reader()) == ["L1", "L2"]
    publish_each("L3")
    rebase()
    assert ids(new_reader()) == ["L1", "L2", "L3"]


# Compaction


@pytest.mark.parametrize(
    ("base", "deltas", "due"),
    [
        (None, [], "delta"),
        (None, [1] * 30, "delta"),
        (None, [1] * 31, "mergedDeltas"),
        (None, [5_000], "delta"),
        (None, [2_501, 2_500], "newBase"),
        (1_000_000, [10_000], "delta"),
        (1_000_000, [10_001], "newBase"),
        (1_000_000, [1] * 31, "mergedDeltas"),
    ],
)
def test_many_deltas_are_merged_and_large_ones_become_a_base(base, deltas, due):
    files: list[File] = [{"key": "", "leads": leads} for leads in deltas]
    of_base: File | None = {"key": "", "leads": base} if base else None
    assert compaction_due({**NOTHING, "base": of_base, "deltas": files}) == due


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_what_was_compacted_says_what_all_the_deltas_said(how, request, publish_each, snapshots, new_reader):
    for number, version in enumerate([1, 3, 2, 1, 2]):
        publish_each(f"L{number % 2}", version=version)
    before = entries(new_reader())
    request.getfixturevalue(how)()
    assert len(files_of(snapshots.pointer())) == 1
    assert entries(new_reader()) == before


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_compaction_makes_no_lead_look_fresher_than_it_is(how, request, publish_each, snapshots, clock):
    publish_each("L1", "L2")
    published = clock()
    clock.pass_(hours=1)
    request.getfixturevalue(how)()
    assert snapshots.pointer()["publishedAt"] == published


def test_a_second_compaction_keeps_what_the_first_base_held(publish_each, rebase, new_reader):
    for lead_id in ("L1", "L2", "L3"):
        publish_each(lead_id)
        rebase()
    assert ids(new_reader()) == ["L1", "L2", "L3"]


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_compaction_keeps_what_others_publish_meanwhile(how, request, publish_each, during, new_reader):
    publish_each("L1", "L2")
    request.getfixturevalue(how)(during(lambda: publish_each("L3"), lambda: publish_each("L4")))
    assert ids(new_reader()) == ["L1", "L2", "L3", "L4"]


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_of_two_compactions_at_once_one_counts_and_the_other_leaves_nothing(
    how, request, publish_each, rebase, during, snapshots, new_reader, s3
):
    publish_each("L1", "L2")
    superseded = keys(s3)
    request.getfixturevalue(how)(during(rebase))
    assert ids(new_reader()) == ["L1", "L2"]
    assert keys(s3) == superseded | {snapshots.pointer()["base"]["key"]}


def test_a_compaction_killed_midway_changes_nothing(publish_each, rebase, during, new_reader, snapshots):
    def killed():
        raise KeyboardInterrupt

    publish_each("L1", "L2")
    before = snapshots.pointer()
    with pytest.raises(KeyboardInterrupt):
        rebase(during(killed))
    assert snapshots.pointer() == before
    assert rebase() == "newBase"
    assert ids(new_reader()) == ["L1", "L2"]


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_where_a_file_is_gone_an_import_is_published_and_not_compacted(how, request, publish_each, snapshots, s3):
    publish_each("L1", "L2")
    s3.delete_object(Bucket="data", Key=snapshots.pointer()["deltas"][0]["key"])
    publish_each("L3")
    before = snapshots.pointer()
    assert request.getfixturevalue(how)() == "incomplete"
    assert snapshots.pointer() == before


# Superseded files


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_superseded_files_are_deleted_after_a_day_by_whoever_compacts_next(
    hours, kept, publish_each, rebase, clock, s3
):
    publish_each("L1")
    superseded = keys(s3)
    rebase()
    clock.pass_(hours=hours)
    publish_each("L2")
    rebase()
    assert bool(superseded & keys(s3)) is kept


def test_what_was_deleted_is_forgotten(publish_each, rebase, clock, snapshots, s3):
    for lead_id in ("L1", "L2", "L3"):
        publish_each(lead_id)
        rebase()
        clock.pass_(days=2)
    assert {name.split(" ")[1] for name in snapshots.superseded()} | {snapshots.pointer()["base"]["key"]} == keys(s3)
