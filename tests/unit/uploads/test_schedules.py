"""The result does not depend on luck: real slices of up to four uploads on a model of what can go wrong.

Tasks run in any order and at the same time, die at any call, are run again and delivered twice, and lose responses.
Batches come late or not at all, and uploads are cancelled at any moment, and retried.
"""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.errors import UploadStopped
from easycrm.leads.overruled import NONE
from easycrm.leads.slices import slice_of
from easycrm.uploads.record import FINAL
from easycrm.uploads.storing.slice_chain import as_said
from easycrm.uploads.tasks.choose_slices import choose_slices
from easycrm.uploads.tasks.upsert_slice import upsert_slice
from easycrm.uploads.work_files.sorted_rows import sorted_batches
from easycrm.uploads.work_files.stored_leads import Plan, SliceRun, write_plan
from tests.support.fakes import InMemoryLeads
from tests.support.schedules import (
    LEAD_IDS,
    SHEETS,
    Import,
    Record,
    World,
    but_for_versions,
    choices,
    earlier_import,
    fates,
    in_time,
    long_import,
    moments,
    one_by_one,
    one_import,
    one_other,
    redelivered,
    runs_that_fail,
    some_imports,
    some_that_fail,
    speaks,
    stop_watch,
)


def has_other_values(write):
    """Whether a write changed a value, and not only what else was said of one."""
    return write.before is None or write.before.values != write.after.values


# One upload


@given(st.none() | earlier_import, one_import, redelivered, choices)
def test_one_upload_gives_the_same_leads_and_outcomes_by_any_schedule(earlier, imported, again, choices):
    plain, unlucky = (World(by, leads=World().run(earlier.copy()).leads if earlier else None) for by in (b"", choices))
    expected = imported.copy(batch_rows=100)
    plain.run(expected)
    unlucky.run(imported, again=again)
    assert unlucky.leads.everything() == plain.leads.everything()
    assert imported.outcomes() == expected.outcomes()
    assert imported.plans() == expected.plans()


@given(st.none() | earlier_import, one_import, redelivered, choices)
def test_every_text_is_in_its_lead_or_listed_as_left_out(earlier, imported, again, choices):
    world = World(choices, leads=World().run(earlier).leads if earlier else None).run(imported, again=again)
    leads, left = world.leads.everything(), imported.left()
    for place, (lead_id, cells) in imported.rows.items():
        for key, text in cells.items() if speaks(cells) else ():
            kept = leads[lead_id].text(key)
            assert not text or kept == text or left[*place, key] == (text, kept)


@given(one_import, redelivered, choices)
def test_the_same_file_again_writes_nothing(imported, again, choices):
    world = World(choices).run(imported, again=again)
    before = list(world.leads.writes)
    repeated = imported.copy(number=6)
    world.run(repeated, again=again)
    assert world.leads.writes == before
    assert not {"created", "updated"} & set(repeated.counts())


# Uploads one after the other


def means(imports):
    """An oracle: what the policies' sentences say of uploads one after the other.

    Returns `{leadId: {key: (text, uploadId)}}` and, per upload, the outcome of each lead.
    """
    table: dict[str, Any] = {}
    outcomes: list[dict[str, str]] = []
    for imported in imports:
        outcomes.append({})
        for lead_id in imported.lead_ids():
            rows = [cells for who, cells in imported.rows.values() if who == lead_id and speaks(cells)]
            texts = {key: text for cells in rows for key, text in cells.items() if text}
            blank = {key for cells in rows for key in cells} - set(texts)
            lead = table.get(lead_id)
            if lead is None or imported.existing == "update":
                wanted = texts
            elif imported.existing == "replace":
                wanted = texts | dict.fromkeys(blank & set(lead), "")
            elif imported.existing == "fill":
                wanted = {key: text for key, text in texts.items() if not lead.get(key, ("", ""))[0]}
            else:
                wanted = {}
            changes = {
                key: (text, imported.id) for key, text in wanted.items() if not lead or lead.get(key, [None])[0] != text
            }
            table[lead_id] = {**(lead or {}), **changes}
            outcomes[-1][lead_id] = "created" if lead is None else "updated" if changes else "unchanged"
    return table, outcomes


@given(in_time, redelivered, choices)
def test_uploads_one_after_the_other_mean_what_their_policies_say(imports, again, choices):
    leads = World(choices).run_one_after_the_other(imports, again).leads.everything()
    stored = {
        lead_id: {key: (value.text, value.origin.upload_id) for key, value in lead.values.items()}
        for lead_id, lead in leads.items()
    }
    assert stored == means(imports)[0]


@given(in_time, redelivered, choices)
def test_uploads_one_after_the_other_report_what_they_did(imports, again, choices):
    World(choices).run_one_after_the_other(imports, again)
    for imported, of_leads in zip(imports, means(imports)[1], strict=True):
        told = set()
        for place, what in imported.outcomes():
            lead_id, cells = imported.rows[place]
            expected = "held" if not speaks(cells) else "merged" if lead_id in told else of_leads[lead_id]
            told |= {lead_id} if speaks(cells) else set()
            assert what == expected


# Uploads at the same time


@given(some_that_fail, redelivered, choices)
def test_every_row_has_exactly_one_outcome(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    for imported in imports:
        assert [place for place, _ in imported.outcomes()] == list(imported.rows)
        assert imported.totals(world.leads).counts == imported.counts()
        held = [cells for _, cells in imported.rows.values() if not speaks(cells)]
        assert imported.counts()["held"] == len(held)


@given(some_that_fail, redelivered, choices)
def test_every_try_of_a_slice_comes_to_the_same_result(imports, again, choices):
    for results in World(choices).run(*imports, again=again).returned.values():
        assert results == results[:1] * len(results)


@given(some_that_fail, redelivered, choices)
def test_every_lead_is_made_once(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    made = [write.after.lead_id for write in world.leads.writes if write.before is None]
    assert sorted(made) == sorted(set().union(*(imported.lead_ids() for imported in imports)))
    assert sum(imported.counts()["created"] for imported in imports) == len(made)


@given(some_that_fail, redelivered, choices)
def test_who_made_a_lead_and_when_never_changes(imports, again, choices):
    for write in World(choices).run(*imports, again=again).leads.writes:
        maker = write.before or write.after
        assert (write.after.created_in, write.after.created_at) == (maker.created_in, maker.created_at)
        assert write.before or write.after.created_in == write.by


@given(some_that_fail, redelivered, choices)
def test_every_value_comes_whole_from_one_row(imports, again, choices):
    by_id = {imported.id: imported for imported in imports}
    for lead_id, lead in World(choices).run(*imports, again=again).leads.everything().items():
        for key, value in lead.values.items():
            imported = by_id[value.origin.upload_id]
            assert value.origin.upload == imported.ref
            said = imported.rows[SHEETS.index(value.origin.worksheet), value.origin.row]
            assert (said[0], said[1].get(key)) == (lead_id, value.text)
            assert value.text or imported.existing == "replace"


@given(some_that_fail, redelivered, choices)
def test_every_text_was_in_its_lead_or_is_listed_as_left_out(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    held = {(w.after.lead_id, key, value.text) for w in world.leads.writes for key, value in w.after.values.items()}
    for imported in imports:
        told = {(imported.rows[table, row][0], key, text) for (table, row, key), (text, _) in imported.left().items()}
        assert held | told >= {
            (lead_id, key, text)
            for lead_id, cells in imported.rows.values()
            for key, text in cells.items()
            if text and speaks(cells)
        }


@given(some_that_fail, redelivered, choices)
def test_every_text_that_a_policy_takes_is_on_its_lead_with_a_row_that_says_it(imports, again, choices):
    leads = World(choices).run(*imports, again=again).leads.everything()
    by_id = {imported.id: imported for imported in imports}
    for imported in imports:
        for lead_id, cells in imported.rows.values() if imported.existing in ("update", "replace") else ():
            for key, text in cells.items() if speaks(cells) else ():
                others = [value.text for value in leads[lead_id].overruled.get(key, NONE).values]
                assert not text or text == leads[lead_id].text(key) or text in others
    for lead_id, lead in leads.items():
        for key, overruled in lead.overruled.items():
            assert lead.text(key) not in [value.text for value in overruled.values]
            for text, origin in overruled.values:
                told = by_id[origin.upload_id].rows[SHEETS.index(origin.worksheet), origin.row]
                assert (told[0], told[1].get(key)) == (lead_id, text)


@given(some_imports, redelivered, choices)
def test_no_late_retry_brings_back_what_a_later_upload_replaced(imports, again, choices):
    for write in World(choices).run(*imports, again=again).leads.writes:
        for key, value in write.before.values.items() if write.before else ():
            assert write.after.values[key].origin.upload >= value.origin.upload


@given(some_that_fail, redelivered, choices)
def test_no_later_run_brings_back_what_another_upload_replaced(imports, again, choices):
    for write in World(choices).run(*imports, again=again).leads.writes:
        for key, value in write.before.values.items() if write.before else ():
            is_own = value.origin.upload_id == write.by
            assert is_own or write.after.values[key].origin.upload >= value.origin.upload


@given(some_that_fail, redelivered, choices)
def test_skip_and_fill_change_nothing_that_another_upload_wrote(imports, again, choices):
    policy = {imported.id: imported.existing for imported in imports}
    for by, before, after in World(choices).run(*imports, again=again).leads.writes:
        if before and policy[by] == "skip":
            assert before.created_in == by
        if before and policy[by] == "fill":
            held = {key: value for key, value in before.values.items() if value.text and value.origin.upload_id != by}
            assert {key: after.values[key] for key in held} == held


@given(some_imports, redelivered, choices)
def test_unchanged_leads_were_not_written_by_the_upload(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    written = {(write.by, write.after.lead_id) for write in world.leads.writes if has_other_values(write)}
    for imported in imports:
        for place, what in imported.outcomes():
            assert what != "unchanged" or (imported.id, imported.rows[place][0]) not in written


@given(some_that_fail, redelivered, choices)
def test_an_upload_with_skip_reports_no_lead_as_updated(imports, again, choices):
    World(choices).run(*imports, again=again)
    assert not any(imported.counts()["updated"] for imported in imports if imported.existing == "skip")


@given(some_that_fail, redelivered, choices)
def test_an_undo_finds_every_written_lead_in_the_plans(imports, again, choices):
    world = World(choices).run(*imports, again=again)
    plans = {imported.id: imported.plans() for imported in imports}
    assert all(write.after.lead_id in plans[write.by] for write in world.leads.writes)


# Slices that fail, and uploads that end early


@given(some_imports, choices)
def test_slices_that_die_for_good_still_account_for_every_row(imports, choices):
    leads = World(choices, retry=False).run(*imports).leads
    for imported in imports:
        assert imported.totals(leads).counts.total() == len(imported.rows)


@given(earlier_import, one_import, choices)
def test_slices_that_die_for_good_report_what_they_stored_and_no_more(earlier, imported, choices):
    leads = World(choices, retry=False, leads=World().run(earlier).leads).run(imported).leads
    writes = [write for write in leads.writes if write.by == imported.id and has_other_values(write)]
    written = Counter("updated" if write.before else "created" for write in writes)
    counts = imported.totals(leads).counts
    assert (counts["created"], counts["updated"]) == (written["created"], written["updated"])


@given(st.none() | earlier_import, long_import, moments, choices)
def test_after_a_cancel_each_task_ends_with_the_call_that_it_had_sent(earlier, imported, moment, choices):
    world = World(choices)
    world.run(*([earlier] if earlier else []))
    before = world.cancel(imported, moment)
    late = Counter(slice_of(write.after.lead_id, imported.slices) for write in world.leads.writes[before:])
    assert all(count <= 1 for count in late.values())


@given(st.none() | earlier_import, long_import, moments, choices)
def test_a_cancelled_upload_still_accounts_for_every_row(earlier, imported, moment, choices):
    world = World(choices)
    world.run(*([earlier] if earlier else []))
    world.cancel(imported, moment)
    counts = imported.totals(world.leads).counts
    assert counts.total() == len(imported.rows)
    writes = [write for write in world.leads.writes if write.by == imported.id and has_other_values(write)]
    written = {write.after.lead_id: write.before for write in reversed(writes)}
    made = sum(before is None for before in written.values())
    assert (counts["created"], counts["updated"]) == (made, len(written) - made)


@given(st.none() | earlier_import, long_import, moments, choices)
def test_a_cancel_and_a_retry_together_are_one_run_without_failure(earlier, imported, moment, choices):
    plain, unlucky = World(), World(choices)
    for world in (plain, unlucky) if earlier else ():
        world.run(earlier.copy())
    expected = imported.copy()
    plain.run(expected)
    unlucky.cancel(imported, moment)
    unlucky.retry(imported)
    unlucky.schedule.run()
    assert unlucky.leads.everything() == plain.leads.everything()
    assert imported.outcomes() == expected.outcomes()
    assert imported.plans() == expected.plans()
    assert imported.totals(unlucky.leads).counts == expected.totals(plain.leads).counts


# Runs that fail, and are retried


@given(st.none() | earlier_import, one_import | long_import, runs_that_fail, st.booleans(), redelivered, choices)
def test_after_retries_an_upload_is_as_if_nothing_had_failed(earlier, imported, runs, dies, again, choices):
    stored = World().run(earlier).leads.writes if earlier else []
    plain, unlucky = (World(by, retry, InMemoryLeads(list(stored))) for by, retry in ((b"", True), (choices, not dies)))
    expected = imported.copy(batch_rows=100)
    plain.run(expected)
    unlucky.retry_until_it_is_done(imported, runs, again)
    assert but_for_versions(unlucky.leads.everything()) == but_for_versions(plain.leads.everything())
    assert imported.told() == expected.told()
    assert imported.totals(unlucky.leads).counts == expected.totals(plain.leads).counts
    assert imported.plans().items() >= expected.plans().items()


@given(st.none() | earlier_import, one_import | long_import, runs_that_fail, choices)
def test_runs_that_die_for_good_still_account_for_every_row(earlier, imported, runs, choices):
    world = World(choices, retry=False, leads=World().run(earlier).leads if earlier else None)
    world.run_again_and_again(imported, runs)
    world.schedule.run()
    counts = imported.totals(world.leads).counts
    assert counts.total() == len(imported.rows)
    made = [write for write in world.leads.writes if write.by == imported.id and write.before is None]
    assert counts["created"] == len(made)


def as_merge_says(before, first, other, whole):
    """A lead after a run of only the `first` rows, another upload, and a retry of the `whole`; any may say nothing."""
    after_first = as_said(before, first)
    stored = as_said(after_first, other)
    return as_said(before if whole and stored is after_first else stored, whole)


@given(st.none() | earlier_import, one_import | long_import, one_other, fates, choices)
def test_a_retry_is_merged_with_what_another_upload_wrote_meanwhile(earlier, imported, other, fates, choices):
    world = World(choices, leads=World().run(earlier).leads if earlier else None)
    before = world.leads.everything()
    world.start(imported, lost=fates["lost"])
    world.schedule.run()
    first = imported.statements(sorted(sorted_batches(imported.store)))
    world.run(other)
    world.retry(imported)
    world.schedule.run()
    again = world.chosen[imported.id, 1]
    whole = {who: of for who, of in imported.statements().items() if slice_of(who, imported.slices) in again}
    statements = first, other.statements(), whole
    expected = {who: as_merge_says(before.get(who), *(of.get(who) for of in statements)) for who in LEAD_IDS}
    assert but_for_versions(world.leads.everything()) == but_for_versions(expected)


def two_runs(world, imported, of_first):
    """Runs an upload with these batches, then with all; returns its outcomes."""
    world.start(imported, lost=set(imported.batches).difference(of_first))
    world.schedule.run()
    world.retry(imported)
    world.schedule.run()
    return imported.outcomes()


def test_a_value_that_only_the_first_run_erased_is_back():
    world = World().run(Import(1, "update", {(0, 2): ("LANN", {"firstName": "x", "remarks.Notes": "x"})}))
    before = world.leads.everything()
    blank, filled = ({"firstName": "x", "remarks.Notes": text} for text in ("", "x"))
    imported = Import(5, "replace", {(0, 2): ("LANN", blank), (0, 3): ("LANN", filled)}, batch_rows=1)
    assert two_runs(world, imported, ["00001"]) == [((0, 2), "unchanged"), ((0, 3), "merged")]
    assert but_for_versions(world.leads.everything()) == but_for_versions(before)
    assert world.leads.writes[-2].after.text("remarks.Notes") == ""


def test_a_slice_without_rows_of_a_late_batch_is_done():
    world, cells = World(), {"firstName": "x"}
    imported = Import(5, "update", {(0, 2): ("LANN", cells), (0, 3): ("LBOB", cells)}, batch_rows=1, slices=4)
    two_runs(world, imported, ["00001"])
    assert list(world.returned) == [(imported.id, "s11", 0), (imported.id, "s10", 1)]


def test_batches_that_come_after_a_run_has_begun_wait_for_the_next(small):
    item = item_of(small)
    small.batches["00002"] = [(0, 3)]
    small.rows[0, 3] = ("LBOB", {"firstName": "x"})
    assert item_of(small) == item


@pytest.fixture
def small():
    return Import(2, "update", {(0, 2): ("LANN", {"company": "x"})})


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_is_stored_for_an_upload_that_has_ended(small, status):
    leads: Any = InMemoryLeads()
    small.record["status"] = status
    with pytest.raises(UploadStopped):
        upsert_slice(small.record, item_of(small), small.store, leads, stop_watch(Record(small.record)), one_by_one)
    assert (leads.writes, small.store.names("slice-plans")) == ([], [])


def item_of(imported):
    """The one slice of an upload whose batches are standardised."""
    for batch in imported.missing():
        imported.standardise(batch)
    choose_slices(imported.record | {"status": "processing"}, 0, imported.store)
    (item,) = imported.store.read("runs/0/slices.json")
    return item


def test_a_try_that_keeps_to_the_plan_of_another_reads_the_table_again(small):
    before = InMemoryLeads()
    after = World().run(Import(3, "update", {(0, 2): ("LANN", {"company": "y"})})).leads
    reads = iter([before, after])
    write_plan(SliceRun("s", 0), Plan({}), small.store)
    leads: Any = SimpleNamespace(
        get_many=lambda lead_ids: next(reads, after).get_many(lead_ids), insert=lambda *_: set()
    )
    upsert_slice(small.record, item_of(small), small.store, leads, stop_watch(Record(small.record)), one_by_one)
    assert (small.counts(), small.left()) == ({"unchanged": 1}, {(0, 2, "company"): ("x", "y")})


def test_skip_leaves_a_lead_unchanged_that_another_upload_made_after_the_plan(small):
    late, world = small.copy(number=3), World()
    late.existing = late.record["options"]["existing"] = "skip"
    write_plan(SliceRun("s", 0), Plan({"LANN": None}), late.store)
    world.run(small)
    world.run(late)
    assert late.counts() == {"unchanged": 1}
