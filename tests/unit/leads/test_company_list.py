"""Companies with all of their spellings: who is of one, where they came from, and how many there are."""

from contextlib import closing
from pathlib import Path

import pytest

from easycrm.errors import BadRequest, NotFound
from easycrm.leads.list.by_company.company_list import one_company, page_of_companies, parse_companies
from easycrm.leads.list.read_model import apply_entries, open_read_model

LEADS = [
    ("Ana", "Acme Ltd", "ana@acme.com", "fair.xlsx", "u1"),
    ("Ben", "Acme Ltd", "ben@acme.com", "fair.xlsx", "u1"),
    ("Cem", "ACME", "cem@gmail.com", "club.csv", "u2"),
    ("Dan", "Novak & Søn GmbH", "dan@novak.de", "club.csv", "u2"),
    ("Eve", "", "eve@gmail.com", "club.csv", "u2"),
]
FREE = frozenset({"gmail.com"})


def entry(number, lead):
    first, company, email, file, upload = lead
    texts = {"leadId": f"L{number}", "firstName": first, "company": company, "email": email, "sourceFile": file}
    blank = dict.fromkeys(("lastName", "title", "phone", "worksheet", "createdIn", "standardisedBy"), "")
    times = dict.fromkeys(("createdAt", "updatedAt"), "2026-03-01T09:00:00.000000Z")
    return {**texts, **blank, **times, "row": 2, "uploadId": upload, "version": 1, "flags": [], "said": {}}


@pytest.fixture
def model():
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry(number, lead) for number, lead in enumerate(LEADS, 1)])
        yield model


def page(model, **parameters):
    return page_of_companies(model, parse_companies(parameters), FREE)


def test_a_company_has_all_of_its_spellings(model):
    acme, novak = page(model)["companies"]
    assert acme == {
        "key": "acme",
        "name": "Acme Ltd",
        "spellings": ["Acme Ltd", "ACME"],
        "leads": 3,
        "lists": 2,
        "domains": ["acme.com"],
    }
    assert (novak["name"], novak["leads"], novak["domains"]) == ("Novak & Søn GmbH", 1, ["novak.de"])


@pytest.mark.parametrize("q", ["søn", "NOVAK", "novak and son", "Novak&Søn", "gmbh"])
def test_a_company_is_found_by_any_of_its_spellings(model, q):
    found = page(model, q=q)
    assert [company["key"] for company in found["companies"]] == ["novak&son"]
    assert found["pagination"]["totalCount"] == 1


def test_pages_have_exact_totals(model):
    found = page(model, sortBy="name", page="2", pageSize="1")
    assert [company["key"] for company in found["companies"]] == ["novak&son"]
    assert found["pagination"] == {"page": 2, "pageSize": 1, "totalCount": 2, "totalPages": 2}
    assert page(model, page="9")["companies"] == []


@pytest.mark.parametrize("key", ["acme", "Acme GmbH"])
def test_one_company_has_its_people_lists_domains_and_spellings(model, key):
    acme = one_company(model, key, FREE)
    assert (acme["name"], acme["leads"], acme["domains"]) == ("Acme Ltd", 3, ["acme.com"])
    assert acme["spellings"] == [{"text": "Acme Ltd", "leads": 2}, {"text": "ACME", "leads": 1}]
    assert acme["lists"] == [
        {"uploadId": "u1", "sourceFile": "fair.xlsx", "leads": 2},
        {"uploadId": "u2", "sourceFile": "club.csv", "leads": 1},
    ]
    assert [person["firstName"] for person in acme["people"]] == ["Ana", "Ben", "Cem"]


@pytest.mark.parametrize("key", ["nobody", "", "-"])
def test_a_company_that_no_lead_has_is_not_found(model, key):
    with pytest.raises(NotFound):
        one_company(model, key, FREE)


@pytest.mark.parametrize(
    "parameters",
    [{"key": "acme", "q": "a"}, {"sortBy": "company"}, {"page": "0"}, {"pageSize": "501"}, {"filter_company": "a"}],
    ids=str,
)
def test_what_the_list_of_companies_does_not_take_is_refused(parameters):
    with pytest.raises(BadRequest):
        parse_companies(parameters)


def test_a_model_without_leads_has_no_companies():
    with closing(open_read_model(Path(":memory:"))) as model:
        assert page(model)["companies"] == []


@pytest.fixture
def in_letters():
    """Companies in letters that other keyboards have not; a person has such a name, too."""
    companies = ["Müller AG", "MÜLLER", "王伟 Ltd", "Acme"]
    leads = [("Ana", company, "", "fair.xlsx", "u1") for company in companies]
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, [entry(number, lead) | {"lastName": "Müller 王伟"} for number, lead in enumerate(leads)])
        yield model


@pytest.mark.parametrize(
    ("q", "keys"),
    [
        ("mueller", ["muller"]),
        ("Mueller AG", ["muller"]),
        ("muller", ["muller"]),
        ("wang wei", ["王伟"]),
        ("wang", ["王伟"]),
        ("acme", ["acme"]),
        ("ana", []),
    ],
)
def test_a_company_is_found_in_the_forms_in_which_a_search_finds_it(in_letters, q, keys):
    assert [company["key"] for company in page(in_letters, q=q)["companies"]] == keys
