"""Tests, commands and benchmarks use of the product what is public, as anybody would."""

import ast

import pytest

from tests.support.sam import ROOT
from tests.support.source_trees import modules_of, reaches_into_private_names, tree_of


def test_nobody_outside_reaches_into_a_private_name() -> None:
    reaches = {
        path: reaches_into_private_names(tree_of(ROOT / path)) for path in modules_of("tests", "local", "benchmarks")
    }
    assert {str(path): lines for path, lines in reaches.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from easycrm.handlers._wiring import s3",
        "from easycrm.handlers import _wiring",
        "import easycrm._x",
        "store._get('a')",
        "made().key._x = 1",
        "self.store._get",
        "monkeypatch.setattr(pages, '_FEW', 1)",
        "monkeypatch.setattr('easycrm.pages._FEW', 1)",
        "from easycrm import pages\npages._FEW",
    ],
)
def test_a_private_name_is_seen(line: str) -> None:
    assert len(reaches_into_private_names(ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "self._x",
        "cls._x()",
        "row._replace(a=1)",
        "a.__dict__",
        "from ministack import app\napp._x",
        "from _pytest import runner",
        "monkeypatch.setattr(pages, 'FEW', '_x')",
    ],
)
def test_what_is_public_or_ones_own_or_of_others_is_not(line: str) -> None:
    assert reaches_into_private_names(ast.parse(line)) == []
