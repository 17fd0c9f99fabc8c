"""A list that shouts makes calm leads, which say what was written; leads that exist are found again."""

import pytest

from easycrm.leads.exports.export_format import FORMER_EXPORT_HEADERS
from easycrm.leads.list.showing.presenting import as_api
from easycrm.standardise.rows import standardising

SHOUTS = "Name,Email,Phone,Company\nINGRID HALVORSEN,ingrid@tin.example,,TIN SPARROW LTD\nBO EK,,+65 6123 4567,\n"


@pytest.fixture
def stored_before(importing, monkeypatch):
    """A list of leads as they were stored while nothing was calmed."""
    with monkeypatch.context() as patched:
        patched.setattr(standardising, "calm_name", lambda *name, **_: name)
        patched.setattr(standardising, "calm_company", lambda company: company)
        before = importing(SHOUTS, upload_id="before")
        before.run()
    assert all(lead.text("firstName").isupper() for lead in leads_of(before))
    return before


def leads_of(an_import):
    return [an_import.leads.get(row[2]) for row in an_import.results("rows")]


def names(an_import):
    return [f"{lead.text('firstName')} {lead.text('lastName')}" for lead in leads_of(an_import)]


def test_a_lead_says_what_its_list_wrote(importing):
    shouting = importing(SHOUTS)
    shouting.run()
    ingrid, bo = leads_of(shouting)
    assert names(shouting) == ["Ingrid Halvorsen", "Bo Ek"]
    origins = as_api(ingrid, {})["origins"]
    assert {field: origins[field]["written"] for field in ("firstName", "lastName", "company", "email")} == {
        "firstName": "INGRID HALVORSEN",
        "lastName": "INGRID HALVORSEN",
        "company": "TIN SPARROW LTD",
        "email": None,
    }
    assert bo.values["phone"].written == ""


@pytest.mark.parametrize(
    ("existing", "calm"),
    [
        ("update", ["Ingrid Halvorsen", "Bo Ek"]),
        ("replace", ["Ingrid Halvorsen", "Bo Ek"]),
        ("fill", ["INGRID HALVORSEN", "BO EK"]),
        ("skip", ["INGRID HALVORSEN", "BO EK"]),
    ],
)
def test_a_lead_of_before_is_found_and_calmed_unless_what_it_has_stays(existing, calm, stored_before, importing):
    again = importing(SHOUTS, upload_id="again", existing=existing)
    again.run()
    assert [row[2] for row in again.results("rows")] == [row[2] for row in stored_before.results("rows")]
    assert names(again) == calm
    assert again.results("conflicts") == again.results("held") == []


def test_an_export_that_is_imported_calms_nothing(stored_before, importing):
    ingrid, _ = leads_of(stored_before)
    cells = [ingrid.lead_id, "INGRID", "HALVORSEN", "", "TIN SPARROW LTD", "ingrid@tin.example"]
    line = ",".join([*cells, *[""] * (len(FORMER_EXPORT_HEADERS) - len(cells))])
    export = importing(f"{','.join(FORMER_EXPORT_HEADERS)}\n{line}\n", upload_id="export")
    export.run()
    assert export.results("rows")[0][3] == "unchanged"
    assert leads_of(export) == [ingrid]
