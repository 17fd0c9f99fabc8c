"""What each function carries: its own code, and the layers of what it imports, no others."""

import ast
import re
import sys
from functools import cache

import pytest

from tests.support.sam import ROOT, translated
from tests.support.some import some, the_first

FUNCTIONS = ROOT / "functions"
LAYERS = sorted(path.parent.name for path in FUNCTIONS.glob("layers/*/requirements.in"))
LAMBDA_FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in translated()["Resources"].items()
    if resource["Type"] == "AWS::Lambda::Function"
}
OPENS_FILES = {"ParseWorkbookFunction": {"python-calamine"}}
"""What a function imports only when it opens a file, in a process of its own; others open none."""
DISTRIBUTION = {"aws_lambda_powertools": "aws-lambda-powertools", "botocore": "boto3"}

each_function = pytest.mark.parametrize("name", LAMBDA_FUNCTIONS)
each_layer = pytest.mark.parametrize("layer", LAYERS)


@cache
def imports_of(module):
    """The modules that a module of ours imports when it is imported."""
    path = FUNCTIONS / module.replace(".", "/")
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    if not (module.startswith("easycrm") and file.is_file()):
        return frozenset()
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def packages_of(handler):
    """The distributions of others that a handler imports, by itself or through our modules."""
    reached, ahead = set(), {handler}
    while ahead:
        reached |= ahead
        ahead = set().union(*map(imports_of, ahead)) - reached
    names = {module.partition(".")[0] for module in reached} - sys.stdlib_module_names - {"easycrm"}
    return {DISTRIBUTION.get(name, name) for name in names}


def wanted(layer):
    """The distributions that a layer is for."""
    lines = (FUNCTIONS / "layers" / layer / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def layers_of(name):
    refs = [the_first(r"^([A-Za-z]+?Layer)", layer["Ref"]) for layer in LAMBDA_FUNCTIONS[name]["Layers"]]
    return {ref.removesuffix("Layer").lower() for ref in refs}


@each_function
def test_a_function_has_the_layers_of_what_it_imports_and_no_others(name):
    imported = some(packages_of(LAMBDA_FUNCTIONS[name]["Handler"].rpartition(".")[0]))
    packages = imported | OPENS_FILES.get(name, set())
    needed = {layer for layer in LAYERS if wanted(layer) & packages}
    assert layers_of(name) == needed
    assert packages <= set().union(*map(wanted, needed))


def test_no_two_layers_carry_the_same():
    every = some([package for layer in LAYERS for package in wanted(layer)])
    assert len(every) == len(set(every))


@each_layer
def test_every_package_of_a_layer_is_pinned_with_its_hashes(layer):
    text = (FUNCTIONS / "layers" / layer / "requirements.txt").read_text(encoding="utf-8")
    pinned = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert pinned
    assert all(re.match(r"[a-z0-9-]+==\S+ \\\n", entry) and "--hash=sha256:" in entry for entry in pinned)


@each_layer
def test_what_is_deployed_is_what_is_tested(layer):
    tested = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    text = (FUNCTIONS / "layers" / layer / "requirements.txt").read_text(encoding="utf-8")
    pins = some(re.findall(r"^\S+==\S+", text, re.MULTILINE))
    assert [pin for pin in pins if f"{pin} " not in tested] == []


def test_functions_and_layers_are_built_by_make_with_no_python_of_lambdas():
    source = (ROOT / "template.yaml").read_text(encoding="utf-8")
    built = re.findall(r"^    Type: AWS::Serverless::(?:Function|LayerVersion)\n(.*)$", source, re.MULTILINE)
    assert set(built) == {"    Metadata: { BuildMethod: makefile }"}
    assert len(built) == len(LAMBDA_FUNCTIONS) + len(LAYERS)
