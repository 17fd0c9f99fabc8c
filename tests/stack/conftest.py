"""The real thing: the template deployed to the emulator, in a folder and on a port of its own, permissions enforced."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import environment, stack
from local.settings import CHECKOUT, Settings
from tests.stack.world import World


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.Stack]:
    root = tmp_path_factory.mktemp("checkout")
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(CHECKOUT / name, root)
    for name in ("functions", "statemachines"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = Settings(root, _free_port())
    environment.prepare(settings)
    try:
        yield stack.up(settings, "tests")
    finally:
        stack.reset(settings)


@pytest.fixture
def world(local_stack: stack.Stack, tmp_path: Path) -> World:
    """The stack with no leads and no uploads."""
    world = World(local_stack, tmp_path)
    world.forget_everything()
    return world


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
