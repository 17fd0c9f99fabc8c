"""Names are nouns that say what they hold: `said`, `found`, `given` and `told` are left to short functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sam import ROOT

PARTICIPLES = {"said", "found", "given", "told"}
SHORT = 10
"""Lines of a function in which a reader sees at a glance what a name stands for."""

MODULES = sorted([*(ROOT / "functions" / "easycrm").rglob("*.py"), *(ROOT / "local").rglob("*.py")])
Function = ast.FunctionDef | ast.AsyncFunctionDef


def stored(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            yield part.attr


def parameters(arguments: ast.arguments) -> Iterator[str]:
    packed = filter(None, (arguments.vararg, arguments.kwarg))
    yield from (each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *packed))


def of_function(function: Function) -> Iterator[str]:
    """Its own name, its parameters, what it returns by name; of one that is not short all that it stores."""
    arguments = function.args
    yield function.name.strip("_")
    yield from parameters(arguments)
    yield from (
        part.value.id
        for part in ast.walk(function)
        if isinstance(part, ast.Return) and isinstance(part.value, ast.Name)
    )
    if (function.end_lineno or 0) - function.lineno + 1 >= SHORT:
        yield from stored(function)


def names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from of_function(node)
        elif isinstance(node, ast.Lambda):
            yield from parameters(node.args)
        elif isinstance(node, ast.Module | ast.ClassDef):
            assigned = [part for part in node.body if isinstance(part, ast.Assign | ast.AnnAssign)]
            yield from (name for part in assigned for name in stored(part))
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_name_says_what_it_holds(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert PARTICIPLES.isdisjoint(names(tree)), sorted(PARTICIPLES.intersection(names(tree)))


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "class A:\n    said: int",
        "def f(told): pass",
        "def f():\n    found = 1\n    return found",
        "def f(self):\n    self.given = 1",
        "def found(): pass",
        "def _said(): pass",
        "def f(*given): pass",
        "f = lambda told: told",
        "def f():\n    found = 1\n" + "    pass\n" * 9,
    ],
)
def test_a_participle_is_noticed(source: str) -> None:
    assert not PARTICIPLES.isdisjoint(names(ast.parse(source)))


def test_a_short_function_may_have_one() -> None:
    assert PARTICIPLES.isdisjoint(names(ast.parse("def f():\n    found = 1\n    return found + 1")))
