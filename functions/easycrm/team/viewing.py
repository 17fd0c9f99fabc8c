"""GET /views, PUT and DELETE /views/{name}, PUT /start: the views of a team, and the one that somebody starts with."""

import uuid
from collections.abc import Mapping
from typing import Any

from easycrm.bounds import VIEWS
from easycrm.errors import BadRequest, Conflict, NotFound
from easycrm.team.team_table import TeamTable
from easycrm.team.views import KeptView, ViewRequest, version_after, view_key, view_name


def list_views(user_id: str, table: TeamTable) -> dict[str, Any]:
    """`{views: [{name, view, version, by, at}], start}`, by name; `start` is None where there is no such view."""
    views = table.views()
    start = table.start_of(user_id)
    name = next((view["name"] for view in views if view["id"] == start), None)
    return {"views": [_listed(view) for view in views], "start": name}


def keep_view(request: ViewRequest, by: str, at: str, table: TeamTable) -> dict[str, Any]:
    """Keeps a view in the place of the one that was seen, or as another one; returns it as it is listed.

    Raises Conflict where others changed it, or the name is another view's, NotFound where it is gone, and BadRequest
    where there are too many.
    """
    before = _as_seen(request.previous_name, request.version, table)
    if before is None and table.count_views() >= VIEWS:
        raise BadRequest("tooManyViews", f"There are {VIEWS} views. Delete some that nobody needs first.")
    view: KeptView = {
        "id": before["id"] if before else uuid.uuid4().hex,
        "name": request.name,
        "view": request.view,
        "version": version_after(request.version, at),
        "by": by,
        "at": at,
    }
    if not _keep(view, request, table):
        raise _conflict(request, table)
    return _listed(view)


def delete_view(name: str, version: int, table: TeamTable) -> None:
    """Raises Conflict where others changed the view, and NotFound where there is none."""
    _as_seen(name, version or -1, table)
    if not table.delete_view(name, version):
        raise _changed(table.view(name), name)


def start_with(body: object, user_id: str, table: TeamTable) -> str | None:
    """`{view}`, the name of a view or None, is what somebody starts with; returns its name as it is written."""
    if not isinstance(body, Mapping) or body.keys() != {"view"}:
        raise BadRequest("badRequest", "A start takes view, a name, or null.")
    view = None
    if body["view"] is not None:
        name = view_name("view", body["view"])
        view = table.view(name)
        if view is None:
            raise _gone(name)
    table.keep_start(user_id, view["id"] if view else None)
    return view["name"] if view else None


def _listed(view: KeptView) -> dict[str, Any]:
    """Without what nobody outside knows views by."""
    return {name: value for name, value in view.items() if name != "id"}


def _keep(view: KeptView, request: ViewRequest, table: TeamTable) -> bool:
    if view_key(request.name) == view_key(request.previous_name):
        return table.keep_view(view, request.version)
    return table.rename_view(view, request.previous_name, request.version)


def _as_seen(name: str, version: int, table: TeamTable) -> KeptView | None:
    """The view that somebody has seen, as it is; None where that was none, and is none."""
    view = table.view(name)
    if (view["version"] if view else 0) == version:
        return view
    raise _changed(view, name) if version else _exists(view, name)


def _conflict(request: ViewRequest, table: TeamTable) -> Conflict | NotFound:
    """What came in between, or stands under the name that a view was to have."""
    view = table.view(request.name)
    is_other = view_key(request.name) != view_key(request.previous_name) or not request.version
    if view and is_other:
        return _exists(view, request.name)
    return _changed(table.view(request.previous_name), request.previous_name)


def _exists(view: KeptView | None, name: str) -> Conflict:
    sentence = f"There is a view “{view['name'] if view else name}” already. Choose another name, or change that view."
    return Conflict("viewExists", sentence, **_last(view))


def _changed(view: KeptView | None, name: str) -> Conflict | NotFound:
    if view is None:
        return _gone(name)
    sentence = f"Somebody else has changed the view “{view['name']}” since you opened it."
    return Conflict("viewChanged", sentence, **_last(view))


def _gone(name: str) -> NotFound:
    return NotFound("viewNotFound", f"There is no view “{name}”.", name=name)


def _last(view: KeptView | None) -> dict[str, Any]:
    return {member: view[member] for member in ("name", "version", "by", "at")} if view else {}
