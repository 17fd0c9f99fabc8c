"""PATCH /columns. Nothing is decided of which the audit log has no line."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.api.sign_in import caller_of, user_of
from easycrm.handlers.wiring import audit_log, team_table
from easycrm.leads.columns.decisions import parse_wanted
from easycrm.team import deciding
from easycrm.times import now

app = api()


@app.patch("/columns")
def decide_columns() -> Any:
    wanted = parse_wanted(body_of(app))
    with audit_log().around(caller_of(app), "decideColumns", count=len(wanted.columns)):
        decisions = deciding.decide_columns(wanted, user_of(app), now(), team_table())
    return answer_json(200, {"version": decisions["version"]})


handler = lambda_handler(app)
