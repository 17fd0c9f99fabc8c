"""What a team has decided together, as the tests of the page begin: nothing."""

from typing import Any
from urllib.parse import quote

from local.operating.client import ApiClient

UNDECIDED = {"name": None, "joinedTo": None, "hidden": None, "type": None}


def forget_team(client: ApiClient) -> None:
    """No view, no start of the demo user, no decision on any column."""
    for view in ask(client, "GET", "/views")["views"]:
        ask(client, "DELETE", f"/views/{quote(view['name'], safe='')}?version={view['version']}")
    ask(client, "PUT", "/start", {"view": None})
    answer = ask(client, "GET", "/columns")
    decided = {change["key"] for change in answer["history"]}
    if decided:
        decide(client, dict.fromkeys(decided, UNDECIDED), answer["version"])


def save_view(client: ApiClient, name: str, view: dict[str, Any]) -> None:
    """In the place of the view of that name, where there is one."""
    versions = {each["name"]: each["version"] for each in ask(client, "GET", "/views")["views"]}
    ask(client, "PUT", f"/views/{quote(name, safe='')}", {"version": versions.get(name, 0), "view": view})


def decide(client: ApiClient, columns: dict[str, Any], version: int | None = None) -> None:
    seen = ask(client, "GET", "/columns")["version"] if version is None else version
    ask(client, "PATCH", "/columns", {"version": seen, "columns": columns})


def ask(client: ApiClient, method: str, path: str, body: Any = None) -> dict[str, Any]:
    answer = client.call(method, path, body)
    assert answer.ok, (method, path, answer.body)
    return dict(answer.body)
