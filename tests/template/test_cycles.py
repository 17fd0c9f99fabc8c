"""No resource waits for itself: CloudFormation refuses a template with a cycle, and the emulator takes it."""

import re
from copy import deepcopy
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.some import some

NAMED = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def names_in(value):
    """What a value names by DependsOn, Ref, Fn::GetAtt and Fn::Sub, whichever branch of an Fn::If it stands in."""
    if isinstance(value, list):
        for item in value:
            yield from names_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            match key, item:
                case "DependsOn" | "Ref", str():
                    yield item
                case "DependsOn", list():
                    yield from item
                case "Fn::GetAtt", [name, *_]:
                    yield name
                case "Fn::GetAtt", str():
                    yield item.partition(".")[0]
                case "Fn::Sub", str() | [str(), *_]:
                    text, values = (item, {}) if isinstance(item, str) else item
                    yield from set(NAMED.findall(text)) - values.keys()
                    yield from names_in(values)
                case _:
                    yield from names_in(item)


def order(resources):
    """The order in which the resources are made, or CycleError."""
    waits_for = {name: set(names_in(resource)) & resources.keys() for name, resource in resources.items()}
    return list(TopologicalSorter(waits_for).static_order())


def test_resources_can_be_made_one_after_the_other(template):
    assert set(order(template["Resources"])) == template["Resources"].keys()


def test_functions_are_made_before_the_machine_that_names_them(template):
    made = order(template["Resources"])
    functions = some([name for name, each in template["Resources"].items() if each["Type"] == "AWS::Lambda::Function"])
    tasks = [name for name in functions if f"{name}Arn" in str(template["Resources"]["ImportLeadsStateMachine"])]
    assert len(tasks) > 5
    assert all(made.index(name) < made.index("ImportLeadsStateMachine") for name in tasks)


@pytest.mark.parametrize(
    "way",
    [
        {"DependsOn": "ImportLeadsStateMachine"},
        {"DependsOn": ["LeadsTable", "ImportLeadsStateMachine"]},
        {"Properties": {"Role": {"Ref": "ImportLeadsStateMachine"}}},
        {"Properties": {"Role": {"Fn::GetAtt": ["ImportLeadsStateMachine", "Arn"]}}},
        {"Properties": {"Role": {"Fn::GetAtt": "ImportLeadsStateMachine.Arn"}}},
        {"Properties": {"Role": {"Fn::Sub": "${ImportLeadsStateMachine}"}}},
        {"Properties": {"Role": {"Fn::Sub": ["${a}", {"a": {"Ref": "ImportLeadsStateMachine"}}]}}},
        {"Properties": {"Environment": {"Fn::If": ["IsProd", "", {"Fn::Sub": "${ImportLeadsStateMachine.Arn}/*"}]}}},
    ],
    ids=str,
)
def test_a_cycle_is_found_whichever_way_it_is_closed(template, way):
    resources = deepcopy(template["Resources"])
    resources["ParseWorkbookFunction"].update(way)
    with pytest.raises(CycleError):
        order(resources)


def test_a_name_of_a_substitution_s_own_is_no_resource():
    assert list(names_in({"Fn::Sub": ["${LeadsTable}", {"LeadsTable": "x"}]})) == []
