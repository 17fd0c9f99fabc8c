"""The real thing: the template deployed to the emulator, in a folder and on a port of its own, permissions enforced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.scratch import scratch_stack
from local.stack import Stack
from tests.stack.world import World


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with scratch_stack(tmp_path_factory.mktemp("checkout")) as running:
        yield running


@pytest.fixture
def world(local_stack: Stack, tmp_path: Path) -> World:
    """The stack with no leads and no uploads."""
    world = World(local_stack, tmp_path)
    world.forget_everything()
    return world
