"""EASYCRM_PORT, and where things are."""

from pathlib import Path

import pytest

from local.errors import UsageError
from local.settings import Settings, read_settings


@pytest.mark.parametrize(
    ("environ", "port"), [({}, 4566), ({"EASYCRM_PORT": ""}, 4566), ({"EASYCRM_PORT": "4610"}, 4610)]
)
def test_the_port_is_4566_unless_easycrm_port_says_otherwise(environ: dict[str, str], port: int) -> None:
    assert read_settings(environ).port == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80.5", "port", "٤٥٦٦"])
def test_what_is_no_port_is_refused_as_usage(text: str) -> None:
    with pytest.raises(UsageError, match="EASYCRM_PORT") as refused:
        read_settings({"EASYCRM_PORT": text})
    assert refused.value.exit_code == 2


def test_everything_kept_is_in_the_checkout_and_two_checkouts_differ(tmp_path: Path) -> None:
    one, other = Settings(tmp_path / "one", 4566), Settings(tmp_path / "other", 4566)
    for folder in (one.emulator_state, one.object_data, one.temporary, one.home, one.aws_config, one.emulator_log):
        assert folder.is_relative_to(one.root / ".local")
    assert one.identity != other.identity
