"""What every test may rely on: the environment that the template gives to the functions."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from local.emulator.stack import Stack
    from tests.stack.world import World

os.environ.update(
    LEADS_TABLE="leads",
    UPLOADS_TABLE="uploads",
    DATA_BUCKET="data",
    STATE_MACHINE_ARN="arn:aws:states:ap-southeast-1:123456789012:stateMachine:easy-crm-import-leads",
    DEFAULT_COUNTRY="SG",
    BATCH_ROWS="200",
    MAX_UPLOAD_MB="100",
    MAX_UNPACKED_MB="2000",
    MAX_CELLS="50000000",
    UPLOAD_LINK_SECONDS="900",
    EXPORT_LINK_SECONDS="300",
    PROGRESS_SECONDS="5",
    DEEPSEEK_SECRET_ARN="",
    DEEPSEEK_URL="http://127.0.0.1:9",
    DEEPSEEK_MODEL="deepseek-flash",
    DEEPSEEK_PRICES="0.15,0.003,0.60",
    DEEPSEEK_USD_PER_UPLOAD="1",
    DEEPSEEK_ANSWER_SECONDS="60",
    RECORD_DAYS="400",
    WORK_FILE_DAYS="30",
    AWS_REGION="ap-southeast-1",
    AWS_DEFAULT_REGION="ap-southeast-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    POWERTOOLS_LOG_LEVEL="CRITICAL",
    POWERTOOLS_METRICS_NAMESPACE="easy-crm",
)
os.environ.pop("AWS_PROFILE", None)
os.environ.pop("AWS_ENDPOINT_URL", None)

# `make test` must not fail by luck, so its examples are always the same ones; `thorough` draws new ones.
# Choose by `HYPOTHESIS_PROFILE=thorough` or `pytest --hypothesis-profile=thorough`.
settings.register_profile("default", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Stack"]:
    """The real thing: the template deployed to the emulator, in a folder and on a port of its own, with permissions."""
    from local.emulator.scratch import scratch_stack

    with scratch_stack(tmp_path_factory.mktemp("checkout")) as running:
        yield running


@pytest.fixture
def world(local_stack: "Stack", tmp_path: Path) -> "World":
    """The same with no leads and no uploads."""
    from tests.stack.world import World

    world = World(local_stack, tmp_path)
    world.forget_everything()
    return world
