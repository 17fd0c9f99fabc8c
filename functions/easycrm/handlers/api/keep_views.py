"""GET /views, PUT and DELETE /views/{name}, and PUT /start: one function, because all are about the same few items."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.api.sign_in import caller_of, user_of
from easycrm.handlers.wiring import team_table
from easycrm.team import viewing
from easycrm.team.views import ADDRESS, name_in, parse_view, version_in
from easycrm.times import now

app = api()


@app.get("/views")
def show_views() -> Any:
    return answer_json(200, viewing.list_views(caller_of(app)["userId"], team_table()))


@app.put(f"{ADDRESS}.+")
def keep_view() -> Any:
    request = parse_view(name_in(app.current_event.path), body_of(app))
    return answer_json(200, viewing.keep_view(request, user_of(app), now(), team_table()))


@app.delete(f"{ADDRESS}.+")
def delete_view() -> Any:
    version = version_in(app.current_event.query_string_parameters or {})
    viewing.delete_view(name_in(app.current_event.path), version, team_table())
    return answer_json(200, {})


@app.put("/start")
def start_with() -> Any:
    return answer_json(200, {"view": viewing.start_with(body_of(app), caller_of(app)["userId"], team_table())})


handler = lambda_handler(app)
