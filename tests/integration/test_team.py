"""What a team keeps: decisions on columns and views, whoever else writes at the same moment."""

import json

import pytest

from easycrm.errors import BadRequest, Conflict, NotFound
from easycrm.handlers import wiring
from easycrm.leads.columns.decisions import NOTHING_DECIDED, parse_wanted
from easycrm.leads.list.publication import publish
from easycrm.settings import settings
from easycrm.team import viewing
from easycrm.team.deciding import decide_columns
from easycrm.team.team_table import TeamTable
from easycrm.team.viewing import delete_view, keep_view, list_views, start_with
from easycrm.team.views import parse_view
from tests.support.lambdas import call

MEI, BEN = "mei@example.com", "ben@example.com"
AT, LATER = "2026-03-02T09:00:00.000000Z", "2026-03-02T09:05:00.000000Z"
HIDE = {"land": {"hidden": True}}
GERMANY = {"filters": {"column.land": "=Germany"}, "columns": ["company", "column.land"]}


@pytest.fixture
def team(dynamodb):
    return TeamTable(dynamodb, settings.team_table)


@pytest.fixture
def racing(dynamodb, between):
    """A function: the table for somebody just before whose write something else happens, once."""

    def table(happens):
        waiting = iter([happens])
        client = between(dynamodb, "transact_write_items", lambda: next(waiting, int)())
        return TeamTable(client, settings.team_table)

    return table


@pytest.fixture
def publish_lists(snapshots, make_lead):
    """A function: publishes leads by id, each with values by header."""
    return lambda lists: publish([make_lead(lead_id, remarks=said) for lead_id, said in lists.items()], snapshots)


def wanted(columns, version=0):
    return parse_wanted({"version": version, "columns": columns})


def view(name, version=0, content=GERMANY, **about):
    return parse_view(name, {"version": version, "view": content} | about)


def names(team, user="u1"):
    listed = list_views(user, team)
    return [each["name"] for each in listed["views"]], listed["start"]


def patch(version, columns):
    return call("decide_columns", body=json.dumps({"version": version, "columns": columns}))


# Columns


def test_before_anybody_decides_nothing_is_decided(team):
    assert team.decisions() == NOTHING_DECIDED


def test_what_is_decided_is_there_for_everybody(team):
    decided = decide_columns(wanted({"land": {"name": "Länder"}}), MEI, AT, team)
    assert team.decisions() == decided == wiring.decisions()
    assert decide_columns(wanted(HIDE, 1), BEN, LATER, team)["columns"] == {
        "land": {"name": "Länder", "hidden": True, "by": BEN, "at": LATER}
    }


def test_of_two_who_decide_at_once_one_is_told_who_was_first(team, racing):
    others = racing(lambda: decide_columns(wanted(HIDE), BEN, LATER, team))
    with pytest.raises(Conflict) as refused:
        decide_columns(wanted({"stadt": {"name": "City"}}), MEI, AT, others)
    assert refused.value.code == "columnsChanged"
    assert refused.value.details == {"version": 1, "by": BEN, "at": LATER}
    assert team.decisions()["columns"].keys() == {"land"}


def test_a_request_that_changes_nothing_writes_nothing(team, dynamodb):
    assert decide_columns(wanted({"land": {"hidden": False}}), MEI, AT, team) == NOTHING_DECIDED
    assert dynamodb.scan(TableName=settings.team_table)["Count"] == 0


# Views


def test_a_view_is_answered_as_it_is_listed(team):
    kept = keep_view(view("Germany"), MEI, AT, team)
    assert {member: kept[member] for member in ("name", "view", "by", "at")} == {
        "name": "Germany",
        "view": GERMANY,
        "by": MEI,
        "at": AT,
    }
    assert list_views("u1", team) == {"views": [kept], "start": None}


def test_a_changed_view_has_another_version(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    second = keep_view(view("Germany", first["version"], {"q": "solar"}), BEN, AT, team)
    assert second["version"] > first["version"]
    assert list_views("u1", team)["views"] == [second]


@pytest.mark.parametrize("name", ["Germany", "GERMANY"])
def test_no_two_views_have_one_name(name, team):
    first = keep_view(view("Germany"), MEI, AT, team)
    with pytest.raises(Conflict) as refused:
        keep_view(view(name), BEN, LATER, team)
    assert refused.value.code == "viewExists"
    assert refused.value.details == {"name": "Germany", "version": first["version"], "by": MEI, "at": AT}


def test_whoever_saw_an_earlier_view_is_told_who_changed_it(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    second = keep_view(view("Germany", first["version"]), BEN, LATER, team)
    for late in (
        lambda: keep_view(view("Germany", first["version"]), MEI, LATER, team),
        lambda: keep_view(view("Austria", first["version"], previousName="Germany"), MEI, LATER, team),
        lambda: delete_view("Germany", first["version"], team),
    ):
        with pytest.raises(Conflict) as refused:
            late()
        assert refused.value.code == "viewChanged"
        assert refused.value.details == {"name": "Germany", "version": second["version"], "by": BEN, "at": LATER}


def test_a_view_that_somebody_deleted_is_gone_for_the_others(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    delete_view("germany", first["version"], team)
    for late in (
        lambda: keep_view(view("Germany", first["version"]), BEN, LATER, team),
        lambda: delete_view("Germany", first["version"], team),
    ):
        with pytest.raises(NotFound) as refused:
            late()
        assert refused.value.code == "viewNotFound"


def test_a_view_that_was_made_anew_is_not_the_one_that_somebody_saw(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    delete_view("Germany", first["version"], team)
    keep_view(view("Germany"), BEN, LATER, team)
    with pytest.raises(Conflict):
        delete_view("Germany", first["version"], team)


def test_a_renamed_view_is_under_its_other_name_alone(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    keep_view(view("Deutschland", first["version"], previousName="Germany"), BEN, LATER, team)
    assert names(team) == (["Deutschland"], None)


def test_a_view_can_be_renamed_to_another_case(team):
    first = keep_view(view("germany"), MEI, AT, team)
    keep_view(view("Germany", first["version"], previousName="germany"), BEN, LATER, team)
    assert names(team) == (["Germany"], None)


def test_a_view_takes_no_name_of_another_one(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    keep_view(view("Austria"), MEI, AT, team)
    with pytest.raises(Conflict) as refused:
        keep_view(view("Austria", first["version"], previousName="Germany"), BEN, LATER, team)
    assert refused.value.code == "viewExists"
    assert names(team) == (["Austria", "Germany"], None)


def test_of_two_who_save_at_once_one_is_told_who_was_first(team, racing):
    first = keep_view(view("Germany"), MEI, AT, team)
    others = racing(lambda: keep_view(view("Germany", first["version"]), BEN, LATER, team))
    with pytest.raises(Conflict) as refused:
        keep_view(view("Germany", first["version"]), MEI, LATER, others)
    assert (refused.value.code, refused.value.details["by"]) == ("viewChanged", BEN)


def test_of_two_who_make_a_view_of_one_name_at_once_one_does(team, racing):
    with pytest.raises(Conflict) as refused:
        keep_view(view("Germany"), MEI, AT, racing(lambda: keep_view(view("GERMANY"), BEN, LATER, team)))
    assert (refused.value.code, refused.value.details["by"]) == ("viewExists", BEN)


def test_a_view_that_is_deleted_while_it_is_renamed_is_gone(team, racing):
    first = keep_view(view("Germany"), MEI, AT, team)
    others = racing(lambda: delete_view("Germany", first["version"], team))
    with pytest.raises(NotFound):
        keep_view(view("Deutschland", first["version"], previousName="Germany"), BEN, LATER, others)
    assert names(team) == ([], None)


def test_a_view_that_is_changed_while_it_is_deleted_stays(team, racing):
    first = keep_view(view("Germany"), MEI, AT, team)
    with pytest.raises(Conflict):
        delete_view(
            "Germany", first["version"], racing(lambda: keep_view(view("Germany", first["version"]), BEN, LATER, team))
        )
    assert names(team) == (["Germany"], None)


def test_there_is_room_for_so_many_views(team, monkeypatch):
    monkeypatch.setattr(viewing, "VIEWS", 2)
    kept = [keep_view(view(name), MEI, AT, team) for name in ("Austria", "Germany")]
    with pytest.raises(BadRequest) as refused:
        keep_view(view("Italy"), MEI, AT, team)
    assert refused.value.code == "tooManyViews"
    keep_view(view("Italy", kept[0]["version"], previousName="Austria"), MEI, AT, team)


def test_views_of_more_than_a_page_of_dynamodb_are_all_listed(team):
    for index in range(60):
        keep_view(view(f"View {index:02}", content={"q": "x" * 19_000}), MEI, AT, team)
    assert len(names(team)[0]) == team.count_views() == 60


# Starts


def test_somebody_starts_with_a_view_also_when_others_rename_it(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    assert start_with({"view": "germany"}, "u1", team) == "Germany"
    keep_view(view("Deutschland", first["version"], previousName="Germany"), BEN, LATER, team)
    assert (names(team, "u1")[1], names(team, "u2")[1]) == ("Deutschland", None)


def test_nobody_starts_with_a_view_that_was_deleted(team):
    first = keep_view(view("Germany"), MEI, AT, team)
    start_with({"view": "Germany"}, "u1", team)
    delete_view("Germany", first["version"], team)
    keep_view(view("Germany"), BEN, LATER, team)
    assert names(team, "u1") == (["Germany"], None)


def test_a_start_can_be_taken_back(team):
    keep_view(view("Germany"), MEI, AT, team)
    start_with({"view": "Germany"}, "u1", team)
    assert start_with({"view": None}, "u1", team) is None
    assert names(team, "u1")[1] is None


@pytest.mark.parametrize(
    ("body", "error"),
    [({"view": "Austria"}, NotFound), ({"view": "a/b"}, BadRequest), ({}, BadRequest), ([], BadRequest)],
)
def test_nobody_starts_with_what_is_no_view(body, error, team):
    with pytest.raises(error):
        start_with(body, "u1", team)


# The routes


@pytest.mark.usefixtures("fresh_functions")
def test_a_decision_has_a_line_before_and_after_it_that_names_no_column(audited):
    assert call("decide_columns") == (200, {"version": 1})
    lines = audited()
    assert [(line["action"], line["outcome"], line["count"]) for line in lines] == [
        ("decideColumns", "asked", 1),
        ("decideColumns", "done", 1),
    ]
    assert "land" not in json.dumps([{**line, "user": ""} for line in lines])


@pytest.mark.usefixtures("fresh_functions")
def test_nothing_is_decided_without_a_line():
    wiring.audit_writer().delete_log_group(logGroupName=settings.audit_log_group)
    assert call("decide_columns")[0] == 503
    assert wiring.decisions() == NOTHING_DECIDED


@pytest.mark.usefixtures("fresh_functions")
def test_a_decision_that_is_refused_says_so_in_its_line(audited):
    call("decide_columns")
    status, body = call("decide_columns")
    assert (status, body["error"]["code"]) == (409, "columnsChanged")
    assert [(line["outcome"], line.get("code")) for line in audited()][2:] == [
        ("asked", None),
        ("refused", "columnsChanged"),
    ]


@pytest.mark.usefixtures("fresh_functions")
def test_a_decision_holds_for_the_next_who_asks_and_is_taken_back_as_the_history_says(publish_lists):
    def columns():
        answer = call("list_leads-columns")[1]
        return {each["key"]: (each["name"], each["leads"], each["joined"]) for each in answer["columns"]}, answer

    publish_lists({"L1": {"Land": "Germany"}, "L2": {"Country": "Austria"}})
    before = columns()[0]
    assert before == {"country": ("Country", 1, []), "land": ("Land", 1, [])}
    decided = {"land": {"joinedTo": "country"}, "country": {"name": "Country of office"}}
    assert patch(0, decided) == (200, {"version": 1})
    shown, answer = columns()
    assert shown == {"country": ("Country of office", 2, ["land"])}
    assert (answer["version"], answer["columns"][0]["decided"]["by"]) == (1, MEI)
    back = {change["key"]: {change["what"]: change["from"]} for change in answer["history"]}
    assert patch(1, back) == (200, {"version": 2})
    assert columns()[0] == before


@pytest.mark.usefixtures("fresh_functions")
def test_a_view_goes_through_its_routes():
    status, kept = call("keep_views-put")
    assert (status, kept["name"], kept["by"]) == (200, "Fair in Berlin", MEI)
    assert call("keep_views-start") == (200, {"view": "Fair in Berlin"})
    assert call("keep_views") == (200, {"views": [kept], "start": "Fair in Berlin"})
    version = {"version": str(kept["version"])}
    assert call("keep_views-delete", queryStringParameters=version) == (200, {})
    assert call("keep_views") == (200, {"views": [], "start": None})


@pytest.mark.usefixtures("fresh_functions")
@pytest.mark.parametrize("path", ["/views/100%25%20%E2%80%9Csure%E2%80%9D%3F%20%F0%9F%94%A5", "/views/100% “sure”? 🔥"])
def test_a_name_of_any_characters_arrives_as_aws_and_the_emulator_pass_it_on(path):
    assert call("keep_views-put", path=path)[1]["name"] == "100% “sure”? 🔥"


@pytest.mark.usefixtures("fresh_functions")
def test_a_wrong_request_is_told_in_words():
    status, body = call("keep_views-put", body=json.dumps({"version": 0, "view": {"pinned": "two"}}))
    assert (status, body["error"]["code"], body["error"]["details"]) == (400, "badView", {"parameter": "pinned"})
