"""Which stack and whose credentials an environment means."""

from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.errors import LocalError, UsageError
from local.operating.targets import choose_profile, target
from local.settings import CHECKOUT, Settings


class Aws:
    """An account with one stack: session, client factory and client in one."""

    credentials: object = "a key"

    def __call__(self, **given: str | None) -> "Aws":
        self.given = given
        return self

    def get_credentials(self) -> object:
        return self.credentials

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
    found = target(checkout, "dev", session=session)
    assert (found.stack_name, found.outputs) == ("easy-crm-dev", {"SiteUrl": "https://page/"})
    assert session.given == {"profile_name": None, "region_name": "ap-southeast-1"}


def test_the_rebuilding_of_a_large_list_is_waited_for(checkout: Settings) -> None:
    session = Aws()
    target(checkout, "dev", session=session).client("lambda")
    assert session.config.read_timeout > 900  # the function's own time limit


def test_a_stack_that_is_not_deployed_is_said_in_words(checkout: Settings) -> None:
    with pytest.raises(LocalError, match="no stack easy-crm-staging"):
        target(checkout, "staging", session=Aws())


def test_having_no_credentials_is_said_in_words(checkout: Settings) -> None:
    session = Aws()
    session.credentials = None
    with pytest.raises(LocalError, match=r"no AWS credentials: .*--profile"):
        target(checkout, "dev", session=session)


@pytest.mark.parametrize(
    ("argument", "variable", "profiles", "chosen", "reason"),
    [
        ("ann", "ben", ["ann", "ben", "nch-prod"], "ann", "profile ann (--profile)"),
        (None, "ben", ["ann", "ben", "nch-prod"], "ben", "profile ben (AWS_PROFILE)"),
        (None, "", ["ann", "nch-prod"], "nch-prod", "profile nch-prod (samconfig.toml)"),
        (None, None, ["ann"], None, "the usual chain (environment, default profile, role); there is no profile nch-"),
    ],
)
def test_whose_credentials_are_taken(
    argument: str | None, variable: str | None, profiles: list[str], chosen: str | None, reason: str
) -> None:
    environ = {} if variable is None else {"AWS_PROFILE": variable}
    profile, words = choose_profile(argument, environ, "nch-prod", profiles)
    assert (profile, words[: len(reason)]) == (chosen, reason)


@pytest.mark.parametrize(
    ("argument", "variable", "source"), [("eve", "ann", "--profile"), (None, "eve", "AWS_PROFILE")]
)
def test_a_profile_that_is_not_there_is_said_in_words(argument: str | None, variable: str, source: str) -> None:
    with pytest.raises(UsageError, match=rf"no AWS profile 'eve', which {source} names\. On this machine: ann, ben\."):
        choose_profile(argument, {"AWS_PROFILE": variable}, "nch-prod", ["ben", "ann"])


def test_the_profiles_are_those_of_the_machine_and_the_choice_is_said(
    checkout: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    (tmp_path / "config").write_text("[profile nch-prod]\nregion = eu-west-1\n")
    session = Aws()
    with pytest.raises(LocalError, match="no stack easy-crm in"):
        target(checkout, "prod", session=session)
    assert session.given["profile_name"] == "nch-prod"
    assert capsys.readouterr().err == "AWS credentials: profile nch-prod (samconfig.toml).\n"
