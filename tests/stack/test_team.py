"""What a team keeps, through the API on the local stack: decisions on columns, and views."""

from urllib.parse import quote

from local.settings import DEMO_EMAIL
from tests.support.world import World

NAME = "100% “sure”? 🔥 & co"


def test_what_is_decided_on_columns_holds_for_everybody(world: World) -> None:
    change = {"version": 0, "columns": {"land": {"name": "Country"}}}

    assert world.client.call("PATCH", "/columns", change).body == {"version": 1}
    late = world.client.call("PATCH", "/columns", change)

    assert (late.status, late.body["error"]["code"]) == (409, "columnsChanged")
    assert late.body["error"]["details"]["by"] == DEMO_EMAIL


def test_a_view_is_kept_renamed_started_with_and_deleted(world: World) -> None:
    view = {"filters": {"column.land": "=Germany"}, "columns": ["company", "column.land"], "widths": {"company": 220.5}}
    made = world.client.call("PUT", f"/views/{quote(NAME, safe='')}", {"version": 0, "view": view}).body
    assert (made["name"], made["view"], made["by"]) == (NAME, view, DEMO_EMAIL)
    assert world.client.call("PUT", "/start", {"view": NAME}).body == {"view": NAME}

    renaming = {"version": made["version"], "view": view, "previousName": NAME}
    kept = world.client.call("PUT", "/views/Fairs", renaming).body
    assert world.client.call("GET", "/views").body == {"views": [kept], "start": "Fairs"}

    late = world.client.call("DELETE", f"/views/Fairs?version={made['version']}")
    assert (late.status, late.body["error"]["code"]) == (409, "viewChanged")
    assert world.client.call("DELETE", f"/views/Fairs?version={kept['version']}").ok
    assert world.client.call("GET", "/views").body == {"views": [], "start": None}
