"""The leads that a plan names: which calls write them, and what becomes of those that others write at the same time."""

from dataclasses import replace

import pytest

from easycrm.errors import LostRace
from easycrm.leads.items.lead_items import MAX_ITEM_BYTES
from easycrm.leads.lead import full_name
from easycrm.leads.merge import merge
from easycrm.leads.statement import fold
from easycrm.uploads.storing.changes import Change, store_changes
from tests.support.fakes import InMemoryLeads
from tests.support.schedules import one_by_one
from tests.support.statements import row, said, upload

OURS = upload(5)


class Leads(InMemoryLeads):
    """Names the calls that write. Before each, the next of `meanwhile` is merged by another upload."""

    def __init__(self, *stored, meanwhile=()):
        super().__init__()
        self.calls = []
        self._meanwhile = list(meanwhile)
        for lead in stored:
            super().put(lead)

    def put(self, lead, may_go_on=None):
        self._race()
        self.calls.append(("put", lead.lead_id))
        return super().put(lead, may_go_on)

    def insert(self, leads, may_go_on=None):
        self._race()
        leads = list(leads)
        self.calls.append(("insert", *(lead.lead_id for lead in leads)))
        return {lead.lead_id for lead in leads if super(Leads, self).put(lead, may_go_on)}

    def _race(self):
        if self._meanwhile:
            statement = self._meanwhile.pop(0)
            super().put(merge(self.get(statement.lead_id), statement))


def change(lead_id="LANN", before=None, earlier=(), **cells):
    rows = [row(2, lead_id=lead_id, **cells)]
    return Change(lead_id, before, rows, (), fold(rows, OURS), earlier)


def store(leads, *changes):
    stored = leads.get_many(each.lead_id for each in changes)
    return store_changes(changes, stored, OURS, leads, lambda: None, one_by_one)


def test_new_leads_are_written_by_one_call_and_the_others_one_by_one():
    known = merge(None, said(1, lead_id="LCID", firstName="Cid"))
    leads = Leads(known)
    cid = change("LCID", known, firstName="Sid")
    written = store(leads, change("LANN", firstName="Ann"), cid, change("LBOB", firstName="Bob"))
    assert leads.calls == [("insert", "LANN", "LBOB"), ("put", "LCID")]
    assert {lead_id: each.lead for lead_id, each in written.items()} == leads.everything()


def test_a_lead_that_was_stored_by_a_try_whose_answer_was_lost_is_not_written_again():
    leads, ann = Leads(meanwhile=[fold([row(2, lead_id="LANN", firstName="Ann")], OURS)]), change(firstName="Ann")
    written = store(leads, ann)
    assert leads.calls == [("insert", "LANN")]
    assert (written["LANN"].lead, leads.everything()["LANN"].version) == (leads.everything()["LANN"], 1)


def test_a_lead_that_an_earlier_run_stored_at_the_same_moment_is_written_over():
    earlier = [row(3, lead_id="LANN", firstName="Anna", title="Buyer")]
    leads = Leads(meanwhile=[fold(earlier, OURS)])
    store(leads, change(earlier=[earlier], firstName="Ann"))
    assert leads.calls == [("insert", "LANN"), ("put", "LANN")]
    assert (full_name(leads.everything()["LANN"].values), leads.everything()["LANN"].text("title")) == ("Ann", "")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_lead_that_earlier_runs_stored_is_written_over_however_often_they_wrote_it(is_known):
    before = merge(None, said(1, lead_id="LANN", firstName="An")) if is_known else None
    earlier = [row(3, lead_id="LANN", firstName="Anna", title="Buyer")]
    written = [replace(merge(before, fold(earlier, OURS)), version=version) for version in range(1, 8)]
    leads = Leads(*written)
    store(leads, change(before=before, earlier=[earlier], firstName="Ann"))
    after = leads.everything()["LANN"]
    assert (full_name(after.values), after.text("title"), after.version) == ("Ann", "", 8)


def test_a_lead_that_another_upload_made_at_the_same_moment_is_merged_with():
    leads = Leads(meanwhile=[said(1, lead_id="LANN", title="Buyer")])
    store(leads, change(firstName="Ann"))
    assert leads.calls == [("insert", "LANN"), ("put", "LANN")]
    assert (full_name(leads.everything()["LANN"].values), leads.everything()["LANN"].text("title")) == ("Ann", "Buyer")


def test_a_lead_that_is_gone_since_it_was_planned_is_made_again():
    before = merge(None, said(1, lead_id="LANN", title="Buyer"))
    leads = Leads()
    store(leads, change(before=before, firstName="Ann"))
    assert (leads.everything()["LANN"].text("title"), leads.everything()["LANN"].version) == ("", 1)


def test_others_who_keep_changing_a_lead_fail_the_task():
    leads = Leads(meanwhile=[said(n, lead_id="LANN", title=f"Title {n}") for n in range(6, 30)])
    with pytest.raises(LostRace, match="kept changing"):
        store(leads, change(firstName="Ann"))


@pytest.mark.parametrize("is_known", [True, False])
def test_what_would_be_too_large_is_not_written(is_known):
    before = merge(None, said(1, lead_id="LANN", firstName="Ann")) if is_known else None
    leads = Leads(*([before] if before else ()))
    written = store(leads, change(before=before, title="x" * MAX_ITEM_BYTES), change("LBOB", firstName="Bob"))
    assert (written["LANN"].lead, written["LANN"].fits, written["LBOB"].fits) == (before, False, True)
    assert leads.calls == [("insert", "LBOB")]
