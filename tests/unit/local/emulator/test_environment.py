"""Nothing of the user's own AWS set-up reaches the emulator, sam, the SDK or a function."""

import os
from pathlib import Path

import pytest

from local.emulator import environment
from local.settings import Settings

THE_USERS = {
    "AWS_PROFILE": "nch-prod",
    "AWS_DEFAULT_PROFILE": "nch-prod",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_SECRET_ACCESS_KEY": "real",
    "AWS_SESSION_TOKEN": "real",
    "AWS_SECURITY_TOKEN": "real",
    "AWS_REGION": "us-west-2",
    "AWS_CONFIG_FILE": "/home/ann/.aws/config",
    "AWS_SHARED_CREDENTIALS_FILE": "/home/ann/.aws/credentials",
    "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/real",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/home/ann/token",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/",
    "HOME": "/home/ann",
    "PYTHONPATH": "/home/ann/code",
    "LOCALSTACK_HOSTNAME": "elsewhere",
    "SERVICES": "s3",
}


@pytest.mark.parametrize("made", [environment.isolated, environment.for_emulator])
def test_no_value_of_the_users_aws_environment_passes(made: object, settings: Settings) -> None:
    passed = made(settings, THE_USERS)  # type: ignore[operator]
    assert not set(passed.values()) & set(THE_USERS.values())
    assert passed["AWS_ACCESS_KEY_ID"] == passed["AWS_SECRET_ACCESS_KEY"] == "test"
    assert passed["AWS_ENDPOINT_URL"] == settings.endpoint
    assert "AWS_PROFILE" not in passed
    assert "AWS_SESSION_TOKEN" not in passed


def test_what_the_shell_needs_passes(settings: Settings) -> None:
    assert (
        environment.isolated(settings, {"PATH": "/bin", "LANG": "C"}).items() >= {"PATH": "/bin", "LANG": "C"}.items()
    )


def test_a_proxy_is_not_asked_for_what_runs_here(settings: Settings) -> None:
    passed = environment.isolated(settings, {"HTTPS_PROXY": "http://proxy", "no_proxy": "intra"})
    assert passed["HTTPS_PROXY"] == "http://proxy"
    assert passed["NO_PROXY"] == "localhost,127.0.0.1,.localhost,intra"


def test_the_emulator_checks_permissions_keeps_its_state_and_listens_here_only(settings: Settings) -> None:
    told = environment.for_emulator(settings, {})
    expected = {
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "S3_PERSIST": "1",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": "ap-southeast-1",
        "SFN_WAIT_SCALE": "0.1",
        "LAMBDA_EXECUTOR": "local",
        "GATEWAY_PORT": str(settings.port),
        "STATE_DIR": str(settings.emulator_state),
        "S3_DATA_DIR": str(settings.object_data),
        "TMPDIR": str(settings.temporary),
    }
    assert told.items() >= expected.items()


def test_whoever_wants_to_may_wait_as_long_as_on_aws(settings: Settings) -> None:
    assert environment.for_emulator(settings, {"SFN_WAIT_SCALE": "1"})["SFN_WAIT_SCALE"] == "1"


def test_entering_replaces_this_process_s_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in THE_USERS.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    try:
        environment.enter(settings)
        assert "AWS_PROFILE" not in os.environ
        assert Path(os.environ["AWS_CONFIG_FILE"]).read_text() == ""
        assert Path(os.environ["HOME"]).is_dir()
    finally:
        os.environ.clear()
        os.environ.update(before)
