"""GET /views, PUT and DELETE /views/{name}, and PUT /start: one function, because all read and write the same items."""

from typing import Any
from urllib.parse import unquote

from easycrm.errors import BadRequest
from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.api.sign_in import caller_of, user_of
from easycrm.handlers.wiring import team_table
from easycrm.team import viewing
from easycrm.team.views import parse_view, view_name
from easycrm.times import now

app = api()
_VIEWS = "/views/"


@app.get("/views")
def show_views() -> Any:
    return answer_json(200, viewing.list_views(caller_of(app)["userId"], team_table()))


@app.put("/views/.+")
def keep_view() -> Any:
    view = viewing.keep_view(parse_view(_name(), body_of(app)), user_of(app), now(), team_table())
    return answer_json(200, viewing.shown(view))


@app.delete("/views/.+")
def delete_view() -> Any:
    text = (app.current_event.query_string_parameters or {}).get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BadRequest("badView", "version takes the version of the view in GET /views.", parameter="version")
    viewing.delete_view(view_name("name", _name()), int(text), team_table())
    return answer_json(200, {})


@app.put("/start")
def start_with() -> Any:
    return answer_json(200, {"view": viewing.start_with(body_of(app), caller_of(app)["userId"], team_table())})


def _name() -> str:
    """The name in the address. AWS passes an address on as it was sent, percent-encoded."""
    return unquote(app.current_event.path.partition(_VIEWS)[2])


handler = lambda_handler(app)
