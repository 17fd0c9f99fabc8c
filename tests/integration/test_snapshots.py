"""The read model in S3: publishers that race, compaction, and readers that keep up."""

import pytest
from botocore.exceptions import ClientError

from easycrm.errors import LostRace
from easycrm.leads.query import LeadsQuery
from easycrm.leads.read_model import apply_entries, entry_of, open_read_model, page_of_leads
from easycrm.leads.reader import list_leads
from easycrm.leads.snapshots import NOTHING, Snapshots, is_compaction_due

UNTIL_COMPACTION = 21


def ids(reader):
    return sorted(entry["leadId"] for entry in entries(reader))


def entries(reader):
    return list_leads(reader, LeadsQuery(page_size=500, sort_by="createdAt", sort_order="asc"))["leads"]


def keys(s3):
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket="data").get("Contents", ())}


@pytest.fixture
def publish(snapshots, make_lead):
    """A function: publishes leads by id, each in a delta of its own."""

    def each(*lead_ids, version=1):
        for lead_id in lead_ids:
            snapshots.publish([make_lead(lead_id, version, company=f"{lead_id} {version}")])

    return each


@pytest.fixture
def compact(publish):
    """A function: publishes as many deltas as call for a new base, all about one lead."""
    return lambda lead_id="L0": publish(*[lead_id] * UNTIL_COMPACTION)


@pytest.fixture
def during(s3, dynamodb, clock, between):
    """A function: a publisher in whose next moves of the pointer others come first."""

    def publisher(*happenings):
        waiting = iter(happenings)
        return Snapshots(s3, "data", between(dynamodb, "put_item", lambda: next(waiting, int)()), "uploads", clock)

    return publisher


def test_before_the_first_publish_there_are_no_leads(new_reader):
    assert list_leads(new_reader(), LeadsQuery()) == {
        "leads": [],
        "pagination": {"page": 1, "pageSize": 50, "totalCount": 0, "totalPages": 0},
        "asOf": None,
    }


def test_what_is_published_is_read(publish, new_reader, make_lead, clock):
    publish("L1", "L2")
    answer = list_leads(new_reader(), LeadsQuery(sort_by="company", sort_order="asc"))
    assert answer["leads"] == [entry_of(make_lead(name, company=f"{name} 1")) for name in ("L1", "L2")]
    assert answer["asOf"] == clock()


def test_publishing_says_how_many_leads_it_published(snapshots, make_lead):
    assert snapshots.publish(make_lead(f"L{number}") for number in range(3)) == 3


def test_publishing_nothing_changes_nothing(snapshots, s3):
    assert snapshots.publish([]) == 0
    assert snapshots.pointer() == NOTHING
    assert keys(s3) == set()


def test_two_publishers_at_once_lose_nothing(publish, during, make_lead, new_reader):
    during(lambda: publish("L1"), lambda: publish("L2")).publish([make_lead("L3")])
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_the_loser_of_a_race_writes_its_delta_only_once(publish, during, make_lead, s3):
    during(lambda: publish("L1")).publish([make_lead("L2")])
    assert len(keys(s3)) == 2


def test_a_publisher_that_always_loses_gives_up(publish, during, make_lead):
    with pytest.raises(LostRace):
        during(*[lambda: publish("L1")] * 100).publish([make_lead("L2")])


def test_another_refusal_than_a_lost_race_rises(s3, dynamodb, clock, make_lead):
    with pytest.raises(ClientError, match="ResourceNotFound"):
        Snapshots(s3, "data", dynamodb, "no-such-table", clock).publish([make_lead("L1")])


# Compaction


@pytest.mark.parametrize(
    ("base", "deltas", "due"),
    [
        (None, [1] * 20, False),
        (None, [1] * 21, True),
        (None, [5_000], False),
        (None, [2_501, 2_500], True),
        (100_000, [25_000], False),
        (100_000, [25_001], True),
    ],
)
def test_a_new_base_is_due_when_deltas_are_many_or_outgrow_their_share(base, deltas, due):
    files = [{"key": "", "leads": leads} for leads in deltas]
    assert is_compaction_due(NOTHING | {"base": base and {"key": "", "leads": base}, "deltas": files}) is due


def test_many_deltas_become_a_base(compact, snapshots):
    compact()
    assert snapshots.pointer()["deltas"] == []
    assert snapshots.pointer()["base"]["leads"] == 1


def test_compaction_gives_what_all_the_deltas_give(publish, snapshots, make_lead, new_reader, tmp_path):
    published = [(f"L{number % 8}", version) for version, number in enumerate(range(UNTIL_COMPACTION), 1)]
    for lead_id, version in published:
        publish(lead_id, version=version)
    assert snapshots.pointer()["base"]
    rebuilt = open_read_model(tmp_path / "rebuilt.sqlite")
    apply_entries(rebuilt, [entry_of(make_lead(name, v, company=f"{name} {v}")) for name, v in published])
    everything, _ = page_of_leads(rebuilt, LeadsQuery(page_size=500, sort_by="createdAt", sort_order="asc"))
    rebuilt.close()
    assert entries(new_reader()) == everything


def test_a_second_compaction_keeps_what_the_first_base_held(publish, compact, new_reader):
    publish("L1")
    compact("L2")
    compact("L3")
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_compaction_that_loses_to_a_publisher_loses_nothing(publish, during, snapshots, make_lead, new_reader):
    publish(*["L1"] * (UNTIL_COMPACTION - 1))
    during(int, lambda: publish("L3")).publish([make_lead("L2")])
    assert ids(new_reader()) == ["L1", "L2", "L3"]
    assert snapshots.pointer()["base"]["leads"] == 3


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_superseded_files_are_deleted_after_a_day(hours, kept, compact, clock, s3):
    compact()
    superseded = {key for key in keys(s3) if "deltas" in key}
    clock.pass_(hours=hours)
    compact()
    assert (superseded <= keys(s3)) is kept
    assert bool(superseded & keys(s3)) is kept


def test_what_was_deleted_is_forgotten(compact, clock, snapshots, s3):
    for _ in range(2):
        compact()
        clock.pass_(days=2)
    pointer = snapshots.pointer()
    named = {pointer["base"]["key"], *(file["key"] for file in pointer["superseded"])}
    assert named == keys(s3)


# Readers


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


def test_a_warm_reader_sees_what_a_cold_one_sees(publish, compact, new_reader):
    warm = new_reader()
    for step in (
        lambda: publish("L1", "L2"),
        lambda: publish("L1", version=2),
        compact,
        lambda: publish("L3"),
    ):
        step()
        assert entries(warm) == entries(new_reader())


def test_a_warm_reader_fetches_only_new_deltas(publish, new_reader, fetched, snapshots):
    keys, seen = fetched
    reader = new_reader(seen)
    publish("L1", "L2")
    ids(reader)
    publish("L3")
    keys.clear()
    assert ids(reader) == ["L1", "L2", "L3"]
    assert keys == [snapshots.pointer()["deltas"][-1]["key"]]


def test_a_warm_reader_fetches_nothing_when_nothing_was_published(publish, compact, new_reader, fetched):
    keys, seen = fetched
    reader = new_reader(seen)
    compact()
    publish("L1")
    ids(reader)
    keys.clear()
    assert ids(reader) == ["L0", "L1"]
    assert keys == []


def test_a_reader_that_failed_to_fetch_reads_on_the_next_question(publish, compact, new_reader, snapshots, s3):
    reader = new_reader()
    publish("L1")
    ids(reader)
    compact()
    base = snapshots.pointer()["base"]["key"]
    content = s3.get_object(Bucket="data", Key=base)["Body"].read()
    s3.delete_object(Bucket="data", Key=base)
    with pytest.raises(ClientError, match="NoSuchKey"):
        ids(reader)
    s3.put_object(Bucket="data", Key=base, Body=content)
    assert ids(reader) == ["L0", "L1"]
