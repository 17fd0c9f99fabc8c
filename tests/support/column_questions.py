"""Questions about columns of the lists, with the query that each means, and the leads that they are asked of."""

from contextlib import contextmanager
from pathlib import Path

from easycrm.chat.known import Known
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list.finding.filters import Filter
from easycrm.leads.list.read_model import apply_entries, open_read_model
from tests.support.chat_questions import Asked, by, count, has, show

SAID = (
    *({"Country": "Germany", "CITY": "Berlin", "Interest": "solar panels", "Rating": "4", "Date": "2026-03-05"},),
    *({"Country": "France", "City": "Paris", "Interest": "Internet of Things", "Rating": "2", "Date": "2026-02-01"},),
    *({"Country": "Trinidad and Tobago", "Event": "Paris", "Rating": "3.5", "Date": "2026-04-01", "Owner": "Kim"},),
    *({"Country": "Germany", "Lead source": "Fair", "Status": "hot", "Notes": "call back", "Rating": "5"},),
)
COMPANIES = ("Acme Ltd", "ACME", "Blue Harbour", "Salted Fern Pte. Ltd.")


def entry(number: int, said: dict[str, str]) -> dict[str, object]:
    """A lead as the read model takes it, with what lists said of it."""
    blank = dict.fromkeys(("firstName", "lastName", "title", "email", "phone", "worksheet", "createdIn"), "")
    times = dict.fromkeys(("createdAt", "updatedAt"), "2026-03-01T09:00:00.000000Z")
    more = {"leadId": f"L{number}", "row": 2, "uploadId": "u1", "version": 1, "flags": [], "standardisedBy": "rules"}
    texts = {"company": COMPANIES[number], "sourceFile": "fair.xlsx"}
    return {**blank, **times, **more, **texts, "said": said}


@contextmanager
def known_leads(path=Path(":memory:")):
    """What is known of these leads."""
    model = open_read_model(path)
    try:
        apply_entries(model, [entry(number, said) for number, said in enumerate(SAID)])
        yield Known(catalogue_of(model, NOTHING_DECIDED), model)
    finally:
        model.close()


def of(key: str, sense: str, text: str = "") -> Filter:
    return Filter(f"column.{key}", sense, text)  # type: ignore[arg-type]  # a sense


GERMANY = of("country", "equals", "Germany")
IN_GERMANY = show(GERMANY)

COLUMN_QUESTIONS = [
    # values
    Asked("How many leads are in Germany?", count(GERMANY)),
    Asked("leads in germany", show(of("country", "equals", "germany"))),
    Asked("How many leads from Germany?", count(GERMANY)),
    Asked("leads in Berlin", show(of("city", "equals", "Berlin"))),
    Asked("leads in Trinidad and Tobago", show(of("country", "equals", "Trinidad and Tobago"))),
    Asked("how many leads in Germany or France?", count(of("country", "oneOf", "Germany|France"))),
    Asked("leads not in Germany", show(of("country", "not", "Germany"))),
    Asked("how many hot leads", count(of("status", "equals", "hot"))),
    Asked("leads in Atlantis", None),
    Asked("leads from Blue Harbour", show(has("company", "Blue Harbour"))),
    # filters
    Asked("country is Germany", show(GERMANY)),
    Asked("leads whose country is Germany", show(GERMANY)),
    Asked("leads whose country is not Germany", show(of("country", "not", "Germany"))),
    Asked("country is not Germany", show(of("country", "not", "Germany"))),
    Asked("country isn't Germany", show(of("country", "not", "Germany"))),
    Asked("leads whose interest starts with solar", show(of("interest", "begins", "solar"))),
    Asked("leads whose interest contains panels", show(of("interest", "contains", "panels"))),
    Asked("interest is Internet of Things", show(of("interest", "equals", "Internet of Things"))),
    Asked(
        "leads whose country is one of Germany, France or Spain", show(of("country", "oneOf", "Germany|France|Spain"))
    ),
    Asked("leads without city", show(of("city", "empty"))),
    Asked("how many leads have no country?", count(of("country", "empty"))),
    Asked("how many leads with a city", count(of("city", "filled"))),
    Asked("leads whose lead source is Fair", show(of("leadsource", "equals", "Fair"))),
    Asked("leads with lead source Fair", show(of("leadsource", "equals", "Fair"))),
    Asked("leads whose notes contain call", show(of("notes", "contains", "call"))),
    # numbers and dates
    Asked("rating above 3", show(of("rating", "above", "3"))),
    Asked("how many leads have a rating above 3?", count(of("rating", "above", "3"))),
    Asked("leads with rating below 4", show(of("rating", "below", "4"))),
    Asked("leads whose rating is at least 3.5", show(of("rating", "between", "3.5.."))),
    Asked("rating >= 4", show(of("rating", "between", "4.."))),
    Asked("rating between 3 and 5", show(of("rating", "between", "3..5"))),
    Asked("leads with rating 4", show(of("rating", "between", "4..4"))),
    Asked("leads with a rating of 4 or more", show(of("rating", "between", "4.."))),
    Asked("date after 2026-03", show(of("date", "above", "2026-03"))),
    Asked("leads whose date is before 2026-03-01", show(of("date", "below", "2026-03-01"))),
    Asked("leads whose date is in March 2026", show(of("date", "between", "2026-03..2026-03"))),
    Asked("country above 3", None),
    Asked("rating of at least 3 and at most 4", show(of("rating", "between", "3.."), of("rating", "between", "..4"))),
    Asked("leads with a rating above 1 but below 4", show(of("rating", "above", "1"), of("rating", "below", "4"))),
    Asked("rating > 1 and <= 4", show(of("rating", "above", "1"), of("rating", "between", "..4"))),
    Asked(
        "date after 2026-02 and before 2026-05", show(of("date", "above", "2026-02"), of("date", "below", "2026-05"))
    ),
    Asked("rating above 1 and above", None),
    Asked("Rating: above 3", show(of("rating", "above", "3"))),
    Asked("rating: 3 or more, newest first", show(of("rating", "between", "3.."))),
    Asked("date: between 2026-02 and 2026-04", show(of("date", "between", "2026-02..2026-04"))),
    Asked("rating: 4", show(of("rating", "between", "4..4"))),
    # groups and order
    Asked("leads per country", by("column.country")),
    Asked("by interest", by("column.interest")),
    Asked("How many leads per country?", by("column.country")),
    Asked("Top 5 cities", by("column.city", limit=5)),
    Asked("Which country has the most leads?", by("column.country")),
    Asked("how many countries are there?", by("column.country")),
    Asked("list of countries", by("column.country")),
    Asked("a list of all the countries", by("column.country")),
    Asked("list of companies in Germany", by("company", GERMANY)),
    Asked("how many owners", by("column.owner")),
    Asked("how many owner leads", None),
    Asked("which status contacts are there?", None),
    Asked("top 5 owner leads", None),
    Asked("list all owner leads", None),
    Asked("list of leads in Germany", IN_GERMANY),
    *(Asked(question, None) for question in ("list of emails", "list all phone numbers", "leads of cities")),
    *(
        Asked(question, None)
        for question in ("leads from countries", "leads at most 4", "leads of at least € 3", "leads of above 3")
    ),
    Asked("leads at Most 4U", show(has("company", "Most 4U"))),
    Asked("leads in Germany by interest", by("column.interest", GERMANY)),
    Asked("leads sorted by rating", show(sort_by="column.rating", sort_order="asc")),
    Asked("sort leads by rating descending", show(sort_by="column.rating")),
    Asked("top 3 leads by rating", show(sort_by="column.rating", limit=3)),
    Asked("leads with the highest rating", show(sort_by="column.rating")),
    # companies
    Asked("leads whose company is Acme GmbH", show(Filter("companyKey", "equals", "Acme GmbH"))),
    Asked("company is Salted-Fern", show(Filter("companyKey", "equals", "Salted-Fern"))),
    Asked("our company is wonderful", None),
    Asked("how many people work at Salted-Fern", count(Filter("companyKey", "equals", "Salted-Fern"))),
    # following up, refusing
    Asked("and in France?", show(of("country", "equals", "France")), IN_GERMANY),
    Asked("by interest", by("column.interest", GERMANY), IN_GERMANY),
    Asked("leads in Paris", None),
    Asked("average rating", None),
    Asked("leads whose country does not contain land", None),
]
