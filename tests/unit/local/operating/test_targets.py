"""Which stack and whose credentials an environment means."""

from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ProfileNotFound

from local.errors import LocalError
from local.operating.targets import target
from local.settings import CHECKOUT, Settings


class Aws:
    """An account with one stack: session, client factory and client in one."""

    def __call__(self, **given: str | None) -> "Aws":
        self.given = given
        return self

    def client(self, _service: str, config: Config) -> "Aws":
        self.config: Any = config  # its attributes are made of what it is given
        return self

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        if StackName != "easy-crm-dev":
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        return {"Stacks": [{"Outputs": [{"OutputKey": "SiteUrl", "OutputValue": "https://page/"}]}]}


@pytest.fixture
def checkout() -> Settings:
    return Settings(CHECKOUT, 4566)


def test_an_environment_is_the_stack_that_samconfig_names(checkout: Settings) -> None:
    session = Aws()
    found = target(checkout, "dev", session)
    assert (found.stack_name, found.outputs) == ("easy-crm-dev", {"SiteUrl": "https://page/"})
    assert session.given == {"profile_name": None, "region_name": "ap-southeast-1"}


def test_the_rebuilding_of_a_large_list_is_waited_for(checkout: Settings) -> None:
    session = Aws()
    target(checkout, "dev", session).client("lambda")
    assert session.config.read_timeout > 900  # the function's own time limit


def test_a_stack_that_is_not_deployed_is_said_in_words(checkout: Settings) -> None:
    with pytest.raises(LocalError, match="no stack easy-crm-staging"):
        target(checkout, "staging", Aws())


def test_the_credentials_are_those_of_samconfig_s_profile(
    checkout: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    with pytest.raises(ProfileNotFound, match="nch-prod"):
        target(checkout, "prod")
