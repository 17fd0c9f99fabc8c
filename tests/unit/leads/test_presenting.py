"""Where every value of a lead comes from."""

from dataclasses import replace

import pytest

from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED, decide, parse_wanted
from easycrm.leads.lead import Lead, Origin, Overruled, OverruledValue, Source, Value
from easycrm.leads.list.showing.presenting import as_api, origins_of, uploads_of
from tests.support.column_models import model_of

OLD = Origin("2026-03-01T09:00:00.000000Z", "u1", "Fair", 7)
NEW = Origin("2026-03-02T09:00:00.000000Z", "u2", "Sheet1", 3)


@pytest.fixture
def lead():
    values = {
        "firstName": Value("Anna", OLD, written="ANNA"),
        "email": Value("anna@example.com", OLD),
        "title": Value("CEO", NEW, ("needsReview",), "deepseek"),
        "company": Value("", NEW),
        "remarks.email": Value("x", OLD, (), "derived", "Ã—"),
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
        "written": None,
        "overruled": [],
        "moreOverruled": False,
    }
    assert as_api(lead, {})["origins"]["title"] == {
        "sourceFile": "new.csv",
        "worksheet": "Sheet1",
        "row": 3,
        "time": NEW.registered_at,
        "uploadId": "u2",
        "standardisedBy": "deepseek",
        "flags": ["needsReview"],
        "written": None,
        "overruled": [],
        "moreOverruled": False,
    }


def test_remarks_and_erased_values_have_origins_too(lead):
    found = origins_of(lead, {})
    assert found["origins"]["company"]["row"] == 3
    assert found["remarkOrigins"]["email"]["standardisedBy"] == "derived"
    assert set(found["origins"]) == {"firstName", "email", "title", "company"}


def test_a_value_that_was_calmed_or_mended_says_what_was_written(lead):
    found = origins_of(lead, {})
    assert found["origins"]["firstName"]["written"] == "ANNA"
    assert found["remarkOrigins"]["email"]["written"] == "Ã—"


def test_what_else_was_said_is_told_with_its_row(lead):
    overruled = {"title": Overruled((OverruledValue("Buyer", OLD),), is_cut=True)}
    title = as_api(replace(lead, overruled=overruled), {"u1": "old.xlsx"})["origins"]["title"]
    assert title["overruled"] == [
        {
            "text": "Buyer",
            "sourceFile": "old.xlsx",
            "worksheet": "Fair",
            "row": 7,
            "time": OLD.registered_at,
            "uploadId": "u1",
        }
    ]
    assert title["moreOverruled"] is True


def test_the_uploads_of_a_lead_have_those_of_what_was_overruled(lead):
    other = OverruledValue("Buyer", OLD._replace(upload_id="u0"))
    assert uploads_of(replace(lead, overruled={"title": Overruled((other,))})) == {"u0", "u1", "u2"}


def test_a_file_whose_upload_is_forgotten_has_no_name(lead):
    assert origins_of(lead, {})["origins"]["email"]["sourceFile"] is None


def test_the_uploads_of_a_lead_are_those_of_its_values(lead):
    assert uploads_of(lead) == {"u1", "u2"}


def test_every_header_says_of_which_column_it_is_however_many_spellings_that_has():
    headers = [
        "Secret",
        *(f"Secret {word}" for word in "one two three four five six seven eight nine ten eleven".split()),
    ]
    joined = {f"secret{header.removeprefix('Secret ')}": {"joinedTo": "secret"} for header in headers[1:]}
    wanted = parse_wanted({"version": 0, "columns": {"secret": {"hidden": True}, **joined}})
    decided = decide(NOTHING_DECIDED, wanted, "mei@example.com", OLD.registered_at)
    values = {f"remarks.{header}": Value("x", OLD) for header in headers} | {"remarks.Never  Said:": Value("", OLD)}
    lead = Lead("L1", values, "u1", OLD.registered_at, Source(OLD, "old.xlsx", "rules"), 1)
    with model_of([dict.fromkeys(headers, "x")]) as model:
        shown = as_api(lead, {}, catalogue_of(model, decided))
    columns = {header: origin["column"] for header, origin in shown["remarkOrigins"].items()}
    assert columns == {**dict.fromkeys(headers, "secret"), "Never  Said:": "neversaid"}
    assert shown["columns"] == {}
