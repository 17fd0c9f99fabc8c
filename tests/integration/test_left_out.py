"""What a batch's result says of names that do not go together, and of values that its leads do not have."""

import pytest

from easycrm.bounds import RECORDED_CHARACTERS
from easycrm.leads.statement import EXISTING_POLICIES

ANA = "Name,Email,Company\nAna Li,ana@example.com,Acme\n"
BOB = "Name,Email,Company\nBob Li,ana@example.com,Globex\n"


def lead(an_import):
    (item,) = {lead_id for _, _, lead_id, _ in an_import.results("rows")}
    return an_import.leads.get(item)


def reasons(an_import):
    return {int(line["EasyCRM row"]): line["EasyCRM reason"] for line in an_import.report()}


# Names


def test_rows_of_one_email_and_two_names_each_tell_the_other(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Li,ana@example.com\n")
    assert fair.run()["flags"]["nameConflict"] == 2
    assert fair.results("conflicts") == [[0, 2, "Bob Li"], [0, 3, "Ana Li"]]
    assert "Another name goes with this email: “Bob Li”." in reasons(fair)[2]
    assert "Another name goes with this email: “Ana Li”." in reasons(fair)[3]


@pytest.mark.parametrize("existing", EXISTING_POLICIES)
def test_the_name_of_somebody_else_is_told_whatever_the_policy(existing, importing):
    importing(ANA).run()
    fair = importing(BOB, upload_id="u2", existing=existing)
    assert fair.run()["flags"]["nameConflict"] == 1
    assert fair.results("conflicts") == [[0, 2, "Ana Li"]]
    assert "Another name goes with this email: “Ana Li”." in reasons(fair)[2]


@pytest.mark.parametrize(
    ("existing", "flags"),
    [("update", ["nameConflict"]), ("replace", ["nameConflict"]), ("fill", []), ("skip", [])],
)
def test_a_lead_whose_name_became_another_ones_is_flagged(existing, flags, importing):
    importing(ANA).run()
    fair = importing(BOB, upload_id="u2", existing=existing)
    fair.run()
    assert lead(fair).flags == flags


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Li", "ANA LI"), ("Ana Li", "Li, Ana"), ("Ana Li", "Ana"), ("Ana Li", ""), ("Zoë Li", "Zoe Li")],
)
def test_a_name_that_may_be_the_same_ones_is_no_conflict(one, other, importing):
    fair = importing(f'Name,Email\n"{one}",ana@example.com\n"{other}",ana@example.com\n')
    assert fair.run()["flags"].get("nameConflict", 0) == 0
    assert lead(fair).flags == []


def test_a_role_address_with_two_names_is_two_leads_without_a_conflict(importing):
    fair = importing("Name,Email\nAna Li,info@example.com\nBob Li,info@example.com\n")
    record = fair.run()
    assert (record["result"]["created"], record["flags"].get("nameConflict", 0)) == (2, 0)


def test_a_batch_that_ran_twice_tells_the_same_conflict(importing):
    importing(ANA).run()
    fair = importing(BOB, upload_id="u2").map().upsert().upsert()
    assert fair.results("conflicts") == [[0, 2, "Ana Li"]]


# Values


@pytest.mark.parametrize(
    ("existing", "left"),
    [
        ("update", []),
        ("replace", []),
        ("fill", [[0, 2, "company", "Globex", "Acme"]]),
        ("skip", [[0, 2, "company", "Globex", "Acme"], [0, 2, "title", "CEO", ""]]),
    ],
)
def test_values_that_the_policy_left_out_are_told_with_what_the_lead_has(existing, left, importing):
    importing(ANA).run()
    content = "Name,Email,Company,Title\nAna Li,ana@example.com,Globex,CEO\n"
    fair = importing(content, upload_id="u2", existing=existing)
    fair.run()
    assert fair.results("left") == left


@pytest.mark.parametrize(
    ("existing", "says"),
    [
        ("fill", "company: “Globex” was not stored; the lead has “Acme”."),
        ("skip", "title: “CEO” was not stored; the lead has none."),
    ],
)
def test_values_that_were_left_out_are_in_the_report(existing, says, importing):
    importing(ANA).run()
    content = "Name,Email,Company,Title\nAna Li,ana@example.com,Globex,CEO\n"
    fair = importing(content, upload_id="u2", existing=existing)
    fair.run()
    assert says in reasons(fair)[2]


def test_inside_one_file_the_values_of_earlier_rows_are_told(importing):
    rows = ["Ana Li,ana@example.com,Acme,B2", "Ana Li,ana@example.com,,B2", "Ana Li,ana@example.com,Globex,C7"]
    fair = importing("\n".join(["Name,Email,Company,Hall", *rows]))
    fair.run()
    assert fair.results("left") == [
        [0, 2, "company", "Acme", "Globex"],
        [0, 2, "remarks.Hall", "B2", "C7"],
        [0, 3, "remarks.Hall", "B2", "C7"],
    ]
    assert "Hall: “B2” was not stored; the lead has “C7”." in reasons(fair)[3]


def test_a_long_text_of_the_lead_is_told_by_its_beginning(importing):
    long = "x" * (RECORDED_CHARACTERS + 1)
    fair = importing(f"Name,Email,Notes\nAna Li,ana@example.com,B2\nAna Li,ana@example.com,{long}\n")
    fair.run()
    assert fair.results("left") == [[0, 2, "remarks.Notes", "B2", long[: RECORDED_CHARACTERS - 1] + "…"]]
    assert lead(fair).text("remarks.Notes") == long


def test_what_a_newer_upload_has_said_meanwhile_is_told(importing):
    older = importing(ANA)
    importing("Name,Email,Company\nAna Li,ana@example.com,Globex\n", upload_id="u2").run()
    older.run()
    assert older.results("left") == [[0, 2, "company", "Acme", "Globex"]]
    assert older.record["result"]["unchanged"] == 1


def test_what_the_lead_has_already_is_not_left_out(importing):
    importing(ANA).run()
    again = importing(ANA, upload_id="u2", existing="skip")
    again.run()
    assert (again.results("left"), again.record["report"]) == ([], False)
