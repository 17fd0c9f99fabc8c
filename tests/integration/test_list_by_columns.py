"""GET /leads, /values, /companies and /chat by what columns of the lists say, through the functions themselves."""

import json

import pytest

from easycrm.leads.columns.keys import column_key
from easycrm.leads.list.publication import publish
from tests.support.lambdas import call

pytestmark = pytest.mark.usefixtures("fresh_functions")

ODD_HEADERS = ["Email", "flags", "row", "=", "&", "🙂", "x" * 300, "Größe (cm)", "a.b/c?d", "100 %", "国家"]
LEADS = {
    "L1": {"Country": "Germany", "Rating": "9", "Interest": "Solar"},
    "L2": {"COUNTRY": "germany", "Rating": "10", "Interest": "Wind"},
    "L3": {"Country": "Peru", "Rating": "n/a yet"},
    "L4": {"Interest": "Solar"},
    **{f"M{number}": {"Rating": str(number % 5)} for number in range(40)},
}


@pytest.fixture
def published(snapshots, make_lead):
    company = {"L1": "Novak Optics GmbH", "L2": "NOVAK OPTICS"}
    publish((make_lead(name, company=company.get(name, ""), remarks=said) for name, said in LEADS.items()), snapshots)


def found(**parameters):
    status, body = call("list_leads", queryStringParameters=parameters)
    assert status == 200, body
    return [lead["leadId"] for lead in body["leads"]]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("filters", "leads"),
    [
        ({"filter_column.country": "germ"}, ["L1", "L2"]),
        ({"filter_column.country": "=Germany"}, ["L1", "L2"]),
        ({"filter_column.country": "!=Germany", "filter_column.rating": "n/a"}, ["L3"]),
        ({"filter_column.country": "^p"}, ["L3"]),
        ({"filter_column.country": "|Peru|Germany"}, ["L1", "L2", "L3"]),
        ({"filter_column.country": "*"}, ["L1", "L2", "L3"]),
        ({"filter_column.rating": ">9"}, ["L2"]),
        ({"filter_column.rating": "9..10"}, ["L1", "L2"]),
        ({"filter_column.country": "peru", "filter_column.interest": "solar", "match": "any"}, ["L1", "L3", "L4"]),
        ({"filter_companyKey": "=novakoptics"}, ["L1", "L2"]),
        ({"filter_companyKey": "=The Novak-Optics, Inc."}, ["L1", "L2"]),
        ({"filter_companyKey": "|Acme|NOVAK OPTICS"}, ["L1", "L2"]),
        ({"filter_companyKey": "!=Novak Optics Ltd", "filter_column.country": "*"}, ["L3"]),
        ({"filter_remarks": "solar"}, ["L1", "L4"]),
    ],
)
def test_leads_are_found_by_what_a_column_says(filters, leads):
    assert found(sortBy="leadId", sortOrder="asc", **filters) == leads


@pytest.mark.usefixtures("published")
def test_numbers_come_by_their_size_then_what_is_none_and_blanks_last():
    first = found(sortBy="column.rating", sortOrder="desc", pageSize="2")
    last = found(sortBy="column.rating", sortOrder="desc", pageSize="2", page="22")
    assert (first, last) == (["L2", "L1"], ["L3", "L4"])


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("header", ODD_HEADERS)
def test_a_column_is_found_whatever_its_header_is_made_of(header, snapshots, make_lead):
    publish([make_lead("L9", remarks={header: "Zebra"})], snapshots)
    assert found(**{f"filter_column.{column_key(header)}": "zebra"}) == ["L9"]


@pytest.mark.usefixtures("published")
def test_a_search_says_in_which_column_it_found_a_lead():
    body = call("list_leads", queryStringParameters={"q": "wind"})[1]
    assert [(lead["leadId"], lead["foundIn"]) for lead in body["leads"]] == [("L2", ["column.interest"])]


@pytest.mark.parametrize("q", ["mueller", "muller", "Müller", "MUELLER"])
def test_umlauts_are_found_as_people_write_them(q, snapshots, make_lead):
    publish([make_lead("L1", lastName="Müller"), make_lead("L2", remarks={"Guest of": "Müller"})], snapshots)
    assert sorted(found(q=q)) == ["L1", "L2"]


def test_sharp_s_pinyin_and_phones_are_found_in_columns_too(snapshots, make_lead):
    remarks = {"Street": "Lange Straße 7", "Contact": "王伟", "Mobile 2": "+65 6123-4567"}
    publish([make_lead("L1", remarks=remarks)], snapshots)
    assert [found(q=q) for q in ("strasse", "wang wei", "61234567", "(65) 6123 4567")] == [["L1"]] * 4


@pytest.mark.usefixtures("published")
def test_the_commonest_values_are_counted_among_the_leads_that_other_filters_find():
    body = call("list_leads-values", queryStringParameters={"of": "column.country", "filter_column.rating": ">5"})[1]
    assert (body["values"], body["groups"]) == ([{"text": "Germany", "leads": 2}], 1)


@pytest.mark.usefixtures("published")
def test_a_column_that_there_is_not_is_named():
    status, body = call("list_leads", queryStringParameters={"filter_column.planet": "Mars"})
    assert (status, body["error"]["code"]) == (400, "badParameter")
    assert "planet" in body["error"]["message"]


@pytest.mark.usefixtures("published")
def test_text_is_not_compared_by_its_size():
    status, body = call("list_leads", queryStringParameters={"filter_column.country": ">5"})
    assert (status, body["error"]["code"], body["error"]["details"]) == (
        400,
        "badParameter",
        {"parameter": "filter_column.country"},
    )


@pytest.mark.usefixtures("published")
def test_companies_are_listed_with_their_spellings():
    (company,) = call("list_leads-companies", queryStringParameters=None)[1]["companies"]
    assert (company["key"], company["leads"], sorted(company["spellings"])) == (
        "novakoptics",
        2,
        ["NOVAK OPTICS", "Novak Optics GmbH"],
    )


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many leads are in Germany?", "There are 2 leads"),
        ("by interest", "“Solar”"),
        ("rating above 9", "There is 1 lead"),
    ],
)
def test_questions_are_answered_from_columns(question, words):
    body = call("chat", body=json.dumps({"question": question}))[1]
    assert words in body["answer"]
