"""A lead is stored whole and small, and read back as it was."""

import json

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.items.lead_items import from_item, to_item
from easycrm.leads.lead import FIELDS, Lead, Origin, Overruled, OverruledValue, Source, Value, remark_key, remarks_of
from easycrm.leads.overruled import NONE
from tests.support.statements import LEAD_ID
from tests.support.statements import leads as merged_leads

UPLOAD_ID = "0f4c1b7e9a2d4c61b0a3d5e7f9012345"
AT = "2026-01-31T09:15:27.123456Z"

names = st.text(min_size=1, max_size=12)
origins = st.builds(Origin, st.just(AT), names, names, st.integers(1, 2_000_000))
ways = st.sampled_from(("rules", "deepseek", "derived"))
held = st.builds(Value, names, origins, st.lists(names, max_size=2).map(tuple), ways, st.just("") | names)
erased = st.builds(Value, st.just(""), origins, st.just(()), st.just("rules"), st.just(""))
keys = st.sampled_from((*FIELDS, "remarks.email", "remarks.remarks.", "remarks.origins")) | names.map(remark_key)
overruled_values = st.lists(st.builds(OverruledValue, names, origins), max_size=3).map(tuple)
overruled = st.builds(Overruled, overruled_values, st.booleans()).filter(lambda others: others != NONE)
odd_leads = st.builds(
    Lead,
    lead_id=names,
    values=st.dictionaries(keys, held | erased, max_size=6),
    created_in=names,
    created_at=st.just(AT),
    source=st.builds(Source, origins, st.text(max_size=5), st.sampled_from(("rules", "deepseek"))),
    version=st.integers(1, 10**9),
    overruled=st.dictionaries(keys, overruled, max_size=3),
)


def through_dynamodb(item):
    stored = {name: TypeSerializer().serialize(value) for name, value in item.items()}
    return {name: TypeDeserializer().deserialize(value) for name, value in stored.items()}


def through_json(item):
    return json.loads(json.dumps(item, ensure_ascii=False).encode())


def ordinary_lead(uploads=1, by="rules"):
    """Six fields and six remarks, from so many uploads in turn; names, title and company found `by` whom."""
    texts = ["Katharina", "Obermüller", "Head of Procurement", "Obermüller Maschinenbau GmbH"]
    texts += ["katharina.obermueller@example.com", "+4989990099812"]
    remarks = {"Booth": "Hall 7, B12", "Interest": "packaging line", "Country": "Germany", "Source": "Badge scan"}
    remarks |= {"Follow up": "call in March", "Notes": "met at the reception, prefers e-mail"}
    pairs = [*zip(FIELDS, texts, strict=True), *((remark_key(header), text) for header, text in remarks.items())]
    made = [Origin(AT, f"{number}{UPLOAD_ID[1:]}", "Business cards", 1234) for number in range(uploads)]
    found_by = dict.fromkeys(FIELDS[:4], by)
    values = {
        key: Value(text, made[index % uploads], (), found_by.get(key, "rules"))
        for index, (key, text) in enumerate(pairs)
    }
    return Lead(LEAD_ID, values, UPLOAD_ID, AT, Source(made[-1], "Trade fair leads 2026.xlsx", "rules"), uploads)


def stored_bytes(value):
    """The size by DynamoDB's rules: names and texts in UTF-8, numbers by digits, 3 bytes a container, 1 an entry."""
    match value:
        case str():
            return len(value.encode())
        case int():
            return len(str(value)) // 2 + 2
        case list():
            return 3 + sum(1 + stored_bytes(entry) for entry in value)
        case dict():
            return 3 + sum(1 + len(name.encode()) + stored_bytes(entry) for name, entry in value.items())


@pytest.mark.parametrize("through", [through_dynamodb, through_json])
@given(lead=odd_leads | merged_leads)
def test_a_lead_is_read_back_as_it_was_stored(through, lead):
    assert from_item(through(to_item(lead))) == lead


def test_an_item_of_a_release_that_knew_nothing_written_is_read():
    item = to_item(ordinary_lead())
    assert "writtenOf" not in item
    assert {value.written for value in from_item(item).values.values()} == {""}


@given(odd_leads, st.randoms(use_true_random=False))
def test_remarks_keep_their_order_though_dynamodb_keeps_none(lead, random):
    item = to_item(lead)
    headers = list(item.get("remarks", {}))
    shuffled = {header: item["remarks"][header] for header in random.sample(headers, len(headers))}
    assert list(remarks_of(from_item({**item, "remarks": shuffled}).values)) == headers


@given(odd_leads)
def test_an_item_names_each_origin_once(lead):
    stored = to_item(lead)["origins"]
    assert len(stored) == len({tuple(origin) for origin in stored})


@given(odd_leads)
def test_an_item_holds_no_empty_attribute(lead):
    assert not {"", None} & {str(value) for value in to_item(lead).values() if not isinstance(value, dict)}
    assert {} not in to_item(lead).values()


@pytest.mark.parametrize(("uploads", "by"), [(1, "rules"), (2, "rules"), (2, "deepseek")])
def test_an_ordinary_lead_is_one_write_unit(uploads, by):
    assert stored_bytes(to_item(ordinary_lead(uploads, by))) <= 1024


def test_a_field_and_a_remark_of_the_same_name_are_two_values():
    origin = Origin(AT, UPLOAD_ID, "Sheet1", 2)
    values = {"email": Value("a@example.com", origin), "remarks.email": Value("b@example.com", origin)}
    lead = Lead(LEAD_ID, values, UPLOAD_ID, AT, Source(origin, "fair.csv", "rules"), 1)
    assert from_item(to_item(lead)).values == values
