"""A checkout in a temporary folder, and a server that answers what a test tells it to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.settings import Settings
from tests.support.http_server import Server, serving


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path, 4566)
    made.state.mkdir()
    return made


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as state:
        yield state
