"""DynamoDB's values are those that boto3 makes of ours, and become ours again."""

from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from easycrm.aws import from_attributes, to_attributes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**38) + 1, 10**38 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), VALUES))
def test_attributes_are_those_of_boto3_and_are_read_back(values):
    attributes = to_attributes(values)
    assert attributes == {name: TypeSerializer().serialize(value) for name, value in values.items()}
    assert from_attributes(attributes) == values


def test_a_tuple_is_a_list():
    assert to_attributes({"ranges": (1, ("a",))}) == to_attributes({"ranges": [1, ["a"]]})


@pytest.mark.parametrize("value", [0.5, Decimal("0.5"), b"bytes", {"a", "set"}, object()])
def test_what_is_no_json_or_a_float_is_refused(value):
    with pytest.raises(TypeError, match=type(value).__name__):
        to_attributes({"value": [value]})


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("-3", -3), ("3.0", 3), ("3E+2", 300), ("0.5", 0.5), ("-1.25E-1", -0.125), ("9" * 38, 10**38 - 1)],
)
def test_a_number_is_an_integer_where_it_can_be(text, number):
    found = from_attributes({"n": {"N": text}})["n"]
    assert (found, type(found)) == (number, type(number))
