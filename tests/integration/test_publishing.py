"""Publish leads: what slices wrote, or had stored when they died, is published once."""

import pytest

from easycrm.leads.table import LeadsTable
from easycrm.uploads.store import ImportStore
from easycrm.uploads.tasks.publish_leads import publish_leads
from easycrm.uploads.work_files.slice_entries import write_entries
from easycrm.uploads.work_files.stored_leads import Plan, SliceRun, write_plan
from tests.integration.readers import entries, ids, keys


@pytest.fixture
def planned(store):
    """A function: plans leads by id in a slice, of a run."""
    return lambda name, *lead_ids, run=0: write_plan(SliceRun(name, run), Plan(dict.fromkeys(lead_ids)), store)


@pytest.fixture
def written(store, leads, lead, planned):
    """A function: stores leads by id as a slice does, with its entries."""

    def write(name, *lead_ids, run=0, version=1):
        planned(name, *lead_ids, run=run)
        made = [lead(lead_id, version) for lead_id in lead_ids]
        for each in made:
            leads.put(each)
        write_entries(SliceRun(name, run), made, store)

    return write


@pytest.fixture
def published(store, leads, snapshots):
    """A function: how many leads Publish leads says that it published; by default read from the table."""
    return lambda of=leads: publish_leads(store, of, snapshots)["published"]


@pytest.fixture
def unread(dynamodb, between):
    """A table that nobody may read."""

    def read():
        raise AssertionError("the table was read")

    return LeadsTable(between(dynamodb, "batch_get_item", read), "leads")


def test_an_upload_that_changed_nothing_publishes_nothing(published, s3):
    assert published() == 0
    assert keys(s3) == set()


def test_what_slices_wrote_is_published_without_reading_the_table(written, published, unread, new_reader):
    written("s0", "L1", "L2")
    written("s1", "L3")
    assert published(unread) == 3
    assert ids(new_reader()) == ["L1", "L2", "L3"]


def test_entries_list_a_lead_as_the_table_does(published, planned, leads, make_lead, store, new_reader):
    lead = make_lead("L1", 1, {"Notes": "a\nb", "Größe": "7"}, firstName="Zoë", email="zoe@example.com")
    leads.put(lead)
    planned("s0", "L1")
    published()
    from_table = entries(new_reader())
    write_entries(SliceRun("s0", 0), [lead], store)
    assert published() == 1
    assert entries(new_reader()) == from_table


def test_the_leads_of_a_slice_that_died_before_it_wrote_entries_are_read(
    written, planned, published, leads, lead, new_reader
):
    written("s0", "L1")
    planned("s1", "L2", "L3")
    leads.put(lead("L2"))
    assert published() == 2
    assert ids(new_reader()) == ["L1", "L2"]


def test_what_is_published_is_not_published_again(written, published, s3):
    written("s0", "L1")
    published()
    before = keys(s3)
    assert published() == 0
    assert keys(s3) == before


def test_a_retry_publishes_what_its_own_slices_wrote(written, published, new_reader):
    written("s0", "L1")
    written("s1", "L2")
    published()
    written("s1", "L2", "L3", run=1, version=2)
    assert published() == 2
    assert [entry["company"] for entry in entries(new_reader())] == ["L1 1", "L2 2", "L3 2"]


def test_entries_that_were_written_again_are_published_again(written, published, store, lead, new_reader):
    written("s0", "L1")
    published()
    write_entries(SliceRun("s0", 0), [lead("L1", 2)], store)
    assert published() == 1
    assert [entry["company"] for entry in entries(new_reader())] == ["L1 2"]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1)])
def test_of_a_lead_in_the_entries_of_several_runs_the_newest_is_published(
    first, second, store, lead, published, new_reader
):
    write_entries(SliceRun("s0", 0), [lead("L1", first), lead("L2")], store)
    write_entries(SliceRun("s0", 1), [lead("L1", second)], store)
    assert published() == 2
    assert [entry["company"] for entry in entries(new_reader())] == ["L1 2", "L2 1"]


def test_a_task_that_died_before_it_noted_what_it_published_publishes_it_again(
    written, published, leads, snapshots, s3, between, new_reader
):
    def killed():
        raise KeyboardInterrupt

    written("s0", "L1")
    dying = ImportStore(between(s3, "put_object", killed), "data", "u1")
    with pytest.raises(KeyboardInterrupt):
        publish_leads(dying, leads, snapshots)
    assert ids(new_reader()) == ["L1"]
    assert published() == 1
    assert ids(new_reader()) == ["L1"]


# Uploads of the former form


@pytest.mark.parametrize("plan", [{"before": {"L1": None}, "strangers": []}, {"L1": None}])
def test_what_an_upload_of_the_former_form_stored_is_published(plan, store, leads, lead, published, new_reader):
    for lead_id in ("L1", "L2", "L3"):
        leads.put(lead(lead_id))
    store.write("plans/00001.json", plan)
    store.write("results/00001.json", {"rows": [[0, 2, "L3", "unchanged"]]})
    store.write("results/00002.json", {"rows": [[0, 3, "L2", "created"], [0, 4, "L2", "merged"]]})
    assert published() == 2
    assert ids(new_reader()) == ["L1", "L2"]
