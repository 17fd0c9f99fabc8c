"""Finding, exporting, asking and repairing on the deployed stack, with its permissions."""

import csv
import io
from typing import Any

import pytest
import requests

from tests.support.world import World

PEOPLE = [
    ["Zoë Tan", "zoe@example.com", "=Acme", "+65 6123 4567", "met at\tstand 42"],
    ["王伟", "wei@example.com", "Globex", "", "'quoted', \"twice\""],
    ["Bob Ng", "bob@example.com", "Globex", "0161 496 0929", "12345678901234567890"],
]


@pytest.fixture
def imported(world: World) -> World:
    rows = io.StringIO()
    csv.writer(rows).writerows([["Name", "Email", "Company", "Phone", "Notes"], *PEOPLE])
    assert world.import_file(world.file("people.csv", rows.getvalue().encode()))["status"] == "completed"
    return world


def call(world: World, method: str, path: str, data: Any = None) -> Any:
    answer = world.client.call(method, path, data) if data is not None else world.client.call(method, path)
    assert answer.ok, answer.body
    return answer.body


def rebuild(world: World) -> dict[str, Any]:
    return dict(world.invoke("RebuildReadModel", {}))


def test_leads_are_filtered_searched_and_looked_up(imported: World) -> None:
    assert [lead["email"] for lead in imported.leads("filter_company=globex&filter_phone=!")["leads"]] == [
        "wei@example.com"
    ]
    assert imported.leads("q=6123-4567")["pagination"]["totalCount"] == 1
    assert imported.leads("q=%E7%8E%8B%E4%BC%9F")["pagination"]["totalCount"] == 1
    assert [lead["email"] for lead in imported.leads("email=BOB@example.com")["leads"]] == ["bob@example.com"]


def test_leads_that_may_be_one_person_are_told_of_each_other(imported: World) -> None:
    """The first of the people once more, without the email."""
    imported.import_file(imported.csv("again.csv", ["Name", "Phone"], [["Tan Zoe", "+65 6123 4567"]]))

    listed = imported.leads("filter_possibleDuplicates=*")
    by_email = {lead["email"]: lead["leadId"] for lead in listed["leads"]}
    shown = call(imported, "GET", f"/leads/{by_email['zoe@example.com']}")

    assert (listed["pagination"]["totalCount"], set(by_email)) == (2, {"zoe@example.com", ""})
    assert [(other["leadId"], other["why"]) for other in shown["possibleDuplicates"]] == [
        (by_email[""], ["nameAndPhone"])
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("existing", ["update", "replace"])
def test_an_export_that_is_imported_changes_nothing(imported: World, file_format: str, existing: str) -> None:
    before = imported.lead_items()
    answer = call(imported, "POST", "/export", {"format": file_format})
    content = requests.get(answer["url"], timeout=10)
    assert content.headers["Content-Disposition"] == f'attachment; filename="{answer["fileName"]}"'

    status = imported.import_file(imported.file(answer["fileName"], content.content), existing=existing)

    assert (answer["count"], status["status"]) == (3, "completed")
    assert {name: count for name, count in status["result"].items() if count} == {"unchanged": 3, "rows": 3}
    assert imported.lead_items() == before


def test_a_rebuild_mends_the_list(imported: World) -> None:
    before = imported.leads()["leads"]
    bucket = imported.outputs["DataBucketName"]
    for entry in imported.s3.list_objects_v2(Bucket=bucket, Prefix="snapshots/")["Contents"]:
        imported.s3.delete_object(Bucket=bucket, Key=entry["Key"])

    assert rebuild(imported)["leads"] == 3
    assert imported.leads()["leads"] == before


def test_a_question_is_answered_and_followed_up(imported: World) -> None:
    first = call(imported, "POST", "/chat", {"question": "leads at Globex"})
    asked = {"question": "how many of them have no phone?", "previous": first["query"]["fields"]}
    second = call(imported, "POST", "/chat", asked)

    assert len(first["rows"]) == 2
    assert second["answer"] == "There is 1 lead whose company contains “Globex” and with no phone."
    assert (
        imported.leads("filter_company=" + first["appliesToTable"]["filters"]["company"])["pagination"]["totalCount"]
        == 2
    )
