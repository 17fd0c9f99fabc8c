"""A test that runs over resources of some kind fails when there are none."""

import pytest

from tests.support.some import of_type, some


def test_without_a_resource_of_the_type_there_is_nothing_to_test(on_aws):
    alarms = of_type("AWS::CloudWatch::Alarm", on_aws)
    left = {name: resource for name, resource in on_aws.items() if name not in alarms}
    with pytest.raises(LookupError, match=r"has no AWS::CloudWatch::Alarm"):
        of_type("AWS::CloudWatch::Alarm", left)


def test_the_fixture_of_the_tests_is_that_function(by_type):
    with pytest.raises(LookupError):
        by_type("AWS::Nothing::AtAll")


@pytest.mark.parametrize("none", [[], {}, set(), ()])
def test_of_nothing_there_is_not_some(none):
    with pytest.raises(LookupError):
        some(none)


def test_what_is_there_is_handed_on_as_it_is():
    assert some({"a": 1}) == {"a": 1}


def test_a_test_of_each_of_none_is_an_error_and_not_skipped(pytestconfig):
    assert pytestconfig.getini("empty_parameter_set_mark") == "fail_at_collect"
