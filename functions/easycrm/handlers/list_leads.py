"""GET /leads."""

from typing import Any

from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import leads_reader
from easycrm.leads import reader
from easycrm.leads.query import parse_query

app = api()


@app.get("/leads")
def list_leads() -> Any:
    query = parse_query(app.current_event.query_string_parameters or {})
    return answer_json(200, reader.list_leads(leads_reader(), query))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
