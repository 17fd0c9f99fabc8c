"""What every test may rely on: the environment that the template gives to the functions."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import tests.support.functions_environment  # noqa: F401 - before anything reads the settings

if TYPE_CHECKING:
    from local.emulator.stack import Stack
    from tests.support.world import World

# `make test` must not fail by luck, so its examples are always the same ones; `thorough` draws new ones.
# Choose by `HYPOTHESIS_PROFILE=thorough` or `pytest --hypothesis-profile=thorough`.
settings.register_profile("default", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Stack"]:
    """The real thing: the template deployed to the emulator, in a folder and on a port of its own, with permissions.

    Batches and slices are small, so that a thousand rows are several of either.
    """
    from local.emulator.scratch import scratch_stack

    with scratch_stack(tmp_path_factory.mktemp("checkout"), BatchRows=200, SliceRows=250) as running:
        yield running


@pytest.fixture
def world(local_stack: "Stack", tmp_path: Path) -> "World":
    """The same with no leads and no uploads."""
    from tests.support.world import World

    world = World(local_stack, tmp_path)
    world.forget_everything()
    return world
