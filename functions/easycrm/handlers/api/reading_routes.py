"""The routes of the function of the list besides the list: one lead, columns, values and companies."""

from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Router

from easycrm.errors import NotFound
from easycrm.handlers.api.answers import answer_json
from easycrm.handlers.reading_wiring import leads_reader
from easycrm.handlers.wiring import decisions, lead_files, leads_table, upload_records
from easycrm.leads.columns.catalogue import cached_catalogue
from easycrm.leads.columns.listing import list_columns, parse_columns_query
from easycrm.leads.list.by_company.company_list import answer_companies, parse_companies
from easycrm.leads.list.query import parse_values_query
from easycrm.leads.list.reader import list_values
from easycrm.leads.list.showing.presenting import show_lead, uploads_of
from easycrm.standardise.values.word_lists import words

routes = Router()  # type: ignore[no-untyped-call]


@routes.get("/leads/<lead_id>")
def show_one(lead_id: str) -> Any:
    lead = leads_table().get(lead_id)
    if lead is None:
        raise NotFound("leadNotFound", "There is no lead with this id.", leadId=lead_id)
    names = upload_records().file_names(uploads_of(lead))
    return answer_json(200, show_lead(lead, names, leads_reader(), lead_files().link, decisions()))


@routes.get("/columns")
def list_all_columns() -> Any:
    query = parse_columns_query(routes.current_event.query_string_parameters or {})
    model, as_of = leads_reader().current()
    decided = decisions()
    return answer_json(200, list_columns(model, cached_catalogue(leads_reader(), decided), query, decided, as_of))


@routes.get("/values")
def list_commonest_values() -> Any:
    asked = parse_values_query(routes.current_event.query_string_parameters or {})
    return answer_json(200, list_values(leads_reader(), *asked, decisions()))


@routes.get("/companies")
def list_companies() -> Any:
    query = parse_companies(routes.current_event.query_string_parameters or {})
    return answer_json(200, answer_companies(leads_reader(), query, words("free_mail")))
