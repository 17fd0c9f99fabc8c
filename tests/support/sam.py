"""The template as SAM deploys it, and the state machine as its substitutions leave it. No network, no account."""

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
DEFINITION = ROOT / "statemachines" / "import_leads.asl.json"
MACHINE = "ImportLeadsStateMachine"

_NO_VALUE = {"Ref": "AWS::NoValue"}
_CODE = {"CodeUri", "ContentUri", "DefinitionUri"}
_UPLOADED = "s3://bucket/key"  # where `sam package` puts code; the translator takes nothing else


@cache
def translated() -> dict[str, Any]:
    """The CloudFormation template that `sam deploy` makes of template.yaml. Don't change it."""
    template = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    for properties in (template["Globals"]["Function"], *(r["Properties"] for r in template["Resources"].values())):
        properties.update(dict.fromkeys(_CODE & properties.keys(), _UPLOADED))
    return Translator({}, Parser()).translate(template, {})


def deployed(
    environment: str, deepseek: bool = False, domain: bool = False, mfa: bool = True, **conditions: bool
) -> dict[str, Any]:
    """The resources of one environment, with a key of DeepSeek, a domain name and a second factor or without: those
    whose condition holds, every `Fn::If` decided. Other `conditions`, by name, are as the defaults have them."""
    holds = {
        "IsLocal": environment == "local",
        "IsAws": environment != "local",
        "IsProd": environment == "prod",
        "HasDeepSeekKey": deepseek,
        "HasDomainName": domain,
        "HasMfa": mfa,
        "HasWebAcl": False,
        "HasUserNamesOfAnyCase": environment != "local",
        "MakesApiGatewayLogRole": True,
        **conditions,
    }
    resources = deepcopy(translated()["Resources"])
    return {
        name: _decided(resource, holds)
        for name, resource in resources.items()
        if holds.get(resource.get("Condition"), True)
    }


def _decided(value: Any, holds: dict[str, bool]) -> Any:
    if isinstance(value, list):
        return [decided for item in value if (decided := _decided(item, holds)) != _NO_VALUE]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        condition, yes, no = value["Fn::If"]
        return _decided(yes if holds[condition] else no, holds)
    return {name: decided for name, item in value.items() if (decided := _decided(item, holds)) != _NO_VALUE}


@cache
def definition() -> dict[str, Any]:
    """The state machine. A function's ARN is its logical id, a bucket's name its own, a number the default."""
    text = DEFINITION.read_text(encoding="utf-8")
    return json.loads(re.sub(r"\$\{(\w+)\}", lambda found: str(_substitutions()[found[1]]), text))


def _substitutions() -> dict[str, Any]:
    template = translated()
    given = template["Resources"][MACHINE]["Properties"]["DefinitionSubstitutions"]
    return {name: _value_of(value, template["Parameters"]) for name, value in given.items()}


def _value_of(value: dict[str, Any], parameters: dict[str, Any]) -> Any:
    if "Fn::GetAtt" in value:
        return value["Fn::GetAtt"][0]
    return parameters.get(value["Ref"], {"Default": value["Ref"]})["Default"]


def states_of(machine: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`{name: state}` of a machine, the children of its maps included."""
    states = dict(machine["States"])
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            states |= states_of(state["ItemProcessor"])
    return states
