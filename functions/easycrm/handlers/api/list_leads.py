"""GET /leads, /leads/{leadId}, /columns and /companies: one function, so that all read one warm copy of the leads."""

from typing import Any

from easycrm.errors import BadRequest, NotFound
from easycrm.handlers.api.answers import answer_json, api, lambda_handler
from easycrm.handlers.reading_wiring import leads_reader
from easycrm.handlers.wiring import decisions, lead_files, leads_table, upload_records
from easycrm.leads.columns.catalogue import cached_catalogue
from easycrm.leads.columns.listing import list_columns, parse_columns_query
from easycrm.leads.list.company_list import answer_companies, parse_companies
from easycrm.leads.list.presenting import show_lead, uploads_of
from easycrm.leads.list.query import parse_query
from easycrm.leads.list.reader import list_leads, list_with_email
from easycrm.standardise.values.emails import normalised
from easycrm.standardise.values.word_lists import words
from easycrm.times import now

app = api()


@app.get("/leads")
def list_page() -> Any:
    parameters = app.current_event.query_string_parameters or {}
    if "email" not in parameters:
        return answer_json(200, list_leads(leads_reader(), parse_query(parameters)))
    email = normalised(parameters["email"].strip())
    if not email or len(parameters) > 1:
        sentence = "email takes one whole email address, and no other parameter beside it."
        raise BadRequest("badParameter", sentence, parameter="email")
    return answer_json(200, list_with_email(leads_table(), email, now()))


@app.get("/leads/<lead_id>")
def show_one(lead_id: str) -> Any:
    lead = leads_table().get(lead_id)
    if lead is None:
        raise NotFound("leadNotFound", "There is no lead with this id.", leadId=lead_id)
    names = upload_records().file_names(uploads_of(lead))
    return answer_json(200, show_lead(lead, names, leads_reader(), lead_files().link))


@app.get("/columns")
def list_all_columns() -> Any:
    query = parse_columns_query(app.current_event.query_string_parameters or {})
    model, as_of = leads_reader().current()
    decided = decisions()
    return answer_json(200, list_columns(model, cached_catalogue(leads_reader(), decided), query, decided, as_of))


@app.get("/companies")
def list_companies() -> Any:
    query = parse_companies(app.current_event.query_string_parameters or {})
    return answer_json(200, answer_companies(leads_reader(), query, words("free_mail")))


handler = lambda_handler(app)
