"""Modules of this checkout and what is written in them, without importing them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
