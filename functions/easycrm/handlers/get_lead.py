"""GET /leads/{leadId}."""

from typing import Any

from easycrm.errors import NotFound
from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import leads_table, upload_records
from easycrm.leads.presenting import as_api, uploads_of

app = api()


@app.get("/leads/<lead_id>")
def get_lead(lead_id: str) -> Any:
    lead = leads_table().get(lead_id)
    if lead is None:
        raise NotFound("leadNotFound", "There is no lead with this id.", leadId=lead_id)
    return answer_json(200, as_api(lead, upload_records().file_names(uploads_of(lead))))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
