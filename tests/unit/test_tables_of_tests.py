"""Documents that name a test for each line of a table, and each is there."""

import ast
import re

import pytest

from tests.support.sam import ROOT


def rows_of(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [line for line in lines if not line.startswith(("| line", "| what", "| ---", "|---"))]


DOCS = ROOT / "docs"
SECURITY = rows_of((DOCS / "security.md").read_text(encoding="utf-8"))
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
REFUSED = rows_of(OPERATIONS.split("\n## What AWS would refuse\n")[1].partition("\n## ")[0])
LINES = SECURITY + REFUSED


def names_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[2:60])
def test_each_line_names_tests_that_exist(line):
    shown_by = line.rpartition(" | ")[2]
    parts = re.split(r"\[test_\w+\.py\]\(\.\./([\w/]+\.py)\)", shown_by)[1:]
    assert parts
    for path, names in zip(parts[::2], parts[1::2], strict=True):
        named = set(re.findall(r"`(test_\w+)`", names))
        assert named
        assert named - names_in(ROOT / path) == set()
