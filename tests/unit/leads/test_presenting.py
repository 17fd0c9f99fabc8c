"""Where every value of a lead comes from."""

import pytest

from easycrm.leads.lead import Lead, Origin, Source, Value
from easycrm.leads.list.presenting import as_api, origins_of, uploads_of

OLD = Origin("2026-03-01T09:00:00.000000Z", "u1", "Fair", 7)
NEW = Origin("2026-03-02T09:00:00.000000Z", "u2", "Sheet1", 3)


@pytest.fixture
def lead():
    values = {
        "email": Value("anna@example.com", OLD),
        "title": Value("CEO", NEW, ("needsReview",), "deepseek"),
        "company": Value("", NEW),
        "remarks.email": Value("x", OLD, (), "derived"),
    }
    return Lead("L1", values, "u1", OLD.registered_at, Source(NEW, "new.csv", "deepseek"), 2)


def test_every_value_says_file_worksheet_row_time_and_how_it_was_standardised(lead):
    assert as_api(lead, {"u1": "old.xlsx"})["origins"]["email"] == {
        "sourceFile": "old.xlsx",
        "worksheet": "Fair",
        "row": 7,
        "time": OLD.registered_at,
        "uploadId": "u1",
        "standardisedBy": "rules",
        "flags": [],
    }
    assert as_api(lead, {})["origins"]["title"] == {
        "sourceFile": "new.csv",
        "worksheet": "Sheet1",
        "row": 3,
        "time": NEW.registered_at,
        "uploadId": "u2",
        "standardisedBy": "deepseek",
        "flags": ["needsReview"],
    }


def test_remarks_and_erased_values_have_origins_too(lead):
    found = origins_of(lead, {})
    assert found["origins"]["company"]["row"] == 3
    assert found["remarkOrigins"]["email"]["standardisedBy"] == "derived"
    assert set(found["origins"]) == {"email", "title", "company"}


def test_a_file_whose_upload_is_forgotten_has_no_name(lead):
    assert origins_of(lead, {})["origins"]["email"]["sourceFile"] is None


def test_the_uploads_of_a_lead_are_those_of_its_values(lead):
    assert uploads_of(lead) == {"u1", "u2"}
