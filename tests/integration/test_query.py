"""What `GET /leads` takes, and how it says no."""

import pytest

from easycrm.errors import BadRequest
from easycrm.leads.query import MAX_PAGE_SIZE, SORT_FIELDS, LeadsQuery, parse_query

NO_NUMBERS = ("0", "-1", "x", "", "1.5", "1e3", " 1", "１", "٣")


def test_without_parameters_the_newest_leads_come_first():
    assert parse_query({}) == LeadsQuery(page=1, page_size=50, sort_by="updatedAt", sort_order="desc", q="")


def test_every_parameter_is_read():
    given = {"page": "3", "pageSize": "20", "sortBy": "company", "sortOrder": "asc", "q": "  Zoë Tan "}
    assert parse_query(given) == LeadsQuery(3, 20, "company", "asc", "Zoë Tan")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page", "1"),
        ("page", "1000000"),
        ("pageSize", "1"),
        ("pageSize", str(MAX_PAGE_SIZE)),
        ("q", ""),
        ("q", "x" * 200),
        *(("sortBy", field) for field in SORT_FIELDS),
    ],
)
def test_the_limits_themselves_are_allowed(name, text):
    parse_query({name: text})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            (name, text)
            for name in ("page", "pageSize")
            for text in ("0", "-1", "x", "", "1.5", "1e3", " 1", "１", "٣")
        ),
        ("page", "1000001"),
        ("page", "9" * 5000),
        ("pageSize", str(MAX_PAGE_SIZE + 1)),
        ("sortBy", "remarks"),
        ("sortBy", "Company"),
        ("sortBy", ""),
        ("sortBy", 'company"--'),
        ("sortOrder", "down"),
        ("sortOrder", "ASC"),
        ("q", "x" * 201),
        ("filter", "x"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_would_do(name, text):
    with pytest.raises(BadRequest) as raised:
        parse_query({name: text})
    assert raised.value.code == "badParameter"
    assert raised.value.details == {"parameter": name}
    assert raised.value.sentence.startswith(f"{name}=")
    assert len(raised.value.sentence) < 300
