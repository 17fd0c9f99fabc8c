"""A DeepSeek for every test that wants one."""

import pytest

from tests.support.deepseek_server import DeepSeekServer


@pytest.fixture
def deepseek():
    with DeepSeekServer().running() as server:
        yield server
