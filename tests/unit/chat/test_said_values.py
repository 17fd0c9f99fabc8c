"""Values that questions name: what is in quotes or said by a lead is a value, whatever words are in it."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.chat.chat_query import ChatQuery
from easycrm.chat.known import Known, Unclear
from easycrm.chat.rules import read_by_rules
from easycrm.folding import folded
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.list.finding.filters import Filter, filter_text
from easycrm.leads.list.pages import page_of_leads
from easycrm.leads.list.query import parse_query
from easycrm.leads.list.read_model import apply_entries, open_read_model
from tests.support.chat_questions import by, count, during, equals, has, same_query, show
from tests.support.column_models import entry, model_of
from tests.support.column_questions import of

TODAY = date(2026, 11, 30)
STAGES = (
    *(
        "Won",
        "In talks",
        "Not reached",
        "By courier",
        "Sent with mail",
        "Met in March",
        "To be added",
        "Called",
        "Gone",
    ),
    *("On leave", "Imported from ERP", "Without budget", "Newest 2 leads", "Unknown", "Gone or moved", "How many?"),
    *("which leads have no phone", "Place", "In contact"),
)
PLACES = ("Hull", "U.K.", "St. John's, N.L.", "Bosnia and Herzegovina", "D.R. Congo", "-.-")
LEADS = (*({"Stage": stage} for stage in STAGES), *({"Place": place} for place in PLACES), {"Maker": "Lamb Co."})


def stage(text: str, sense: str = "equals") -> Filter:
    return of("stage", sense, text)


def place(text: str, sense: str = "equals") -> Filter:
    return of("place", sense, text)


def read(question: str, leads: Sequence[dict[str, str]] = LEADS) -> ChatQuery | None:
    with model_of(leads) as model:
        return read_by_rules(question, None, TODAY, Known(catalogue_of(model, NOTHING_DECIDED), model))


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ('leads whose stage is "By courier"', show(stage("By courier"))),
        ("leads whose stage is “Sent with mail”", show(stage("Sent with mail"))),
        ("leads whose stage is 'by courier'", show(stage("by courier"))),
        ('how many leads have stage "Met in March"', count(stage("Met in March"))),
        (
            'how many leads with stage "Met in March" added in May?',
            count(stage("Met in March"), during("2026-05..2026-05")),
        ),
        ('leads whose stage is "Newest 2 leads"', show(stage("Newest 2 leads"))),
        ('leads whose stage is "Gone or moved"', show(stage("Gone or moved"))),
        ('leads whose stage is "won" or "gone or moved"', show(stage("won|gone or moved", "oneOf"))),
        ('leads whose stage is "won", "in talks" or "a, b"', show(stage("won|in talks|a, b", "oneOf"))),
        ('leads whose stage is not "without budget"', show(stage("without budget", "not"))),
        ('leads whose stage is "not reached"', show(stage("not reached"))),
        ('leads whose stage is not "not reached"', show(stage("not reached", "not"))),
        ('leads whose stage contains "ed with"', show(stage("ed with", "contains"))),
        ('leads whose stage begins with "to be"', show(stage("to be", "begins"))),
        ('leads whose stage is "which leads have no phone"?', show(stage("which leads have no phone"))),
        ('leads whose stage is "How many?"', show(stage("How many?"))),
        ('leads whose stage is "Place"', show(stage("Place"))),
        ('leads whose stage is "Place" or "Won"', show(stage("Place|Won", "oneOf"))),
        ('leads whose "place" is "Hull"', show(place("Hull"))),
        ('leads by "place"', by("column.place")),
        ('place: "Hull"', show(place("Hull"))),
        ('leads in "to be added"', show(stage("to be added"))),
        ('how many "in talks" leads', count(stage("in talks"))),
        ('leads whose stage is "without a phone, by email"', show(stage("without a phone, by email"))),
        ('find "to be added"', show(q="to be added")),
        ('find "..."', show(q="...")),
        ('find blue "to be" shirts', show(q="blue to be shirts")),
        ('leads that mention "by courier"', show(q="by courier")),
        ('leads at "Sorted by Name Ltd"', show(has("company", "Sorted by Name Ltd"))),
    ],
)
def test_what_is_in_quotes_is_a_value_whatever_words_are_in_it(question: str, means: ChatQuery) -> None:
    assert same_query(read(question), means)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("leads whose stage is not reached", show(stage("not reached"))),
        ("how many leads have stage in talks", count(stage("in talks"))),
        ("leads with stage in talks by place", by("column.place", stage("in talks"))),
        ("leads whose stage is to be added", show(stage("to be added"))),
        ("stage is on leave", show(stage("on leave"))),
        ("stage = called", show(stage("called"))),
        ("which leads have the stage called?", show(stage("called"))),
        ("leads whose stage is imported from ERP, newest first", show(stage("imported from ERP"))),
        ("leads whose stage is not in talks", show(stage("in talks", "not"))),
        ("leads whose stage isn't without budget", show(stage("without budget", "not"))),
        ("leads whose stage is won or in talks", show(stage("won|in talks", "oneOf"))),
        ("leads whose stage is won, to be added or on leave", show(stage("won|to be added|on leave", "oneOf"))),
        ("leads whose stage is in talks and place is Hull", show(place("Hull"), stage("in talks"))),
        ("leads whose stage is unknown", show(stage("unknown"))),
        ("leads whose stage is newest 2 leads", show(stage("newest 2 leads"))),
        ("leads whose stage is place", show(stage("place"))),
        ("leads that are not reached", show(stage("not reached"))),
        ("how many in talks leads are there?", count(stage("in talks"))),
        ("how many leads in contact", count(stage("in contact"))),
        ("leads in the system", show()),
        ("leads with stage in Hull", show(of("stage", "filled"), place("Hull"))),
        ("leads by stage in Hull", by("column.stage", place("Hull"))),
        ("leads without stage in Hull", show(of("stage", "empty"), place("Hull"))),
        ("leads whose stage is not won", show(stage("won", "not"))),
    ],
)
def test_what_a_lead_has_in_the_column_before_it_is_a_value(question: str, means: ChatQuery) -> None:
    assert same_query(read(question), means)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ('leads whose place is "U.K."', place("U.K.")),
        ("leads whose place is U.K.", place("U.K.")),
        ("leads whose place is u.k.?", place("u.k.")),
        ("leads in U.K.", place("U.K.")),
        ("leads from U.K.", place("U.K.")),
        ("leads not in U.K.", place("U.K.", "not")),
        ("leads in Hull.", place("Hull")),
        ("leads from D.R. Congo", place("D.R. Congo")),
        ("leads in St. John's, N.L.", place("St. John's, N.L.")),
        ('leads in "St. John\'s, N.L."', place("St. John's, N.L.")),
        ("leads in “Hull” or “U.K.”", place("Hull|U.K.", "oneOf")),
        ("leads with maker Lamb Co.", of("maker", "equals", "Lamb Co.")),
        ('leads whose place is "-.-"', place("-.-")),
        ('leads whose place is "..."', place("...")),
        ('leads whose company is "..."', equals("company", "...")),
        ('leads whose company is exactly "Ewe Inc."', equals("company", "Ewe Inc.")),
        ("leads at gmail.com", has("email", "gmail.com")),
        ("leads at Rock 'n' Roll Ltd.", has("company", "Rock 'n' Roll Ltd")),
        ("leads at Lamb Co.", has("company", "Lamb Co.")),
    ],
)
def test_a_point_stays_where_it_belongs_to_the_value(question: str, means: Filter) -> None:
    assert read(question) == show(means)


@pytest.mark.parametrize(
    "question",
    ["leads in N.Z.", 'leads that say "maybe"', "leads in ⁂", "leads in ꕤ0ꕤ", "ꕤ0ꕤ leads at ꕤ1ꕤ", "leads in ꙮ0ꙮ"],
)
def test_what_no_lead_has_is_not_guessed(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    "question",
    [
        'leads whose stage is ""',
        "leads whose stage is ...",
        'leads whose stage is "By phone',
        "leads at .",
        'leads called ""',
    ],
)
def test_a_value_of_nothing_is_refused_in_words(question: str) -> None:
    with pytest.raises(Unclear, match="is no text to look for") as unclear:
        read(question)
    assert all(read(example) for example in unclear.value.examples)


@pytest.mark.parametrize(
    "question", ['leads at Ewe "Ram" Ltd', 'leads whose stage is neither "won" nor "gone"', "leads called Ann «Tup»"]
)
def test_quotes_around_a_part_of_a_value_are_asked_back(question: str) -> None:
    with pytest.raises(Unclear, match="in quotes in part") as unclear:
        read(question)
    assert all(read(example) for example in unclear.value.examples)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("leads whose stage is not ready", stage("not ready"), stage("ready", "not")),
        ("leads with stage not ready", stage("not ready"), stage("ready", "not")),
        ("leads that are not ready", stage("not ready"), stage("ready", "not")),
        ("leads whose stage is tea or milk", stage("tea or milk"), stage("tea|milk", "oneOf")),
        ("leads whose stage is tea, milk or ready", stage("tea, milk or ready"), stage("tea|milk|ready", "oneOf")),
    ],
)
def test_a_value_that_may_mean_others_is_asked_back(question: str, first: Filter, second: Filter) -> None:
    stages = ("Not ready", "Ready", "Tea", "Milk", "Tea or milk", "Tea, milk or ready")
    leads = [{"Stage": text} for text in stages]
    with pytest.raises(Unclear, match="which is meant") as unclear:
        read(question, leads)
    assert [read(example, leads) for example in unclear.value.examples] == [show(first), show(second)]


@pytest.fixture
def makers() -> Sequence[dict[str, object]]:
    sites = ("ewe.example", "ram.example", "")
    emails = ("a@ewe.example", "b@tup.example", "c@tup.example")
    companies = ("", "", "Hogget.example")
    leads = zip(sites, emails, companies, strict=True)
    return [
        entry(f"L{number}", {"Site": site} if site else {"Hall": "1"}) | {"email": email, "company": company}
        for number, (site, email, company) in enumerate(leads)
    ]


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("leads from ram.example", of("site", "equals", "ram.example")),
        ("leads at tup.example", has("email", "tup.example")),
        ("leads at hogget.example", has("company", "hogget.example")),
        ("leads with ram.example addresses", has("email", "ram.example")),
        ("leads from ewe.example", None),
    ],
)
def test_a_domain_is_where_leads_have_it(
    question: str, means: Filter | None, makers: Sequence[dict[str, object]]
) -> None:
    with closing(open_read_model(Path(":memory:"))) as model:
        apply_entries(model, makers)
        known = Known(catalogue_of(model, NOTHING_DECIDED), model)
        if means:
            assert read_by_rules(question, None, TODAY, known) == show(means)
        else:
            with pytest.raises(Unclear, match="in emails and in the column “Site”"):
                read_by_rules(question, None, TODAY, known)


COLUMNS = ("Stage", "Lead source", "In", "By phone", "Size, total", "Status (new)", "x")
WORDS = (
    *("not", "in", "contact", "by", "phone", "email", "May", "or", "and", "to", "be", "called", "on", "added", "at"),
    *("without", "with", "is", "empty", "unknown", "newest", "3", "top", "how", "many", "sort", "leads", "who", "no"),
    *("Stage", "lead source", "x", "U.S.A.", "D.C.", "Inc.", "...", "Hull,", "O'Brien", "(new)", "?", "!", "=", "the"),
    *("<", ">", "|", "\\", "*", ";", ":", "-", "&", "#1", "50%", "é", "⁂", "ꙮ0ꙮ", "ꕤ0ꕤ"),
)
NEAR_QUOTES = (*WORDS, "“Hull”", '"Hull"', "'n'", '5"', "’", "'s")


def values(words: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """One to three values of a column."""
    texts = st.lists(st.sampled_from(words), min_size=1, max_size=6).map(" ".join)
    return st.lists(texts, min_size=1, max_size=3, unique_by=folded)


def leads_of(known: Known, filters: dict[str, str]) -> object:
    assert known.model
    return page_of_leads(known.model, parse_query(filters), known.catalogue)


@contextmanager
def known_values(column: str, texts: Sequence[str]) -> Iterator[tuple[Known, str]]:
    """Leads with these values and a few others, and the parameter that filters the column."""
    leads = [*({column: text} for text in (*texts, "Hull", "Kiel", "Gent")), {"Hall": texts[0], "Stage": "Kiel"}]
    with model_of(leads) as model:
        catalogue = catalogue_of(model, NOTHING_DECIDED)
        key = next(key for key, each in catalogue.columns.items() if each.name == column)
        yield Known(catalogue, model), f"filter_column.{key}"


def assert_finds(asked: ChatQuery, known: Known, filters: dict[str, str]) -> None:
    """The question lists the leads that the filters find."""
    assert (asked.kind, asked.group_by, asked.q) == ("list", "", "")
    assert leads_of(known, {f"filter_{each.column}": filter_text(each) for each in asked.filters}) == leads_of(
        known, filters
    )


@given(st.sampled_from(COLUMNS), values(NEAR_QUOTES), st.sampled_from(['""', "“”", "''", "‘’", "«»", "„“"]))
def test_a_value_in_quotes_finds_the_leads_that_its_filter_finds(column: str, texts: list[str], marks: str) -> None:
    with known_values(column, texts) as (known, parameter):
        for text in texts:
            asked = read_by_rules(f'leads whose "{column}" is {marks[0]}{text}{marks[1]}', None, TODAY, known)
            assert asked
            assert_finds(asked, known, {parameter: f"={text}"})


@given(st.sampled_from(COLUMNS), values(WORDS))
def test_a_value_without_quotes_finds_these_leads_or_is_not_understood(column: str, texts: list[str]) -> None:
    text = texts[0]
    with known_values(column, [text]) as (known, parameter):
        try:
            asked = read_by_rules(f'leads whose "{column}" is {text}', None, TODAY, known)
        except Unclear:
            asked = None
        if asked:
            assert_finds(asked, known, {parameter: f"={text}"})
