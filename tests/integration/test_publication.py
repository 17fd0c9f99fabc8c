"""Publishing into the read model: publishers that race or are killed, and what becomes of many deltas."""

from itertools import permutations

import pytest
from botocore.exceptions import ClientError

from easycrm.errors import LostRace
from easycrm.leads.list.publication import compact, compaction_due, publish
from easycrm.leads.list.rebuilding import rebuild
from easycrm.leads.list.snapshots import NOTHING, File, Snapshots, files_of
from tests.integration.readers import entries, ids, keys

SMALL = "easycrm.leads.list.snapshots.SMALL"


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


# Imports of many leads


@pytest.fixture
def many(monkeypatch):
    """Three leads, which are more than a reader may be left to apply."""
    monkeypatch.setattr(SMALL, 2)
    return "M1", "M2", "M3"


@pytest.fixture
def publish_many(many, lead, snapshots):
    """A function: publishes many leads at once."""
    return lambda *more, through=snapshots, version=1: publish(
        [lead(each, version) for each in (*many, *more)], through
    )


def named(files):
    return [file["key"] for file in files]


def test_many_leads_are_never_a_delta_that_a_reader_has_to_apply(publish_many, many, snapshots, new_reader):
    assert publish_many() == 3
    pointer = snapshots.pointer()
    assert (pointer["base"]["leads"], pointer["deltas"]) == (3, [])
    assert ids(new_reader()) == [*many]


def test_many_leads_come_to_those_that_are_there(publish_each, rebase, publish_many, many, snapshots, new_reader):
    publish_each("L1")
    rebase()
    publish_each("L2")
    before = snapshots.pointer()
    publish_many()
    pointer = snapshots.pointer()
    assert ids(new_reader()) == ["L1", "L2", *many]
    assert named(pointer["base"]["holds"])[:-1] == named(files_of(before))
    assert pointer["deltas"] == []
    assert {name.split(" ")[1] for name in snapshots.superseded()} >= set(named(pointer["base"]["holds"]))


def test_what_was_stored_when_many_leads_were_published_is_as_fresh_as_that(publish_many, snapshots, clock):
    clock.pass_(hours=1)
    publish_many()
    assert snapshots.pointer()["publishedAt"] == clock()


@pytest.mark.parametrize("versions", [*permutations((1, 2, 3))], ids=str)
def test_the_newest_version_of_a_lead_wins_in_base_delta_or_among_many(
    versions, publish_each, rebase, publish_many, many, new_reader
):
    in_base, in_delta, among_many = versions
    publish_each(*many, version=in_base)
    rebase()
    publish_each("M2", version=in_delta)
    publish_many(version=among_many)
    companies = [entry["company"] for entry in entries(new_reader())]
    assert companies == [f"M1 {max(in_base, among_many)}", "M2 3", f"M3 {max(in_base, among_many)}"]


@pytest.fixture
def others(publish_each, rebase, merge, publish_many, snapshots, lead):
    """What others do while many leads are published, by what it is."""
    return {
        "a delta": lambda: publish_each("O1"),
        "another base": lambda: (publish_each("O1"), rebase()),
        "a merged delta": lambda: (publish_each("O1"), publish_each("O2"), merge()),
        "many leads": lambda: publish_many("O1"),
        "a rebuild": lambda: rebuild(lambda: [lead("L1"), lead("L2"), lead("O1")], snapshots),
    }


@pytest.mark.parametrize("first", ["nothing", "deltas", "a base"])
@pytest.mark.parametrize("other", ["a delta", "another base", "a merged delta", "many leads", "a rebuild"])
def test_whatever_others_do_while_many_leads_are_published_nothing_is_lost(
    other, first, others, publish_each, rebase, publish_many, many, during, snapshots, new_reader, s3
):
    if first != "nothing":
        publish_each("L1", "L2")
    if first == "a base":
        rebase()
    publish_many(through=during(others[other], others["a delta"]))
    listed = {*many, "O1"} | ({"L1", "L2"} if first != "nothing" or other == "a rebuild" else set())
    assert set(ids(new_reader())) == listed | ({"O2"} if other == "a merged delta" else set())
    pointer = snapshots.pointer()
    assert sum(delta["leads"] for delta in pointer["deltas"]) <= 3
    superseded = {name.split(" ")[1] for name in snapshots.superseded()}
    assert keys(s3) == superseded | set(named(files_of(pointer)))


def test_many_leads_whose_base_always_comes_second_are_given_up(publish_many, during, snapshots):
    with pytest.raises(LostRace):
        publish_many(through=during(*[lambda: publish_many()] * 100))
    assert snapshots.pointer()["revision"] == 5


def test_where_a_file_is_gone_many_leads_are_a_delta_until_it_is_mended(
    publish_each, rebase, publish_many, many, snapshots, new_reader, s3
):
    publish_each("L1")
    rebase()
    warm = new_reader()
    ids(warm)
    s3.delete_object(Bucket="data", Key=snapshots.pointer()["base"]["key"])
    publish_many()
    assert compact(snapshots) == "incomplete"
    assert ids(warm) == ["L1", *many]


def test_many_leads_whose_publish_was_killed_anywhere_can_be_published_again(
    publish_each, rebase, publish_many, many, new_reader, s3, dynamodb, clock
):
    class Killing:
        """Clients of which one call, counted over all, does not come back."""

        def __init__(self, client):
            self._client = client

        def __getattr__(self, name):
            if name in ("get_paginator", "meta", "exceptions"):
                return getattr(self._client, name)
            calls.append(name)
            if len(calls) == last:
                raise KeyboardInterrupt
            return getattr(self._client, name)

    publish_each("L1")
    rebase()
    killed = []
    for last in range(1, 100):
        calls: list[str] = []
        publish_each("L2", version=last)
        try:
            publish_many(through=Snapshots(Killing(s3), "data", Killing(dynamodb), "uploads", clock), version=last)
        except KeyboardInterrupt:
            killed.append(calls[-1])
        else:
            break
        seen = {entry["leadId"]: entry["company"] for entry in entries(new_reader())}
        assert seen["L2"] == f"L2 {last}"
        assert publish_many(version=last) == 3
        assert [entry["company"] for entry in entries(new_reader())] == [
            *("L1 1", f"L2 {last}"),
            *(f"{each} {last}" for each in many),
        ]
    assert set(killed) >= {"upload_file", "get_item", "get_object", "put_item", "update_item"}


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
