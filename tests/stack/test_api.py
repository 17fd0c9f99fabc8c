"""The public API as a client meets it: who may come in, and what a wrong request is told."""

from typing import Any

import pytest
import requests

from local.operating import site
from local.settings import DEMO_EMAIL, DEMO_PASSWORD
from tests.support.world import World


def _get(world: World, path: str, headers: dict[str, str]) -> requests.Response:
    return requests.get(f"{world.stack.api_url}{path}", headers=headers, timeout=10)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "wrong"}, {"Authorization": "a.b.c"}])
@pytest.mark.parametrize("path", ["/leads", "/columns", "/uploads", "/status/x", "/leads/x"])
def test_nobody_comes_in_without_a_token(world: World, path: str, headers: dict[str, str]) -> None:
    assert _get(world, path, headers).status_code == 401


@pytest.mark.parametrize(("token", "status"), [("IdToken", 200), ("AccessToken", 401), ("RefreshToken", 401)])
def test_people_come_in_by_their_id_token_alone(world: World, token: str, status: int) -> None:
    tokens = site.read_site(world.stack.site_url).sign_in().tokens(DEMO_EMAIL, DEMO_PASSWORD)

    assert _get(world, "/uploads", {"Authorization": f"Bearer {tokens[token]}"}).status_code == status


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/leads?pageSize=0", "pageSize"),
        ("/leads?pageSize=501", "pageSize"),
        ("/leads?page=x", "page"),
        ("/leads?sortBy=salary", "sortBy"),
        ("/leads?sortOrder=up", "sortOrder"),
        ("/leads?colour=red", "colour"),
        ("/columns?page=2", "page"),
    ],
)
def test_a_wrong_parameter_is_named(world: World, path: str, parameter: str) -> None:
    answer = world.client.call("GET", path)

    assert answer.status == 400
    assert set(answer.body) == {"error", "requestId"}
    assert answer.body["error"]["details"]["parameter"] == parameter


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "badFileName"),
        ({"fileName": "a.pdf", "fileSize": 1}, "badFileType"),
        ({"fileName": "a.csv"}, "badFileSize"),
        ({"fileName": "a.csv", "fileSize": 10**12}, "fileTooLarge"),
        ({"fileName": "a.csv", "fileSize": 1, "options": {"country": "Mars"}}, "badOption"),
        ({"fileName": "a.csv", "fileSize": 1, "options": {"existing": "destroy"}}, "badOption"),
        ({"fileName": "a.csv", "fileSize": 1, "colour": "red"}, "badRequest"),
        ([], "badRequest"),
    ],
)
def test_an_upload_that_cannot_work_is_refused_before_anything_is_sent(world: World, data: Any, code: str) -> None:
    answer = world.client.call("POST", "/upload", data)

    assert (answer.status, answer.body["error"]["code"]) == (400, code)


@pytest.mark.parametrize("path", ["/leads/L0", "/status/none", f"/leads/{'x' * 2049}", "/status/%00/columns"])
def test_what_does_not_exist_is_not_found(world: World, path: str) -> None:
    answer = world.client.call("GET", path)

    assert (answer.status, set(answer.body)) == (404, {"error", "requestId"})


def test_an_upload_link_takes_only_a_file_of_the_size_that_was_announced(world: World) -> None:
    ticket = world.client.create_upload("a.csv", 10, {})

    answer = requests.post(ticket["url"], data=ticket["fields"], files={"file": b"x" * 11}, timeout=10)

    assert answer.status_code == 400
    assert world.client.status(ticket["uploadId"])["status"] == "uploading"


def test_before_the_first_import_the_list_is_empty(world: World) -> None:
    assert world.leads() == {
        "leads": [],
        "pagination": {"page": 1, "pageSize": 500, "totalCount": 0, "totalPages": 0},
        "asOf": None,
    }


def test_pages_and_sorting_hold_all_leads_once(world: World) -> None:
    companies = ["Zoë", "adam", "Bea", "Émile", "carl"]
    world.import_file(
        world.csv("c.csv", ["Company", "Email"], [[name, f"{i}@example.com"] for i, name in enumerate(companies)])
    )

    pages = [world.leads(f"sortBy=company&sortOrder=asc&pageSize=2&page={page}")["leads"] for page in (1, 2, 3)]

    assert [lead["company"] for page in pages for lead in page] == ["adam", "Bea", "carl", "Émile", "Zoë"]
    assert [lead["company"] for lead in world.leads("q=zoe")["leads"]] == ["Zoë"]
