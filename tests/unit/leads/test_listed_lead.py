"""What a list shows of the columns of a lead."""

import pytest

from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list.showing.listed_lead import ListedLeads
from tests.support.column_models import model_of

RATED = [{"Rating": str(number), "Country": "Peru"} for number in range(1, 30)]


@pytest.fixture(scope="module")
def leads():
    with model_of([*RATED, {"Rating": "very good", "Country": "Chile"}]) as model:
        yield ListedLeads(catalogue_of(model, NOTHING_DECIDED))


def test_a_text_that_does_not_fit_the_type_of_its_column_is_told(leads):
    assert leads.lead({}, {"Rating": "very good", "Country": "7"}.items())["misfits"] == ["rating"]


def test_a_lead_whose_texts_all_fit_has_no_misfits(leads):
    assert "misfits" not in leads.lead({}, {"Rating": "7", "Country": "Peru"}.items())


def test_what_a_person_hid_is_neither_shown_nor_marked():
    decided = NOTHING_DECIDED | {"columns": {"rating": {"hidden": True, "by": "a", "at": "b"}}}
    with model_of([*RATED, {"Rating": "very good"}]) as model:
        hidden = ListedLeads(catalogue_of(model, decided)).lead({}, {"Rating": "very good"}.items())
    assert (hidden["columns"], "misfits" in hidden) == ({}, False)
