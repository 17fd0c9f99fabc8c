"""POST /export."""

from typing import Any

from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.wiring import export_store, leads_reader
from easycrm.leads.exports import exporting
from easycrm.leads.exports.exporting import parse_export
from easycrm.times import now

app = api()


@app.post("/export")
def export_leads() -> Any:
    request = parse_export(body_of(app))
    return answer_json(200, exporting.export_leads(request, leads_reader(), export_store(), now()))


handler = lambda_handler(app)
