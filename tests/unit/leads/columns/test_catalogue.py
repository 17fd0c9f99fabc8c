"""Which columns there are, what they are called, and what is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.errors import BadRequest
from easycrm.leads.columns.catalogue import Column, cached_catalogue, catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED, ColumnDecision, Decisions
from easycrm.leads.columns.keys import column_key
from tests.support.column_models import model_of

HEADERS = [
    *(
        "Country",
        "COUNTRY",
        "country ",
        "Land",
        "Email",
        "flags",
        "row",
        "=",
        "&",
        "🙂",
        "?",
        "!",
        "Größe",
        "Grosse",
        "x" * 300,
    ),
    *("e-mail", "Column 1", "column.country", "%", "#", "C#", "カ", "ガ", "Country:"),
]
leads = st.lists(
    st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(["a", "A", "5", "7,5", "2026-03-01"]), max_size=6),
    max_size=8,
)


def decided(**columns: ColumnDecision) -> Decisions:
    return {"version": 1, "columns": columns, "history": []}


def only(leads: list[dict[str, str]], decisions: Decisions = NOTHING_DECIDED) -> Column:
    with model_of(leads) as model:
        (column,) = catalogue_of(model, decisions).columns.values()
    return column


@given(leads)
def test_every_header_of_a_lead_is_a_column_and_each_in_one(leads: list[dict[str, str]]) -> None:
    with model_of(leads) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)
    headers = {header for lead in leads for header in lead}
    assert sorted(each for column in catalogue.columns.values() for each in column.spellings) == sorted(headers)
    assert {column_key(header) for header in headers} == set(catalogue.columns)
    assert all(header in catalogue.column(header).spellings for header in headers)


@given(leads, st.dictionaries(*[st.sampled_from([column_key(header) for header in HEADERS])] * 2, max_size=8))
def test_no_joining_loses_a_header_or_ends_in_a_circle(leads: list[dict[str, str]], joins: dict[str, str]) -> None:
    with model_of(leads) as model:
        decisions = decided(**{key: ColumnDecision(joinedTo=target) for key, target in joins.items()})
        catalogue = catalogue_of(model, decisions)
    headers = {header for lead in leads for header in lead}
    assert sorted(each for column in catalogue.columns.values() for each in column.spellings) == sorted(headers)
    assert all(catalogue.find(column_key(header)) for header in headers)


@given(
    leads,
    st.dictionaries(st.sampled_from(list(map(column_key, HEADERS))), st.sampled_from([*HEADERS, "Land (2)", "Land."])),
)
def test_no_two_columns_have_one_name(leads: list[dict[str, str]], names_given: dict[str, str]) -> None:
    decisions = decided(**{key: ColumnDecision(name=name) for key, name in names_given.items()})
    with model_of(leads) as model:
        names = [column.name for column in catalogue_of(model, decisions).columns.values()]
    assert len({column_key(name) for name in names}) == len(names)


def test_a_column_is_called_as_most_leads_have_it() -> None:
    column = only([{"COUNTRY": "FR"}, {"Country ": "DE"}, {"Country ": "FR"}])
    assert (column.key, column.name, column.spellings) == ("country", "Country", ("Country ", "COUNTRY"))


def test_a_column_is_called_as_a_person_decided() -> None:
    assert only([{"Land": "DE"}], decided(land={"name": "Country"})).name == "Country"


@pytest.mark.parametrize("header", ["Email", "first name", "To check", "Row", "LEAD ID"])
def test_a_column_that_is_called_as_a_field_says_that_it_is_of_the_lists(header: str) -> None:
    assert only([{header: "x"}]).name == f"{header} (in lists)"


@pytest.mark.parametrize(
    ("decided_on", "called"),
    [
        ({}, {"source": "Source", "leadsource": "Lead source", "land": "Land"}),
        ({"leadsource": {"name": "Source"}}, {"leadsource": "Source", "source": "Source (source)"}),
        ({"leadsource": {"name": "SOURCE:"}}, {"leadsource": "SOURCE:", "source": "Source (source)"}),
        ({"leadsource": {"name": "Source"}, "source": {"hidden": True}}, {"leadsource": "Source"}),
        ({"source": {"name": "Land"}, "land": {"name": "Source"}}, {"source": "Land", "land": "Source"}),
        ({"source": {"name": "Land", "hidden": True}}, {"source": "Land (source)", "land": "Land"}),
        ({"leadsource": {"name": "Land"}, "land": {"hidden": True}}, {"leadsource": "Land", "land": "Land (land)"}),
    ],
)
def test_a_name_is_that_of_the_column_that_people_gave_it_to(
    decided_on: dict[str, ColumnDecision], called: dict[str, str]
) -> None:
    with model_of([{"Source": "Web", "Lead source": "Fair", "Land": "DE"}, {"Source": "Web", "Land": "FR"}]) as model:
        columns = catalogue_of(model, decided(**decided_on)).columns
    assert {key: columns[key].name for key in called} == called


def test_joined_columns_are_one_with_all_spellings_and_values() -> None:
    decisions = decided(land={"joinedTo": "nation"}, nation={"joinedTo": "country"})
    column = only([{"Country": "DE", "Land": "Germany"}, {"Nation": "FR"}, {"Country": "FR"}], decisions)
    assert (column.key, column.name, column.joined) == ("country", "Country", ("land", "nation"))
    assert column.counts.values == 4


def test_a_joined_key_leads_to_its_column() -> None:
    with model_of([{"Country": "DE"}, {"Land": "FR"}]) as model:
        catalogue = catalogue_of(model, decided(land={"joinedTo": "country"}))
    assert catalogue.column("land") == catalogue.column("country") == catalogue.column("LAND ")


def test_columns_joined_to_one_that_no_list_has_are_that_one() -> None:
    column = only([{"Land": "DE"}], decided(land={"joinedTo": "country"}))
    assert (column.key, column.name, column.joined) == ("country", "Land", ("land",))


def test_a_hidden_column_says_so() -> None:
    assert only([{"Land": "DE"}], decided(land={"hidden": True})).is_hidden


def test_a_column_that_there_is_not_is_named() -> None:
    with model_of([]) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)
    with pytest.raises(BadRequest) as raised:
        catalogue.column("rating")
    assert raised.value.details == {"parameter": "column.rating"}


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["5", "7", "9.5"], ("number", "point")),
        (["5", "7", "9,5"], ("number", "comma")),
        (["1,234", "5,678"], ("text", "")),
        (["1,234", "5,678.5"], ("number", "point")),
        (["3/4/2026", "13/4/2026"], ("date", "dayFirst")),
        (["3/4/2026", "4/13/2026"], ("date", "monthFirst")),
        (["3/4/2026", "5/4/2026"], ("text", "")),
        (["2026-04-03", "3 May 2026"], ("date", "dayFirst")),
        (["5"] * 19 + ["n/a"], ("number", "point")),
        (["5"] * 18 + ["n/a"], ("text", "")),
        (["01069", "04109"], ("text", "")),
        (["+65 6123 4567"], ("text", "")),
    ],
)
def test_a_type_is_told_by_the_values_of_all_leads(texts: list[str], told: tuple[str, str]) -> None:
    column = only([{"Rating": text} for text in texts])
    assert (column.type, column.reading) == told


@pytest.mark.parametrize(
    ("texts", "kind", "reading"),
    [
        (["5", "n/a"], "number", "point"),
        (["5,5", "n/a"], "number", "comma"),
        (["1,234"], "number", "point"),
        (["1.234"], "number", "comma"),
        (["3/4/2026"], "date", "dayFirst"),
        (["4/13/2026", "n/a"], "date", "monthFirst"),
        (["5"], "text", ""),
    ],
)
def test_a_type_that_a_person_decided_holds(texts: list[str], kind: str, reading: str) -> None:
    decision: ColumnDecision = {"type": kind}  # type: ignore[typeddict-item]
    column = only([{"Rating": text} for text in texts], decided(rating=decision))
    assert (column.type, column.reading) == (kind, reading)


def test_a_catalogue_is_made_once_for_what_a_copy_holds_and_people_decided() -> None:
    class Copy:
        def __init__(self, model, version):
            self.model, self.version = model, version

    with model_of([{"Land": "DE"}]) as model:
        copy = Copy(model, "1")
        first = cached_catalogue(copy, NOTHING_DECIDED)
        assert cached_catalogue(copy, NOTHING_DECIDED) is first
        assert cached_catalogue(copy, decided(land={"name": "Country"})).column("land").name == "Country"
        copy.version = "2"
        assert cached_catalogue(copy, NOTHING_DECIDED) is not first
