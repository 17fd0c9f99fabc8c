"""A plugin of pytest that keeps the files that tests read, or would send to a stack, for `compare.py`.

    cd CHECKOUT && KEEP_FILES=FOLDER PYTHONPATH=functions:/path/to/benchmarks/commits pytest -p keeping_files tests

Every file goes to `FOLDER/{digest of its name and content}/{its name}`, and has an ending. Of tests of a stack or of
the page only the files are made: no stack is started, all else that they ask for is a mock, and most of them fail.
"""

import os
from collections import Counter
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock, patch

import pytest

_MOST = 40  # files of one test; a property test makes hundreds
_MOST_BYTES = 1_000_000
_MOCKED_FIXTURES = frozenset({"local_stack", "own_stack", "stack_with_key"})
_WORLDS = ("tests.support.world", "tests.stack.world")  # where commits have it
_kept: Counter[str] = Counter()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Before any module of the tests is imported, so that they all import what keeps files."""
    reading = import_module("easycrm.workbooks.reading")
    patch.object(reading, "read_workbook", _keeping(reading.read_workbook)).start()
    patch("playwright.sync_api.expect", MagicMock()).start()


def _keeping(read_workbook: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(read_workbook)
    def keeping(path: Path, file_name: str, *more: Any, **options: Any) -> Any:
        _keep(path, file_name)
        return read_workbook(path, file_name, *more, **options)

    return keeping


def _keep(path: Path, file_name: str) -> None:
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    content = path.read_bytes()
    if _kept[test] == _MOST or len(content) > _MOST_BYTES:
        return
    _kept[test] += 1
    digest = sha256(file_name.encode() + b"\0" + content).hexdigest()[:12]
    name = file_name if Path(file_name).suffix else f"{file_name}.csv"  # no upload is taken without an ending
    target = Path(os.environ["KEEP_FILES"], digest, Path(name).name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Any:
    """A mock for whatever needs a stack or a browser; a `world` of which only the makers of files are real."""
    module = fixturedef.func.__module__
    if fixturedef.argname == "world":
        stands_for = _world(request.getfixturevalue("tmp_path"))
    elif fixturedef.argname in _MOCKED_FIXTURES or module.startswith(("tests.browser", "pytest_playwright")):
        stands_for = MagicMock()
    else:
        return None
    fixturedef.cached_result = (stands_for, fixturedef.cache_key(request), None)
    return stands_for


def _world(folder: Path) -> MagicMock:
    module = import_module(next(name for name in _WORLDS if find_spec(name)))
    patch.object(module, "PATIENCE", 0.1).start()  # nothing that is waited for will come
    world = MagicMock(_folder=folder)
    for name in ("csv", "file"):
        getattr(world, name).side_effect = _kept_from(getattr(module.World, name), world)
    return world


def _kept_from(make: Callable[..., Path], world: MagicMock) -> Callable[..., Path]:
    def made(*arguments: Any) -> Path:
        path = make(world, *arguments)
        _keep(path, path.name)
        return path

    return made
