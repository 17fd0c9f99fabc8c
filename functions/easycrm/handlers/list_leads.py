"""GET /leads."""

from typing import Any

from easycrm.errors import BadRequest
from easycrm.handlers._api import answer_json, api
from easycrm.handlers._wiring import leads_reader, leads_table
from easycrm.leads import reader
from easycrm.leads.query import parse_query
from easycrm.standardise.emails import normalised
from easycrm.uploads.records import now

app = api()


@app.get("/leads")
def list_leads() -> Any:
    parameters = app.current_event.query_string_parameters or {}
    if "email" in parameters:
        return answer_json(200, _with_email(parameters))
    return answer_json(200, reader.list_leads(leads_reader(), parse_query(parameters)))


def _with_email(parameters: dict[str, str]) -> dict[str, Any]:
    email = normalised(parameters["email"].strip())
    if not email or len(parameters) > 1:
        sentence = "email takes one whole email address, and no other parameter beside it."
        raise BadRequest("badParameter", sentence, parameter="email")
    return reader.list_with_email(leads_table(), email, now())


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
