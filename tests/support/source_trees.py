"""Modules of this checkout and what is written in them, without importing them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

from tests.support.sam import ROOT


def modules_of(*folders: str) -> list[Path]:
    """The Python files below these folders, by their paths in the checkout. Raises LookupError for none."""
    paths = sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))
    if not paths:
        raise LookupError(f"There is no module in {folders}.")
    return paths


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(path: Path) -> Iterator[str]:
    """What a file imports, wherever in it, dotted: `a.b` and `a.b.c` for `from a.b import c`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


_OURS = frozenset({"easycrm", "local", "tests", "benchmarks"})
_OF_NAMED_TUPLES = frozenset({"_replace", "_asdict", "_fields", "_make"})
_PATCHERS = frozenset({"setattr", "delattr", "object", "patch"})
"""Of pytest's monkeypatch and of unittest.mock: they name what they put something else in the place of."""


def reaches_into_private_names(tree: ast.AST) -> list[str]:
    """Where the code imports a private name of ours, reads or sets one of another object, or patches one.

    What it imports of others may have private names that there is no way around, and is left alone.
    """
    foreign = set(_foreign_names(tree))
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in ast.walk(tree) if _reaches(node, foreign)]


def _reaches(node: ast.AST, foreign: set[str]) -> TypeGuard[ast.stmt | ast.expr]:
    match node:
        case ast.Import() | ast.ImportFrom():
            return _imports_private(node)
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return False
        case ast.Attribute():
            return _is_private(node.attr) and _root(node) not in foreign
        case ast.Call():
            return _patches_private(node) and _root(node.args[0]) not in foreign
    return False


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in _OF_NAMED_TUPLES


def _imports_private(node: ast.Import | ast.ImportFrom) -> bool:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    names = [f"{module}.{alias.name}".lstrip(".") for alias in node.names]
    return any(name.split(".")[0] in _OURS and any(map(_is_private, name.split("."))) for name in names)


def _patches_private(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return name in _PATCHERS and any(_is_private(part) for text in texts for part in text.split("."))


def _root(node: ast.expr) -> str:
    """The name with which a chain such as `a.b().c[0]` begins; "" where it begins otherwise."""
    while not isinstance(node, ast.Name):
        inner = getattr(node, "func", None) or getattr(node, "value", None)
        if not isinstance(inner, ast.expr):
            return ""
        node = inner
    return node.id


def _foreign_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = ((alias.asname or alias.name).split(".")[0] for alias in node.names)
            yield from (name for name in names if name not in _OURS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in _OURS:
            yield from (alias.asname or alias.name for alias in node.names)
