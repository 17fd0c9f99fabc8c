"""POST /export. Nobody gets a link of which the audit log has no line."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.api.sign_in import caller_of
from easycrm.handlers.reading_wiring import leads_reader
from easycrm.handlers.wiring import audit_log, decisions, export_store
from easycrm.leads.exports import exporting
from easycrm.leads.exports.exporting import parse_export
from easycrm.times import now

app = api()


@app.post("/export")
def export_leads() -> Any:
    request = parse_export(body_of(app))
    export = exporting.export_leads(request, leads_reader(), decisions(), export_store(), now())
    about = {"format": request.format, "filters": request.filter_names, "count": export["count"]}
    audit_log().write(caller_of(app), "exportLeads", "done", **about)
    return answer_json(200, export)


handler = lambda_handler(app)
