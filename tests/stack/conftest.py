"""What the tests of the deployed stack share."""

from pathlib import Path

import pytest

from local.stack import Stack
from tests.stack.world import World


@pytest.fixture
def world(local_stack: Stack, tmp_path: Path) -> World:
    """The stack with no leads and no uploads."""
    world = World(local_stack, tmp_path)
    world.forget_everything()
    return world
