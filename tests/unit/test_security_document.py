"""docs/security.md names a test for each line, and each is there."""

import ast
import re

import pytest

from tests.support.sam import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINES = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith(("| line", "| ---"))]


def names_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[2:60])
def test_each_line_names_tests_that_exist(line):
    shown_by = line.split(" | ")[-1]
    parts = re.split(r"\[test_\w+\.py\]\(\.\./([\w/]+\.py)\)", shown_by)[1:]
    assert parts
    for path, names in zip(parts[::2], parts[1::2], strict=True):
        named = set(re.findall(r"`(test_\w+)`", names))
        assert named
        assert named - names_in(ROOT / path) == set()
