"""GET /leads, and by `reading_routes` all else that reads the list: one function, so that all read one warm copy."""

from typing import Any

from easycrm.errors import BadRequest
from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.api.reading_routes import routes
from easycrm.handlers.reading_wiring import leads_reader
from easycrm.handlers.wiring import decisions, leads_table
from easycrm.leads.list.query import parse_query
from easycrm.leads.list.reader import catalogue_as_read, list_leads, list_with_email
from easycrm.standardise.values.emails import normalised
from easycrm.times import now

app = api()
app.include_router(routes)


@app.get("/leads")
def list_page() -> Any:
    parameters = app.current_event.query_string_parameters or {}
    if "email" not in parameters:
        return answer_json(200, list_leads(leads_reader(), parse_query(parameters), decisions()))
    email = normalised(parameters["email"].strip())
    if not email or len(parameters) > 1:
        sentence = "email takes one whole email address, and no other parameter beside it."
        raise BadRequest("badParameter", sentence, parameter="email")
    catalogue = catalogue_as_read(leads_reader(), decisions())
    return answer_json(200, list_with_email(leads_table(), email, now(), catalogue))


handler = lambda_handler(app)
